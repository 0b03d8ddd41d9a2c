import fc from 'fast-check';
import { expect, test } from 'vitest';
import { amount } from '../../sdk/money';
import { compareWithChain } from '../chain/compare';
import { followChain } from '../chain/follow';
import { HOUR, MINUTE } from '../clock';
import { type Db, type Ledger } from '../deps';
import { expectBooksAgree } from '../testing/books';
import { makePayer, makePurse, makeVoucher, sendCall, UNIT } from '../testing/factories';
import { testDeps, type TestDeps } from '../testing/harness';
import { settleDue } from './settle';

/** How a round of settling goes. */
const FATES = [
  ...(['well', 'diesBeforeStoring', 'diesBeforeSending', 'diesAfterSending'] as const),
  ...(['chainLosesIt', 'chainRefusesIt', 'twoAtOnce'] as const),
];
type Fate = (typeof FATES)[number];

/**
 * What happens: a viewer signs for more of a creator's seconds, time passes, somebody reads the
 * chain, or settles.
 */
type Step =
  | { kind: 'signs'; viewer: number; creator: number; seconds: number; extras: number }
  | { kind: 'timePasses'; minutes: number }
  | { kind: 'reads' }
  | { kind: 'recovers' }
  | { kind: 'settles'; fate: Fate };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('signs' as const),
    viewer: fc.nat(1),
    creator: fc.nat(1),
    seconds: fc.integer({ min: 1, max: 600 }),
    extras: fc.nat(2),
  }),
  fc.record({ kind: fc.constant('timePasses' as const), minutes: fc.integer({ min: 1, max: 90 }) }),
  fc.constant<Step>({ kind: 'reads' }),
  fc.constant<Step>({ kind: 'recovers' }),
  fc.record({ kind: fc.constant('settles' as const), fate: fc.constantFrom(...FATES) }),
);

const killed = () => Promise.reject(new Error('this process was killed'));

async function settleWith(deps: TestDeps, fate: Fate): Promise<void> {
  const { ledger } = deps;
  switch (fate) {
    case 'well':
      break;
    case 'diesBeforeStoring': {
      const $transaction = (work: (tx: never) => Promise<unknown>, options: object) =>
        deps.db.$transaction((tx) => work(tx as never).then(killed), options);
      const db = new Proxy(deps.db, {
        get: (of, name) => (name === '$transaction' ? $transaction : Reflect.get(of, name)),
      });
      await settleDue({ ...deps, db: db as Db }).catch(() => undefined);
      // the next process does not know of the nonce that was given away; here its time passes
      ledger.finalize(64);
      return;
    }
    case 'diesBeforeSending': {
      const submit: Ledger['submit'] = killed;
      await settleDue({ ...deps, ledger: { ...ledger, submit } });
      await deps.settlements.finish();
      return;
    }
    case 'diesAfterSending':
      ledger.crashBeforeFinalized();
      break;
    case 'chainLosesIt':
      ledger.dropNext();
      break;
    case 'chainRefusesIt':
      ledger.rejectNext();
      break;
    case 'twoAtOnce':
      await settleDue(deps);
      break;
  }
  await settleDue(deps);
  await deps.settlements.finish();
  ledger.letNextBe(); // nothing may have been due
}

/** Two viewers with purses and two creators, on a chain and in a database of this run. */
async function world(deps: TestDeps, run: number) {
  const seeds = [1, 2, 3, 4].map((person) => run * 4 + person);
  const people = [];
  for (const seed of seeds) people.push(await makePayer(deps, seed));
  const [asha, bela, chan, devi] = people as [
    (typeof people)[0],
    (typeof people)[0],
    (typeof people)[0],
    (typeof people)[0],
  ];
  const limits = { lanes: 8, extrasAllowance: amount(1_000n * UNIT) };
  await makePurse(deps, asha, { ...limits, deposit: amount(400n * UNIT) });
  await makePurse(deps, bela, { ...limits, deposit: amount(3n * UNIT) }); // runs short
  deps.clock.advance(3 * HOUR);
  deps.ledger.finalize();
  await followChain(deps);
  return { viewers: [asha, bela], creators: [chan, devi] };
}

test('property: whatever crashes, each second is paid once, and in the end all that was signed is paid or has run dry', async () => {
  const deps = await testDeps();
  await compareWithChain(deps);
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      const { viewers, creators } = await world(deps, (runs += 1));
      const signed = new Map<string, { seconds: bigint; extras: bigint }>();
      for (const one of steps) {
        if (one.kind === 'signs') {
          const [viewer, creator] = [viewers[one.viewer]!, creators[one.creator]!];
          const pair = `${one.viewer} ${one.creator}`;
          const before = signed.get(pair) ?? { seconds: 0n, extras: 0n };
          const now = {
            seconds: before.seconds + BigInt(one.seconds),
            extras: before.extras + BigInt(one.extras) * UNIT,
          };
          signed.set(pair, now);
          await makeVoucher(deps, viewer, creator, { seconds: now.seconds, extras: amount(now.extras) });
        } else if (one.kind === 'timePasses') {
          deps.clock.advance(one.minutes * MINUTE);
          deps.ledger.finalize();
        } else if (one.kind === 'reads') await followChain(deps);
        else if (one.kind === 'recovers') await deps.settlements.recover(deps).then(() => deps.settlements.finish());
        else await settleWith(deps, one.fate);
      }

      for (let rounds = 0; rounds < 12; rounds += 1) {
        deps.clock.advance(20 * MINUTE);
        deps.ledger.finalize();
        await deps.settlements.recover(deps).then(() => deps.settlements.finish());
        await followChain(deps);
        await settleDue(deps).then(() => deps.settlements.finish());
        await followChain(deps);
      }
      await expectBooksAgree(deps);
      for (const [index, { h160, ...viewer }] of viewers.entries()) {
        const purse = await deps.db.purse.findUniqueOrThrow({ where: { viewer_nonce: { viewer: h160, nonce: 1 } } });
        const promised = [...signed]
          .filter(([pair]) => pair.startsWith(`${index} `))
          .map(([, { seconds, extras }]) => (seconds * UNIT) / 100n + extras);
        const owed = promised.reduce((sum, one) => sum + one, 0n);
        const deposit = BigInt(purse.deposit.toFixed(0));
        expect(BigInt(purse.settled.toFixed(0))).toBe(owed < deposit ? owed : deposit);
        const entries = await deps.db.settlementEntry.findMany({
          where: { viewer: h160, settlement: { status: 'finalized' } },
        });
        const booked = entries.reduce((sum, { paid }) => sum + BigInt(paid?.toFixed(0) ?? 0), 0n);
        expect(booked).toBe(BigInt(purse.settled.toFixed(0)));
        // nothing of this run is due in the next
        await sendCall(deps, { h160, ...viewer }, { kind: 'requestClose' });
      }
      expect(await deps.db.settlement.count({ where: { status: { in: ['prepared', 'submitted', 'inBlock'] } } })).toBe(
        0,
      );
      await deps.db.settlement.deleteMany(); // their failures would make the next run wait
      await followChain(deps);
    }),
    // shrinking would need more people than there are seeds
    { numRuns: 10, endOnFailure: true },
  );
}, 240_000);
