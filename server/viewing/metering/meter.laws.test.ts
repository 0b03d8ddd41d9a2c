import fc from 'fast-check';
import { expect, test } from 'vitest';
import { amount } from '../../../sdk/money';
import {
  FORGIVEN_MS,
  advance,
  countVoucher,
  unsilenced,
  judgeVoucher,
  leasedTo,
  limitedTo,
  offStage,
  onStage,
  paused,
  resumed,
  signedAmount,
  silenced,
  startMeter,
  type Meter,
} from './meter';
import { GRACE_GROWS_MS, GRACE_MS } from '../types';

const TICK = 100;
const RATE = amount(7n);
const base = { seconds: 40n, amount: amount(280n), extras: amount(3n) };

/**
 * What can happen to a meter. A voucher is for so many seconds more than counted, and may say
 * another amount or other extras.
 */
type Step =
  | { kind: 'waits'; ms: number }
  | { kind: 'voucher'; more: number; off: number; extras: number }
  | { kind: 'leases'; seconds: number; purseEmpty: boolean }
  | { kind: 'limits'; seconds: number | null }
  | { kind: 'pauses' | 'resumes' | 'falls silent' | 'is heard' | 'comes on stage' | 'is muted' | 'leaves the stage' };

const voucher = fc.record({
  kind: fc.constant('voucher' as const),
  more: fc.integer({ min: -3, max: 6 }),
  off: fc.constantFrom(0, 0, 0, 0, 1, -1),
  extras: fc.constantFrom(0, 0, 0, 0, 1),
});
const waits = fc.record({ kind: fc.constant('waits' as const), ms: fc.integer({ min: 0, max: 4_500 }) });
const leases = fc.record({
  kind: fc.constant('leases' as const),
  seconds: fc.integer({ min: 0, max: 30 }),
  purseEmpty: fc.boolean(),
});
const limits = fc.record({
  kind: fc.constant('limits' as const),
  seconds: fc.option(fc.integer({ min: 0, max: 40 })),
});
const plain = fc.record({
  kind: fc.constantFrom(
    'pauses',
    'resumes',
    'falls silent',
    'is heard',
    'comes on stage',
    'is muted',
    'leaves the stage',
  ),
});
const anything = fc.array(
  fc.oneof({ weight: 4, arbitrary: voucher }, { weight: 4, arbitrary: waits }, leases, limits, plain),
  { minLength: 1, maxLength: 80 },
);

/** A life of a meter, tick by tick; `look` sees it before and after each change. */
function live(steps: Step[], look: (before: Meter, after: Meter, now: number, step: Step) => void = () => undefined) {
  let now = 1_000_000;
  let granted = 0;
  let meter = startMeter({ rate: RATE, base, joinedAt: now, previewUntil: null, limit: null, silent: false }, now);
  const put = (next: Meter, step: Step) => {
    look(meter, next, now, step);
    meter = next;
  };
  for (const step of steps) {
    if (step.kind === 'waits') {
      for (let left = step.ms; left > 0; left -= TICK) {
        const passed = Math.min(TICK, left);
        if (meter.phase === 'paying' && !meter.silent && meter.stage === 'off') granted += passed;
        now += passed;
        put(advance(meter, now), step);
      }
    } else put(stepOf(meter, step, now), step);
  }
  return { meter, granted, now };
}

function stepOf(meter: Meter, step: Exclude<Step, { kind: 'waits' }>, now: number): Meter {
  switch (step.kind) {
    case 'voucher': {
      const n = meter.seconds + BigInt(step.more);
      const said = {
        seconds: base.seconds + n,
        amount: (base.amount + n * RATE + BigInt(step.off)) as Meter['rate'],
        extras: amount(base.extras + BigInt(step.extras)),
      };
      return judgeVoucher(meter, said, now) === 'good' ? countVoucher(meter, said, now) : meter;
    }
    case 'leases':
      return leasedTo(meter, amount(meter.leased + BigInt(step.seconds) * RATE), step.purseEmpty);
    case 'limits':
      return limitedTo(meter, step.seconds === null ? null : amount(BigInt(step.seconds) * RATE), now);
    case 'pauses':
      return paused(meter, now);
    case 'resumes':
      return resumed(meter, now);
    case 'falls silent':
      return silenced(meter, now, now);
    case 'is heard':
      return unsilenced(meter, now);
    case 'comes on stage':
      return onStage(meter, 'on', now, now);
    case 'is muted':
      return meter.stage === 'off' ? meter : onStage(meter, 'muted', now, now);
    case 'leaves the stage':
      return offStage(meter, now);
  }
}

const holds = (law: (steps: Step[]) => void) => fc.assert(fc.property(anything, law), { numRuns: 300 });

test('monotone: what is signed for never becomes less, and is always the seconds at the agreed price', () => {
  holds(
    (steps) =>
      void live(steps, (before, after) => {
        expect(after.seconds >= before.seconds).toBe(true);
        expect(signedAmount(after)).toBe(after.seconds * RATE);
      }),
  );
});

test('only vouchers bill: whatever else happens changes no second', () => {
  holds(
    (steps) =>
      void live(steps, (before, after, _, step) => {
        if (step.kind !== 'voucher') expect(after.seconds).toBe(before.seconds);
      }),
  );
});

