import { describe, expect, test } from 'vitest';
import { later, SECOND, MINUTE } from '../clock';
import { type StreamId } from '../ids';
import { readNotices } from '../notifications/read';
import { expectNothingWritten, makeAccount, makeCreator, makeStream, testDeps } from '../testing/harness';
import { anotherProcess, joinAs, liveWorld, pass, signFor, sitDown, withPurse } from '../testing/live-world';
import { enter } from '../viewing/enter';
import { leave } from '../viewing/leave';
import { sweepRoom, sweepRooms } from '../viewing/media/sweep';
import { waitForTicks } from '../viewing/metering/tick';
import { pay } from '../viewing/pay';
import { appoint, readModerators } from './moderators';
import { ban, lift, readOwnBan, readRestrictions, timeOut } from './restrict';

const origin = { ipAddress: '192.0.2.7', userAgent: 'test' };
const given = (handle: string, minutes: number | null = null, reason = '') => ({ meant: { handle }, minutes, reason });

async function channel() {
  const deps = await testDeps();
  const [creator, viewer] = [await makeCreator(deps), await makeAccount(deps)];
  const stream = await makeStream(deps, { creatorId: creator.id, status: 'live' });
  return { deps, creator, viewer, stream };
}

/** Somebody who watches and has paid for so many seconds. */
async function paying(seconds: bigint) {
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
  const row = () => deps.db.viewing.findUniqueOrThrow({ where: { id: joined.viewing } });
  const there = async () => (await deps.rooms.participants(room)).some(({ identity }) => identity === seat);
  return { ...world, viewer, joined, seat, row, there };
}

describe('a ban', () => {
  test('ends what the person watches at once, and every second that was signed is stored', async () => {
    const { deps, creator, room, viewer, joined, seat, row, there } = await paying(3n);
    await pay(deps, signFor(deps, viewer, joined, 4n));
    expect(deps.rooms.sees(room, seat)).toBe(true);
    await ban(deps, creator.id, origin, creator.id, given(viewer.handle, null, 'Rude.'));
    await waitForTicks(deps);
    expect(await row()).toMatchObject({ endReason: 'banned', secondsPaid: 4n });
    expect((await deps.db.voucher.findFirstOrThrow()).seconds).toBe(4n);
    expect(await there()).toBe(false);
    await expect(joinAs(deps, viewer, room)).rejects.toMatchObject({ code: 'banned' });
  });

  test('at another process ends it too, and what that one had not stored yet is brought along', async () => {
    const { deps, creator, viewer, joined, row, there } = await paying(2n);
    await pay(deps, signFor(deps, viewer, joined, 3n));
    const other = anotherProcess(deps);
    await ban(other, creator.id, origin, creator.id, given(viewer.handle));
    await waitForTicks(other);
    expect(await row()).toMatchObject({ endReason: 'banned' });
    await pass(deps, 2 * SECOND);
    expect(deps.meters.all()).toEqual([]);
    const { viewing: _, ...said } = signFor(deps, viewer, joined, 3n);
    if (!joined.payment || !('agreed' in joined.payment)) throw new Error('nothing was agreed');
    const { purseNonce, key, creator: payee } = joined.payment.agreed;
    await leave(deps, {
      viewing: joined.viewing,
      newest: { viewer: viewer.h160, purseNonce, key, creator: payee, ...said },
    });
    expect(await row()).toMatchObject({ endReason: 'banned', secondsPaid: 3n });
    expect(await there()).toBe(false);
  });

  test('outlives the token: whoever comes in with it again is sent out, by the hint and by the sweep', async () => {
    const { deps, creator, room, viewer, joined, seat, there } = await paying(1n);
    await ban(deps, creator.id, origin, creator.id, given(viewer.handle));
    await waitForTicks(deps);
    for (const look of [() => sweepRoom(deps, room), () => sweepRooms(deps)]) {
      deps.rooms.join(room, seat, joined.room.token);
      expect(await there()).toBe(true);
      await look();
      expect(await there()).toBe(false);
    }
  });

  test('holds in all of the creator’s streams and in nobody else’s', async () => {
    const { deps, creator, viewer, stream } = await channel();
    const [second, other] = [await makeCreator(deps), await makeCreator(deps)];
    const elsewhere = await makeStream(deps, { creatorId: other.id, status: 'live' });
    await joinAs(deps, viewer, stream.id);
    const stays = await joinAs(deps, viewer, elsewhere.id);
    await ban(deps, creator.id, origin, creator.id, given(viewer.handle));
    const open = await deps.db.viewing.findMany({ where: { leftAt: null }, select: { id: true } });
    expect(open).toEqual([{ id: stays.viewing }]);
    expect(second.id).not.toBe(creator.id);
  });

  test('given twice at once is one that is in force, and both are in the log', async () => {
    const { deps, creator, viewer } = await channel();
    const moderator = await makeAccount(deps);
    await appoint(deps, creator.id, creator.id, { handle: moderator.handle });
    await Promise.all([
      ban(deps, creator.id, origin, creator.id, given(viewer.handle, null, 'one')),
      ban(deps, moderator.id, origin, creator.id, given(viewer.handle, 60, 'two')),
    ]);
    expect(await readRestrictions(deps, creator.id)).toHaveLength(1);
    expect(await deps.db.auditEntry.count({ where: { action: 'moderation.banned' } })).toBe(2);
    await lift(deps, creator.id, creator.id, viewer.id, 'ban');
    expect(await readOwnBan(deps, viewer.id, creator.id)).toBeNull();
  });

  test('is told to the person with its reason and its end, and to nobody else', async () => {
    const { deps, creator, viewer } = await channel();
    await ban(deps, creator.id, origin, creator.id, given(viewer.handle, 60, 'Third time.'));
    expect(await readOwnBan(deps, viewer.id, creator.id)).toMatchObject({ reason: 'Third time.', appeal: null });
    const [news, ...more] = await deps.db.notification.findMany();
    expect(more).toEqual([]);
    expect(news).toMatchObject({ accountId: viewer.id, kind: 'moderation' });
    const text = `${creator.handle} keeps you out of their streams for a while. Third time.`;
    const until = later(deps.clock.now(), 60 * MINUTE);
    expect((await readNotices(deps, viewer.id)).notices).toMatchObject([{ text, until }]);
    deps.clock.advance(60 * MINUTE);
    expect(await readOwnBan(deps, viewer.id, creator.id)).toBeNull();
  });

  test('taken back lets the person in again; taking it back twice is once', async () => {
    const { deps, creator, viewer, stream } = await channel();
    await ban(deps, creator.id, origin, creator.id, given(viewer.handle));
    await lift(deps, creator.id, creator.id, viewer.id, 'ban');
    await expectNothingWritten(deps.db, () => lift(deps, creator.id, creator.id, viewer.id, 'ban'));
    await joinAs(deps, viewer, stream.id);
  });

  test('of a moderator by the creator dismisses them', async () => {
    const { deps, creator, viewer } = await channel();
    await appoint(deps, creator.id, creator.id, { handle: viewer.handle });
    await ban(deps, creator.id, origin, creator.id, given(viewer.handle));
    expect(await readModerators(deps, creator.id)).toEqual([]);
  });
});

