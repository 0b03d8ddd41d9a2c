import { createHash } from 'node:crypto';
import { accountOf, signedBy } from '../../gateways/wallets';
import { ForeignSignature, type PurseCall, type SignedTransaction, type WalletPayload } from '../../ledger';
import { type Amount } from '../../../sdk/money';
import { bytesOf, hexOf, type H160, type Hex } from '../../../sdk/voucher';
import { type OwnerCall } from './terms';

/** Money from one account to another. */
export interface Gift {
  kind: 'give';
  to: H160;
  amount: Amount;
}

/** All that a transaction of the chain in memory may be. */
export type ChainCall = PurseCall | OwnerCall | Gift;

/** How many blocks a transaction may wait for. */
export const ERA = 64;

const TAG = 'a call of the chain in memory: ';

/** A call as a payload's method. The encoding is this chain's own: nobody but it reads it. */
export function encodeCall(call: ChainCall): Hex {
  const plain = (value: unknown): unknown => {
    if (typeof value === 'bigint') return { bigint: String(value) };
    if (value instanceof Date) return { date: Math.floor(value.getTime() / 1_000) };
    if (Array.isArray(value)) return value.map(plain);
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]));
    return typeof value === 'string' && value.startsWith('0x') ? value.toLowerCase() : value;
  };
  return hexOf(new TextEncoder().encode(TAG + JSON.stringify(plain(call))));
}

/** The call that a method is, or null when it is none. */
export function decodeCall(method: Hex): ChainCall | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytesOf(method));
    if (!text.startsWith(TAG)) return null;
    return JSON.parse(text.slice(TAG.length), (_, value: unknown) => {
      if (typeof value !== 'object' || value === null) return value;
      if ('bigint' in value) return BigInt(String(value.bigint));
      return 'date' in value ? new Date(Number(value.date) * 1_000) : value;
    }) as ChainCall;
  } catch {
    return null;
  }
}

/** What a wallet signs. */
export function signedBytes(payload: WalletPayload): Uint8Array {
  const { method, era, nonce, tip, specVersion, transactionVersion, genesisHash, blockHash } = payload;
  return Buffer.concat(
    [method, era, nonce, tip, specVersion, transactionVersion, genesisHash, blockHash].map((part) => bytesOf(part)),
  );
}

/** Bytes of this width: numbers of a payload are written like this. */
export function numberHex(value: number): Hex {
  return `0x${value.toString(16).padStart(8, '0')}`;
}

/** Whether the payload's account signed exactly it. */
export function isSignedBy(payload: WalletPayload, signature: Hex): boolean {
  const account = accountOf(payload.address);
  return account !== null && signedBy(account, signedBytes(payload), signature) !== null;
}

/** The transaction that a payload and its signature are. */
export function asTransaction(payload: WalletPayload, signature: Hex): SignedTransaction {
  const bytes = hexOf(new TextEncoder().encode(JSON.stringify({ payload, signature })));
  const validFromBlock = Number(payload.blockNumber);
  const hash: Hex = `0x${createHash('sha256').update(bytes).digest('hex')}`;
  return { hash, bytes, validFromBlock, validUntilBlock: validFromBlock + ERA };
}

/** What a transaction's bytes hold; throws ForeignSignature when they are none. */
export function openTransaction(bytes: Hex): { payload: WalletPayload; signature: Hex } {
  try {
    return JSON.parse(new TextDecoder().decode(bytesOf(bytes))) as { payload: WalletPayload; signature: Hex };
  } catch {
    throw new ForeignSignature('the signed transaction cannot be read');
  }
}

const OF_OTHERS = [
  'give',
  'withdrawFees',
  'withdrawSurplus',
  'setFee',
  'setOperator',
  'transferOwnership',
  'acceptOwnership',
];

/** Whether it is a message to the contract that somebody's wallet is asked to sign. */
export function isOfContract(call: ChainCall): call is PurseCall {
  return !OF_OTHERS.includes(call.kind);
}
