import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amount, MAX_AMOUNT } from './money';
import {
  bytesOf,
  encodeRelease,
  encodeVoucher,
  hexOf,
  RELEASE_BYTES,
  VOUCHER_BYTES,
  type H160,
  type Release,
  type Voucher,
  type VoucherDomain,
} from './voucher';

const MAX_U32 = 2 ** 32 - 1;
const MAX_U64 = 2n ** 64n - 1n;
const MAX_U256 = 2n ** 256n - 1n;

const accounts = fc.uint8Array({ minLength: 20, maxLength: 20 }).map(hexOf);
const amounts = fc.bigInt({ min: 0n, max: MAX_AMOUNT }).map(amount);
const domains: fc.Arbitrary<VoucherDomain> = fc.record({
  chainId: fc.bigInt({ min: 0n, max: MAX_U256 }),
  contract: accounts,
});
const vouchers: fc.Arbitrary<Voucher> = fc.record({
  viewer: accounts,
  purseNonce: fc.integer({ min: 0, max: MAX_U32 }),
  key: fc.integer({ min: 0, max: MAX_U32 }),
  creator: accounts,
  seconds: fc.bigInt({ min: 0n, max: MAX_U64 }),
  amount: amounts,
  extras: amounts,
});
const releases: fc.Arbitrary<Release> = fc.record({
  viewer: accounts,
  purseNonce: fc.integer({ min: 0, max: MAX_U32 }),
  validUntil: fc.bigInt({ min: 0n, max: MAX_U64 }),
});

/** Reads what was written by other means: DataView and Buffer. */
function reader(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const step = (width: number) => (at += width) - width;
  const account = (): H160 => `0x${Buffer.from(bytes.slice(step(20), at)).toString('hex')}`;
  const u32 = () => view.getUint32(step(4));
  const u64 = () => view.getBigUint64(step(8));
  const wide = (words: number) => Array.from({ length: words }, u64).reduce((sum, word) => sum * 2n ** 64n + word, 0n);
  const text = (length: number) => String.fromCharCode(...bytes.slice(step(length), at));
  return { account, u32, u64, u128: () => amount(wide(2)), u256: () => wide(4), text, left: () => bytes.length - at };
}

const some: Voucher = {
  viewer: `0x${'11'.repeat(20)}`,
  purseNonce: 1,
  key: 2,
  creator: `0x${'22'.repeat(20)}`,
  seconds: 60n,
  amount: amount(600n),
  extras: amount(5n),
};
const here: VoucherDomain = { chainId: 420_420n, contract: `0x${'33'.repeat(20)}` };

