import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import {
  encodeRelease,
  encodeVoucher,
  hexOf,
  type Hex,
  type Release,
  type SignedVoucher,
  type Voucher,
  type VoucherDomain,
} from '../../sdk/voucher';

/**
 * A P-256 key that signs at once, where the SDK's key of a browser makes one wait. The signatures
 * are the same.
 */
export interface TestSessionKey {
  /** x then y, 64 bytes. */
  publicKey: Hex;
  signVoucher(domain: VoucherDomain, voucher: Voucher): SignedVoucher;
  /** As the operator's key signs that nothing is outstanding. */
  signRelease(domain: VoucherDomain, release: Release): Hex;
  signBytes(message: Uint8Array): Hex;
}

/** A new key. */
export function testSessionKey(): TestSessionKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signBytes = (message: Uint8Array) =>
    hexOf(sign('sha256', message, { key: privateKey, dsaEncoding: 'ieee-p1363' }));
  return {
    publicKey: coordinates(publicKey),
    signBytes,
    signVoucher: (domain, voucher) => ({ ...voucher, signature: signBytes(encodeVoucher(domain, voucher)) }),
    signRelease: (domain, release) => signBytes(encodeRelease(domain, release)),
  };
}

function coordinates(publicKey: KeyObject): Hex {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  return hexOf(Buffer.concat([Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]));
}
