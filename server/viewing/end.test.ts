import { describe, expect, it } from 'vitest';
import { MINUTE, SECOND } from '../clock';
import { type ViewingId } from '../ids';
import { makeAccount, expectNothingWritten } from '../testing/harness';
import { joinAs, liveWorld, pass, seatIn, signFor, sitDown, withPurse } from '../testing/live-world';
import { RATE } from '../testing/viewings';
import { endViewing, endViewingsOf } from './end';
import { enter } from './enter';
import { promisedOf } from '../balances/balance';
import { leave } from './leave';
import { setLimit } from './change-budget';
import { pause, resume } from './pause';
import { pay } from './pay';
import { readState } from './state';

async function watching(seconds: bigint) {
  const world = await liveWorld();
  const { deps, room } = world;
  const viewer = await withPurse(deps);
  const joined = await joinAs(deps, viewer, room);
  const seat = await sitDown(deps, room, joined);
  await enter(deps, joined.viewing);
  for (let second = 1n; second <= seconds; second += 1n) {
    await pay(deps, signFor(deps, viewer, joined, second));
    await pass(deps, SECOND);
  }
  return {
    ...world,
    viewer,
    joined,
    seat,
    row: () => deps.db.viewing.findUniqueOrThrow({ where: { id: joined.viewing } }),
  };
}

describe('a viewing that ends', () => {
  it('stores what was signed to the last second, promises nothing more, and takes the seat', async () => {
    const { deps, room, viewer, joined, seat, row } = await watching(3n);
    await pay(deps, signFor(deps, viewer, joined, 4n));
    expect(await promisedOf(deps.db, viewer.h160, 1)).toBeGreaterThan(0n);
    await leave(deps, { viewing: joined.viewing });
    expect(await row()).toMatchObject({ status: 'ended', endReason: 'left', secondsPaid: 4n, ownerProcess: null });
    expect((await row()).leased.toFixed(0)).toBe(String(RATE * 4n));
    expect(await promisedOf(deps.db, viewer.h160, 1)).toBe(0n);
    expect((await deps.db.voucher.findFirstOrThrow()).seconds).toBe(4n);
    expect(deps.meters.all()).toEqual([]);
    expect((await deps.rooms.participants(room)).map(({ identity }) => identity)).not.toContain(seat);
  });

  it('stays as it ended, however often and why it is ended again', async () => {
    const { deps, joined, room } = await watching(1n);
    await endViewing(deps, joined.viewing, 'outOfFunds');
    await expectNothingWritten(deps.db, async () => {
      await leave(deps, { viewing: joined.viewing });
      await endViewing(deps, joined.viewing, 'banned');
      await endViewingsOf(deps, room, 'streamEnded');
    });
  });

  it('does nothing but say so, whatever is asked of it; and no picture comes', async () => {
    const { deps, room, viewer, joined, seat } = await watching(1n);
    await leave(deps, { viewing: joined.viewing });
    deps.rooms.join(room, seat, joined.room.token);
    const { viewing } = joined;
    const over = { phase: { kind: 'over', why: 'left' }, seconds: 1n };
    await expectNothingWritten(deps.db, async () => {
      expect(await pay(deps, signFor(deps, viewer, joined, 2n))).toMatchObject(over);
      for (const ask of [enter, pause, resume, readState]) expect(await ask(deps, viewing)).toMatchObject(over);
      expect(await setLimit(deps, viewing, null)).toMatchObject(over);
    });
    await pass(deps, SECOND);
    expect(deps.rooms.sees(room, seat)).toBe(false);
    expect(deps.meters.all()).toEqual([]);
  });

  it('counts as seen what was: the whole of a free stream, of a paid one the preview and what was paid', async () => {
    const free = await liveWorld({ ratePerSecond: '0' });
    const { deps } = free;
    const paid = await liveWorld({ previewSeconds: 5 }, deps);
    const joined = [await joinAs(deps, null, free.room), await joinAs(deps, null, paid.room)];
    await pass(deps, 7_500);
    for (const { viewing } of joined) await enter(deps, viewing);
    for (const { viewing } of joined) await leave(deps, { viewing });
    const seen = await deps.db.viewing.findMany({ orderBy: { secondsSeen: 'asc' }, select: { secondsSeen: true } });
    expect(seen).toEqual([{ secondsSeen: 5n }, { secondsSeen: 7n }]);
  });

  it('is settled at once when nothing is open: nothing was signed, or the contract has it all', async () => {
    const { deps, joined, row } = await watching(2n);
    const other = await joinAs(deps, await makeAccount(deps), (await liveWorld({}, deps)).room);
    await leave(deps, { viewing: other.viewing });
    expect(await deps.db.viewing.findUnique({ where: { id: other.viewing } })).toMatchObject({ status: 'settled' });
    await deps.db.voucher.updateMany({
      data: { settledSeconds: 2n, settledAmount: String(RATE * 2n), paid: String(RATE * 2n) },
    });
    await leave(deps, { viewing: joined.viewing });
    expect(await row()).toMatchObject({ status: 'settled', secondsPaid: 2n });
  });

  it('with its stream ends for all at once, and only there', async () => {
    const { deps, room } = await watching(1n);
    const elsewhere = await liveWorld({}, deps);
    for (let count = 0; count < 3; count += 1) await joinAs(deps, null, room);
    const other = await joinAs(deps, null, elsewhere.room);
    await endViewingsOf(deps, room, 'streamEnded');
    const open = await deps.db.viewing.findMany({ where: { leftAt: null } });
    expect(open.map(({ id }) => id)).toEqual([other.viewing]);
    expect(await deps.db.viewing.count({ where: { endReason: 'streamEnded' } })).toBe(4);
  });

  it('loses nothing while the media server is away', async () => {
    const { deps, joined, row } = await watching(2n);
    deps.rooms.setReachable(false);
    await leave(deps, { viewing: joined.viewing });
    expect(await row()).toMatchObject({ endReason: 'left', secondsPaid: 2n });
  });
});

it('a viewing that was guessed is not there, whatever is asked of it', async () => {
  const { deps, viewer, joined } = await watching(1n);
  const viewing = '0198a000-0000-7000-8000-000000000001' as ViewingId;
  const said = { ...signFor(deps, viewer, joined, 2n), viewing };
  const asked = [
    () => enter(deps, viewing),
    () => pause(deps, viewing),
    () => resume(deps, viewing),
    () => setLimit(deps, viewing, null),
    () => leave(deps, { viewing }),
    () => pay(deps, said),
    () => readState(deps, viewing),
  ];
  await expectNothingWritten(deps.db, async () => {
    for (const ask of asked) await expect(ask()).rejects.toMatchObject({ code: 'notFound' });
  });
});

it("a seat's name, which others in a room might learn, opens nothing", async () => {
  const { deps, joined } = await watching(1n);
  const seat = (await seatIn(deps, joined.viewing)) as ViewingId;
  await pass(deps, MINUTE / 60);
  await expectNothingWritten(deps.db, async () => {
    await expect(leave(deps, { viewing: seat })).rejects.toMatchObject({ code: 'notFound' });
    await expect(enter(deps, seat)).rejects.toMatchObject({ code: 'notFound' });
  });
});
