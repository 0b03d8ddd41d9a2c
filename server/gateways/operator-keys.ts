import { createECDH, createPrivateKey, hkdfSync, type KeyObject, sign } from 'node:crypto';
import { encodeRelease, hexOf, type Hex, type Release, type VoucherDomain } from '../../sdk/voucher';

const CURVE = 'prime256v1';
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
/** More than the curve's 32 bytes, so that taking the remainder prefers no scalar. */
const MATERIAL_BYTES = 48;

/** The P-256 key by which the operator releases purses. */
export interface ReleaseKey {
  /** x then y: what the contract knows the operator by. */
  publicKey: Hex;
  /** 64 bytes, r then s. */
  sign(domain: VoucherDomain, release: Release): Hex;
}

/**
 * Derives it from the secret (a Substrate secret URI or seed) that also signs the operator's
 * transactions: there is one secret to keep, and a server that lost its disk has the same key
 * again.
 */
export function releaseKeyOf(operatorSecret: string): ReleaseKey {
  const material = hkdfSync('sha256', operatorSecret.trim(), '', 'vilokanam release key', MATERIAL_BYTES);
  const scalar = (BigInt(`0x${Buffer.from(material).toString('hex')}`) % (ORDER - 1n)) + 1n;
  const curve = createECDH(CURVE);
  curve.setPrivateKey(scalar.toString(16).padStart(64, '0'), 'hex');
  const point = curve.getPublicKey().subarray(1); // without the byte that says "uncompressed"
  const key = keyObject(curve.getPrivateKey(), point);
  return {
    publicKey: hexOf(point),
    sign: (domain, release) =>
      hexOf(sign('sha256', encodeRelease(domain, release), { key, dsaEncoding: 'ieee-p1363' })),
  };
}

/** The public half alone, for telling the contract. */
export const releasePublicKey = (operatorSecret: string): Hex => releaseKeyOf(operatorSecret).publicKey;

function keyObject(scalar: Buffer, point: Buffer): KeyObject {
  const [d, x, y] = [scalar, point.subarray(0, 32), point.subarray(32)].map((part) => part.toString('base64url'));
  return createPrivateKey({ key: { kty: 'EC', crv: 'P-256', d, x, y }, format: 'jwk' });
}
