import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { testSessionKey } from '../server/testing/session-keys';
import { type Agreement, type Joined } from './protocol';
import { memoryBudgets } from './budget-store';
import { amount, type Amount } from './money';
import { type SessionKeys } from './session-key';
import { type Hex, type SignedVoucher, type Voucher } from './voucher';
import { memoryVouchers } from './voucher-store';
import { joinStream, type WatchOptions } from './watching';
import { CREATOR, fakeStream, type FakeStream, OWNER, RATE, refusal } from './watching.test.fake';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
/** A second that is paid ahead, and one that was in vain. */
const AHEAD = 2n;
/** What a purse holds, in the attack that was run: 2,000 times the price. */
const ALL_OF_IT = amount(RATE * 2_000n);

const pairKey = ({ viewer, purseNonce, key, creator }: Voucher) => [viewer, purseNonce, key, creator].join(' ');

/**
 * Somebody who was shown a price, and all that their device ever signs; `before` was signed on
 * other days.
 */
function victim(stream: FakeStream, options: Partial<WatchOptions> = {}, before: SignedVoucher[] = []) {
  const signed: Voucher[] = [];
  const keys: SessionKeys = {
    ...stream.keys,
    async find(owner, publicKey) {
      const key = await stream.keys.find(owner, publicKey);
      if (!key) return null;
      const signVoucher: typeof key.signVoucher = (domain, voucher) => {
        signed.push(voucher);
        return key.signVoucher(domain, voucher);
      };
      return { publicKey, signVoucher, hasSigned: key.hasSigned };
    },
  };
  const began = performance.now();
  const { client, media } = stream;
  const memories = { vouchers: memoryVouchers(), budgets: memoryBudgets() };
  const watching = joinStream({
    client,
    media,
    keys,
    streamId: 'a stream',
    rate: RATE,
    payAtOnce: true,
    ...memories,
    ...options,
  });
  /** What whoever has all these vouchers can take in all, beyond what was signed before. */
  const given = () => {
    const known = new Map(before.map((voucher) => [pairKey(voucher), voucher.amount + voucher.extras]));
    const most = new Map<string, bigint>();
    for (const voucher of signed) {
      const more = voucher.amount + voucher.extras - (known.get(pairKey(voucher)) ?? 0n);
      if (more > (most.get(pairKey(voucher)) ?? 0n)) most.set(pairKey(voucher), more);
    }
    return [...most.values()].reduce((sum, more) => sum + more, 0n);
  };
  return {
    watching,
    signed,
    given,
    /**
     * Never more than the time that passed here costs at the price that was shown, and never more
     * than the limit.
     */
    expectBounded() {
      const seconds = BigInt(Math.floor((performance.now() - began) / 1_000));
      expect(given()).toBeLessThanOrEqual((seconds + AHEAD) * RATE);
      if (options.limit != null) expect(given()).toBeLessThanOrEqual(options.limit);
    },
  };
}

/** Changes what joining answers of the terms. */
function offers(stream: FakeStream, change: (honest: Agreement) => Partial<Agreement>): void {
  stream.mangle = (joined): Joined => {
    const { agreed } = joined.payment as { agreed: Agreement };
    return { ...joined, payment: { agreed: { ...agreed, ...change(agreed) } } };
  };
}

const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const otherForm = (signature: Hex): Hex =>
  `0x${signature.slice(2, 66)}${(ORDER - BigInt(`0x${signature.slice(66)}`)).toString(16).padStart(64, '0')}`;

const PAIR = { viewer: OWNER.viewer, purseNonce: 1, key: 0, creator: CREATOR };
const INFLATED = { seconds: 2_000n, amount: ALL_OF_IT, extras: amount(0n) };
type Base = Agreement['base'];

