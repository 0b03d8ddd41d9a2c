import fc from 'fast-check';
import { expect, test } from 'vitest';
import { amount } from './money';
import {
  type Account,
  carriedOver,
  decide,
  lookAgain,
  type Look,
  NOTHING_SIGNED,
  reserved,
  seen,
  signedFor,
} from './signing';

const RATE = amount(1_000n);
/** What may happen between two looks. */
const step = fc.record({
  ms: fc.integer({ min: 1, max: 4_000 }),
  flows: fc.boolean(),
  letIn: fc.boolean(),
  late: fc.boolean(),
  joins: fc.boolean(),
});

test('law: signed seconds are never more than seen seconds and one for each time that the picture was let in', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      let [account, at, grants, total, seenMs, joinedAt]: [Account, number, number, bigint, number, number] = [
        NOTHING_SIGNED,
        ...[0, 0],
        0n,
        ...[0, 0],
      ] as never;
      let look: Look | null = null;
      let frames = 0;
      for (const { ms, flows, letIn, late, joins } of steps) {
        at += ms;
        frames += flows ? Math.ceil(ms / 40) : 0;
        if (joins) [account, joinedAt] = [carriedOver(account), at];
        const taken = lookAgain(look, at, { frames, samples: 0 });
        look = taken.look;
        seenMs += taken.seenMs;
        account = seen(account, taken.seenMs);
        const asked = letIn && account.credit < 2_000;
        const { seconds } = decide({
          ...{ account, rate: RATE, spendable: null, elapsedMs: at - joinedAt },
          advanced: taken.advanced,
          letIn: asked,
        });
        if (!taken.advanced && !asked) expect(seconds).toBe(0n);
        if (seconds > 0n && asked) grants += 1;
        if (seconds === 0n) continue;
        account = signedFor(account, seconds);
        if (late && asked) account = reserved(account);
        total += seconds;
        expect(account.signed).toBeLessThanOrEqual(BigInt(Math.floor((at - joinedAt) / 1_000) + 1));
        expect(Number(total) * 1_000).toBeLessThanOrEqual(seenMs + 1_000 * (grants + 1));
      }
    }),
    { numRuns: 500 },
  );
});

test('law: what is signed never costs more than the limit, and never runs ahead of the clock', () => {
  const account = fc.record({
    signed: fc.bigInt(0n, 100n),
    credit: fc.integer({ min: -100_000, max: 3_000 }),
    reserve: fc.integer({ min: 0, max: 1_000 }),
  });
  fc.assert(
    fc.property(
      account,
      fc.bigInt(0n, 200_000n),
      fc.integer({ min: 0, max: 200_000 }),
      fc.boolean(),
      fc.boolean(),
      (before, limit, elapsedMs, advanced, letIn) => {
        const { seconds } = decide({
          ...{ account: before, rate: RATE, spendable: amount(limit) },
          elapsedMs,
          advanced,
          letIn,
        });
        if (seconds === 0n) return;
        const after = signedFor(before, seconds).signed;
        expect(after * RATE).toBeLessThanOrEqual(limit);
        expect(after).toBeLessThanOrEqual(BigInt(Math.floor(elapsedMs / 1_000)) + 1n);
      },
    ),
  );
});

test('law: what was seen is never more than the time that passed, and nothing while the media stands still', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
      let look: Look | null = null;
      let [at, frames, all] = [0, 0, 0];
      for (const { ms, flows } of steps) {
        at += ms;
        frames += flows ? 1 : 0;
        const taken = lookAgain(look, at, { frames, samples: 0 });
        look = taken.look;
        all += taken.seenMs;
        if (!flows) expect(taken.seenMs).toBe(0);
        expect(all).toBeLessThanOrEqual(at);
      }
    }),
  );
});
