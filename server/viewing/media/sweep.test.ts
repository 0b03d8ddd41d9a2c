import { describe, expect, it } from 'vitest';
import { SECOND } from '../../clock';
import { type Deps } from '../../deps';
import { makeAccount } from '../../testing/harness';
import { anotherProcess, joinAs, liveWorld, pass, seatIn, signFor, sitDown, withPurse } from '../../testing/live-world';
import { NOTHING, SEES } from './grant';
import { countViewers } from './counts';
import { enter } from '../enter';
import { leave } from '../leave';
import { pay } from '../pay';
import { sweepRoom, sweepRooms } from './sweep';

async function rounds(deps: Deps & { clock: { advance(ms: number): Date } }, count: number) {
  for (let round = 0; round < count; round += 1) {
    deps.clock.advance(3 * SECOND);
    await sweepRooms(deps);
  }
}

describe('the sweep', () => {
  it('sends out whoever has no open viewing, and lets creator and machines be', async () => {
    const { deps, room } = await liveWorld({ ratePerSecond: '0' });
    const joined = await joinAs(deps, null, room);
    const seat = await sitDown(deps, room, joined);
    const elsewhere = await liveWorld({ ratePerSecond: '0' }, deps);
    const other = await joinAs(deps, null, elsewhere.room);
    const foreign = await seatIn(deps, other.viewing);
    deps.rooms.join(room, foreign, await deps.rooms.viewerToken(room, foreign, true));
    deps.rooms.join(room, 'EG_recorder', await deps.rooms.viewerToken(room, 'EG_recorder', true));
    await sweepRooms(deps);
    const there = (await deps.rooms.participants(room)).map(({ identity }) => identity);
    expect(there).toEqual(['creator', seat, 'EG_recorder']);
  });

  it('gives and takes what the rows say, both ways', async () => {
    const { deps, room } = await liveWorld();
    const free = await liveWorld({ ratePerSecond: '0' }, deps);
    const [unpaid, guest] = [await joinAs(deps, null, room), await joinAs(deps, null, free.room)];
    const [seat, freeSeat] = [await sitDown(deps, room, unpaid), await sitDown(deps, free.room, guest)];
    await deps.rooms.setGrant(room, seat, SEES);
    await deps.rooms.setGrant(free.room, freeSeat, NOTHING);
    await sweepRooms(deps);
    expect([deps.rooms.sees(room, seat), deps.rooms.sees(free.room, freeSeat)]).toEqual([false, true]);
    const before = deps.rooms.calls.setGrant;
    await sweepRooms(deps);
    expect(deps.rooms.calls.setGrant).toBe(before);
  });

  it('makes good what the media server did not hear while it was away', async () => {
    const { deps, room } = await liveWorld();
    const [viewer, leaver] = [await withPurse(deps), await withPurse(deps)];
    const [joined, left] = [await joinAs(deps, viewer, room), await joinAs(deps, leaver, room)];
    const [seat, gone] = [await sitDown(deps, room, joined), await sitDown(deps, room, left)];
    deps.rooms.setReachable(false);
    await pay(deps, signFor(deps, viewer, joined, 1n));
    await leave(deps, { viewing: left.viewing });
    await sweepRooms(deps);
    expect(deps.rooms.sees(room, seat)).toBe(false);
    deps.rooms.setReachable(true);
    await sweepRooms(deps);
    expect(deps.rooms.sees(room, seat)).toBe(true);
    expect((await deps.rooms.participants(room)).map(({ identity }) => identity)).not.toContain(gone);
  });

  it('leaves alone what another living process meters, and takes the picture when that is gone', async () => {
    const { deps, room } = await liveWorld();
    const viewer = await withPurse(deps);
    const joined = await joinAs(deps, viewer, room);
    const seat = await sitDown(deps, room, joined);
    await pass(deps, SECOND);
    await pay(deps, signFor(deps, viewer, joined, 1n));
    expect(deps.rooms.sees(room, seat)).toBe(true);
    const other = anotherProcess(deps);
    // the row says nothing of the voucher yet: another process would take the picture by it
    expect(await deps.db.viewing.findFirst({ where: { id: joined.viewing } })).toMatchObject({ status: 'admitted' });
    await sweepRooms(other);
    expect(deps.rooms.sees(room, seat)).toBe(true);
    await pass(deps, SECOND);
    await rounds(other, 6);
    expect(deps.rooms.sees(room, seat)).toBe(false);
    expect(await deps.db.viewing.findFirst({ where: { id: joined.viewing } })).toMatchObject({
      status: 'cut',
      leftAt: null,
      secondsPaid: 1n,
    });
  });

  it('ends and sends out whoever was banned', async () => {
    const { deps, room, creator } = await liveWorld({ ratePerSecond: '0' });
    const [bad, good] = [await makeAccount(deps), await makeAccount(deps)];
    const [joined, other] = [await joinAs(deps, bad, room), await joinAs(deps, good, room)];
    const [seat, otherSeat] = [await sitDown(deps, room, joined), await sitDown(deps, room, other)];
    const given = { creatorId: creator.id, givenById: creator.id, kind: 'ban' as const, createdAt: deps.clock.now() };
    await deps.db.restriction.create({ data: { ...given, accountId: bad.id } });
    await sweepRooms(deps);
    expect(await deps.db.viewing.findFirst({ where: { id: joined.viewing } })).toMatchObject({ endReason: 'banned' });
    const there = (await deps.rooms.participants(room)).map(({ identity }) => identity);
    expect([there.includes(seat), there.includes(otherSeat)]).toEqual([false, true]);
  });

  it('takes nobody for gone right after a start or a break: they had no chance to be heard', async () => {
    const { deps, room } = await liveWorld({ ratePerSecond: '0' });
    const joined = await joinAs(deps, null, room);
    deps.clock.advance(60 * SECOND);
    const started = anotherProcess(deps);
    await rounds(started, 2);
    await enter(started, joined.viewing);
    await rounds(started, 6);
    expect(await deps.db.viewing.findFirst()).toMatchObject({ leftAt: null });
    await rounds(started, 6);
    expect(await deps.db.viewing.findFirst()).toMatchObject({ endReason: 'connectionLost' });
  });

  it('of one room looks at that room', async () => {
    const { deps, room } = await liveWorld();
    const elsewhere = await liveWorld({}, deps);
    const seats = [];
    for (const at of [room, elsewhere.room]) {
      const seat = await sitDown(deps, at, await joinAs(deps, null, at));
      await deps.rooms.setGrant(at, seat, SEES);
      seats.push(deps.rooms.sees.bind(null, at, seat));
    }
    await sweepRoom(deps, room);
    expect(seats.map((sees) => sees())).toEqual([false, true]);
  });
});

