import { describe, expect, test } from 'vitest';
import { amount } from '../../sdk/money';
import { followChain } from '../chain/follow';
import { type Db } from '../deps';
import { sendCall, UNIT } from '../testing/factories';
import { testDeps, type TestDeps } from '../testing/harness';
import { makeViewing, RATE, type MadeViewing } from '../testing/viewings';
import { toCounted } from './metering/metered-viewing';
import { Meters } from './metering/meters';
import { setLimit } from './change-budget';
import { pause, resume } from './pause';
import { pay } from './pay';
import { persistMeters } from './metering/persist';
import { setSilence, waitForTicks, tickMeters } from './metering/tick';

async function tick(deps: TestDeps, milliseconds = 0) {
  for (let left = milliseconds; left > 0; left -= 100) {
    deps.clock.advance(Math.min(left, 100));
    await tickMeters(deps);
  }
  await tickMeters(deps);
  await waitForTicks(deps);
}

/** In the room, with no picture yet. */
async function seated(deps: TestDeps, made: MadeViewing) {
  await deps.rooms.open(made.room);
  deps.rooms.join(made.room, made.seat, await deps.rooms.viewerToken(made.room, made.seat, false));
  return made;
}

const sees = (deps: TestDeps, { room, seat }: MadeViewing) => deps.rooms.sees(room, seat);
const rowOf = (deps: TestDeps, { id }: MadeViewing) => deps.db.viewing.findUniqueOrThrow({ where: { id } });

async function world(input: Parameters<typeof makeViewing>[1] = {}) {
  const deps = await testDeps();
  return { deps, made: await seated(deps, await makeViewing(deps, input)) };
}

/** Signs and pays for seconds as they pass. */
async function watch(deps: TestDeps, made: MadeViewing, from: bigint, to: bigint) {
  for (let second = from; second <= to; second += 1n) {
    await pay(deps, made.sign(second));
    await tick(deps, 1_000);
  }
}

describe('a voucher', () => {
  test('brings the picture, and is in the tables within a second', async () => {
    const { deps, made } = await world();
    expect(sees(deps, made)).toBe(false);
    const counted = await pay(deps, made.sign(1n));
    expect(counted).toMatchObject({ seconds: 1n, amount: RATE, phase: { kind: 'paying' }, covered: 9_999n });
    await tick(deps, 1_000);
    expect(sees(deps, made)).toBe(true);
    const row = await rowOf(deps, made);
    expect(row).toMatchObject({
      status: 'metered',
      secondsPaid: 1n,
      secondsSeen: 1n,
      ownerProcess: deps.meters.ownerProcess,
    });
    expect([row.amount, row.leased].map(String)).toEqual([String(RATE), String(60n * RATE)]);
    const voucher = await deps.db.voucher.findFirstOrThrow();
    const { signature } = made.sign(1n);
    expect({ ...voucher, amount: String(voucher.amount) }).toMatchObject({ seconds: 1n, amount: String(RATE) });
    expect(voucher.signature).toHaveLength(signature.length / 2 - 1);
  });

  test('costs no query in the ordinary case', async () => {
    const { deps, made } = await world();
    await pay(deps, made.sign(1n));
    const away = new Proxy(deps.db, { get: () => expect.fail('the database was asked') as unknown }) as Db;
    deps.clock.advance(1_000);
    expect(await pay({ ...deps, db: away }, made.sign(2n))).toMatchObject({ seconds: 2n });
  });

  test('that stays away costs the picture after the grace time, and the next brings it back', async () => {
    const { deps, made } = await world();
    await watch(deps, made, 1n, 3n);
    await tick(deps, 3_000);
    expect(sees(deps, made)).toBe(true);
    await tick(deps, 200);
    expect(sees(deps, made)).toBe(false);
    await tick(deps, 1_000);
    expect(await rowOf(deps, made)).toMatchObject({ status: 'cut', secondsPaid: 3n });
    expect(await pay(deps, made.sign(4n))).toMatchObject({ phase: { kind: 'paying' } });
    await waitForTicks(deps);
    expect(sees(deps, made)).toBe(true);
  });

  test('renews the lease in the background before it is used up', async () => {
    const { deps, made } = await world();
    await watch(deps, made, 1n, 45n);
    const { leased } = await rowOf(deps, made);
    expect(BigInt(String(leased)) / RATE).toBeGreaterThan(90n);
    expect(deps.meters.find(made.id)?.meter.leased).toBe(BigInt(String(leased)));
  });
});

