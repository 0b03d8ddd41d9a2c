import fc from 'fast-check';
import { expect, test } from 'vitest';
import { passTime, secondsAllowed, startAllowance, spendSeconds } from './allowance';
import { amount } from './money';
import {
  carryOver,
  countSeen,
  countSigned,
  decide,
  holdReserve,
  type MediaSample,
  mayOpenPicture,
  NOTHING_PREPAID,
  type Prepaid,
  sampleMedia,
} from './signing';

const RATE = amount(1_000n);
/** What may happen between two samples. */
const step = fc.record({
  ms: fc.integer({ min: 1, max: 4_000 }),
  flows: fc.boolean(),
  opens: fc.boolean(),
  late: fc.boolean(),
  joins: fc.boolean(),
});

test('law: signed seconds are never more than seen seconds and one for each time that the picture was let in, nor than time passed', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      let prepaid: Prepaid = NOTHING_PREPAID;
      let [at, seenMs, joinedAt, frames] = [0, 0, 0, 0];
      let [openings, total] = [0, 0n];
      let allowance = startAllowance(at);
      let before: MediaSample | null = null;
      for (const { ms, flows, opens, late, joins } of steps) {
        at += ms;
        allowance = passTime(allowance, at, true);
        frames += flows ? Math.ceil(ms / 40) : 0;
        if (joins) [prepaid, joinedAt] = [carryOver(prepaid), at];
        const taken = sampleMedia(before, at, { frames, samples: 0 });
        before = taken.sample;
        seenMs += taken.seenMs;
        prepaid = countSeen(prepaid, taken.seenMs);
        const asked = opens && prepaid.creditMs < 2_000;
        const { seconds } = decide({
          prepaid,
          rate: RATE,
          spendable: null,
          elapsedMs: at - joinedAt,
          allowed: secondsAllowed(allowance),
          advanced: taken.advanced,
          opens: asked,
        });
        if (!taken.advanced && !asked) expect(seconds).toBe(0n);
        if (seconds > 0n && asked) openings += 1;
        if (seconds === 0n) continue;
        prepaid = countSigned(prepaid, seconds);
        if (late && asked) prepaid = holdReserve(prepaid);
        total += seconds;
        allowance = spendSeconds(allowance, seconds);
        expect(Number(total)).toBeLessThanOrEqual(Math.floor(at / 1_000) + 2);
        expect(prepaid.signed).toBeLessThanOrEqual(BigInt(Math.floor((at - joinedAt) / 1_000) + 1));
        expect(Number(total) * 1_000).toBeLessThanOrEqual(seenMs + 1_000 * (openings + 1));
      }
    }),
    { numRuns: 500 },
  );
});

test('law: what is signed never costs more than the limit, and never runs ahead of the clock', () => {
  const prepaid = fc.record({
    signed: fc.bigInt(0n, 100n),
    creditMs: fc.integer({ min: -100_000, max: 3_000 }),
    reserveMs: fc.integer({ min: 0, max: 1_000 }),
  });
  fc.assert(
    fc.property(
      prepaid,
      fc.bigInt(0n, 200_000n),
      fc.integer({ min: 0, max: 200_000 }),
      fc.bigInt(0n, 100n),
      fc.boolean(),
      fc.boolean(),
      (before, limit, elapsedMs, allowed, advanced, opens) => {
        const { seconds } = decide({
          prepaid: before,
          rate: RATE,
          spendable: amount(limit),
          elapsedMs,
          allowed,
          advanced,
          opens,
        });
        if (seconds === 0n) return;
        expect(seconds).toBeLessThanOrEqual(allowed);
        const after = countSigned(before, seconds).signed;
        expect(after * RATE).toBeLessThanOrEqual(limit);
        expect(after).toBeLessThanOrEqual(BigInt(Math.floor(elapsedMs / 1_000)) + 1n);
      },
    ),
  );
});

test('law: what was seen is never more than the time that passed, and nothing while the media stands still', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
      let before: MediaSample | null = null;
      let [at, frames, all] = [0, 0, 0];
      for (const { ms, flows } of steps) {
        at += ms;
        frames += flows ? 1 : 0;
        const taken = sampleMedia(before, at, { frames, samples: 0 });
        before = taken.sample;
        all += taken.seenMs;
        if (!flows) expect(taken.seenMs).toBe(0);
        expect(all).toBeLessThanOrEqual(at);
      }
    }),
  );
});

test('a picture is opened once for each time that it moved, and not with two seconds paid and unseen', () => {
  const credit = (creditMs: number) => ({ signed: 1n, creditMs, reserveMs: 0 });
  expect(mayOpenPicture(null, null, NOTHING_PREPAID)).toBe(true);
  expect(mayOpenPicture(1_000, null, credit(0))).toBe(false);
  expect(mayOpenPicture(1_000, 999, credit(0))).toBe(false);
  expect(mayOpenPicture(1_000, 1_001, credit(1_999))).toBe(true);
  expect(mayOpenPicture(1_000, 1_001, credit(2_000))).toBe(false);
});
