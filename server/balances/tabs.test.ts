import { describe, expect, it } from 'vitest';
import { amount } from '../../sdk/money';
import { followChain } from '../chain/follow';
import { MINUTE, SECOND } from '../clock';
import { type StreamId } from '../ids';
import { readPurse } from '../purses/overview';
import { expectBooksAgree } from '../testing/books';
import { settle } from '../testing/chain-time';
import { planckOf, sendCall, type Payer } from '../testing/factories';
import { fakeLedger } from '../testing/fake-ledger';
import { testClock, testDeps, type TestDeps } from '../testing/harness';
import { joinAs, keptBy, liveWorld, pass, signFor, withPurse } from '../testing/live-world';
import { RATE } from '../testing/viewings';
import { leaseAll, leaseTarget } from '../viewing/metering/lease';
import { setAsideOf } from './balance';
import { leave } from '../viewing/leave';
import { loadMeter } from '../viewing/metering/load';
import { pay } from '../viewing/pay';
import { type Joined } from '../../sdk/protocol';

/** What a new tab takes of its purse: seventeen seconds' worth and a half. */
const TAB_COST = amount((35n * RATE) / 2n);

/** Two live streams of two creators, on a chain where new tabs cost something. */
async function world() {
  const clock = testClock();
  const deps = await testDeps({ clock, ledger: fakeLedger({ clock, tabCost: TAB_COST, closingDelaySeconds: 3_600 }) });
  const first = await liveWorld({}, deps);
  const second = await liveWorld({}, deps);
  return { deps, first, second };
}

/** Watches and signs each second until the purse has no more. Returns for how many seconds. */
async function watchToTheEnd(deps: TestDeps, viewer: Payer, rooms: StreamId[]): Promise<bigint[]> {
  const joined: Joined[] = [];
  for (const room of rooms) joined.push(await joinAs(deps, viewer, room));
  const counted = joined.map(() => 0n);
  let still = 0;
  for (let second = 1n; still < 5; second += 1n) {
    still += 1;
    for (const [at, one] of joined.entries()) {
      const { seconds } = await pay(deps, signFor(deps, viewer, one, second)).catch(() => ({ seconds: counted[at]! }));
      if (seconds > counted[at]!) still = 0;
      counted[at] = seconds;
    }
    await pass(deps, SECOND);
  }
  for (const one of joined)
    expect((await deps.db.viewing.findUniqueOrThrow({ where: { id: one.viewing } })).status).toBe('cut');
  return counted;
}

const paidTo = async ({ ledger }: TestDeps, viewer: Payer, creator: Payer, key = 0) =>
  (await ledger.tab(viewer.h160, key, creator.h160))?.amount ?? 0n;

describe('a purse that runs to its last second', () => {
  it('has the storage of a new tab set aside, and the settlement pays every second that was signed', async () => {
    const { deps, first } = await world();
    const viewer = await withPurse(deps, { deposit: amount(90n * RATE + TAB_COST) });
    const [seconds] = await watchToTheEnd(deps, viewer, [first.room]);
    expect(seconds).toBe(90n);
    await settle(deps);
    expect(await paidTo(deps, viewer, first.creator)).toBe(90n * RATE);
    expect(await deps.ledger.purse(viewer.h160)).toMatchObject({ deposit: 0n, storage: TAB_COST });
    await expectBooksAgree(deps);
  });

  it('pays two creators at once to the last second that its money covers, and both whole', async () => {
    const { deps, first, second } = await world();
    const viewer = await withPurse(deps, { deposit: amount(160n * RATE), lanes: 2 });
    const counted = await watchToTheEnd(deps, viewer, [first.room, second.room]);
    expect(counted.reduce((sum, seconds) => sum + seconds)).toBe(160n - 35n); // two tabs
    await settle(deps);
    expect(await paidTo(deps, viewer, first.creator)).toBe(counted[0]! * RATE);
    expect(await paidTo(deps, viewer, second.creator)).toBe(counted[1]! * RATE);
    expect(await deps.ledger.purse(viewer.h160)).toMatchObject({ deposit: 0n, storage: 2n * TAB_COST });
    await expectBooksAgree(deps);
  });

  it('pays for a new tab with each key, and none again for a tab that is settled', async () => {
    const { deps, first } = await world();
    const viewer = await withPurse(deps, { deposit: amount(100n * RATE + 2n * TAB_COST) });
    const before = await joinAs(deps, viewer, first.room);
    for (let second = 1n; second <= 10n; second += 1n) {
      await pay(deps, signFor(deps, viewer, before, second));
      await pass(deps, SECOND);
    }
    const { limits } = (await deps.ledger.purse(viewer.h160))!.present;
    await sendCall(deps, viewer, { kind: 'rekey', sessionKey: viewer.key.publicKey, limits });
    await followChain(deps);
    await leave(deps, { viewing: before.viewing });
    const [seconds] = await watchToTheEnd(deps, viewer, [first.room]);
    expect(seconds).toBe(90n);
    await settle(deps); // what moves is settled apart
    await settle(deps);
    expect(await paidTo(deps, viewer, first.creator, 0)).toBe(10n * RATE);
    expect(await paidTo(deps, viewer, first.creator, 1)).toBe(90n * RATE);
    // the tab is there now: what is put in is for seconds alone
    await sendCall(deps, viewer, { kind: 'topUp', amount: amount(60n * RATE) });
    await followChain(deps);
    expect(await watchToTheEnd(deps, viewer, [first.room])).toEqual([60n]);
    await expectBooksAgree(deps);
  });
});

