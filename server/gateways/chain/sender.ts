import { Keyring } from '@polkadot/api';
import { type KeyringPair } from '@polkadot/keyring/types';
import { cryptoWaitReady } from '@polkadot/util-crypto';
import { type Hex, hexOf } from '../../../sdk/voucher';
import { type Ending, type SignedTransaction } from '../../ledger';
import { type Blocks } from './blocks';
import { type Connection } from './connection';
import { payloadFor } from './payloads';
import { checkedSignature, signingBytes, transactionOf } from './signing';

/** An account of the server's own. Its secret stays in here. */
export interface Sender {
  address(): Promise<string>;
  /**
   * A transaction of this account, signed; each gets a nonce of its own, whatever else is under
   * way.
   */
  sign(method: Hex): Promise<SignedTransaction>;
  /** Tells what became of one, so that the nonce of one that came to nothing is used again. */
  ended(transaction: SignedTransaction, ending: Ending): void;
}

/**
 * The chain learns of a nonce only when its transaction is in a block (and Chopsticks a little
 * later still), so the ones given away are remembered here, until the chain has passed them or
 * their transaction can no longer come.
 */
export function createSender(connection: Connection, blocks: Blocks, secret: string): Sender {
  let pair: Promise<KeyringPair> | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  const given = new Map<number, SignedTransaction>();

  const key = () => (pair ??= pairOf(secret));

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = turn.then(work, work);
    turn = done.catch(() => undefined);
    return done;
  }

  async function freeNonce(address: string): Promise<number> {
    const [next, head] = await Promise.all([
      connection.ask<number>('system_accountNextIndex', address),
      blocks.finalizedHead(),
    ]);
    for (const [nonce, { validFromBlock, validUntilBlock }] of given) {
      // a block below the first means that this chain began anew
      if (nonce < next || head.number >= validUntilBlock || head.number < validFromBlock) given.delete(nonce);
    }
    let nonce = next;
    while (given.has(nonce)) nonce += 1;
    return nonce;
  }

  return {
    address: async () => (await key()).address,
    sign: (method) =>
      inTurn(async () => {
        const [api, signer] = await Promise.all([connection.api(), key()]);
        const nonce = await freeNonce(signer.address);
        const payload = await payloadFor(api, blocks, { address: signer.address, method, nonce });
        const signature = checkedSignature(payload, hexOf(signer.sign(signingBytes(payload), { withType: true })));
        const transaction = transactionOf(api.registry, payload, signature);
        given.set(nonce, transaction);
        return transaction;
      }),
    ended({ hash }, { kind }) {
      if (kind !== 'invalid' && kind !== 'dropped') return; // the nonce is used up
      for (const [nonce, transaction] of given) if (transaction.hash === hash) given.delete(nonce);
    },
  };
}

async function pairOf(secret: string): Promise<KeyringPair> {
  await cryptoWaitReady();
  try {
    return new Keyring({ type: 'sr25519' }).addFromUri(secret.trim());
  } catch {
    // the library's own words may repeat what it could not read
    throw new Error('the secret is neither a seed phrase nor a seed nor a URI such as //Bob');
  }
}
