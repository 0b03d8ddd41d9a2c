import { rmSync } from 'node:fs';
import { dispose, IceTransportType } from '@livekit/rtc-node';
import { AccessToken, RoomServiceClient, TokenVerifier } from 'livekit-server-sdk';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { scratchFolder } from '../../scripts/testing/folders.mjs';
import { systemClock } from '../clock';
import { CREATOR_SEAT } from '../deps';
import { streamId, uuidv7 } from '../ids';
import { fakeRooms } from '../testing/fake-rooms';
import { realRooms } from '../testing/real-rooms';
import { holdsAsRooms } from '../testing/rooms-suite';
import { whipOffer } from '../testing/whip-offer';
import { createRooms } from './rooms';

const PATIENCE = { timeout: 20_000, interval: 100 };
const dataDir = scratchFolder();
let world: Awaited<ReturnType<typeof realRooms>>;
beforeAll(async () => {
  world = await realRooms(dataDir);
}, 300_000);
afterAll(async () => {
  await world?.stop();
  await dispose();
  rmSync(dataDir, { recursive: true });
});

const newRoom = () => streamId.parse(uuidv7(systemClock.now()));

test('LiveKit says that it is well, and so does the fake', async () => {
  expect(await world.rooms.health()).toEqual({ ok: true, detail: '0 rooms' });
  expect(await fakeRooms().health()).toEqual({ ok: true, detail: '0 rooms' });
});

holdsAsRooms(() => world);

test('a wrong secret is noticed, and is not told', async () => {
  const apiSecret = 'another secret of thirty-two letters';
  const health = await createRooms({ url: world.url, ...world.keys, apiSecret }).health();
  expect(health.ok).toBe(false);
  expect(health.detail).not.toContain(apiSecret);
});

test('a media server that is away is said to be away, and is not taken for an empty one', async () => {
  const away = createRooms({ url: 'ws://127.0.0.1:9', ...world.keys });
  const room = newRoom();
  expect((await away.health()).ok).toBe(false);
  for (const call of [
    away.open(room),
    away.close(room),
    away.list(),
    away.participants(room),
    away.setGrant(room, 'a seat', { maySubscribe: false, maySend: 'nothing' }),
    away.remove(room, 'a seat'),
    away.send(room, 'chat', new Uint8Array()),
    away.startFeed(room, 'Maya', whipOffer()),
    away.endFeed(room, 'PA_1'),
    away.openRtmp(room, 'Maya', 'a feed'),
    away.rtmpSender(room, 'IN_1'),
    away.closeRtmp('IN_1'),
    away.rtmpWays(),
  ])
    await expect(call).rejects.toThrow();
});

test('rooms that somebody else made on the same media server are none of ours', async () => {
  const api = new RoomServiceClient(world.url.replace('ws', 'http'), world.keys.apiKey, world.keys.apiSecret);
  await api.createRoom({ name: 'lobby' });
  expect((await world.rooms.list()).map(({ room }) => room)).not.toContain('lobby');
  await vi.waitUntil(() => world.hooks().some(({ body }) => body.includes('"lobby"')), PATIENCE);
  const hook = world.hooks().find(({ body }) => body.includes('"lobby"'));
  expect(await world.rooms.readHint(hook?.body ?? '', hook?.authorization)).toMatchObject({
    kind: 'started',
    room: null,
  });
  await api.deleteRoom('lobby');
});

test('tokens live for minutes, open one room for one identity, and give what the seat may', async () => {
  const verifier = new TokenVerifier(world.keys.apiKey, world.keys.apiSecret);
  const room = newRoom();
  const viewer = await verifier.verify(await world.rooms.viewerToken(room, 'a seat', false));
  expect(viewer).toMatchObject({
    sub: 'a seat',
    video: { roomJoin: true, room, hidden: true, canPublish: false, canPublishData: false, canSubscribe: false },
  });
  const creator = await verifier.verify(await world.rooms.creatorToken(room, 'Maya'));
  expect(creator).toMatchObject({
    sub: CREATOR_SEAT,
    name: 'Maya',
    video: { roomJoin: true, room, canPublish: true, canPublishData: false, canSubscribe: true },
  });
  for (const claims of [viewer, creator]) {
    expect(claims.video).not.toHaveProperty('roomAdmin');
    const { exp = 0, nbf = 0 } = claims as { exp?: number; nbf?: number };
    expect(exp - nbf).toBeLessThanOrEqual(300);
  }
});

