import { describe, expect, it } from 'vitest';
import { later, HOUR, SECOND } from '../clock';
import { makeAccount, expectNothingWritten } from '../testing/harness';
import { anotherProcess, joinAs, liveWorld, sitDown, somebody, withPurse } from '../testing/live-world';
import { type ErrorCode } from '../../sdk/error-codes';
import { type AccountId, type StreamId } from '../ids';
import { type TestDeps } from '../testing/harness';

/** Refused, and nothing came of it: no viewing, no word to the media server. */
async function refused(deps: TestDeps, who: { id: AccountId } | null, room: StreamId, code: ErrorCode) {
  const before = { ...deps.rooms.calls };
  await expectNothingWritten(deps.db, () => expect(joinAs(deps, who, room)).rejects.toMatchObject({ code }));
  expect(deps.rooms.calls).toEqual(before);
}

describe('at the door', () => {
  it('a private stream is not there for who was not invited, and is for who was', async () => {
    const { deps, room } = await liveWorld({ visibility: 'private' });
    const guest = await makeAccount(deps);
    await refused(deps, guest, room, 'notFound');
    await refused(deps, null, room, 'notFound');
    await deps.db.streamInvite.create({ data: { streamId: room, accountId: guest.id, createdAt: deps.clock.now() } });
    expect((await joinAs(deps, guest, room)).state.phase).toEqual({ kind: 'unpaid' });
  });

  it('a stream for followers takes followers, the invited and its creator, and no stranger', async () => {
    const { deps, room, creator } = await liveWorld({ visibility: 'followers' });
    const [stranger, follower, invited] = [await makeAccount(deps), await makeAccount(deps), await makeAccount(deps)];
    await deps.db.follow.create({ data: { followerId: follower.id, creatorId: creator.id } });
    await deps.db.streamInvite.create({ data: { streamId: room, accountId: invited.id, createdAt: deps.clock.now() } });
    await refused(deps, stranger, room, 'followersOnly');
    await refused(deps, null, room, 'followersOnly');
    for (const one of [follower, invited, creator]) await joinAs(deps, one, room);
    expect(await deps.db.viewing.count({ where: { leftAt: null } })).toBe(3);
  });

  it.each(['scheduled', 'ended'] as const)('a stream that is %s lets nobody in', async (status) => {
    const { deps, room } = await liveWorld();
    const ended = { status, endedAt: deps.clock.now(), endReason: 'creatorEnded' as const };
    const scheduled = { status, startedAt: null, payee: null };
    await deps.db.stream.update({ where: { id: room }, data: status === 'ended' ? ended : scheduled });
    await refused(deps, await makeAccount(deps), room, 'streamNotLive');
  });

  it('whoever is banned stays out, until the ban ends or is lifted', async () => {
    const { deps, room, creator } = await liveWorld();
    const viewer = await makeAccount(deps);
    const given = { creatorId: creator.id, accountId: viewer.id, givenById: creator.id, kind: 'ban' as const };
    const endsAt = later(deps.clock.now(), HOUR);
    const { id } = await deps.db.restriction.create({ data: { ...given, createdAt: deps.clock.now(), endsAt } });
    await refused(deps, viewer, room, 'banned');
    deps.clock.advance(HOUR);
    await joinAs(deps, viewer, room);
    await deps.db.restriction.update({ where: { id }, data: { endsAt: null } });
    await expect(joinAs(deps, viewer, room)).rejects.toMatchObject({ code: 'banned' });
    await deps.db.restriction.update({ where: { id }, data: { liftedAt: deps.clock.now() } });
    await joinAs(deps, viewer, room);
  });

  it('a timeout in the chat keeps nobody from watching', async () => {
    const { deps, room, creator } = await liveWorld();
    const viewer = await makeAccount(deps);
    const given = { creatorId: creator.id, accountId: viewer.id, givenById: creator.id, kind: 'timeout' as const };
    const endsAt = later(deps.clock.now(), HOUR);
    await deps.db.restriction.create({ data: { ...given, createdAt: deps.clock.now(), endsAt } });
    await joinAs(deps, viewer, room);
  });

  it('a full stream takes nobody more; who is in may come anew, the creator may look, and the silent make room', async () => {
    const { deps, room, creator } = await liveWorld({ viewerLimit: 2, ratePerSecond: '0' });
    const [first, second, third] = [await makeAccount(deps), await makeAccount(deps), await makeAccount(deps)];
    await joinAs(deps, first, room);
    await joinAs(deps, second, room);
    await refused(deps, third, room, 'streamFull');
    await joinAs(deps, first, room);
    await joinAs(deps, creator, room);
    deps.clock.advance(31 * SECOND);
    await joinAs(deps, third, room);
  });

  it('of many who come at the same moment, as many come in as there is room for', async () => {
    const { deps, room } = await liveWorld({ viewerLimit: 3, ratePerSecond: '0' });
    const people = await Promise.all(Array.from({ length: 8 }, () => makeAccount(deps)));
    const other = anotherProcess(deps);
    const came = await Promise.allSettled(people.map((one, at) => joinAs(at % 2 ? deps : other, one, room)));
    expect(came.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    for (const one of came) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'streamFull' });
    expect(await deps.db.viewing.count()).toBe(3);
  });

  it('who tries again and again is told to wait', async () => {
    const { deps, room } = await liveWorld();
    const viewer = await makeAccount(deps);
    for (let count = 0; count < 30; count += 1) await joinAs(deps, viewer, room);
    await refused(deps, viewer, room, 'tooManyTries');
  });
});

