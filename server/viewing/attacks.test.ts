import { describe, expect, it } from 'vitest';
import { SECOND } from '../clock';
import { expectNothingWritten, makeAccount } from '../testing/harness';
import { anotherProcess, joinAs, liveWorld, pass, seatIn, signFor, sitDown, withPurse } from '../testing/live-world';
import { RATE } from '../testing/viewings';
import { enter } from './enter';
import { takeHint } from '../rooms/take-hint';
import { leave } from './leave';
import { pause } from './pause';
import { pay } from './pay';
import { persistMeters } from './metering/persist';
import { sweepRooms } from './media/sweep';

/** Somebody who pays for a stream, in the room and seeing it. */
async function paying() {
  const world = await liveWorld();
  const { deps, room } = world;
  const viewer = await withPurse(deps);
  const joined = await joinAs(deps, viewer, room);
  const seat = await sitDown(deps, room, joined);
  await pass(deps, SECOND);
  await pay(deps, signFor(deps, viewer, joined, 1n));
  await pass(deps, 100);
  expect(deps.rooms.sees(room, seat)).toBe(true);
  return { ...world, viewer, joined, seat };
}

describe('an old token', () => {
  it('after a cut brings no picture that lasts: the hint takes it back, and so does the sweep', async () => {
    const { deps, room, seat } = await paying();
    await pass(deps, 5 * SECOND);
    expect(deps.rooms.sees(room, seat)).toBe(false);
    // LiveKit gives connected people new tokens with the permission of that time
    const refreshed = await deps.rooms.viewerToken(room, seat, true);
    deps.rooms.join(room, seat, refreshed);
    expect(deps.rooms.sees(room, seat)).toBe(true);
    await takeHint(deps, deps.rooms.hint('joined', room, seat));
    expect(deps.rooms.sees(room, seat)).toBe(false);
    deps.rooms.join(room, seat, refreshed);
    await sweepRooms(deps);
    expect(deps.rooms.sees(room, seat)).toBe(false);
  });

  it('after leaving, or of a seat that somebody newer has taken, sends out', async () => {
    const { deps, room, viewer, joined, seat } = await paying();
    const refreshed = await deps.rooms.viewerToken(room, seat, true);
    const next = await joinAs(deps, viewer, room);
    const newSeat = await sitDown(deps, room, next);
    deps.rooms.join(room, seat, refreshed);
    await takeHint(deps, deps.rooms.hint('joined', room, seat));
    await leave(deps, { viewing: joined.viewing });
    const there = (await deps.rooms.participants(room)).map(({ identity }) => identity);
    expect(there).toEqual(['creator', newSeat]);
    expect(deps.rooms.sees(room, newSeat)).toBe(false);
  });

  it('after a ban sends out, in a free stream as well, and no new one is to be had', async () => {
    const { deps, room, creator } = await liveWorld({ ratePerSecond: '0' });
    const viewer = await makeAccount(deps);
    const joined = await joinAs(deps, viewer, room);
    const seat = await sitDown(deps, room, joined);
    const given = { creatorId: creator.id, givenById: creator.id, kind: 'ban' as const, createdAt: deps.clock.now() };
    await deps.db.restriction.create({ data: { ...given, accountId: viewer.id } });
    await sweepRooms(deps);
    deps.rooms.join(room, seat, joined.room.token);
    expect(deps.rooms.sees(room, seat)).toBe(true);
    await takeHint(deps, deps.rooms.hint('joined', room, seat));
    expect(deps.rooms.sees(room, seat)).toBe(false);
    deps.rooms.join(room, seat, joined.room.token);
    await sweepRooms(deps);
    expect(deps.rooms.sees(room, seat)).toBe(false);
    await expectNothingWritten(deps.db, () =>
      expect(joinAs(deps, viewer, room)).rejects.toMatchObject({ code: 'banned' }),
    );
  });
});

