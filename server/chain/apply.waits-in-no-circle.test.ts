import { expect, test } from 'vitest';
import { type Db, type Tx } from '../deps';
import { SECOND } from '../clock';
import { type BlockOfEvents } from '../ledger';
import { testDeps, type TestDeps } from '../testing/harness';
import { makePayer } from '../testing/factories';
import { makeViewing, RATE, type MadeViewing } from '../testing/viewings';
import { amount } from '../../sdk/money';
import { leaseAll, leaseTarget } from '../viewing/metering/lease';
import { pay } from '../viewing/pay';
import { persistMeters } from '../viewing/metering/persist';
import { applyBlock } from './apply';

const VIEWERS = 4;
const ROUNDS = 4;

/** Viewers of two creators each, whose purses pay and whose vouchers are stored. */
async function crowd(deps: TestDeps) {
  const creators = [await makePayer(deps, 80), await makePayer(deps, 81)];
  const made: MadeViewing[] = [];
  for (let seed = 0; seed < VIEWERS; seed += 1) {
    const viewer = await makePayer(deps, 40 + seed);
    for (const creator of creators) made.push(await makeViewing(deps, { viewer, creator }));
  }
  return made;
}

async function payAll(deps: TestDeps, viewings: MadeViewing[], seconds: bigint) {
  deps.clock.advance(SECOND);
  await Promise.all(viewings.map(({ sign }) => pay(deps, sign(seconds))));
}

/** A block in which all that was signed up to `seconds` is settled, in this order. */
function settledAll(deps: TestDeps, viewings: MadeViewing[], seconds: bigint): BlockOfEvents {
  const number = 1_000 + Number(seconds);
  const events = viewings.map(({ viewer, creator }, index) => ({
    index,
    transaction: `0x${'7'.repeat(64)}` as const,
    kind: 'settled' as const,
    viewer: viewer.h160,
    creator: creator.h160,
    nonce: 1,
    key: 0,
    seconds,
    amount: amount(RATE * seconds),
    extras: amount(0n),
    paid: RATE,
    fee: amount(0n),
    storage: amount(0n),
    short: amount(0n),
  }));
  return { number, hash: `0x${number.toString(16).padStart(64, '0')}`, time: deps.clock.now(), events };
}

/** The same database; deadlocks in it are kept, also where whoever met one tries again. */
function heard(db: Db, deadlocks: unknown[]): Db {
  return new Proxy(db, {
    get(of, name) {
      const found: unknown = Reflect.get(of, name);
      if (name !== '$queryRaw' && name !== '$transaction') return found;
      return async (...given: unknown[]) => {
        try {
          return await (found as (...given: unknown[]) => Promise<unknown>).apply(of, given);
        } catch (error) {
          if (error instanceof Error && /40P01|P2034/.test(JSON.stringify(error) + error.message))
            deadlocks.push(error);
          throw error;
        }
      };
    },
  });
}

/** Calls back when the first event is applied and the second begins. */
function inTheMiddle(tx: Tx, begin: () => void): Tx {
  let events = 0;
  const createMany: Tx['chainEvent']['createMany'] = ((given: never) => {
    if ((events += 1) === 2) begin();
    return tx.chainEvent.createMany(given);
  }) as never;
  return new Proxy(tx, {
    get: (of, name): unknown => (name === 'chainEvent' ? { createMany } : Reflect.get(of, name)),
  });
}

const leaseEverybody = (deps: TestDeps) =>
  leaseAll(
    deps,
    deps.meters.all().map((metered) => ({ metered, upTo: leaseTarget(metered) })),
  );

test.each([
  ['storing', persistMeters],
  ['leasing', leaseEverybody],
])(
  '%s and the reading of a block over the same people wait for each other, never both',
  async (_, work) => {
    const made = await testDeps();
    const viewings = await crowd(made);
    const deadlocks: unknown[] = [];
    const deps = { ...made, db: heard(made.db, deadlocks) };
    await payAll(deps, viewings, 1n);
    for (let round = 1; round <= ROUNDS; round += 1) {
      const stored = BigInt(round);
      await payAll(deps, viewings, stored + 1n);
      const order = round % 3 ? [...viewings].reverse() : viewings;
      const block = settledAll(deps, order, stored);
      let worked: Promise<unknown> | undefined;
      const begin = () => {
        worked ??= work(deps).catch(() => undefined);
      };
      if (round % 2 === 0) begin();
      await deps.db
        .$transaction((tx) => applyBlock(inTheMiddle(tx, begin), deps, block), { timeout: 30 * SECOND })
        .catch(() => undefined);
      await worked;
      expect(deadlocks).toEqual([]);
    }
    await persistMeters(deps);
    const all = { seconds: BigInt(ROUNDS) + 1n, settledSeconds: BigInt(ROUNDS) };
    expect(await deps.db.voucher.count({ where: all })).toBe(viewings.length);
  },
  60_000,
);