test('never above limit, rate, clock or lease, whatever is sent', () => {
  holds((steps) => {
    const joined = 1_000_000;
    live(steps, (before, after, now) => {
      if (after.seconds === before.seconds) return;
      expect(after.seconds <= BigInt(Math.floor((now - joined) / 1_000)) + 2n).toBe(true);
      expect(signedAmount(after) <= after.leased).toBe(true);
      expect(after.limit === null || signedAmount(after) <= after.limit).toBe(true);
    });
  });
});

test('no picture before the first voucher, none beyond the grace time, and none for who has paused', () => {
  holds(
    (steps) =>
      void live(steps, (before, after, now, step) => {
        if (after.phase === 'paying') {
          expect(after.seconds > 0n).toBe(true);
          if (step.kind === 'waits' && !after.silent && after.stage === 'off')
            expect(after.unpaidMs + now - after.since).toBeLessThanOrEqual(GRACE_MS);
        }
        if (before.phase === 'paused' && step.kind !== 'resumes') expect(after.phase).toBe('paused');
      }),
  );
});

test('on stage nothing becomes owed, and no more is counted than what was owed and two seconds ahead', () => {
  holds((steps) => {
    let came: Meter | null = null;
    live(steps, (before, after) => {
      if (after.stage === 'off') came = null;
      else came ??= before.stage === 'off' ? after : before;
      if (!came) return;
      expect(after.unpaidMs).toBeLessThanOrEqual(came.unpaidMs);
      const counted = 1_000 * Number(after.seconds - came.seconds);
      expect(counted).toBeLessThanOrEqual(Math.max(0, came.unpaidMs) + 2_000);
    });
  });
});

/**
 * What is seen and not signed for: the grace and a tick, and less than a second for each minute
 * that is signed for.
 */
const unpaidAtMost = (seconds: bigint, grace = GRACE_MS) =>
  Math.min(GRACE_MS, grace + GRACE_GROWS_MS * Number(seconds)) + TICK + FORGIVEN_MS * Number(seconds);

test('less than a second is forgiven in a minute, with all that the grace grows', () => {
  expect(60 * (FORGIVEN_MS + GRACE_GROWS_MS)).toBeLessThan(1_000);
});

test('unpaid is bounded: at most 10 ms of each signed second and 3.1 s are seen for nothing, whatever is sent', () => {
  holds((steps) => {
    const { meter, granted } = live(steps);
    expect(granted - 1_000 * Number(meter.seconds)).toBeLessThanOrEqual(unpaidAtMost(meter.seconds));
  });
});

test('unpaid is bounded for whoever signs only every k-th second', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 60 }), fc.integer({ min: 0, max: 999 }), (k, offset) => {
      const every: Step[] = [
        { kind: 'voucher', more: 1, off: 0, extras: 0 },
        { kind: 'waits', ms: k * 1_000 },
      ];
      const lease: Step = { kind: 'leases', seconds: 10_000, purseEmpty: false };
      const rounds = Array.from({ length: Math.ceil(600 / k) }, () => every).flat();
      const { meter, granted } = live([lease, { kind: 'waits', ms: offset }, ...rounds]);
      expect(meter.seconds).toBe(BigInt(Math.ceil(600 / k)));
      expect(granted - 1_000 * Number(meter.seconds)).toBeLessThanOrEqual(unpaidAtMost(meter.seconds));
    }),
  );
});

test('splitting changes no total: one by one, in any pieces, or only the last of them', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), fc.array(fc.nat(50), { maxLength: 60 }), (last, sent) => {
      const totals = [sent, Array.from({ length: last }, (_, at) => at + 1), []].map((pieces) => {
        const now = 1_000_000 + last * 1_000;
        const start = { rate: RATE, base, joinedAt: 1_000_000, previewUntil: null, limit: null, silent: false };
        let meter = startMeter({ ...start, leased: amount(1_000n) }, 1_000_000);
        for (const n of [...pieces.filter((piece) => piece <= last), last].map(BigInt)) {
          const said = { seconds: base.seconds + n, amount: amount(base.amount + n * RATE), extras: base.extras };
          const verdict = judgeVoucher(meter, said, now);
          expect(['good', 'known']).toContain(verdict);
          if (verdict === 'good') meter = countVoucher(meter, said, now);
        }
        return [meter.seconds, signedAmount(meter)];
      });
      expect(totals).toEqual([totals[0], totals[0], totals[0]]);
    }),
  );
});

test('whoever signs as seconds are seen is never cut, though vouchers come up to 2.5 s late, in any order, doubled, or one in two is lost', () => {
  const delays = fc.array(fc.record({ delay: fc.integer({ min: 0, max: 1_500 }), lost: fc.boolean() }), {
    minLength: 60,
    maxLength: 60,
  });
  fc.assert(
    fc.property(delays, (sent) => {
      const arrivals = sent
        .map(({ delay, lost }, at) => ({
          n: BigInt(at + 1),
          at: at * 1_000 + (at === 0 ? 0 : delay),
          lost: lost && at % 2 === 1,
        }))
        .filter(({ lost }) => !lost);
      const start = { rate: RATE, base, joinedAt: 0, previewUntil: null, limit: null, silent: false };
      let meter = startMeter({ ...start, leased: amount(1_000n) }, 0);
      for (let now = 0; now <= 60_000; now += TICK) {
        for (const { n } of arrivals.filter(({ at }) => at > now - TICK && at <= now)) {
          const said = { seconds: base.seconds + n, amount: amount(base.amount + n * RATE), extras: base.extras };
          if (judgeVoucher(meter, said, now) === 'good') meter = countVoucher(meter, said, now);
        }
        meter = advance(meter, now);
        expect(meter.phase).toBe('paying');
      }
    }),
  );
});
