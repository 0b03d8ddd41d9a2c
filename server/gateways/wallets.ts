import {
  base58Decode,
  blake2AsU8a,
  decodeAddress,
  ed25519Verify,
  encodeAddress,
  keccakAsU8a,
  secp256k1Recover,
  sr25519Verify,
} from '@polkadot/util-crypto';
import { type Hex } from '../../sdk/voucher';
import { type WalletAddress, type Wallets, type WalletScheme } from '../deps';

const GENERIC_PREFIX = 42;
const ETHEREUM_DERIVED = Buffer.alloc(12, 0xee);

/**
 * Keys for which anybody can make a signature: the points of small order of ed25519 (the first is
 * sr25519's identity too), with the sign bit cleared. Nobody owns them, so nobody signs in by them.
 */
const KEYS_OF_NOBODY = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
]);

/** The 32 bytes of an account, or null. */
export function accountOf(text: string): Uint8Array | null {
  // 32 bytes are 46 to 50 characters in SS58; decodeAddress would also take hex, short indices and
  // 33-byte keys.
  if (!/^[1-9A-HJ-NP-Za-km-z]{46,50}$/.test(text)) return null;
  try {
    const raw = base58Decode(text);
    const prefixLength = (raw[0] ?? 0) & 0x40 ? 2 : 1;
    // Exactly prefix, account and two bytes of checksum: the library takes a one-byte checksum
    // after a long prefix.
    if (raw.length !== prefixLength + 32 + 2) return null;
    const account = decodeAddress(text);
    return account.length === 32 && !isNobody(account) ? account : null;
  } catch {
    return null;
  }
}

function isNobody(account: Uint8Array): boolean {
  const unsigned = Buffer.from(account);
  unsigned.writeUInt8(unsigned.readUInt8(31) & 0x7f, 31);
  return KEYS_OF_NOBODY.has(unsigned.toString('hex'));
}

/** As pallet-revive's AccountId32Mapper maps it. */
export function h160Of(account: Uint8Array): Hex {
  const derived = Buffer.from(account.subarray(20)).equals(ETHEREUM_DERIVED);
  const bytes = derived ? account.subarray(0, 20) : keccakAsU8a(account).subarray(12);
  return `0x${Buffer.from(bytes).toString('hex')}`;
}

type Verify = (message: Uint8Array, signature: Uint8Array, account: Uint8Array) => boolean;

/**
 * util-crypto's signatureVerify is not used: it also says yes to Ethereum signatures whose address
 * fills the last 20 bytes.
 */
const verifiers: Record<WalletScheme, Verify> = {
  sr25519: sr25519Verify,
  ed25519: ed25519Verify,
  // The account of an ECDSA key is the hash of the compressed key; the signature is over the hash
  // of the message.
  ecdsa: (message, signature, account) => {
    const recovery = signature[64];
    if (recovery === undefined || recovery > 3) return false;
    const key = secp256k1Recover(blake2AsU8a(message), signature, recovery);
    return Buffer.from(blake2AsU8a(key)).equals(account);
  },
};

/**
 * The readings of a signature's bytes: bare, or behind the one byte by which Substrate's
 * MultiSignature names the scheme.
 */
function readings(signature: Uint8Array): [WalletScheme, Uint8Array][] {
  const behind = signature.subarray(1);
  if (signature.length === 64) return [['sr25519', signature], ['ed25519', signature]]; // prettier-ignore
  if (signature.length === 66) return signature[0] === 2 ? [['ecdsa', behind]] : [];
  if (signature.length !== 65) return [];
  const named: [WalletScheme, Uint8Array][] =
    signature[0] === 0 ? [['ed25519', behind]] : signature[0] === 1 ? [['sr25519', behind]] : [];
  return [...named, ['ecdsa', signature]];
}

/** The scheme by which an account signed exactly this message, and the bare signature; or null. */
export function signedBy(
  account: Uint8Array,
  message: Uint8Array,
  signature: string,
): { scheme: WalletScheme; signature: Uint8Array } | null {
  if (!/^0x([0-9a-f]{2}){64,66}$/i.test(signature)) return null;
  for (const [scheme, reading] of readings(new Uint8Array(Buffer.from(signature.slice(2), 'hex')))) {
    try {
      if (verifiers[scheme](message, reading, account)) return { scheme, signature: reading };
    } catch {
      // Bytes that are no point of the curve, or no number of its field: not a signature.
    }
  }
  return null;
}

/** Address arithmetic and signatures by @polkadot/util-crypto; asks no chain. */
export function createWallets(): Wallets {
  function parseAddress(text: string): WalletAddress | null {
    const account = accountOf(text.trim());
    return account && { address: encodeAddress(account, GENERIC_PREFIX), h160: h160Of(account) };
  }

  function verify(address: string, text: string, signature: string): WalletScheme | null {
    const account = accountOf(address);
    if (!account) return null;
    // Extensions wrap what they sign, so that a signed text can never be a transaction; keys in
    // programs sign it plain.
    for (const message of [`<Bytes>${text}</Bytes>`, text]) {
      const signed = signedBy(account, new TextEncoder().encode(message), signature);
      if (signed) return signed.scheme;
    }
    return null;
  }

  return { parseAddress, verify };
}