test('a viewer cannot send a picture or a message, is seen by nobody, and cannot give itself anything', async () => {
  const room = newRoom();
  await world.rooms.open(room);
  const creator = await world.enter(room, CREATOR_SEAT, await world.rooms.creatorToken(room, 'Maya'));
  const token = await world.rooms.viewerToken(room, 'a seat', false);
  const viewer = await world.enter(room, 'a seat', token);
  await vi.waitUntil(async () => (await world.rooms.participants(room)).length === 2, PATIENCE);
  // granting is an update of all permissions: the seat must be as hidden and as mute after it
  for (const maySubscribe of [false, true]) {
    await world.rooms.setGrant(room, 'a seat', { maySubscribe, maySend: 'nothing' });
    await viewer.room.localParticipant?.publishData(Buffer.from('a lie'), { reliable: true }).catch(() => undefined);
    await world.rooms.send(room, 'marker', Buffer.from(`${maySubscribe}`));
    await vi.waitUntil(() => creator.heard().some(({ text }) => text === `${maySubscribe}`), PATIENCE);
    expect([...creator.room.remoteParticipants.keys()]).toEqual([]);
  }
  expect(creator.heard().map(({ topic }) => topic)).toEqual(['marker', 'marker']);
  await expect(viewer.publish()).rejects.toThrow();
  const withToken = new RoomServiceClient(world.url.replace('ws', 'http'), undefined, undefined, { token });
  await expect(
    withToken.updateParticipant(room, 'a seat', { permission: { canSubscribe: true, canPublish: true } }),
  ).rejects.toThrow();
  await expect(withToken.listParticipants(room)).rejects.toThrow();
  const [seat] = (await world.rooms.participants(room)).filter(({ identity }) => identity === 'a seat');
  expect(seat).toMatchObject({ tracks: [] });
});

test('a token that somebody signed with another key opens nothing', async () => {
  const room = newRoom();
  await world.rooms.open(room);
  const forged = new AccessToken(world.keys.apiKey, 'another secret of thirty-two letters', { identity: CREATOR_SEAT });
  forged.addGrant({ roomJoin: true, room, canPublish: true });
  await expect(world.enter(room, CREATOR_SEAT, await forged.toJwt())).rejects.toThrow();
  expect(await world.rooms.participants(room)).toEqual([]);
});

test('a viewer who may reach nothing but a relay sees through LiveKit’s own TURN', { timeout: 60_000 }, async () => {
  const room = newRoom();
  await world.rooms.open(room);
  const creator = await world.enter(room, CREATOR_SEAT, await world.rooms.creatorToken(room, 'Maya'));
  await creator.publish();
  const token = await world.rooms.viewerToken(room, 'a seat', true);
  const viewer = await world.enter(room, 'a seat', token, {
    // no servers named: those that LiveKit tells of in its answer to joining
    rtcConfig: { iceTransportType: IceTransportType.TRANSPORT_RELAY, continualGatheringPolicy: 1, iceServers: [] },
  });
  await vi.waitUntil(() => viewer.sees(), PATIENCE);
  expect(new Set(await viewer.ways())).toEqual(new Set(['RELAY udp']));
});

test('a viewer on a network without UDP sees over TCP', { timeout: 60_000 }, async () => {
  const folder = scratchFolder();
  const tcp = await realRooms(folder, { udp: false });
  const room = newRoom();
  await tcp.rooms.open(room);
  const creator = await tcp.enter(room, CREATOR_SEAT, await tcp.rooms.creatorToken(room, 'Maya'));
  await creator.publish();
  const viewer = await tcp.enter(room, 'a seat', await tcp.rooms.viewerToken(room, 'a seat', true));
  await vi.waitUntil(() => viewer.sees(), PATIENCE);
  const ways = await viewer.ways();
  expect(ways.length).toBeGreaterThan(0);
  for (const way of ways) expect(way).toMatch(/tcp$/);
  await tcp.stop();
  rmSync(folder, { recursive: true });
});
