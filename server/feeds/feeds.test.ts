import { describe, expect, test } from 'vitest';
import { reportMediaFlow } from '../broadcast/report';
import { startBroadcast } from '../broadcast/start';
import { readBroadcast } from '../broadcast/state';
import { sweepBroadcasts } from '../broadcast/sweep';
import { HOUR, later, MINUTE, SECOND } from '../clock';
import { CREATOR_SEAT } from '../deps';
import { type StreamId } from '../ids';
import { takeHint } from '../rooms/take-hint';
import { suspend, takeDown } from '../moderation/site';
import { feedWorld, FROM, giveKey } from '../testing/feeds';
import { makePayer } from '../testing/factories';
import { expectNothingWritten, makeAccount, makeCreator, makeStream } from '../testing/harness';
import { whipOffer } from '../testing/whip-offer';
import { changeFeed, stopFeed } from './change';
import { makeKey } from './key';
import { startFeed } from './start';
import { sweepFeeds } from './sweep';

type World = Awaited<ReturnType<typeof feedWorld>>;

const SENDS = [{ kind: 'video' as const, muted: false }];
const refuses = ({ deps }: World, act: () => Promise<unknown>, code: string) =>
  expectNothingWritten(deps.db, () => expect(act()).rejects.toMatchObject({ code }));
const inPlace = async ({ deps, id }: World) =>
  (await deps.rooms.participants(id)).find(({ identity }) => identity === CREATOR_SEAT)?.id;

describe('a feed that begins', () => {
  test('goes live, fixes who is paid, and nobody pays before something goes out', async () => {
    const world = await feedWorld();
    const { deps, bela, id, keyId, feed, row } = world;
    const { id: feedId, sdp, participant } = await feed();
    expect(sdp).toMatch(/^v=0/);
    const now = deps.clock.now();
    expect(await row()).toMatchObject({ status: 'live', payee: bela.h160, silentSince: now, publisherAt: null });
    expect(await deps.db.feed.findMany()).toMatchObject([
      { streamId: id, keyId, participant, software: FROM.userAgent },
    ]);
    expect(await deps.db.streamKey.findUnique({ where: { id: keyId } })).toMatchObject({ lastUsedAt: now });
    expect((await deps.db.auditEntry.findMany({ orderBy: { at: 'asc' } })).map(({ action }) => action)).toEqual([
      'stream.started',
      'stream.fed',
    ]);
    expect(await readBroadcast(deps, bela.id, id)).toMatchObject({
      connected: false,
      silentSince: now,
      feed: { id: feedId, software: FROM.userAgent, startedAt: now },
    });

    deps.clock.advance(SECOND);
    deps.rooms.publish(id, SENDS);
    await takeHint(deps, deps.rooms.hint('published', id, CREATOR_SEAT));
    expect(await row()).toMatchObject({ silentSince: null, publisherAt: deps.clock.now() });
  });

  test('begins what its creator would expect: what is live, else planned for now, else the newest draft, else one like the last', async () => {
    const world = await feedWorld();
    const { deps, bela, id, feed } = world;
    const begun = async () => {
      const { participant } = await feed();
      const { streamId } = await deps.db.feed.findFirstOrThrow({ where: { participant } });
      return streamId;
    };
    const over = async (streamId: string) => {
      await deps.db.stream.update({
        where: { id: streamId },
        data: { status: 'ended', endedAt: deps.clock.now(), endReason: 'creatorEnded' },
      });
      await deps.rooms.close(streamId as StreamId);
      await sweepFeeds(deps);
      deps.clock.advance(MINUTE);
    };
    const draft = await makeStream(deps, { creatorId: bela.id, scheduledAt: null, title: 'Any time' });
    const later = await makeStream(deps, { creatorId: bela.id, scheduledAt: new Date(+deps.clock.now() + 2 * HOUR) });
    expect(await begun()).toBe(id); // in an hour
    await stopFeed(deps, { ...(await named(world)), origin: FROM });
    expect(await begun()).toBe(id); // live
    await over(id);
    deps.clock.advance(MINUTE);
    await deps.db.stream.update({
      where: { id: later.id },
      data: { scheduledAt: new Date(+deps.clock.now() + 2 * HOUR) },
    });
    expect(await begun()).toBe(draft.id);
    await over(draft.id);
    await deps.db.stream.delete({ where: { id: later.id } });
    const made = await begun();
    expect([id, draft.id, later.id]).not.toContain(made);
    expect(await deps.db.stream.findUnique({ where: { id: made } })).toMatchObject({
      title: 'Any time',
      status: 'live',
      scheduledAt: null,
    });
  });

  test('by the key of one stream begins that one, however many others are nearer', async () => {
    const world = await feedWorld();
    const { deps, bela, feed } = world;
    const other = await makeStream(deps, { creatorId: bela.id, scheduledAt: later(deps.clock.now(), 20 * HOUR) });
    const { key } = await giveKey(deps, bela.id, { streamId: other.id });
    await feed({ key });
    expect(await deps.db.feed.findMany()).toMatchObject([{ streamId: other.id }]);
  });

  test('of somebody who never planned a stream is refused', async () => {
    const world = await feedWorld();
    const { key } = await giveKey(world.deps, (await makeCreator(world.deps)).id);
    await refuses(world, () => world.feed({ key }), 'noStreamToFeed');
  });
});

