import { describe, expect, test, vi } from 'vitest';
import { systemClock } from '../clock';
import { CREATOR_SEAT, type Grant, type RoomHint, type Rooms } from '../deps';
import { streamId, uuidv7, type StreamId } from '../ids';
import { whipOffer } from './whip-offer';

/** Somebody's client, connected to a room. */
export interface Guest {
  inRoom(): boolean;
  /** Whether a picture comes at this time, the creator's unless said. */
  sees(whose?: string): Promise<boolean>;
  /** The messages that have arrived. */
  heard(): { topic: string; text: string }[];
  /** Begins to send a picture, or sound. Throws where it may not. */
  publish(kind?: 'video' | 'audio'): Promise<void>;
  leave(): Promise<void>;
}

/** A media server under the suite, and clients of it. */
export interface RoomsWorld {
  rooms: Rooms;
  /** Connects by a token; throws when it is not let in. */
  enter(room: StreamId, identity: string, token: string): Promise<Guest>;
  /** The webhooks that were sent so far. */
  hooks(): { body: string; authorization: string | undefined }[];
}

/** The same, and programs that send by RTMP. */
export interface RtmpWorld extends RoomsWorld {
  /** Sends by this key. */
  send(key: string): Promise<RtmpSender>;
}

/** A program that sends by RTMP. */
export interface RtmpSender {
  /** False once it was refused, or ended. */
  sends(): boolean;
  stop(): Promise<void>;
}

const NOTHING: Grant = { maySubscribe: false, maySend: 'nothing' };
const SEES: Grant = { maySubscribe: true, maySend: 'nothing' };
const ON_STAGE: Grant = { maySubscribe: true, maySend: 'all' };

/** Tests wait for pictures, and some machines for their turn. */
const PATIENCE = { timeout: 20_000, interval: 100 };
const TEST = { timeout: 60_000 };

/** What every media server that takes RTMP is held to. */
export function holdsAsRtmp(makeWorld: () => RtmpWorld): void {
  const newRoom = () => streamId.parse(uuidv7(systemClock.now()));
  const until = (holds: () => boolean | Promise<boolean>) => vi.waitUntil(holds, PATIENCE);
  const creators = async ({ rooms }: RoomsWorld, room: StreamId) =>
    (await rooms.participants(room)).filter(({ identity }) => identity === CREATOR_SEAT).map(({ id }) => id);

  /** A room with a way in, by which a program sends. */
  async function sending(world: RtmpWorld, feed = uuidv7(systemClock.now())) {
    const room = newRoom();
    await world.rooms.open(room);
    const way = await world.rooms.openRtmp(room, 'Maya', feed);
    expect(await world.rooms.rtmpSender(room, way.id)).toBeNull();
    const program = await world.send(way.key);
    await until(async () => (await world.rooms.rtmpSender(room, way.id)) !== null);
    const participant = (await world.rooms.rtmpSender(room, way.id)) ?? '';
    return { room, way, feed, program, participant };
  }

  describe('a program that sends by RTMP', TEST, () => {
    test('is in the room as its creator, and is seen; taking its way away ends it, and another way does not', async () => {
      const world = makeWorld();
      const { room, way, feed, program, participant } = await sending(world);
      const other = await world.rooms.openRtmp(room, 'Maya', 'another feed');
      expect(await creators(world, room)).toEqual([participant]);
      expect(await world.rooms.rtmpSender(room, other.id)).toBeNull();
      const token = await world.rooms.viewerToken(room, 'a seat', true);
      const viewer = await world.enter(room, 'a seat', token);
      await until(() => viewer.sees());
      const ways = await world.rooms.rtmpWays();
      expect(ways).toContainEqual({ id: way.id, feed });
      expect(ways).toContainEqual({ id: other.id, feed: 'another feed' });

      await world.rooms.closeRtmp(other.id);
      expect(await world.rooms.rtmpSender(room, way.id)).toBe(participant);
      await world.rooms.closeRtmp(way.id);
      await vi.waitUntil(() => !program.sends(), { timeout: 5_000 });
      await vi.waitUntil(async () => (await creators(world, room)).length === 0, { timeout: 5_000 });
      expect(await world.rooms.rtmpSender(room, way.id)).toBeNull();
      expect(await world.rooms.rtmpWays()).not.toContainEqual({ id: way.id, feed });
      await world.rooms.closeRtmp(way.id);
    });

    test('is ended by its own name alone, as one that sends by WHIP is', async () => {
      const world = makeWorld();
      const { room, program, participant } = await sending(world);
      await world.rooms.endFeed(room, 'PA_anotherOne');
      expect(await creators(world, room)).toEqual([participant]);
      await world.rooms.endFeed(room, participant);
      await vi.waitUntil(() => !program.sends(), { timeout: 5_000 });
      await vi.waitUntil(async () => (await creators(world, room)).length === 0, { timeout: 5_000 });
    });

    test('gives way to a page of its creator, which stays', async () => {
      const world = makeWorld();
      const { room, program, way } = await sending(world);
      const page = await world.enter(room, CREATOR_SEAT, await world.rooms.creatorToken(room, 'Maya'));
      await until(() => !program.sends());
      expect(page.inRoom()).toBe(true);
      expect(await creators(world, room)).toHaveLength(1);
      expect(await world.rooms.rtmpSender(room, way.id)).toBeNull();
      await world.rooms.closeRtmp(way.id);
      expect(page.inRoom()).toBe(true);
    });

    test('is out when its room is closed', async () => {
      const world = makeWorld();
      const { room, program } = await sending(world);
      await world.rooms.close(room);
      await vi.waitUntil(() => !program.sends(), { timeout: 5_000 });
    });

    test('by a key that was never made, or whose way is gone, is not let in', async () => {
      const world = makeWorld();
      const room = newRoom();
      await world.rooms.open(room);
      const way = await world.rooms.openRtmp(room, 'Maya', 'a feed');
      await world.rooms.closeRtmp(way.id);
      for (const key of ['aKeyOfMyOwn', way.key]) {
        const program = await world.send(key);
        await until(() => !program.sends());
      }
      expect(await creators(world, room)).toEqual([]);
    });
  });
}

