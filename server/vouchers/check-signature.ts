import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import { bytesOf, encodeVoucher, type Hex, type SignedVoucher, type VoucherDomain } from '../../sdk/voucher';

const CACHED_KEYS = 10_000;

/**
 * Whether this key (x then y, 64 bytes) signed this message by ECDSA P-256 over SHA-256 (r then s,
 * 64 bytes).
 */
export type P256Check = (key: Hex, message: Uint8Array, signature: Hex) => boolean;

/**
 * Says yes to what the chain's P-256 precompile says yes to: s may be high, as browsers make it; r
 * and s of 0 or beyond the curve's order and keys that are no point of the curve are refused. The
 * newest `cacheSize` keys stay parsed, which takes a third of the time.
 */
export function p256Check(cacheSize = CACHED_KEYS): P256Check {
  const keys = new Map<Hex, KeyObject | null>();
  function parsed(key: Hex): KeyObject | null {
    const known = keys.get(key);
    const found = known === undefined ? parseKey(key) : known;
    keys.delete(key); // the newest is last, so the oldest is first
    keys.set(key, found);
    if (keys.size > cacheSize) keys.delete(keys.keys().next().value ?? key);
    return found;
  }
  return (key, message, signature) => {
    const parsedKey = /^0x[\da-fA-F]{128}$/.test(key) ? parsed(key) : null;
    if (!parsedKey || !/^0x[\da-fA-F]{128}$/.test(signature)) return false;
    return verify('sha256', message, { key: parsedKey, dsaEncoding: 'ieee-p1363' }, bytesOf(signature));
  };
}

function parseKey(key: Hex): KeyObject | null {
  const bytes = Buffer.from(bytesOf(key));
  const coordinates = { x: bytes.subarray(0, 32).toString('base64url'), y: bytes.subarray(32).toString('base64url') };
  try {
    return createPublicKey({ key: { kty: 'EC', crv: 'P-256', ...coordinates }, format: 'jwk' });
  } catch {
    return null; // not on the curve
  }
}

/** The one check of this process. */
export const checkP256: P256Check = p256Check();

/** Whether the session key signed exactly this voucher for this chain and contract. */
export function checkSignature(domain: VoucherDomain, sessionKey: Hex, voucher: SignedVoucher): boolean {
  let message: Uint8Array;
  try {
    message = encodeVoucher(domain, voucher);
  } catch (error) {
    // what does not fit has no bytes that anybody could have signed
    if (error instanceof RangeError) return false;
    throw error;
  }
  return checkP256(sessionKey, message, voucher.signature);
}
