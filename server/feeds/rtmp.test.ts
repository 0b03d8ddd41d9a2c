import { describe, expect, test, vi } from 'vitest';
import { sweepBroadcasts } from '../broadcast/sweep';
import { MINUTE, SECOND } from '../clock';
import { CREATOR_SEAT } from '../deps';
import { takeHint } from '../rooms/take-hint';
import { takeDown } from '../moderation/site';
import { makePayer } from '../testing/factories';
import { feedWorld, FROM, giveKey } from '../testing/feeds';
import { expectNothingWritten, makeAccount, makeStream } from '../testing/harness';
import { makeKey } from './key';
import { endRtmpFeed, startRtmpFeed, type RtmpSending } from './start-rtmp';
import { sweepFeeds } from './sweep';

const PROGRAM = { ...FROM, userAgent: 'FMLE/3.0 (compatible; Lavf60.16.100)' };
type World = Awaited<ReturnType<typeof feedWorld>>;

/** The same world, and what comes by RTMP: what is let through is in the room at once. */
async function rtmpWorld() {
  const world = await feedWorld();
  const { deps } = world;
  const send = (wish: { key?: string; from?: typeof deps; pass?: RtmpSending['pass']; gone?: AbortSignal } = {}) => {
    const { key = world.key, from = deps, gone = new AbortController().signal } = wish;
    const pass = wish.pass ?? ((other: string) => void deps.rooms.sendRtmp(other));
    return startRtmpFeed(from, { key, origin: PROGRAM }, { pass, gone });
  };
  return { ...world, send };
}

const refuses = ({ deps }: World, act: () => Promise<unknown>, code: string) =>
  expectNothingWritten(deps.db, async () => {
    await expect(act()).rejects.toMatchObject({ code });
    expect(await deps.rooms.rtmpWays()).toEqual([]);
  });

describe('a feed by RTMP', () => {
  test('goes live by the key that WHIP takes, and nobody pays before something goes out', async () => {
    const { deps, bela, id, keyId, key, send, row } = await rtmpWorld();
    const feed = await send();
    const now = deps.clock.now();
    expect(await row()).toMatchObject({ status: 'live', payee: bela.h160, silentSince: now, publisherAt: null });
    const { id: feedId, participant } = feed;
    expect(await deps.db.feed.findMany()).toMatchObject([
      { id: feedId, streamId: id, keyId, participant, software: PROGRAM.userAgent },
    ]);
    expect(await deps.rooms.participants(id)).toMatchObject([{ id: participant, identity: CREATOR_SEAT }]);
    expect(await deps.rooms.rtmpWays()).toEqual([{ id: feed.way, feed: feedId }]);

    deps.clock.advance(SECOND);
    deps.rooms.publish(id, [{ kind: 'video', muted: false }]);
    await takeHint(deps, deps.rooms.hint('published', id, CREATOR_SEAT));
    expect(await row()).toMatchObject({ silentSince: null, publisherAt: deps.clock.now() });
    expect(JSON.stringify(deps.logged)).not.toContain(key);
  });

  test('is refused for a wrong or revoked key, and no way in is made', async () => {
    const world = await rtmpWorld();
    const { deps, keyId, key, send } = world;
    for (const wrong of [makeKey(), `${key}?x=1`, `live/${key}`, ''])
      await refuses(world, () => send({ key: wrong }), 'streamKeyUnknown');
    await deps.db.streamKey.update({ where: { id: keyId }, data: { revokedAt: deps.clock.now() } });
    await refuses(world, () => send(), 'streamKeyUnknown');
    expect(await deps.rooms.list()).toEqual([]);
  });

  test('is one of two at once, and none beside one by WHIP', async () => {
    const world = await rtmpWorld();
    const { deps, id, send, feed } = world;
    const both = await Promise.allSettled([send(), send()]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const [first] = await deps.rooms.participants(id);
    for (const act of [send, feed]) await expect(act()).rejects.toMatchObject({ code: 'feedRunning' });
    expect(await deps.rooms.participants(id)).toEqual([first]);
    expect(await deps.rooms.rtmpWays()).toHaveLength(1);
  });

  test('by another creator’s key reaches no room but theirs', async () => {
    const world = await rtmpWorld();
    const { deps, id, send } = world;
    const edvard = await makePayer(deps, 2);
    const { id: own } = await makeStream(deps, { creatorId: edvard.id });
    const mixed = await giveKey(deps, edvard.id, { streamId: id });
    await refuses(world, () => send({ key: mixed.key }), 'notFound');
    const { key } = await giveKey(deps, edvard.id, { payee: edvard.address });
    expect(await send({ key })).toMatchObject({ streamId: own });
    expect(await deps.rooms.participants(id)).toEqual([]);
  });

  test('is refused while the media server takes none, and nothing is written', async () => {
    const world = await rtmpWorld();
    const { deps, send } = world;
    const from = { ...deps, rooms: { ...deps.rooms, openRtmp: () => Promise.reject(new Error('no ingress')) } };
    await refuses(world, () => send({ from }), 'mediaAway');
  });

  test('that never comes into the room is given up, as is one whose program goes', async () => {
    const world = await rtmpWorld();
    const { deps, send, row } = world;
    const gone = new AbortController();
    await refuses(world, () => send({ pass: () => gone.abort(), gone: gone.signal }), 'offerRefused');
    let passed = false;
    const waiting = expect(send({ pass: () => (passed = true) })).rejects.toMatchObject({ code: 'offerRefused' });
    await vi.waitUntil(() => passed);
    for (let seconds = 0; seconds < 13; seconds += 1) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      deps.clock.advance(SECOND);
    }
    await waiting;
    expect(await deps.rooms.rtmpWays()).toEqual([]);
    expect(await deps.db.feed.count()).toBe(0);
    expect(await row()).toMatchObject({ status: 'scheduled' });
  });

  test('whose key is revoked while it comes in is not let in', async () => {
    const { deps, id, keyId, send, row } = await rtmpWorld();
    const { rooms } = deps;
    const rtmpSender: typeof rooms.rtmpSender = async (...asked) => {
      await deps.db.streamKey.update({ where: { id: keyId }, data: { revokedAt: deps.clock.now() } });
      return rooms.rtmpSender(...asked);
    };
    const from = { ...deps, rooms: { ...rooms, rtmpSender } };
    await expect(send({ from })).rejects.toMatchObject({ code: 'streamKeyUnknown' });
    expect(await row()).toMatchObject({ status: 'scheduled' });
    expect(await rooms.participants(id)).toEqual([]);
    expect(await rooms.rtmpWays()).toEqual([]);
  });
});