describe('a base that the key of this device never signed is not counted on from', () => {
  const honest = ({ signedBefore }: FakeStream) => signedBefore(100n, RATE * 100n);
  const other = (stream: FakeStream, change: Partial<Voucher>) =>
    stream.signer.signVoucher(OWNER, { ...PAIR, ...INFLATED, ...change }).signature;

  test.each<[string, (stream: FakeStream) => Base]>([
    ['without a signature', () => ({ ...INFLATED, signature: null })],
    ['with a signature of nothing', () => ({ ...INFLATED, signature: '0x' })],
    ['with a made-up signature', () => ({ ...INFLATED, signature: `0x${'77'.repeat(64)}` })],
    [
      "with another key's signature",
      () => ({ ...INFLATED, signature: testSessionKey().signVoucher(OWNER, { ...PAIR, ...INFLATED }).signature }),
    ],
    [
      'with what was signed for another creator',
      (stream) => ({ ...INFLATED, signature: other(stream, { creator: `0x${'23'.repeat(20)}` }) }),
    ],
    [
      'with what was signed under another number of the key',
      (stream) => ({ ...INFLATED, signature: other(stream, { key: 1 }) }),
    ],
    [
      'with what was signed for another opening',
      (stream) => ({ ...INFLATED, signature: other(stream, { purseNonce: 2 }) }),
    ],
    [
      'with what was signed for the purse of another wallet',
      (stream) => ({ ...INFLATED, signature: other(stream, { viewer: `0x${'12'.repeat(20)}` }) }),
    ],
    [
      'with what was signed for another contract',
      ({ signer }) => {
        const elsewhere = { chainId: OWNER.chainId, contract: `0x${'34'.repeat(20)}` as const };
        return { ...INFLATED, signature: signer.signVoucher(elsewhere, { ...PAIR, ...INFLATED }).signature };
      },
    ],
    ['with the signature of an older voucher', (stream) => ({ ...INFLATED, signature: honest(stream).signature })],
    ['with that one in its other form', (stream) => ({ ...INFLATED, signature: otherForm(honest(stream).signature) })],
    ['with one unit more than was signed', (stream) => ({ ...honest(stream), amount: amount(RATE * 100n + 1n) })],
    ['with extras that were not signed', (stream) => ({ ...honest(stream), extras: ALL_OF_IT })],
    ['with fewer seconds than were signed', (stream) => ({ ...honest(stream), seconds: 1n })],
    ['that no voucher can hold', () => ({ ...INFLATED, amount: (2n ** 200n) as Amount, signature: null })],
    ['that is negative', () => ({ ...INFLATED, amount: -5n as Amount, signature: null })],
    ['of negative seconds', () => ({ ...INFLATED, seconds: -(2n ** 64n), amount: amount(0n), signature: null })],
    ['that is a text', () => ({ seconds: 0n, amount: '' as never, extras: amount(0n), signature: null })],
    ['that is a number', () => ({ seconds: 0 as never, amount: amount(0n), extras: amount(0n), signature: null })],
  ])('%s', async (_, baseOf) => {
    const stream = fakeStream();
    offers(stream, () => {
      const { seconds, amount: value, extras, signature } = baseOf(stream);
      return { base: { seconds, amount: value, extras, signature } };
    });
    const { watching, signed, expectBounded } = victim(stream, { limit: amount(RATE * 10n) });
    await pass(5_000);
    expect(signed).toEqual([]);
    expect(watching.snapshot).toMatchObject({ pays: false, refused: { code: 'notAgreed' } });
    expect(watching.snapshot.refused?.message).toMatch(/counts more than this device can tell/);
    await watching.pay(RATE); // saying so again helps nothing
    await pass(20_000);
    expect(signed).toEqual([]);
    expectBounded();
  });

  test('nor is one that says more than this page itself has signed', async () => {
    const stream = fakeStream();
    const { watching, given } = victim(stream);
    await pass(5_000);
    const before = given();
    offers(stream, ({ base }) => ({ base: { ...base, amount: ALL_OF_IT, signature: null } }));
    stream.restart();
    await pass(20_000);
    expect(given()).toBe(before);
    expect(watching.snapshot).toMatchObject({ pays: false, refused: { code: 'notAgreed' } });
  });
});

