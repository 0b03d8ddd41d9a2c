import {
  blake2AsU8a,
  ed25519PairFromSeed,
  ed25519Sign,
  encodeAddress,
  secp256k1PairFromSeed,
  secp256k1Sign,
  sr25519PairFromSeed,
  sr25519Sign,
} from '@polkadot/util-crypto';
import { type WalletScheme } from '../deps';
import { type WalletPayload } from '../ledger';
import { hexOf, type Hex } from '../../sdk/voucher';
import { signedBytes } from './ledger/codec';

/** A key pair that signs as wallets do. */
export interface TestWallet {
  scheme: WalletScheme;
  /** SS58 with prefix 42. */
  address: string;
  publicKey: Uint8Array;
  /**
   * Wrapped in <Bytes> as extensions sign it, or plain; ecdsa is 65 bytes, the others 64, without
   * the scheme's byte.
   */
  sign(text: string, options?: { plain?: boolean }): string;
  /**
   * Exactly these bytes, with the byte before it by which the chain knows the scheme: as extensions
   * sign transactions.
   */
  signBytes(message: Uint8Array): Hex;
  /** A transaction of the chain in memory. */
  signPayload(payload: WalletPayload): Hex;
}

/** How Substrate's MultiSignature numbers the schemes. */
const SCHEMES: WalletScheme[] = ['ed25519', 'sr25519', 'ecdsa'];

/** The wallet of this scheme with this number; each number is another wallet. */
export function testWallet(scheme: WalletScheme = 'sr25519', number = 1): TestWallet {
  const { pair, sign, account } = keysOf(scheme, new Uint8Array(new Uint32Array(8).fill(number).buffer));
  const signBytes = (message: Uint8Array) => hexOf(Uint8Array.of(SCHEMES.indexOf(scheme), ...sign(message)));
  return {
    scheme,
    address: encodeAddress(account, 42),
    publicKey: pair.publicKey,
    sign: (text, { plain = false } = {}) => {
      const message = new TextEncoder().encode(plain ? text : `<Bytes>${text}</Bytes>`);
      return `0x${Buffer.from(sign(message)).toString('hex')}`;
    },
    signBytes,
    signPayload: (payload) => signBytes(signedBytes(payload)),
  };
}

function keysOf(scheme: WalletScheme, seed: Uint8Array) {
  switch (scheme) {
    case 'sr25519': {
      const pair = sr25519PairFromSeed(seed);
      return { pair, account: pair.publicKey, sign: (message: Uint8Array) => sr25519Sign(message, pair) };
    }
    case 'ed25519': {
      const pair = ed25519PairFromSeed(seed);
      return { pair, account: pair.publicKey, sign: (message: Uint8Array) => ed25519Sign(message, pair) };
    }
    case 'ecdsa': {
      const pair = secp256k1PairFromSeed(seed);
      const sign = (message: Uint8Array) => secp256k1Sign(message, pair, 'blake2');
      return { pair, account: blake2AsU8a(pair.publicKey), sign };
    }
  }
}