test('a timeout leaves the picture, and a new one counts from now', async () => {
  const { deps, creator, viewer, stream } = await channel();
  await joinAs(deps, viewer, stream.id as StreamId);
  const give = (minutes: number) => timeOut(deps, creator.id, origin, creator.id, { ...given(viewer.handle), minutes });
  await give(60);
  await give(1);
  expect(await deps.db.viewing.count({ where: { leftAt: null } })).toBe(1);
  const [line, ...more] = await readRestrictions(deps, creator.id);
  expect(more).toEqual([]);
  expect(line?.endsAt).toEqual(new Date(deps.clock.now().getTime() + MINUTE));
});

test('nobody keeps out the creator, themselves, or as a moderator a fellow moderator', async () => {
  const { deps, creator, viewer } = await channel();
  const [one, two] = [await makeAccount(deps), await makeAccount(deps)];
  for (const { handle } of [one, two]) await appoint(deps, creator.id, creator.id, { handle });
  const refused = [
    [one.id, creator.handle, 'mayNotModerate'],
    [one.id, two.handle, 'mayNotModerate'],
    [one.id, one.handle, 'moderateSelf'],
    [creator.id, creator.handle, 'moderateSelf'],
    [viewer.id, one.handle, 'notAllowed'],
    [creator.id, 'nobody_here', 'noSuchPerson'],
  ] as const;
  for (const [actor, handle, code] of refused)
    await expectNothingWritten(deps.db, async () => {
      await expect(ban(deps, actor, origin, creator.id, given(handle))).rejects.toMatchObject({ code });
      const out = timeOut(deps, actor, origin, creator.id, { ...given(handle), minutes: 1 });
      await expect(out).rejects.toMatchObject({ code });
    });
});

test('a moderator who was banned takes no ban of their own back', async () => {
  const { deps, creator, viewer } = await channel();
  await appoint(deps, creator.id, creator.id, { handle: viewer.handle });
  await ban(deps, creator.id, origin, creator.id, given(viewer.handle));
  await expect(lift(deps, viewer.id, creator.id, viewer.id, 'ban')).rejects.toMatchObject({ code: 'notAllowed' });
});