it('whoever only sits in the room and never signs sees nothing after the preview, ever', async () => {
  const { deps, room } = await liveWorld({ previewSeconds: 3 });
  const viewer = await withPurse(deps);
  const joined = await joinAs(deps, viewer, room);
  const seat = await sitDown(deps, room, joined);
  await enter(deps, joined.viewing);
  expect(deps.rooms.sees(room, seat)).toBe(true);
  await pass(deps, 3 * SECOND);
  for (let round = 0; round < 40; round += 1) {
    expect(deps.rooms.sees(room, seat)).toBe(false);
    // everything but signing is tried
    await enter(deps, joined.viewing);
    if (round % 10 === 0) deps.rooms.join(room, seat, joined.room.token);
    await takeHint(deps, deps.rooms.hint('joined', room, seat));
    await pass(deps, SECOND);
    await sweepRooms(deps);
  }
  const row = await deps.db.viewing.findUniqueOrThrow({ where: { id: joined.viewing } });
  expect(row).toMatchObject({ status: 'admitted', secondsPaid: 0n, leftAt: null });
  expect(row.leased.toFixed(0)).toBe('0');
  expect(await deps.db.voucher.count()).toBe(0);
});

it('a pause cannot be turned into seeing for nothing by coming in again', async () => {
  const { deps, room, joined, seat } = await paying();
  await pause(deps, joined.viewing);
  await pass(deps, 100);
  deps.rooms.join(room, seat, joined.room.token);
  await enter(deps, joined.viewing);
  await sweepRooms(deps);
  expect(deps.rooms.sees(room, seat)).toBe(false);
});

describe('two places for one account', () => {
  it('in two tabs: the newer one stands, the older is over and out of the room, and bills nothing more', async () => {
    const { deps, room, viewer, joined, seat } = await paying();
    const next = await joinAs(deps, viewer, room);
    await pass(deps, 100);
    const old = await pay(deps, signFor(deps, viewer, joined, 2n));
    expect(old).toMatchObject({ phase: { kind: 'over', why: 'replaced' }, seconds: 1n });
    expect((await deps.rooms.participants(room)).map(({ identity }) => identity)).not.toContain(seat);
    expect(next.payment).toMatchObject({ agreed: { base: { seconds: 1n, amount: RATE } } });
    await pass(deps, SECOND);
    expect((await deps.db.voucher.findFirstOrThrow()).seconds).toBe(1n);
    expect(await deps.db.viewing.count({ where: { leftAt: null } })).toBe(1);
  });

  it('at the same moment at two processes: the index lets one be open, and what they come to is one voucher', async () => {
    const { deps, room } = await liveWorld();
    const viewer = await withPurse(deps);
    const other = anotherProcess(deps);
    const all = await Promise.all(Array.from({ length: 6 }, (_, at) => joinAs(at % 2 ? deps : other, viewer, room)));
    const open = await deps.db.viewing.findMany({ where: { leftAt: null } });
    expect(open).toHaveLength(1);
    expect(await deps.db.viewing.count({ where: { endReason: 'replaced' } })).toBe(5);
    deps.clock.advance(SECOND);
    for (const [at, joined] of all.entries()) {
      const counted = await pay(at % 2 ? deps : other, signFor(deps, viewer, joined, 1n));
      expect(counted.phase.kind).toBe(joined.viewing === open[0]?.id ? 'paying' : 'over');
    }
    await persistMeters(deps);
    await persistMeters(other);
    const sum = await deps.db.viewing.aggregate({ _sum: { amount: true, secondsPaid: true } });
    expect([sum._sum.secondsPaid, sum._sum.amount?.toFixed(0)]).toEqual([1n, String(RATE)]);
    expect(await deps.db.voucher.findMany()).toMatchObject([{ seconds: 1n }]);
  });

  it('in two streams of one purse with one lane: the second is not paid', async () => {
    const { deps, viewer } = await paying();
    const elsewhere = await liveWorld({}, deps);
    await deps.db.purse.updateMany({ data: { lanes: 1 } });
    const second = await joinAs(deps, viewer, elsewhere.room);
    expect(second.payment).toEqual({ needs: 'lanes' });
  });
});

it("somebody else's viewing is not to be had by knowing everything but its id", async () => {
  const { deps, room, joined, seat } = await paying();
  const thief = await withPurse(deps);
  const own = await joinAs(deps, thief, room);
  expect(own.viewing).not.toBe(joined.viewing);
  expect(await seatIn(deps, own.viewing)).not.toBe(seat);
  // the thief's token is for the thief's seat
  expect(() => deps.rooms.join(room, seat, own.room.token)).toThrow();
});
