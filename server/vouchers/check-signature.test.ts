import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { amount, MAX_AMOUNT } from '../../sdk/money';
import { bytesOf, encodeVoucher, hexOf, type Hex, type SignedVoucher, type VoucherDomain } from '../../sdk/voucher';
import { testSessionKey } from '../testing/session-keys';
import { checkP256, checkSignature, p256Check } from './check-signature';

const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const FIELD = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;

const domain: VoucherDomain = { chainId: 420_420n, contract: `0x${'33'.repeat(20)}` };
const key = testSessionKey();
const signed = key.signVoucher(domain, {
  viewer: `0x${'11'.repeat(20)}`,
  purseNonce: 1,
  key: 0,
  creator: `0x${'22'.repeat(20)}`,
  seconds: 60n,
  amount: amount(600n),
  extras: amount(5n),
});

const word = (value: bigint) => value.toString(16).padStart(64, '0');
const number = (hex: string) => BigInt(`0x${hex}`);
const r = signed.signature.slice(2, 66);
const s = signed.signature.slice(66);
const x = key.publicKey.slice(2, 66);
const y = key.publicKey.slice(66);

describe('a voucher', () => {
  it('counts when its session key signed exactly this', () => {
    expect(checkSignature(domain, key.publicKey, signed)).toBe(true);
  });

  it.each<[string, Partial<VoucherDomain>, Partial<SignedVoucher>]>([
    ['on another chain', { chainId: 420_421n }, {}],
    ['for another contract', { contract: `0x${'34'.repeat(20)}` }, {}],
    ['of another viewer', {}, { viewer: `0x${'12'.repeat(20)}` }],
    ['of another opening', {}, { purseNonce: 2 }],
    ['for another creator', {}, { creator: `0x${'23'.repeat(20)}` }],
    ['with viewer and creator exchanged', {}, { viewer: signed.creator, creator: signed.viewer }],
    ['with one second more', {}, { seconds: 61n }],
    ['with one second less', {}, { seconds: 59n }],
    ['with another amount', {}, { amount: amount(601n) }],
    ['with other extras', {}, { extras: amount(6n) }],
    ['with amount and extras exchanged', {}, { amount: signed.extras, extras: signed.amount }],
    ['with an amount that no contract holds', {}, { amount: (MAX_AMOUNT + 601n) as SignedVoucher['amount'] }],
    ['with an address that is none', {}, { creator: '0x22' }],
  ])('is void %s', (_, otherDomain, change) => {
    expect(checkSignature({ ...domain, ...otherDomain }, key.publicKey, { ...signed, ...change })).toBe(false);
  });

  it('is void by another key', () => {
    expect(checkSignature(domain, testSessionKey().publicKey, signed)).toBe(false);
  });

  it('is void when any bit of its signature is another', () => {
    for (let bit = 0; bit < 512; bit += 7) {
      const bytes = bytesOf(signed.signature);
      bytes[bit >> 3]! ^= 1 << (bit & 7);
      expect(checkSignature(domain, key.publicKey, { ...signed, signature: hexOf(bytes) })).toBe(false);
    }
  });

  it.each<[string, string]>([
    ['nothing', ''],
    ['too short', r + s.slice(2)],
    ['too long', `${r}${s}00`],
    ['in DER', '3006020101020101'],
    ['no hex', 'zz'.repeat(64)],
    ['r and s exchanged', s + r],
    ['r zero', word(0n) + s],
    ['s zero', r + word(0n)],
    ['both zero', word(0n) + word(0n)],
    ['r the order', word(ORDER) + s],
    ['s the order', r + word(ORDER)],
    ['both the order', word(ORDER) + word(ORDER)],
    ['both one below the order', word(ORDER - 1n) + word(ORDER - 1n)],
    ['all ones', 'ff'.repeat(64)],
  ])('is void when its signature is %s', (_, signature) => {
    expect(checkSignature(domain, key.publicKey, { ...signed, signature: `0x${signature}` })).toBe(false);
  });

  it('counts with s high or low, as the chain takes both', () => {
    const mirrored: Hex = `0x${r}${word(ORDER - number(s))}`;
    expect(mirrored).not.toBe(signed.signature);
    expect(checkSignature(domain, key.publicKey, { ...signed, signature: mirrored })).toBe(true);
  });

  it.each<[string, string]>([
    ['nothing', ''],
    ['zero', word(0n) + word(0n)],
    ['not on the curve', x + word((number(y) + 1n) % FIELD)],
    ['its coordinates exchanged', y + x],
    ['the mirrored point', x + word(FIELD - number(y))],
    ['beyond the field', word(FIELD) + word(FIELD)],
    ['too short', x + y.slice(2)],
    ['a point with its format byte', `04${x}${y}`],
  ])('is void by a key that is %s', (_, publicKey) => {
    expect(checkSignature(domain, `0x${publicKey}`, signed)).toBe(false);
  });

  it('is void by a key of another curve', () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'secp256k1' });
    const jwk = publicKey.export({ format: 'jwk' });
    const point = Buffer.concat([Buffer.from(jwk.x ?? '', 'base64url'), Buffer.from(jwk.y ?? '', 'base64url')]);
    expect(checkSignature(domain, hexOf(point), signed)).toBe(false);
  });
});

describe('the keys that stay parsed', () => {
  it('are bounded, and one that was pushed out is parsed again', () => {
    const check = p256Check(2);
    const keys = [testSessionKey(), testSessionKey(), testSessionKey()];
    const message = encodeVoucher(domain, signed);
    for (const one of [...keys, ...keys, ...keys].reverse())
      expect(check(one.publicKey, message, one.signBytes(message))).toBe(true);
    expect(check(keys[0]!.publicKey, message, keys[1]!.signBytes(message))).toBe(false);
  });

  it('remember no yes: a bad signature after a good one is still bad, and a bad key stays bad', () => {
    const message = encodeVoucher(domain, signed);
    const none: Hex = `0x${'00'.repeat(64)}`;
    expect(checkP256(key.publicKey, message, signed.signature)).toBe(true);
    expect(checkP256(key.publicKey, message, none)).toBe(false);
    expect([checkP256(none, message, signed.signature), checkP256(none, message, signed.signature)]).toEqual([
      false,
      false,
    ]);
  });
});