describe('the counts', () => {
  it('tell who watches now, at most and in all; an account once, the creator never', async () => {
    const { deps, room, creator } = await liveWorld({ ratePerSecond: '0' });
    const [first, second] = [await makeAccount(deps), await makeAccount(deps)];
    const counts = async () => {
      await countViewers(deps);
      const stream = await deps.db.stream.findUniqueOrThrow({ where: { id: room } });
      return [stream.currentViewers, stream.peakViewers, stream.totalViewers];
    };
    await joinAs(deps, creator, room);
    expect(await counts()).toEqual([0, 0, 0]);
    const joined = await joinAs(deps, first, room);
    await joinAs(deps, second, room);
    const unknown = await joinAs(deps, null, room);
    expect(await counts()).toEqual([3, 3, 3]);
    await leave(deps, { viewing: joined.viewing });
    await leave(deps, { viewing: unknown.viewing });
    expect(await counts()).toEqual([1, 3, 3]);
    await joinAs(deps, first, room);
    await joinAs(deps, null, room);
    expect(await counts()).toEqual([3, 3, 3]);
    deps.clock.advance(31 * SECOND);
    expect(await counts()).toEqual([0, 3, 3]);
  });

  it('of one stream are told though it is over, and rows that say so already are not written', async () => {
    const { deps, room } = await liveWorld({ ratePerSecond: '0' });
    const joined = await joinAs(deps, null, room);
    await deps.db.stream.update({
      where: { id: room },
      data: { status: 'ended', endedAt: deps.clock.now(), endReason: 'creatorEnded' },
    });
    await countViewers(deps);
    expect(await deps.db.stream.findUnique({ where: { id: room } })).toMatchObject({ totalViewers: 0 });
    await leave(deps, { viewing: joined.viewing });
    await countViewers(deps, room);
    expect(await deps.db.stream.findUnique({ where: { id: room } })).toMatchObject({
      currentViewers: 0,
      totalViewers: 1,
    });
    const [{ xmin: before } = { xmin: '' }] = await deps.db.$queryRaw<
      { xmin: string }[]
    >`SELECT xmin::text FROM streams`;
    await countViewers(deps, room);
    expect(await deps.db.$queryRaw`SELECT xmin::text FROM streams`).toEqual([{ xmin: before }]);
  });
});