/** How the program names the feed that runs. */
async function named({ deps, key }: World) {
  const { id } = await deps.db.feed.findFirstOrThrow();
  return { id, key, origin: FROM };
}

describe('a key', () => {
  test('that is wrong, cut short, revoked, or of somebody who is gone opens nothing', async () => {
    const world = await feedWorld();
    const { deps, bela, key, keyId, feed } = world;
    for (const wrong of [makeKey(), key.slice(0, -1), `${key} `, key.toLowerCase(), '', 'obs_', keyId])
      await refuses(world, () => feed({ key: wrong }), 'streamKeyUnknown');
    await deps.db.streamKey.update({ where: { id: keyId }, data: { revokedAt: deps.clock.now() } });
    await refuses(world, () => feed(), 'streamKeyUnknown');
    await deps.db.streamKey.update({ where: { id: keyId }, data: { revokedAt: null } });
    await deps.db.account.update({ where: { id: bela.id }, data: { roles: ['viewer'] } });
    await refuses(world, () => feed(), 'streamKeyUnknown');
    expect(await deps.rooms.list()).toEqual([]);
    expect(JSON.stringify(deps.logged)).not.toContain(key);
  });

  test('of another creator reaches no room but its own, and names nobody else’s feed', async () => {
    const world = await feedWorld();
    const { deps, feed } = world;
    await feed();
    const edvard = await makePayer(deps, 2);
    const { id: own } = await makeStream(deps, { creatorId: edvard.id });
    const { key } = await giveKey(deps, edvard.id, { payee: edvard.address });
    const theirs = { ...(await named(world)), key };
    await refuses(world, () => stopFeed(deps, theirs), 'notFound');
    await refuses(world, () => changeFeed(deps, theirs, { ifMatch: '"x"', fragment: '' }), 'notFound');
    await feed({ key });
    expect(await deps.db.feed.findUnique({ where: { streamId: own } })).not.toBeNull();
    const mixed = await giveKey(deps, edvard.id, { streamId: world.id });
    await refuses(world, () => feed({ key: mixed.key }), 'notFound');
  });

  test('that is used a second time while the first goes on is refused, also by two at the same moment', async () => {
    const world = await feedWorld();
    const { feed } = world;
    const both = await Promise.allSettled([feed(), feed()]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const place = await inPlace(world);
    world.deps.clock.advance(HOUR);
    await refuses(world, () => feed(), 'feedRunning');
    await refuses(world, () => feed({ origin: { ...FROM, ipAddress: '198.51.100.9' } }), 'feedRunning');
    expect(await inPlace(world)).toBe(place);
  });

  test('whose first feed is gone from the room lets the program come back within the grace', async () => {
    const world = await feedWorld();
    const { deps, id, feed, row } = world;
    const first = await feed();
    deps.rooms.publish(id, SENDS);
    await sweepBroadcasts(deps);
    deps.rooms.leave(id, CREATOR_SEAT);
    await takeHint(deps, deps.rooms.hint('left', id, CREATOR_SEAT));
    expect((await row()).silentSince).not.toBeNull();
    deps.clock.advance(40 * SECOND);
    await sweepBroadcasts(deps);
    const again = await feed();
    expect(again.id).not.toBe(first.id);
    deps.rooms.publish(id, SENDS);
    deps.clock.advance(3 * SECOND);
    await sweepBroadcasts(deps);
    expect(await row()).toMatchObject({ status: 'live', silentSince: null });
    await refuses(world, () => stopFeed(deps, { ...again, id: first.id, key: world.key, origin: FROM }), 'notFound');
  });

  test('does not throw the creator’s own page out, but for the demo world’s studio', async () => {
    const world = await feedWorld();
    const { deps, bela, id, feed } = world;
    const { room } = await startBroadcast(deps, bela.id, id, bela.address);
    deps.rooms.join(id, CREATOR_SEAT, room.token);
    await refuses(world, () => feed(), 'feedRunning');
    await deps.db.stream.update({ where: { id }, data: { demo: true } });
    await feed();
    expect(await deps.db.stream.findUnique({ where: { id } })).toMatchObject({ demo: false });
  });

  test('is tried ten times at once at most, and a wrong one by nobody for ever', async () => {
    const world = await feedWorld();
    const { deps, feed } = world;
    await feed();
    for (let times = 1; times < 10; times += 1) await refuses(world, () => feed(), 'feedRunning');
    await refuses(world, () => feed(), 'tooManyTries');
    for (let tries = 0; tries < 49; tries += 1)
      await refuses(world, () => feed({ key: makeKey() }), 'streamKeyUnknown');
    await refuses(world, () => feed({ key: makeKey() }), 'tooManyTries');
    deps.clock.advance(MINUTE);
    await refuses(world, () => feed({ key: makeKey() }), 'streamKeyUnknown');
  });
});

describe('a feed is refused, and nothing is written,', () => {
  test('whose wallet to be paid is not the one that its key was made for', async () => {
    const world = await feedWorld();
    const { deps, bela, keyId, feed } = world;
    await deps.db.streamKey.update({ where: { id: keyId }, data: { payee: '5another' } });
    await refuses(world, () => feed(), 'payeeChanged');
    await deps.db.wallet.deleteMany({ where: { accountId: bela.id } });
    await refuses(world, () => feed(), 'payeeMissing');
  });

  test('while its account is suspended or its stream taken down', async () => {
    const world = await feedWorld();
    const { deps, bela, id, feed } = world;
    const { id: admin } = await makeAccount(deps, { roles: ['admin'] });
    const { key } = await giveKey(deps, bela.id, { streamId: id, payee: bela.address });
    await takeDown(deps, admin, id, 'Stolen.');
    await refuses(world, () => feed({ key }), 'streamTakenDown');
    await suspend(deps, admin, bela.handle, 'Stolen.');
    await refuses(world, () => feed(), 'accountSuspended');
  });

  test('whose offer the media server cannot answer, or while it is away; the next try is free', async () => {
    const world = await feedWorld();
    const { deps, id, feed } = world;
    await refuses(world, () => feed({ sdp: 'v=0\r\nnothing' }), 'offerRefused');
    deps.rooms.setReachable(false);
    await refuses(world, () => feed(), 'mediaAway');
    deps.rooms.setReachable(true);
    await feed();
    expect(await deps.db.stream.findUnique({ where: { id } })).toMatchObject({ status: 'live' });
  });
});

describe('a feed that ends', () => {
  test('by its program leaves the stream waiting a minute, silent, and then over', async () => {
    const world = await feedWorld();
    const { deps, id, feed, row } = world;
    await feed();
    deps.rooms.publish(id, SENDS);
    await sweepBroadcasts(deps);
    await stopFeed(deps, await named(world));
    expect(await deps.db.feed.count()).toBe(0);
    deps.clock.advance(3 * SECOND);
    await sweepBroadcasts(deps);
    expect(await row()).toMatchObject({ status: 'live', silentSince: deps.clock.now() });
    deps.clock.advance(MINUTE);
    await sweepBroadcasts(deps);
    expect(await row()).toMatchObject({ status: 'ended', endReason: 'connectionLost' });
  });

  test('because its stream was taken down is gone from the room', async () => {
    const world = await feedWorld();
    const { deps, id, feed } = world;
    const { id: admin } = await makeAccount(deps, { roles: ['admin'] });
    await feed();
    await takeDown(deps, admin, id, 'Stolen.');
    expect(await deps.rooms.list()).toEqual([]);
    await sweepFeeds(deps);
    expect(await deps.db.feed.count()).toBe(0);
  });

  test('is forgotten by the sweep when the room is without it, and not while it is on its way', async () => {
    const world = await feedWorld();
    const { deps, bela, id, feed } = world;
    await feed();
    await sweepFeeds(deps);
    expect(await deps.db.feed.count()).toBe(1);
    deps.rooms.setReachable(false);
    await sweepFeeds(deps);
    expect(await deps.db.feed.count()).toBe(1);
    deps.rooms.setReachable(true);
    // the creator goes on in a page, which takes the place
    const { room } = await startBroadcast(deps, bela.id, id, bela.address);
    deps.rooms.join(id, CREATOR_SEAT, room.token);
    await sweepFeeds(deps);
    expect(await deps.db.feed.count()).toBe(0);

    await deps.db.feed.create({
      data: { streamId: id, keyId: world.keyId, software: '', startedAt: deps.clock.now() },
    });
    await sweepFeeds(deps);
    expect(await deps.db.feed.count()).toBe(1);
    deps.clock.advance(20 * SECOND);
    await sweepFeeds(deps);
    expect(await deps.db.feed.count()).toBe(0);
  });

  test('what a page said of itself before does not keep it silent', async () => {
    const world = await feedWorld();
    const { deps, bela, id, feed, row } = world;
    const { room } = await startBroadcast(deps, bela.id, id, bela.address);
    deps.rooms.join(id, CREATOR_SEAT, room.token);
    await reportMediaFlow(deps, bela.id, id, true);
    deps.clock.advance(SECOND);
    await reportMediaFlow(deps, bela.id, id, false);
    deps.rooms.leave(id, CREATOR_SEAT);
    deps.clock.advance(SECOND);
    await feed();
    deps.rooms.publish(id, SENDS);
    deps.clock.advance(SECOND);
    await sweepBroadcasts(deps);
    expect((await row()).silentSince).toBeNull();
  });
});

test('a key that is revoked while its offer is being answered lets nobody in', async () => {
  const world = await feedWorld();
  const { deps, key, keyId, row } = world;
  const { rooms } = deps;
  const slow: typeof deps = {
    ...deps,
    rooms: {
      ...rooms,
      startFeed: async (...offer) => {
        const answer = await rooms.startFeed(...offer);
        await deps.db.streamKey.update({ where: { id: keyId }, data: { revokedAt: deps.clock.now() } });
        return answer;
      },
    },
  };
  const act = startFeed(slow, { key, sdp: whipOffer(), origin: FROM });
  await expect(act).rejects.toMatchObject({ code: 'streamKeyUnknown' });
  expect(await row()).toMatchObject({ status: 'scheduled' });
  expect(await deps.db.feed.count()).toBe(0);
  expect(await inPlace(world)).toBeUndefined();
});