describe('inside', () => {
  it('a free stream is seen at once, with an account and without', async () => {
    const { deps, room } = await liveWorld({ ratePerSecond: '0', payee: null });
    for (const who of [await makeAccount(deps), null]) {
      const joined = await joinAs(deps, who, room);
      expect(joined).toMatchObject({ payment: null, state: { phase: { kind: 'free' }, covered: null } });
      expect(deps.rooms.sees(room, await sitDown(deps, room, joined))).toBe(true);
    }
  });

  it("one's own stream costs nothing", async () => {
    const { deps, room, creator } = await liveWorld();
    const joined = await joinAs(deps, creator, room);
    expect(joined).toMatchObject({ payment: null, state: { phase: { kind: 'free' } } });
    expect(deps.rooms.sees(room, await sitDown(deps, room, joined))).toBe(true);
  });

  it('what is to be paid is agreed, and nothing is seen by the token alone', async () => {
    const { deps, room, creator } = await liveWorld();
    const viewer = await withPurse(deps);
    const joined = await joinAs(deps, viewer, room, { limit: 5n });
    expect(joined.payment).toEqual({
      agreed: {
        domain: deps.ledger.domain,
        viewer: viewer.h160,
        purseNonce: 1,
        key: 0,
        creator: creator.h160,
        sessionKey: viewer.key.publicKey,
        rate: 10n ** 16n,
        base: { seconds: 0n, amount: 0n, extras: 0n, signature: null },
        limit: 5n,
        graceMs: 1_800,
      },
    });
    expect(joined.state).toMatchObject({ phase: { kind: 'unpaid' }, seconds: 0n, amount: 0n, covered: 10_000n });
    expect(deps.rooms.sees(room, await sitDown(deps, room, joined))).toBe(false);
  });

  it('nothing of the viewing but its seat is in the token', async () => {
    const { deps, room } = await liveWorld();
    const viewer = await somebody(deps);
    const joined = await joinAs(deps, viewer, room);
    const told = Buffer.from(joined.room.token.split('.')[1] ?? '', 'base64url').toString();
    expect(told).not.toContain(joined.viewing);
    expect(told).not.toContain(viewer.id);
  });
});