describe('a base that the key did sign is counted on from, whatever this device remembers', () => {
  test.each<[string, (signature: Hex) => Hex]>([
    ['as it was signed', (signature) => signature],
    ['in its other form', otherForm],
  ])('%s', async (_, form) => {
    const stream = fakeStream();
    const before = stream.signedBefore(100n, RATE * 100n);
    stream.newest = { ...before, signature: form(before.signature) };
    const { watching, given, expectBounded } = victim(stream, { limit: amount(RATE * 10n) }, [before]);
    await pass(5_000);
    expect(watching.snapshot).toMatchObject({ phase: { kind: 'paying' }, refused: null });
    await pass(20_000);
    expect(given()).toBe(RATE * 10n);
    expect(watching.snapshot.phase).toEqual({ kind: 'cut', why: 'spendingLimit' });
    expectBounded();
  });

  test('one that is older than the newest gains nobody anything', async () => {
    const stream = fakeStream();
    const older = stream.signedBefore(10n, RATE * 10n);
    const newer = stream.signedBefore(100n, RATE * 100n);
    stream.newest = older;
    const { given, signed, expectBounded } = victim(stream, {}, [newer]);
    await pass(20_000);
    expect(signed.length).toBeGreaterThan(10);
    expect(given()).toBe(0n);
    expectBounded();
  });

  test('one that another creator was promised is no base for this one', async () => {
    const stream = fakeStream();
    const elsewhere = { ...PAIR, ...INFLATED, creator: `0x${'23'.repeat(20)}` as const };
    const { signature } = stream.signer.signVoucher(OWNER, elsewhere);
    offers(stream, () => ({ base: { ...INFLATED, signature } }));
    const { watching, signed } = victim(stream);
    await pass(10_000);
    expect(signed).toEqual([]);
    expect(watching.snapshot.refused?.code).toBe('notAgreed');
  });

  test('without one, what this device remembers is enough: a site that lost its books', async () => {
    const stream = fakeStream();
    const vouchers = memoryVouchers();
    const first = victim(stream, { vouchers });
    await pass(5_000);
    stream.newest = { ...stream.newest, signature: null }; // as the contract tells it
    stream.restart();
    await pass(10_000);
    expect(first.watching.snapshot).toMatchObject({ phase: { kind: 'paying' }, refused: null });
    first.expectBounded();
  });
});

describe('no other price is paid than the one that was shown', () => {
  test.each<[string, unknown]>([
    ['a higher one', RATE * 1_000n],
    ['one that is higher by a unit', RATE + 1n],
    ['a lower one', RATE - 1n],
    ['none', 0n],
    ['a negative one', -RATE],
    ['a text', String(RATE)],
    ['a number', Number(RATE)],
    ['one that no voucher can hold', 2n ** 128n],
  ])('%s, from the beginning', async (_, told) => {
    const stream = fakeStream();
    offers(stream, () => ({ rate: told as Amount }));
    const { watching, signed } = victim(stream);
    await pass(5_000);
    await watching.pay(RATE); // at the price that is shown
    await pass(10_000);
    expect(signed).toEqual([]);
    expect(watching.snapshot).toMatchObject({ pays: false });
    expect(['otherPrice', 'notAgreed']).toContain(watching.snapshot.refused?.code);
  });

  test.each([RATE * 50n, RATE / 2n])('%i in the middle of the stream', async (told) => {
    const stream = fakeStream();
    const { watching, given, expectBounded } = victim(stream);
    await pass(5_000);
    const before = given();
    offers(stream, () => ({ rate: amount(told) }));
    stream.restart();
    await pass(20_000);
    expect(given()).toBe(before);
    expect(watching.snapshot).toMatchObject({ pays: false, refused: { code: 'otherPrice' } });
    expect(watching.snapshot.refused?.message).toMatch(/not the one that was shown/);
    expectBounded();
  });

  test('nothing is paid where no price was shown, until one was', async () => {
    const stream = fakeStream();
    const { watching, signed, expectBounded } = victim(stream, { rate: null });
    await pass(5_000);
    expect(signed).toEqual([]);
    expect(watching.snapshot).toMatchObject({ pays: false, rate: RATE });
    await watching.pay(RATE);
    await pass(5_000);
    expect(signed.length).toBeGreaterThan(3);
    expectBounded();
  });
});

