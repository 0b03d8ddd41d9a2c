import { describe, expect, test } from 'vitest';
import { type Agreement, type Phase } from './protocol';
import { CONSENT_MS, type StoredBudget } from './budget-store';
import { amount } from './money';
import {
  hasUndelivered,
  isPictureOverdue,
  type PayerEffect,
  type PayerEvent,
  type PayerState,
  reduce,
  spentOf,
  startPayer,
} from './payer';
import { voucherAt } from './signing';
import { type SignedVoucher } from './voucher';

const RATE = amount(1_000n);
const WALL = 1_750_000_000_000;
const NOTHING_KEPT: StoredBudget = { rate: null, until: 0, limit: null, spent: amount(0n) };
const AGREEMENT: Agreement = {
  domain: { chainId: 7n, contract: `0x${'33'.repeat(20)}` },
  viewer: `0x${'11'.repeat(20)}`,
  purseNonce: 1,
  key: 0,
  creator: `0x${'22'.repeat(20)}`,
  sessionKey: `0x${'44'.repeat(64)}`,
  rate: RATE,
  base: { seconds: 0n, amount: amount(0n), extras: amount(0n), signature: null },
  limit: null,
  graceMs: 3_000,
};
const signedAt = (second: bigint): SignedVoucher => ({ ...voucherAt(AGREEMENT, second), signature: '0x00' });

/** A payer, told what happens; `does` answers what it wants done. */
function payer(said: Partial<Parameters<typeof startPayer>[0]> = {}, kept = NOTHING_KEPT) {
  const wishes = { rate: RATE, limit: null, payAtOnce: true, ...said };
  let state: PayerState = startPayer(wishes, kept, { at: 0, wall: WALL });
  let at = 0;
  let frames = 0;
  const it = {
    state: () => state,
    wait: (ms: number) => void (at += ms),
    does(event: PayerEvent): PayerEffect[] {
      const step = reduce(state, event, { at, wall: WALL + at });
      state = step.state;
      return step.effects;
    },
    kinds: (event: PayerEvent) => it.does(event).map(({ kind }) => kind),
    joins(viewing = 'one') {
      it.does({ kind: 'joined', viewing, needs: null, budget: null });
      it.does({ kind: 'offered', viewing, agreement: AGREEMENT, proof: 'good', kept });
      it.does({ kind: 'roomChanged', inRoom: true });
      return it.isTold({ kind: 'unpaid' });
    },
    isTold: (phase: Phase) => it.does({ kind: 'stateReceived', phase }),
    samples(moved = true, known = kept) {
      frames += moved ? 5 : 0;
      return it.does({ kind: 'sampled', progress: { frames, samples: 0 }, kept: known });
    },
  };
  return it;
}

describe('a second that is being signed', () => {
  test('is booked and remembered before it is signed, and sent once it is', () => {
    const one = payer();
    one.joins();
    const [remembered, signing] = one.samples();
    expect(remembered).toEqual({
      kind: 'remember',
      changes: { rate: RATE, until: WALL + CONSENT_MS, limit: null, spent: RATE },
    });
    expect(signing).toEqual({ kind: 'sign', agreement: AGREEMENT, second: 1n });
    expect(one.state().total).toEqual({ seconds: 1n, amount: RATE });
    expect(hasUndelivered(one.state())).toBe(true);
    one.wait(200);
    expect(one.samples()).toEqual([]);
    const voucher = signedAt(1n);
    expect(one.does({ kind: 'signed', voucher })).toEqual([{ kind: 'deliver', viewing: 'one', voucher }]);
  });

  test('is given back when it could not be signed, here and in what the tabs share', () => {
    const one = payer();
    one.joins();
    one.samples();
    const kept = { ...NOTHING_KEPT, spent: amount(RATE * 4n) }; // three of them are another tab's
    const effects = one.does({ kind: 'notSigned', keyRetired: false, kept });
    expect(effects).toEqual([{ kind: 'remember', changes: { spent: RATE * 3n } }]);
    expect(spentOf(one.state())).toBe(0n);
    expect(one.samples().map(({ kind }) => kind)).toEqual(['remember', 'sign']);
  });

  test('ends paying from this device when its key was replaced meanwhile', () => {
    const one = payer();
    one.joins();
    one.samples();
    one.does({ kind: 'notSigned', keyRetired: true, kept: NOTHING_KEPT });
    expect(one.state()).toMatchObject({ needs: 'key', hasKey: false });
    one.wait(1_000);
    expect(one.samples()).toEqual([]);
  });

  test.each(['two', 'one'])('stays paid and is not sent for viewing %s that began meanwhile', (next) => {
    const one = payer();
    one.joins('one');
    one.samples();
    one.joins(next);
    expect(one.does({ kind: 'signed', voucher: signedAt(1n) })).toEqual([]);
    expect(one.state()).toMatchObject({ total: { seconds: 1n, amount: RATE }, delivery: { newest: null } });
    expect(one.state().prepaid).toMatchObject({ signed: 0n, creditMs: 1_000 });
  });
});