/** What every media server is held to. */
export function holdsAsRooms(makeWorld: () => RoomsWorld): void {
  const newRoom = () => streamId.parse(uuidv7(systemClock.now()));
  const seat = () => uuidv7(systemClock.now());
  const until = (holds: () => boolean | Promise<boolean>) => vi.waitUntil(holds, PATIENCE);
  const identities = async ({ rooms }: RoomsWorld, room: StreamId) =>
    (await rooms.participants(room)).map(({ identity }) => identity).sort();

  /** A room with a creator who sends a picture. */
  async function onAir(world: RoomsWorld) {
    const room = newRoom();
    await world.rooms.open(room);
    const creator = await world.enter(room, CREATOR_SEAT, await world.rooms.creatorToken(room, 'Maya'));
    await creator.publish();
    return { room, creator };
  }
  async function watch(world: RoomsWorld, room: StreamId, maySubscribe = false, identity = seat()) {
    const token = await world.rooms.viewerToken(room, identity, maySubscribe);
    const guest = await world.enter(room, identity, token);
    await until(async () => (await identities(world, room)).includes(identity));
    return { identity, token, guest };
  }

  describe('a room', TEST, () => {
    test('is there from its opening to its closing; opening it again changes nothing', async () => {
      const world = makeWorld();
      const room = newRoom();
      const listed = async () => (await world.rooms.list()).map((found) => found.room);
      expect(await listed()).not.toContain(room);
      await world.rooms.open(room);
      const { guest } = await watch(world, room);
      await world.rooms.open(room);
      expect((await listed()).filter((name) => name === room)).toHaveLength(1);
      expect(guest.inRoom()).toBe(true);

      await world.rooms.close(room);
      expect(await listed()).not.toContain(room);
      await until(() => !guest.inRoom());
      expect(await identities(world, room)).toEqual([]);
      await world.rooms.close(room);
    });

    test('that nobody opened lets nobody in, and nothing asked of it is an error', async () => {
      const { rooms, enter } = makeWorld();
      const room = newRoom();
      const token = await rooms.viewerToken(room, 'a seat', true);
      await expect(enter(room, 'a seat', token)).rejects.toThrow();
      expect(await rooms.participants(room)).toEqual([]);
      expect(await rooms.setGrant(room, 'a seat', SEES)).toBe(false);
      await rooms.remove(room, 'a seat');
      await rooms.send(room, 'chat', Buffer.from('into the void'));
      expect((await rooms.list()).map((found) => found.room)).not.toContain(room);
    });
  });

  describe('what is sent', TEST, () => {
    test('comes to whom it is given, stops when it is taken, and comes again', async () => {
      const world = makeWorld();
      const { room } = await onAir(world);
      const { identity, guest } = await watch(world, room);
      expect(await guest.sees()).toBe(false);
      for (const round of [1, 2]) {
        expect(await world.rooms.setGrant(room, identity, SEES)).toBe(true);
        await until(() => guest.sees());
        expect(await world.rooms.setGrant(room, identity, NOTHING), `round ${round}`).toBe(true);
        await until(async () => !(await guest.sees()));
      }
      expect(guest.inRoom()).toBe(true);
      expect(await world.rooms.setGrant(room, 'nobody', SEES)).toBe(false);
    });

    test('comes at once to whom the token allows it', async () => {
      const world = makeWorld();
      const { room } = await onAir(world);
      const { guest } = await watch(world, room, true);
      await until(() => guest.sees());
    });

    test('is told with who is there: the creator with tracks, viewers with what they may, hidden or not', async () => {
      const world = makeWorld();
      const { room } = await onAir(world);
      const { identity } = await watch(world, room);
      await world.rooms.setGrant(room, identity, SEES);
      const told = await world.rooms.participants(room);
      expect(told).toHaveLength(2);
      expect(told).toContainEqual(
        expect.objectContaining({
          identity: CREATOR_SEAT,
          grant: { maySubscribe: true, maySend: 'all' },
          tracks: [{ kind: 'video', muted: false }],
        }),
      );
      expect(told).toContainEqual(expect.objectContaining({ identity, grant: SEES, tracks: [] }));
      for (const { joinedAt } of told) expect(joinedAt).toBeInstanceOf(Date);
    });
  });

  describe('the stage', TEST, () => {
    const sent = async ({ rooms }: RoomsWorld, room: StreamId, identity: string) => {
      const somebody = (await rooms.participants(room)).find((found) => found.identity === identity);
      return somebody?.tracks.map(({ kind }) => kind).sort() ?? [];
    };

    test('lets somebody send to all who see, the creator too, and takes it from them for good', async () => {
      const world = makeWorld();
      const { room, creator } = await onAir(world);
      const { identity, guest } = await watch(world, room);
      const { guest: viewer } = await watch(world, room, true);
      for (const round of [1, 2]) {
        expect(await world.rooms.setGrant(room, identity, ON_STAGE)).toBe(true);
        await guest.publish();
        for (const one of [viewer, creator]) await until(() => one.sees(identity));
        expect(await guest.sees(), `round ${round}`).toBe(true);
        await world.rooms.setGrant(room, identity, SEES);
        await until(async () => (await sent(world, room, identity)).length === 0);
        for (const one of [viewer, creator]) await until(async () => !(await one.sees(identity)));
      }
      await expect(guest.publish()).rejects.toThrow();
      expect(await viewer.sees()).toBe(true);
      expect(guest.inRoom()).toBe(true);
    });

    test('takes the sound of somebody and leaves the picture', async () => {
      const world = makeWorld();
      const { room } = await onAir(world);
      const { identity, guest } = await watch(world, room);
      const { guest: viewer } = await watch(world, room, true);
      await world.rooms.setGrant(room, identity, ON_STAGE);
      await guest.publish();
      await guest.publish('audio');
      await until(async () => (await sent(world, room, identity)).length === 2);
      await world.rooms.setGrant(room, identity, { maySubscribe: true, maySend: 'picture' });
      await until(async () => (await sent(world, room, identity)).join() === 'video');
      await until(() => viewer.sees(identity));
      await expect(guest.publish('audio')).rejects.toThrow();
      const told = await world.rooms.participants(room);
      expect(told.find((found) => found.identity === identity)?.grant.maySend).toBe('picture');
    });

    test('is not entered again by a token from before it', async () => {
      const world = makeWorld();
      const { room } = await onAir(world);
      const { identity, token, guest } = await watch(world, room);
      await world.rooms.setGrant(room, identity, ON_STAGE);
      await guest.publish();
      await guest.leave();
      await until(async () => !(await identities(world, room)).includes(identity));
      const again = await world.enter(room, identity, token);
      await until(async () => (await identities(world, room)).includes(identity));
      await expect(again.publish()).rejects.toThrow();
      const told = await world.rooms.participants(room);
      expect(told.find((found) => found.identity === identity)).toMatchObject({ grant: NOTHING, tracks: [] });
    });
  });

  describe('a token', TEST, () => {
    test('that was there before a cut still opens the door, and says what it said: whoever comes in is looked at again', async () => {
      const world = makeWorld();
      const { room } = await onAir(world);
      const paid = await watch(world, room, false);
      const free = await watch(world, room, true);
      await world.rooms.setGrant(room, paid.identity, SEES);
      await world.rooms.setGrant(room, free.identity, NOTHING);
      for (const { identity, token, guest } of [paid, free]) {
        await guest.leave();
        await until(async () => !(await identities(world, room)).includes(identity));
        await world.enter(room, identity, token);
      }
      await until(async () => (await identities(world, room)).length === 3);
      const may = new Map(
        (await world.rooms.participants(room)).map((found) => [found.identity, found.grant.maySubscribe]),
      );
      expect([may.get(paid.identity), may.get(free.identity)]).toEqual([false, true]);
      expect(await world.rooms.setGrant(room, free.identity, NOTHING)).toBe(true);
    });

    test('used twice throws the older client out', async () => {
      const world = makeWorld();
      const { room } = await onAir(world);
      const { identity, token, guest: older } = await watch(world, room);
      const newer = await world.enter(room, identity, token);
      await until(() => !older.inRoom());
      expect(newer.inRoom()).toBe(true);
      expect(await identities(world, room)).toEqual([CREATOR_SEAT, identity].sort());
    });
  });

  test('whoever is removed is out; removing them again is no error', TEST, async () => {
    const world = makeWorld();
    const { room } = await onAir(world);
    const { identity, guest } = await watch(world, room, true);
    const other = await watch(world, room, true);
    await world.rooms.remove(room, identity);
    await until(() => !guest.inRoom());
    await until(async () => !(await identities(world, room)).includes(identity));
    expect(other.guest.inRoom()).toBe(true);
    await world.rooms.remove(room, identity);
  });

  test('messages reach who is meant, also who may not subscribe', TEST, async () => {
    const world = makeWorld();
    const { room } = await onAir(world);
    const cut = await watch(world, room, false);
    const seeing = await watch(world, room, true);
    const send = (text: string, to?: string[]) => world.rooms.send(room, 'chat', Buffer.from(text), to);
    await send('to nobody', []);
    await send('to one', [cut.identity]);
    await send('to all');
    await until(() => [cut, seeing].every(({ guest }) => guest.heard().some(({ text }) => text === 'to all')));
    expect(cut.guest.heard()).toEqual([
      { topic: 'chat', text: 'to one' },
      { topic: 'chat', text: 'to all' },
    ]);
    expect(seeing.guest.heard()).toEqual([{ topic: 'chat', text: 'to all' }]);
  });

  describe('a program that sends by WHIP', TEST, () => {
    async function feeding(world: RoomsWorld) {
      const room = newRoom();
      await world.rooms.open(room);
      const feed = await world.rooms.startFeed(room, 'Maya', whipOffer());
      if (!feed) throw new Error('the offer was refused');
      return { room, feed };
    }
    const creators = async ({ rooms }: RoomsWorld, room: StreamId) =>
      (await rooms.participants(room)).filter(({ identity }) => identity === CREATOR_SEAT).map(({ id }) => id);

    test('is let in as the creator, gets its answer and ways through a network, and is ended by its own name alone', async () => {
      const world = makeWorld();
      const { room, feed } = await feeding(world);
      expect(feed.sdp).toMatch(/^v=0\r\n/);
      expect(feed.etag).toBeTruthy();
      expect(feed.iceServers).toContainEqual({
        urls: [expect.stringMatching(/^turns?:[^%]+$/) as string],
        username: expect.any(String) as string,
        credential: expect.any(String) as string,
      });
      expect(await creators(world, room)).toEqual([feed.participant]);

      await world.rooms.endFeed(room, 'PA_anotherOne');
      expect(await creators(world, room)).toEqual([feed.participant]);
      await world.rooms.endFeed(room, feed.participant);
      expect(await creators(world, room)).toEqual([]);
      await world.rooms.endFeed(room, feed.participant);
      await world.rooms.endFeed(newRoom(), feed.participant);
    });

    test('again is somebody else in the same place: the older one is out', async () => {
      const world = makeWorld();
      const { room, feed } = await feeding(world);
      const again = await world.rooms.startFeed(room, 'Maya', whipOffer());
      expect(again?.participant).not.toBe(feed.participant);
      expect(await creators(world, room)).toEqual([again?.participant]);
    });

    test('with an offer that cannot be answered is not let in, and nobody stands in the room for it', async () => {
      const world = makeWorld();
      const room = newRoom();
      await world.rooms.open(room);
      for (const offer of ['nothing of the kind', 'v=0\r\nnonsense\r\n'])
        expect(await world.rooms.startFeed(room, 'Maya', offer)).toBeNull();
      expect(await creators(world, room)).toEqual([]);
    });

    test('tells what it finds out of its network by the name of its connection; by another one nothing is taken', async () => {
      const world = makeWorld();
      const room = newRoom();
      await world.rooms.open(room);
      const offer = whipOffer();
      const feed = await world.rooms.startFeed(room, 'Maya', offer);
      if (!feed) throw new Error('the offer was refused');
      const fragment = [
        ...offer.split('\r\n').filter((line, at, all) => /^a=ice-(ufrag|pwd)/.test(line) && all.indexOf(line) === at),
        'm=audio 9 UDP/TLS/RTP/SAVPF 111',
        'a=mid:0',
        'a=candidate:1 1 udp 2122317823 127.0.0.1 50000 typ host',
        '',
      ].join('\r\n');
      const change = { ifMatch: feed.etag ?? '', fragment };
      expect(await world.rooms.changeFeed(room, feed.participant, change)).not.toBeNull();
      expect(await world.rooms.changeFeed(room, feed.participant, { ...change, ifMatch: 'another' })).toBeNull();
      expect(await world.rooms.changeFeed(room, 'PA_anotherOne', change)).toBeNull();
      await world.rooms.endFeed(room, feed.participant);
      expect(await world.rooms.changeFeed(room, feed.participant, change)).toBeNull();
    });
  });

  describe('a hint', TEST, () => {
    test('tells who came, sent and went, in which room', async () => {
      const world = makeWorld();
      const { room } = await onAir(world);
      const { identity, guest } = await watch(world, room);
      await guest.leave();
      const hints = async () => {
        const read = await Promise.all(
          world.hooks().map(({ body, authorization }) => world.rooms.readHint(body, authorization)),
        );
        return read.filter((hint): hint is RoomHint => hint?.room === room);
      };
      await until(async () => (await hints()).some(({ kind }) => kind === 'left'));
      const told = await hints();
      for (const [kind, who] of [
        ['joined', CREATOR_SEAT],
        ['published', CREATOR_SEAT],
        ['joined', identity],
        ['left', identity],
      ] as const)
        expect(told).toContainEqual({ id: expect.any(String) as string, kind, room, identity: who });
      expect(new Set(told.map(({ id }) => id)).size).toBe(told.length);
    });

    test('is nothing without the media server’s signature on its very bytes', async () => {
      const { rooms, hooks } = await (async () => {
        const world = makeWorld();
        await onAir(world);
        await until(() => world.hooks().length > 0);
        return world;
      })();
      const [hook] = hooks();
      if (!hook) throw new Error('no hook came');
      const token = await rooms.viewerToken(newRoom(), 'a seat', true);
      expect(await rooms.readHint(hook.body, hook.authorization)).not.toBeNull();
      expect(await rooms.readHint(`${hook.body} `, hook.authorization)).toBeNull();
      expect(await rooms.readHint(hook.body, undefined)).toBeNull();
      expect(await rooms.readHint(hook.body, '')).toBeNull();
      expect(await rooms.readHint(hook.body, `Bearer ${hook.authorization}`)).toBeNull();
      expect(await rooms.readHint(hook.body, token)).toBeNull();
      expect(await rooms.readHint('{}', token)).toBeNull();
      expect(await rooms.readHint('', hook.authorization)).toBeNull();
    });
  });
}