describe('the limit is the word of this device', () => {
  test('a larger one that is told raises nothing, and neither does less that was spent', async () => {
    const stream = fakeStream();
    stream.budget = { agreed: true, limit: amount(RATE * 1_000n), spent: amount(0n) };
    offers(stream, () => ({ limit: amount(RATE * 1_000n) }));
    const { watching, given, expectBounded } = victim(stream, { limit: amount(RATE * 5n) });
    const restarting = setInterval(() => {
      stream.budget = { agreed: true, limit: amount(RATE * 1_000n), spent: amount(0n) };
      stream.restart();
    }, 4_000);
    await pass(60_000);
    clearInterval(restarting);
    expect(given()).toBe(RATE * 5n);
    expect(watching.snapshot).toMatchObject({ limit: RATE * 5n, phase: { kind: 'cut', why: 'spendingLimit' } });
    expectBounded();
  });

  test('two tabs that are both let in share it', async () => {
    const stream = fakeStream();
    const budgets = memoryBudgets();
    const limit = amount(RATE * 10n);
    const second = fakeStream();
    second.keys = stream.keys;
    offers(second, () => ({ sessionKey: stream.signer.publicKey }));
    const tabs = [victim(stream, { budgets, limit }), victim(second, { budgets, limit })];
    await pass(30_000);
    const seconds = tabs.reduce((sum, { signed }) => sum + signed.length, 0);
    expect(seconds).toBeLessThanOrEqual(10);
    for (const { watching } of tabs) expect(watching.snapshot.phase).toEqual({ kind: 'cut', why: 'spendingLimit' });
  });
});

describe('no more seconds are signed for than pass on this device', () => {
  test('where a preview made time pass before, that time is not for sale', async () => {
    const stream = fakeStream({ previewMs: 299_000 });
    const { watching, given } = victim(stream, { payAtOnce: false });
    await pass(301_000);
    stream.mangleCounted = (counted) => {
      setTimeout(() => {
        if (stream.meter) stream.meter = { ...stream.meter, phase: 'unpaid' };
        stream.tell();
      }, 100); // a picture or two, and the next second is asked for
      return counted;
    };
    const paying = performance.now();
    await watching.pay(RATE);
    for (let looks = 0; looks < 100; looks += 1) {
      await pass(100);
      const seconds = BigInt(Math.floor((performance.now() - paying) / 1_000));
      expect(given()).toBeLessThanOrEqual((seconds + AHEAD) * RATE);
    }
    expect(given()).toBeGreaterThanOrEqual(RATE * 3n); // it did try
  });

  test.each<[string, (stream: FakeStream) => void]>([
    [
      'where the server lets in and cuts as fast as it can',
      (stream) => {
        setInterval(() => {
          if (stream.meter?.phase === 'paying') stream.meter = { ...stream.meter, phase: 'late' };
          stream.tell();
        }, 60);
      },
    ],
    [
      'where it says that the first second is still waited for, whatever it was brought',
      (stream) => {
        stream.mangleState = (state) => ({ ...state, phase: { kind: 'unpaid' } });
        stream.mangleCounted = (counted) => ({ ...counted, phase: { kind: 'unpaid' } });
        setInterval(stream.tell, 100);
      },
    ],
    ['where it forgets the viewing every second', (stream) => void setInterval(stream.restart, 1_000)],
    [
      'where it says that a preview ends, again and again',
      (stream) => {
        stream.mangleState = (state) => ({ ...state, phase: { kind: 'preview', until: new Date(Date.now() + 200) } });
        setInterval(stream.tell, 100);
      },
    ],
    [
      'where it answers the same to every joining',
      (stream) => {
        let first: Joined | null = null;
        stream.mangle = (joined) => (first ??= joined);
        setInterval(stream.restart, 2_000);
      },
    ],
  ])('%s', async (_, lies) => {
    const stream = fakeStream();
    const { given, expectBounded } = victim(stream);
    await pass(3_000);
    lies(stream);
    for (let time = 0; time < 6; time += 1) {
      await pass(10_000);
      expectBounded();
    }
    expect(given()).toBeLessThanOrEqual((BigInt(Math.ceil(stream.shownMs / 1_000)) + 60n) * RATE);
  });
});

