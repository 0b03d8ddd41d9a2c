import { rmSync } from 'node:fs';
import { dispose } from '@livekit/rtc-node';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { scratchFolder } from '../../scripts/testing/folders.mjs';
import { CREATOR_SEAT, type Deps } from '../deps';
import { type SessionId } from '../ids';
import { makeAccount, makeCreator, makeStream, testDeps } from '../testing/harness';
import { realRooms } from '../testing/real-rooms';
import { joinInput } from '../viewing/input';
import { join } from '../viewing/join';
import { sweepRoom } from '../viewing/media/sweep';
import { ban } from './restrict';

const PATIENCE = { timeout: 20_000, interval: 100 };
const origin = { ipAddress: '192.0.2.7', userAgent: 'test' };
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

test('on LiveKit a ban ends the picture, and the token from before it, played again, brings nobody back to stay', async () => {
  const made = await testDeps();
  const deps: Deps = { ...made, rooms: world.rooms };
  const [creator, viewer] = [await makeCreator(made), await makeAccount(made)];
  const { id: room } = await makeStream(made, { creatorId: creator.id, status: 'live' });
  await deps.rooms.open(room);
  const sender = await world.enter(room, CREATOR_SEAT, await deps.rooms.creatorToken(room, 'Maya'));
  await sender.publish();
  const visitor = { origin, signedIn: { sessionId: 'session' as SessionId, accountId: viewer.id } };
  const asked = () => join(deps, visitor, joinInput.parse({ streamId: room }));
  const joined = await asked();
  const { seat } = await made.db.viewing.findUniqueOrThrow({ where: { id: joined.viewing } });
  const guest = await world.enter(room, seat, joined.room.token);
  await vi.waitUntil(() => guest.sees(), PATIENCE);

  await ban(deps, creator.id, origin, creator.id, { meant: { accountId: viewer.id }, reason: '', minutes: null });
  await vi.waitUntil(() => !guest.inRoom(), PATIENCE);
  await expect(asked()).rejects.toMatchObject({ code: 'banned' });

  const again = await world.enter(room, seat, joined.room.token).catch(() => null);
  // where LiveKit itself takes the old token no more, there is nobody to send out
  if (again) {
    await sweepRoom(deps, room);
    await vi.waitUntil(() => !again.inRoom(), PATIENCE);
  }
  const there = await deps.rooms.participants(room);
  expect(there.map(({ identity }) => identity)).toEqual([CREATOR_SEAT]);
}, 120_000);