describe('a feed by RTMP ends', () => {
  test('at once when its key is replaced, and the new key goes on', async () => {
    const { deps, id, keyId, send, enter, row } = await rtmpWorld();
    const { api } = await enter();
    await send();
    const { key } = await api.feeds.rotateKey({ id: keyId });
    expect(await deps.rooms.participants(id)).toEqual([]);
    expect(await deps.rooms.rtmpWays()).toEqual([]);
    await expect(send()).rejects.toMatchObject({ code: 'streamKeyUnknown' });
    await send({ key });
    expect(await row()).toMatchObject({ status: 'live' });
  });

  test('with its connection: the stream waits a minute, silent, and then is over', async () => {
    const { deps, id, send, row } = await rtmpWorld();
    const feed = await send();
    deps.rooms.publish(id, [{ kind: 'video', muted: false }]);
    await sweepBroadcasts(deps);
    await endRtmpFeed(deps, feed);
    expect(await deps.db.feed.count()).toBe(0);
    expect(await deps.rooms.rtmpWays()).toEqual([]);
    deps.clock.advance(3 * SECOND);
    await sweepBroadcasts(deps);
    expect(await row()).toMatchObject({ status: 'live', silentSince: deps.clock.now() });
    deps.clock.advance(MINUTE);
    await sweepBroadcasts(deps);
    expect(await row()).toMatchObject({ status: 'ended', endReason: 'connectionLost' });
  });

  test('with its stream: its way in is gone', async () => {
    const { deps, id, send } = await rtmpWorld();
    const { id: admin } = await makeAccount(deps, { roles: ['admin'] });
    await send();
    await takeDown(deps, admin, id, 'Stolen.');
    expect(await deps.rooms.list()).toEqual([]);
    await sweepFeeds(deps);
    expect(await deps.db.feed.count()).toBe(0);
    expect(await deps.rooms.rtmpWays()).toEqual([]);
  });

  test('while the media server is away: the sweep takes its way in away, and leaves what is sent', async () => {
    const { deps, send } = await rtmpWorld();
    const feed = await send();
    await sweepFeeds(deps);
    expect(await deps.rooms.rtmpWays()).toEqual([{ id: feed.way, feed: feed.id }]);
    deps.rooms.setReachable(false);
    await endRtmpFeed(deps, feed);
    await sweepFeeds(deps);
    deps.rooms.setReachable(true);
    expect(await deps.rooms.rtmpWays()).toHaveLength(1);
    await sweepFeeds(deps);
    expect(await deps.rooms.rtmpWays()).toEqual([]);
  });
});

test('a site that takes no RTMP says so, and asks nobody for it', async () => {
  const { deps, enter } = await rtmpWorld();
  const { api } = await enter();
  expect(await api.feeds.overview()).toMatchObject({ rtmp: 'rtmp://localhost/live' });
  const config = { ...deps.config, rtmp: null };
  const rooms = { ...deps.rooms, rtmpWays: () => expect.unreachable() };
  await sweepFeeds({ ...deps, config, rooms });
  expect(deps.logged.filter(({ level }) => level >= 40)).toEqual([]);
});
