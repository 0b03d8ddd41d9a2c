import { createHash, createPrivateKey, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import vectors from '../contracts/purse/vectors/voucher.json';
import { checkP256, checkSignature } from '../server/vouchers/check-signature';
import { type Amount } from './money';
import { bytesOf, encodeRelease, encodeVoucher, hexOf, type Hex, type Voucher, type VoucherDomain } from './voucher';

const key = vectors.key.public as Hex;

const domainOf = ({ chainId, contract }: { chainId: string; contract: string }): VoucherDomain => ({
  chainId: BigInt(chainId),
  contract: contract as Hex,
});
const voucherOf = (vector: (typeof vectors.vouchers)[number]): Voucher => ({
  viewer: vector.viewer as Hex,
  purseNonce: vector.purseNonce,
  key: vector.key,
  creator: vector.creator as Hex,
  seconds: BigInt(vector.seconds),
  amount: BigInt(vector.amount) as Amount,
  extras: BigInt(vector.extras) as Amount,
});

/** Signs with the key of the vectors, which no session key ever lets anybody do. */
function signature(message: Uint8Array): Hex {
  const [d, x, y] = [vectors.key.secret, `0x${key.slice(2, 66)}`, `0x${key.slice(66)}`].map((part) =>
    Buffer.from(bytesOf(part)).toString('base64url'),
  );
  const privateKey = createPrivateKey({ key: { kty: 'EC', crv: 'P-256', d, x, y }, format: 'jwk' });
  return hexOf(sign('sha256', message, { key: privateKey, dsaEncoding: 'ieee-p1363' }));
}

describe("the contract's own test vectors", () => {
  it.each(vectors.vouchers)('voucher: $name', (vector) => {
    const [domain, voucher] = [domainOf(vector), voucherOf(vector)];
    const bytes = encodeVoucher(domain, voucher);
    expect(hexOf(bytes)).toBe(vector.bytes);
    expect(`0x${createHash('sha256').update(bytes).digest('hex')}`).toBe(vector.sha256);
    expect(checkSignature(domain, key, { ...voucher, signature: vector.signature as Hex })).toBe(true);
    expect(checkSignature(domain, key, { ...voucher, signature: signature(bytes) })).toBe(true);
    const other = { ...voucher, creator: `0x${'ab'.repeat(20)}` as Hex, signature: vector.signature as Hex };
    expect(checkSignature(domain, key, other)).toBe(false);
    const ofAnotherKey = { ...voucher, key: voucher.key ^ 1, signature: vector.signature as Hex };
    expect(checkSignature(domain, key, ofAnotherKey)).toBe(false);
  });

  it.each(vectors.releases)('release: $name', (vector) => {
    const { viewer, purseNonce, validUntil } = vector;
    const release = { viewer: viewer as Hex, purseNonce, validUntil: BigInt(validUntil) };
    const bytes = encodeRelease(domainOf(vector), release);
    expect(hexOf(bytes)).toBe(vector.bytes);
    expect(`0x${createHash('sha256').update(bytes).digest('hex')}`).toBe(vector.sha256);
    expect(checkP256(key, bytes, vector.signature as Hex)).toBe(true);
  });
});