describe('a purse that runs out', () => {
  test('pays to its last second, is cut then, and a top-up brings the picture back', async () => {
    const { deps, made } = await world({ purse: { deposit: amount(5n * RATE) } });
    await watch(deps, made, 1n, 5n);
    expect(sees(deps, made)).toBe(false);
    const cut = { seconds: 5n, phase: { kind: 'cut', why: 'outOfFunds' }, covered: 0n };
    expect(await pay(deps, made.sign(6n))).toMatchObject(cut);
    await tick(deps, 2_000);
    expect(String((await rowOf(deps, made)).leased)).toBe(String(5n * RATE));
    await sendCall(deps, made.viewer, { kind: 'topUp', amount: amount(UNIT) });
    await followChain(deps);
    await tick(deps, 1_000);
    // its viewer sees it
    expect(toCounted(deps.meters.find(made.id)!)).toMatchObject({ ...cut, covered: 100n });
    expect(await pay(deps, made.sign(6n))).toMatchObject({ seconds: 6n, phase: { kind: 'paying' }, covered: 99n });
    await waitForTicks(deps);
    expect(sees(deps, made)).toBe(true);
  });

  test('pays for no more streams at once than it has lanes, and for another one when one has ended', async () => {
    const { deps, made } = await world({ purse: { lanes: 1 } });
    const second = await makeViewing(deps, { viewer: made.viewer });
    const [one, two] = await Promise.all([pay(deps, made.sign(1n)), pay(deps, second.sign(1n))]);
    expect([one.seconds + two.seconds, one.phase.kind === two.phase.kind]).toEqual([1n, false]);
    const [ended, waits] = one.seconds === 1n ? [made, second] : [second, made];
    await persistMeters(deps);
    const leftAt = deps.clock.advance(1_000);
    const over = { leftAt, endReason: 'left' as const, status: 'ended' as const };
    await deps.db.viewing.update({ where: { id: ended.id }, data: over });
    expect(await pay(deps, waits.sign(1n))).toMatchObject({ seconds: 1n, phase: { kind: 'paying' } });
  });

  test.each(['announced', 'closing', 'expired', 'released', 'lower rate'])(
    'gives nothing more once it is %s',
    async (what) => {
      const { deps, made } = await world();
      const { h160: viewer } = made.viewer;
      const { blockTime } = await deps.db.chainCursor.findFirstOrThrow();
      const at = (milliseconds: number) => new Date(blockTime.getTime() + milliseconds);
      const sets = {
        announced: async () => {
          await deps.db.purse.updateMany({ data: { windowEndsAt: at(60_000) } });
          // somebody else than the creator of the stream
          const pair = { viewer, purseNonce: 1, key: 0, creator: viewer };
          const claim = { ...pair, announcer: viewer, seconds: 1n, amount: '1', extras: '0' };
          await deps.db.claim.create({ data: claim });
        },
        closing: () => deps.db.purse.updateMany({ data: { status: 'closing', closesAt: blockTime } }),
        expired: () => deps.db.purse.updateMany({ data: { expiresAt: at(300_000) } }),
        released: () => deps.db.purse.updateMany({ data: { releasedUntil: blockTime } }),
        'lower rate': () => deps.db.purse.updateMany({ data: { maxRate: String(RATE - 1n) } }),
      };
      await sets[what as keyof typeof sets]();
      expect(await pay(deps, made.sign(1n))).toMatchObject({ seconds: 0n, phase: { kind: 'unpaid' }, covered: 0n });
      await tick(deps, 1_000);
      expect(await rowOf(deps, made)).toMatchObject({ status: 'admitted', secondsPaid: 0n });
      expect(String((await rowOf(deps, made)).leased)).toBe('0');
      expect(sees(deps, made)).toBe(false);
      expect(await deps.db.voucher.count()).toBe(0);
    },
  );
});

describe('the viewer', () => {
  test('pauses: the picture goes at once and time costs nothing; what is left of a second is seen on coming back', async () => {
    const { deps, made } = await world();
    await pay(deps, made.sign(1n));
    await tick(deps, 400);
    expect(await pause(deps, made.id)).toMatchObject({ phase: { kind: 'cut', why: 'paused' }, seconds: 1n });
    await tick(deps, 60_000);
    expect(sees(deps, made)).toBe(false);
    expect(await rowOf(deps, made)).toMatchObject({ status: 'cut', secondsPaid: 1n });
    expect(await resume(deps, made.id)).toMatchObject({ phase: { kind: 'paying' } });
    await tick(deps, 500);
    expect(sees(deps, made)).toBe(true);
    await tick(deps, 200);
    await pause(deps, made.id);
    expect(await resume(deps, made.id)).toMatchObject({ phase: { kind: 'unpaid' } });
    await waitForTicks(deps);
    expect(sees(deps, made)).toBe(false);
  });

  test('is not brought back from a pause by a voucher that was on its way', async () => {
    const { deps, made } = await world();
    await pay(deps, made.sign(1n));
    await pause(deps, made.id);
    deps.clock.advance(1_000);
    expect(await pay(deps, made.sign(2n))).toMatchObject({ seconds: 2n, phase: { kind: 'cut', why: 'paused' } });
  });

  test('stops at their own limit, and goes on when it is raised', async () => {
    const { deps, made } = await world({ limit: amount(3n * RATE) });
    await watch(deps, made, 1n, 3n);
    expect(sees(deps, made)).toBe(false);
    const stopped = { seconds: 3n, phase: { kind: 'cut', why: 'spendingLimit' } };
    expect(await pay(deps, made.sign(4n))).toMatchObject(stopped);
    expect(await setLimit(deps, made.id, amount(4n * RATE))).toMatchObject({ phase: { kind: 'unpaid' } });
    expect(await pay(deps, made.sign(4n))).toMatchObject({ seconds: 4n, phase: { kind: 'paying' } });
    await setLimit(deps, made.id, null);
    expect(await deps.db.budget.findMany()).toMatchObject([{ spendingLimit: null }]);
  });

  test('owes nothing for a preview, and sees on from its end by what was signed shortly before', async () => {
    const { deps, made } = await world({ previewSeconds: 5 });
    await pay(deps, made.sign(1n));
    await pause(deps, made.id);
    expect(await resume(deps, made.id)).toMatchObject({ phase: { kind: 'preview' } });
    await tick(deps, 5_000);
    expect(deps.meters.find(made.id)?.meter.phase).toBe('paying');
    await tick(deps, 1_000);
    expect(await rowOf(deps, made)).toMatchObject({ status: 'metered', secondsPaid: 1n });
  });
});