describe('a picture that never comes costs one second', () => {
  test.each<[string, (stream: FakeStream) => void]>([
    ['where the second is counted', () => undefined],
    [
      'where it is refused',
      (stream) => {
        stream.client.trpc.viewing.pay.mutate = (() => Promise.reject(refusal('voucherRefused'))) as never;
      },
    ],
    [
      'where the viewing is not known any more',
      (stream) => {
        stream.client.trpc.viewing.pay.mutate = (() => Promise.reject(refusal('notFound'))) as never;
      },
    ],
    [
      'where it is said to be too fast',
      (stream) => {
        stream.client.trpc.viewing.pay.mutate = (() => Promise.reject(refusal('voucherTooFast'))) as never;
      },
    ],
    [
      'where nothing is ever answered',
      (stream) => {
        stream.client.trpc.viewing.pay.mutate = (() => new Promise(() => undefined)) as never;
      },
    ],
    [
      'where it was never brought, by its word',
      (stream) => {
        stream.mangleState = (state) => ({ ...state, phase: { kind: 'unpaid' } });
        stream.mangleCounted = (counted) => ({ ...counted, seconds: 0n, phase: { kind: 'unpaid' } });
      },
    ],
  ])('%s', async (_, lies) => {
    const stream = fakeStream();
    stream.flowing = false;
    const restarting = setInterval(() => stream.meter && stream.restart(), 20_000);
    lies(stream);
    stream.mangle = (joined) => ({ ...joined, state: { ...joined.state, silent: false } });
    const { mangleState } = stream;
    stream.mangleState = (state) => ({ ...mangleState(state), silent: false });
    const { given, expectBounded } = victim(stream);
    await pass(120_000);
    clearInterval(restarting);
    expect(given()).toBe(RATE);
    expectBounded();
  });

  test('and the page says that it did not come, until somebody asks for it again', async () => {
    const stream = fakeStream();
    stream.flowing = false;
    stream.mangleState = (state) => ({ ...state, silent: false, phase: { kind: 'unpaid' } });
    stream.mangleCounted = (counted) => ({ ...counted, phase: { kind: 'unpaid' } });
    const { watching, given } = victim(stream);
    await pass(10_000);
    expect(watching.snapshot.phase).toEqual({ kind: 'cut', why: 'late' });
    expect(given()).toBe(RATE);
    void watching.resume();
    await pass(30_000);
    expect(given()).toBe(RATE * 2n);
    expect(watching.snapshot.phase).toEqual({ kind: 'cut', why: 'late' });
  });
});

describe('what is said to be counted is compared with what was signed', () => {
  test.each([1n, 1_000n, 2n ** 90n])('%i seconds more than were signed: it stops, and says so', async (more) => {
    const stream = fakeStream();
    const { watching, given, expectBounded } = victim(stream);
    await pass(5_000);
    stream.mangleCounted = (counted) => ({ ...counted, seconds: counted.seconds + more });
    await pass(2_000);
    const before = given();
    await pass(30_000);
    expect(given()).toBe(before);
    expect(watching.snapshot).toMatchObject({ pays: false, refused: { code: 'notAgreed' } });
    expect(watching.snapshot.refused?.message).toMatch(/more seconds than this device has signed for/);
    expectBounded();
  });

  test('a larger amount for the same seconds is not shown and not paid', async () => {
    const stream = fakeStream();
    stream.mangleCounted = (counted) => ({ ...counted, amount: ALL_OF_IT });
    const { watching, given, expectBounded } = victim(stream);
    await pass(10_000);
    expect(watching.snapshot.amount).toBe(given());
    expectBounded();
  });
});

test('whoever is to be paid all at once instead of the creator needs another word', async () => {
  const stream = fakeStream();
  const { watching, given, expectBounded } = victim(stream);
  await pass(5_000);
  const before = given();
  const nothing = { seconds: 0n, amount: amount(0n), extras: amount(0n), signature: null };
  offers(stream, () => ({ creator: `0x${'66'.repeat(20)}`, base: nothing }));
  stream.restart();
  await pass(20_000);
  expect(given()).toBe(before);
  expect(watching.snapshot).toMatchObject({ pays: false, phase: { kind: 'unpaid' } });
  expectBounded();
});