describe('the storage of a new tab', () => {
  it('is asked for at joining, beside the minute', async () => {
    const { deps, first } = await world();
    const short = await withPurse(deps, { deposit: amount(60n * RATE + TAB_COST - planckOf(deps)) });
    expect((await joinAs(deps, short, first.room)).payment).toEqual({ needs: 'funds' });
    const enough = await withPurse(deps, { deposit: amount(60n * RATE + TAB_COST) });
    expect((await joinAs(deps, enough, first.room)).payment).toHaveProperty('agreed');
  });

  it('is no longer to be spent in the purse, nor covered in the stream, from the first lease to the settling', async () => {
    const { deps, first } = await world();
    const viewer = await withPurse(deps, { deposit: amount(200n * RATE) });
    const shown = async () => (await readPurse(deps, viewer.h160, deps.clock.now(), 120))!;
    const joined = await joinAs(deps, viewer, first.room);
    expect(await setAsideOf(deps.db, viewer.h160, 1)).toBe(0n);
    // 182.5 seconds' worth
    expect(await pay(deps, signFor(deps, viewer, joined, 1n))).toMatchObject({ covered: 181n });
    await pass(deps, SECOND);
    expect(await setAsideOf(deps.db, viewer.h160, 1)).toBe(59n * RATE + TAB_COST);
    expect(await shown()).toMatchObject({ promised: 60n * RATE + TAB_COST, available: 140n * RATE - TAB_COST });
    await leave(deps, { viewing: joined.viewing });
    expect(await shown()).toMatchObject({ promised: RATE + TAB_COST, available: 199n * RATE - TAB_COST });
    await settle(deps);
    expect(await shown()).toMatchObject({ promised: 0n, deposit: 199n * RATE - TAB_COST });
    expect(await setAsideOf(deps.db, viewer.h160, 1)).toBe(0n);
  });

  it('is taken off for each of two new tabs whose first leases are asked for in one turn', async () => {
    const { deps, first, second } = await world();
    const deposit = amount(120n * RATE + TAB_COST);
    const viewer = await withPurse(deps, { deposit, lanes: 2 });
    const asking = [];
    for (const { room } of [first, second]) {
      const { viewing, payment } = await joinAs(deps, viewer, room);
      expect(payment).toHaveProperty('agreed');
      const metered = (await loadMeter(deps, viewing))!;
      asking.push({ metered, upTo: leaseTarget(metered) });
    }
    await leaseAll(deps, asking);
    expect(asking.map(({ metered }) => metered.meter.leased)).toEqual([60n * RATE, 42n * RATE]);
    expect(await setAsideOf(deps.db, viewer.h160, 1)).toBe(deposit - RATE / 2n);
  });

  it('is taken off what a device’s newest voucher may claim', async () => {
    const { deps, first } = await world();
    const viewer = await withPurse(deps, { deposit: amount(60n * RATE + TAB_COST) });
    const joined = await joinAs(deps, viewer, first.room);
    await pass(deps, 2 * MINUTE);
    const lastVouchers = [61n, 60n].map((seconds) => keptBy(deps, viewer, joined, seconds));
    await leave(deps, { viewing: joined.viewing, newest: lastVouchers[0] });
    expect(await deps.db.voucher.count()).toBe(0);
    await leave(deps, { viewing: joined.viewing, newest: lastVouchers[1] });
    expect((await deps.db.voucher.findFirstOrThrow()).seconds).toBe(60n);
    await settle(deps);
    expect(await paidTo(deps, viewer, first.creator)).toBe(60n * RATE);
  });

  it('of nothing changes nothing', async () => {
    const { deps, room, creator } = await liveWorld();
    const viewer = await withPurse(deps, { deposit: amount(60n * RATE) });
    expect(await watchToTheEnd(deps, viewer, [room])).toEqual([60n]);
    await settle(deps);
    expect(await paidTo(deps, viewer, creator)).toBe(60n * RATE);
  });
});