describe('a stream that falls silent', () => {
  test('costs nothing, cuts nobody, and brings back who was cut before it was known', async () => {
    const { deps, made } = await world();
    await pay(deps, made.sign(1n));
    const since = deps.clock.advance(500);
    await tick(deps, 4_000);
    expect(sees(deps, made)).toBe(false);
    await deps.db.stream.updateMany({ data: { silentSince: since } });
    await tick(deps, 1_000);
    expect(sees(deps, made)).toBe(true);
    await tick(deps, 60_000);
    expect(sees(deps, made)).toBe(true);
    setSilence(deps, made.room, null);
    await deps.db.stream.updateMany({ data: { silentSince: null } });
    await tick(deps, 3_400);
    expect(sees(deps, made)).toBe(true);
    await tick(deps, 400);
    expect(sees(deps, made)).toBe(false);
    expect(await rowOf(deps, made)).toMatchObject({ secondsPaid: 1n });
  });
});

describe('engines that are away', () => {
  const away = (deps: TestDeps) => {
    const fails = () => Promise.reject(new Error('the database is away'));
    const db = new Proxy(deps.db, { get: (_, name) => (typeof name === 'string' ? fails : undefined) }) as Db;
    return { ...deps, db };
  };

  test('a database that is away for a while loses nothing that was counted, and cuts nobody who has lease left', async () => {
    const { deps, made } = await world();
    await watch(deps, made, 1n, 5n);
    const without = away(deps);
    for (let second = 6n; second <= 60n; second += 1n) {
      await pay(without, made.sign(second));
      deps.clock.advance(1_000);
      await tickMeters(without);
      await waitForTicks(deps);
      expect(deps.meters.find(made.id)?.meter.phase).toBe('paying');
    }
    expect(await rowOf(deps, made)).toMatchObject({ secondsPaid: 5n });
    await tick(deps, 100);
    await persistMeters(deps);
    expect(await rowOf(deps, made)).toMatchObject({ secondsPaid: 60n });
    expect((await deps.db.voucher.findFirstOrThrow()).seconds).toBe(60n);
    expect(await pay(deps, made.sign(61n))).toMatchObject({ seconds: 61n });
  });

  test('one viewing that the tables refuse keeps no other from being stored', async () => {
    const { deps, made } = await world();
    const others = [await seated(deps, await makeViewing(deps)), await seated(deps, await makeViewing(deps))];
    for (const each of [made, ...others]) await pay(deps, each.sign(1n));
    await persistMeters(deps);
    const broken = deps.meters.find(made.id)!;
    // far beyond what its row has leased
    deps.meters.update(broken, { ...broken.meter, seconds: 1_000n });
    for (const each of others) await pay(deps, each.sign(2n));
    await expect(persistMeters(deps)).rejects.toThrow(/viewings_leased/);
    for (const each of others) expect(await rowOf(deps, each)).toMatchObject({ secondsPaid: 2n });
    expect(await rowOf(deps, made)).toMatchObject({ secondsPaid: 1n });
    expect(deps.meters.unsaved()).toEqual([broken]);
  });

  test('another process takes a viewing over, and the first one forgets it', async () => {
    const { deps, made } = await world();
    await watch(deps, made, 1n, 3n);
    await pay(deps, made.sign(4n)); // counted, and not stored by this process any more
    const other = { ...deps, meters: new Meters(deps) };
    expect(await pay(other, made.sign(4n))).toMatchObject({ seconds: 4n, phase: { kind: 'paying' } });
    await persistMeters(deps);
    expect(deps.meters.find(made.id)).toBeUndefined();
    await persistMeters(other);
    expect(await rowOf(deps, made)).toMatchObject({ secondsPaid: 4n, ownerProcess: other.meters.ownerProcess });
  });
});
