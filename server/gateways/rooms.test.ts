import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLivekit } from '../../scripts/engines/livekit.mjs';
import { scratchFolder } from '../../scripts/testing/folders.mjs';
import { fakeRooms } from '../testing/fake-rooms';
import { createRooms } from './rooms';

const dataDir = scratchFolder();
let media: Awaited<ReturnType<typeof startLivekit>>;
beforeAll(async () => {
  media = await startLivekit({ dataDir });
}, 120_000);
afterAll(async () => {
  await media.stop();
  rmSync(dataDir, { recursive: true });
});

const keys = () => ({ apiKey: media.env.LIVEKIT_API_KEY ?? '', apiSecret: media.env.LIVEKIT_API_SECRET ?? '' });

test('LiveKit says that it is well, and so does the fake', async () => {
  const health = await createRooms({ url: media.url, ...keys() }).health();
  expect(health).toEqual({ ok: true, detail: '0 rooms' });
  expect(await fakeRooms().health()).toEqual(health);
});

test('a wrong secret is noticed, and is not told', async () => {
  const apiSecret = 'another secret of thirty-two letters';
  const health = await createRooms({ url: media.url, ...keys(), apiSecret }).health();
  expect(health.ok).toBe(false);
  expect(health.detail).not.toContain(apiSecret);
});

test('a media server that is away is said to be away', async () => {
  expect((await createRooms({ url: 'ws://127.0.0.1:9', ...keys() }).health()).ok).toBe(false);
});