describe('terms', () => {
  test('of a viewing that is over are not taken', () => {
    const one = payer();
    one.joins('one');
    one.does({ kind: 'joined', viewing: 'two', needs: null, budget: null });
    one.does({ kind: 'offered', viewing: 'one', agreement: AGREEMENT, proof: 'good', kept: NOTHING_KEPT });
    expect(one.state().agreement).toBeNull();
  });

  test('that come a second time in a viewing change nothing: its seconds are counted from the first', () => {
    const one = payer();
    one.joins();
    one.samples();
    one.does({ kind: 'signed', voucher: signedAt(1n) });
    const { seconds, amount: value, extras, signature } = signedAt(1n);
    const agreement = { ...AGREEMENT, base: { seconds, amount: value, extras, signature } };
    one.does({ kind: 'offered', viewing: 'one', agreement, proof: 'good', kept: NOTHING_KEPT });
    expect(one.state().agreement).toBe(AGREEMENT);
  });

  test('at another price than the one that was shown wait for their owner', () => {
    const one = payer({ rate: amount(999n) });
    one.joins();
    expect(one.state()).toMatchObject({ pays: false, refusal: 'price' });
    expect(one.samples()).toEqual([]);
    one.does({ kind: 'pay', rate: RATE });
    expect(one.samples().map(({ kind }) => kind)).toEqual(['remember', 'sign']);
  });
});

describe('the limit', () => {
  test('counts what other tabs of the device spend meanwhile', () => {
    const one = payer({ limit: amount(RATE * 5n) });
    one.joins();
    const kept = { ...NOTHING_KEPT, spent: amount(RATE * 5n) };
    expect(one.samples(true, kept)).toEqual([{ kind: 'pauseViewing', viewing: 'one' }]);
    expect(one.state()).toMatchObject({ limitReached: true, total: { seconds: 0n } });
  });

  test('that is told in something else than whole units lets nothing be spent', () => {
    const one = payer();
    const limit = 'one million' as never;
    one.does({ kind: 'joined', viewing: 'one', needs: null, budget: { agreed: true, limit, spent: '9' as never } });
    expect(one.state()).toMatchObject({ serverLimit: 0n, spentElsewhere: 0n });
  });
});

test('a second that was paid in vain shows as such once the server holds it, and not before', () => {
  const one = payer();
  one.joins();
  one.samples(false);
  expect(isPictureOverdue(one.state())).toBe(false);
  one.does({ kind: 'signed', voucher: signedAt(1n) });
  expect(isPictureOverdue(one.state())).toBe(false);
  const answer = { seconds: 1n, amount: RATE, covered: 9n, phase: { kind: 'unpaid' } as const };
  expect(one.does({ kind: 'answered', viewing: 'one', answer })).toEqual([{ kind: 'reportCounted', answer }]);
  expect(isPictureOverdue(one.state())).toBe(true);
  one.does({ kind: 'resume' });
  expect(isPictureOverdue(one.state())).toBe(false);
});

test('the last second that a purse covers is signed for once, however late its answer comes', () => {
  const one = payer();
  one.joins();
  const seen = () => {
    one.wait(1_000);
    return one.samples().filter(({ kind }) => kind === 'sign');
  };
  one.samples();
  one.does({ kind: 'signed', voucher: signedAt(1n) });
  const answered = (seconds: bigint, covered: bigint) => {
    const phase = { kind: 'paying' } as const;
    one.does({ kind: 'answered', viewing: 'one', answer: { seconds, amount: amount(RATE * seconds), covered, phase } });
    one.does({ kind: 'stateReceived', phase, covered });
  };
  answered(1n, 1n);
  expect([...seen(), ...seen()]).toHaveLength(1);
  one.does({ kind: 'signed', voucher: signedAt(2n) });
  expect([...seen(), ...seen()]).toEqual([]);
  answered(2n, 0n);
  expect(seen()).toEqual([]);
  answered(2n, 9n);
  expect([...seen(), ...seen()]).toHaveLength(1);
});

test('an answer for another viewing changes nothing', () => {
  const one = payer();
  one.joins();
  one.samples();
  one.does({ kind: 'signed', voucher: signedAt(1n) });
  const before = one.state();
  const answer = { seconds: 1n, amount: RATE, covered: 9n, phase: { kind: 'paying' } as const };
  one.does({ kind: 'answered', viewing: 'two', answer });
  one.does({ kind: 'notDelivered', viewing: 'two', code: 'notFound', retryAfterSeconds: null });
  expect(one.state()).toEqual(before);
});

test('a voucher that failed to arrive is sent again after a second', () => {
  const one = payer();
  one.joins();
  one.samples();
  one.does({ kind: 'signed', voucher: signedAt(1n) });
  const lost = { kind: 'notDelivered', viewing: 'one', code: null, retryAfterSeconds: null } as const;
  expect(one.kinds(lost)).toEqual([]);
  one.wait(999);
  expect(one.samples(false)).toEqual([]);
  one.wait(1);
  expect(one.samples(false).map(({ kind }) => kind)).toEqual(['deliver']);
  expect(one.kinds({ kind: 'notDelivered', viewing: 'one', code: 'voucherRefused', retryAfterSeconds: null })).toEqual([
    'joinAgain',
  ]);
});