test('other numbers of the same key begin at nothing each, and all of them together cost no more than the time', async () => {
  const stream = fakeStream();
  const nothing = { seconds: 0n, amount: amount(0n), extras: amount(0n), signature: null };
  let number = 0;
  offers(stream, () => {
    if (stream.meter) stream.meter = { ...stream.meter, base: nothing };
    return { key: (number += 1), base: nothing };
  });
  const { signed, expectBounded } = victim(stream);
  const restarting = setInterval(stream.restart, 5_000);
  await pass(60_000);
  clearInterval(restarting);
  expect(new Set(signed.map(({ key }) => key)).size).toBeGreaterThan(3);
  expectBounded();
});

/** What a server may do to get more, one after the other. */
const LIES: Record<string, (stream: FakeStream, value: bigint) => void> = {
  tellsTheTruth(stream) {
    stream.mangle = (joined) => joined;
    stream.mangleState = (state) => state;
    stream.mangleCounted = (counted) => counted;
  },
  forgets: (stream) => stream.restart(),
  inflatesTheBase: (stream, value) =>
    offers(stream, ({ base }) => ({ base: { ...base, amount: amount(base.amount + value), signature: null } })),
  inflatesWithTheNewestSignature: (stream, value) =>
    offers(stream, ({ base }) => ({ base: { ...base, seconds: base.seconds + value } })),
  beginsAnew: (stream) =>
    offers(stream, () => ({ base: { seconds: 0n, amount: amount(0n), extras: amount(0n), signature: null } })),
  goesBackToAnOlderOne(stream, value) {
    const at = Number(value % BigInt(Math.max(1, stream.vouchers.length)));
    stream.newest = stream.vouchers[at] ?? stream.newest;
    if (stream.meter) stream.meter = { ...stream.meter, base: stream.newest, seconds: 0n };
  },
  usesAnotherNumber: (stream, value) => offers(stream, () => ({ key: Number(value % 5n) })),
  usesAnotherOpening: (stream, value) => offers(stream, () => ({ purseNonce: Number(value % 5n) })),
  raisesThePrice: (stream, value) => offers(stream, ({ rate }) => ({ rate: amount(rate + value) })),
  raisesTheLimit(stream, value) {
    stream.budget = { agreed: true, limit: amount(RATE * value), spent: amount(0n) };
    stream.tell();
  },
  countsMore: (stream, value) => {
    stream.mangleCounted = (counted) => ({ ...counted, seconds: counted.seconds + value });
  },
  countsNothing: (stream) => {
    stream.mangleCounted = (counted) => ({ ...counted, seconds: 0n, phase: { kind: 'unpaid' } });
  },
  saysUnpaid(stream) {
    stream.mangleState = (state) => ({ ...state, phase: { kind: 'unpaid' } });
    stream.tell();
  },
  cuts(stream) {
    if (stream.meter) stream.meter = { ...stream.meter, phase: 'late' };
    stream.tell();
  },
  takesTheCutBack(stream) {
    if (stream.meter) stream.meter = { ...stream.meter, phase: 'unpaid' };
    stream.tell();
  },
  stopsThePicture: (stream) => void (stream.flowing = false),
  showsThePicture: (stream) => void (stream.flowing = true),
  losesTheRoom: (stream) => stream.mediaEvents?.disconnected('lost'),
  endsIt: (stream) => stream.end('connectionLost'),
};

test('law: whatever a server says in whatever order, it gets no more than the time costs, and than the limit', async () => {
  const step = fc.record({
    lie: fc.constantFrom(...Object.keys(LIES)),
    value: fc.oneof(fc.bigInt(0n, 5n), fc.bigInt(1n, 10n ** 9n)),
    ms: fc.integer({ min: 20, max: 4_000 }),
    says: fc.constantFrom('nothing', 'nothing', 'nothing', 'pay', 'resume'),
  });
  const limits = fc.option(fc.bigInt(0n, 30n), { nil: null });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), limits, async (steps, seconds) => {
      const stream = fakeStream();
      const limit = seconds === null ? null : amount(RATE * seconds);
      const { watching, expectBounded } = victim(stream, { limit });
      await pass(2_000);
      for (const { lie, value, ms, says } of steps) {
        LIES[lie]!(stream, value);
        if (says === 'pay') void watching.pay(RATE);
        if (says === 'resume') void watching.resume();
        await pass(ms);
        expectBounded();
      }
      vi.clearAllTimers();
    }),
    { numRuns: 60 },
  );
}, 60_000);