describe("a voucher's bytes", () => {
  it('law: they are 152, and read by other means they say the same', () => {
    fc.assert(
      fc.property(domains, vouchers, (domain, voucher) => {
        const bytes = encodeVoucher(domain, voucher);
        expect(bytes).toHaveLength(VOUCHER_BYTES);
        const read = reader(bytes);
        expect(read.text(12)).toBe('vilokanam/v2');
        expect({ chainId: read.u256(), contract: read.account() }).toEqual(domain);
        expect({
          viewer: read.account(),
          purseNonce: read.u32(),
          key: read.u32(),
          creator: read.account(),
          seconds: read.u64(),
          amount: read.u128(),
          extras: read.u128(),
        }).toEqual(voucher);
        expect(read.left()).toBe(0);
      }),
    );
  });

  it('law: any two that differ in anything have different bytes', () => {
    const pairs = fc.tuple(domains, vouchers).chain(([domain, voucher]) =>
      fc.tuple(
        fc.constant({ domain, voucher }),
        fc.oneof(
          domains.map((other) => ({ domain: other, voucher })),
          fc
            .constantFrom('viewer', 'purseNonce', 'key', 'creator', 'seconds', 'amount', 'extras')
            .chain((field) =>
              vouchers.map((other) => ({ domain, voucher: { ...voucher, [field]: other[field as keyof Voucher] } })),
            ),
          fc.constant({ domain, voucher: { ...voucher, amount: voucher.extras, extras: voucher.amount } }),
          fc.constant({ domain, voucher: { ...voucher, purseNonce: voucher.key, key: voucher.purseNonce } }),
          fc.constant({ domain, voucher: { ...voucher, viewer: voucher.creator, creator: voucher.viewer } }),
        ),
      ),
    );
    const said = ({ domain, voucher }: { domain: VoucherDomain; voucher: Voucher }) =>
      [...Object.values(domain), ...Object.values(voucher)].join();
    fc.assert(
      fc.property(pairs, ([one, other]) => {
        const same =
          hexOf(encodeVoucher(one.domain, one.voucher)) === hexOf(encodeVoucher(other.domain, other.voucher));
        expect(same).toBe(said(one) === said(other));
      }),
    );
  });

  it.each<[string, Partial<VoucherDomain>, Partial<Voucher>]>([
    ['chainId', { chainId: MAX_U256 + 1n }, {}],
    ['chainId', { chainId: -1n }, {}],
    ['contract', { contract: '0x33' }, {}],
    ['contract', { contract: `0x${'33'.repeat(21)}` }, {}],
    ['viewer', {}, { viewer: '0x' }],
    ['creator', {}, { creator: `0x${'22'.repeat(32)}` }],
    ['purseNonce', {}, { purseNonce: MAX_U32 + 1 }],
    ['purseNonce', {}, { purseNonce: -1 }],
    ['purseNonce', {}, { purseNonce: 1.5 }],
    ['purseNonce', {}, { purseNonce: Number.NaN }],
    ['key', {}, { key: MAX_U32 + 1 }],
    ['key', {}, { key: -1 }],
    ['seconds', {}, { seconds: MAX_U64 + 1n }],
    ['seconds', {}, { seconds: -1n }],
    ['amount', {}, { amount: (MAX_AMOUNT + 1n) as Voucher['amount'] }],
    ['amount', {}, { amount: -1n as Voucher['amount'] }],
    ['extras', {}, { extras: (MAX_AMOUNT + 1n) as Voucher['extras'] }],
  ])('do not exist where %s does not fit', (field, domain, voucher) => {
    const encode = () => encodeVoucher({ ...here, ...domain }, { ...some, ...voucher });
    expect(encode).toThrow(RangeError);
    expect(encode).toThrow(field);
  });

  it('are the same however an address is written', () => {
    const mixed = { ...some, viewer: `0x${'aB'.repeat(20)}` as H160 };
    const lower = { ...some, viewer: `0x${'ab'.repeat(20)}` as H160 };
    expect(encodeVoucher(here, mixed)).toEqual(encodeVoucher(here, lower));
  });
});

describe("a release's bytes", () => {
  it('law: they are 104, and read by other means they say the same', () => {
    fc.assert(
      fc.property(domains, releases, (domain, release) => {
        const bytes = encodeRelease(domain, release);
        expect(bytes).toHaveLength(RELEASE_BYTES);
        const read = reader(bytes);
        expect(read.text(20)).toBe('vilokanam/release/v2');
        expect({ chainId: read.u256(), contract: read.account() }).toEqual(domain);
        expect({ viewer: read.account(), purseNonce: read.u32(), validUntil: read.u64() }).toEqual(release);
        expect(read.left()).toBe(0);
      }),
    );
  });

  it('do not exist where the time does not fit', () => {
    const release = { viewer: some.viewer, purseNonce: 1, validUntil: MAX_U64 + 1n };
    expect(() => encodeRelease(here, release)).toThrow('validUntil does not fit 8 bytes');
  });
});

describe('hex', () => {
  it('law: there and back it is the same, as Buffer writes it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(hexOf(bytes)).toBe(`0x${Buffer.from(bytes).toString('hex')}`);
        expect(bytesOf(hexOf(bytes))).toEqual(bytes);
      }),
    );
  });

  it.each(['', '00', '0x0', '0x0g', '0X00', '0x 0', ' 0x00', '0x00\n', '0x-1'])('is not %j', (text) => {
    expect(() => bytesOf(text)).toThrow(RangeError);
  });
});
