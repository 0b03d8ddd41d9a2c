import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { RoomServiceClient } from 'livekit-server-sdk';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { startTimeOf } from '../launcher/processes.mjs';
import { scratchFolder } from '../testing/folders.mjs';
import { startLivekit } from './livekit.mjs';

let dataDir: string;

beforeEach(() => void (dataDir = scratchFolder()));
afterEach(() => rmSync(dataDir, { recursive: true }));

test('it answers with the keys it gave, to nobody else, and leaves no process', { timeout: 300_000 }, async () => {
  const engine = await startLivekit({ dataDir });
  const { LIVEKIT_URL = '', LIVEKIT_API_KEY, LIVEKIT_API_SECRET } = engine.env;
  const address = LIVEKIT_URL.replace('ws:', 'http:');
  const rooms = new RoomServiceClient(address, LIVEKIT_API_KEY, LIVEKIT_API_SECRET);
  expect(await engine.health()).toBe(true);
  await rooms.createRoom({ name: 'one' });
  expect((await rooms.listRooms()).map((room) => room.name)).toEqual(['one']);
  await expect(new RoomServiceClient(address, LIVEKIT_API_KEY, 'x'.repeat(32)).listRooms()).rejects.toThrow();

  await engine.stop();
  expect(await engine.health()).toBe(false);
  expect(startTimeOf(engine.child.pid)).toBeNull();
});

test(
  'its configuration is the repository’s, on loopback, with keys that only the owner can read',
  { timeout: 300_000 },
  async () => {
    const engine = await startLivekit({ dataDir });
    await engine.stop();
    const file = join(dataDir, 'livekit.yaml');
    const shared = parse(readFileSync('livekit.yaml', 'utf8')) as { room: object };
    expect(parse(readFileSync(file, 'utf8'))).toMatchObject({
      room: shared.room,
      bind_addresses: ['127.0.0.1'],
      rtc: { node_ip: '127.0.0.1' },
      keys: { vilokanam: engine.env.LIVEKIT_API_SECRET },
    });
    expect(statSync(file).mode & 0o077).toBe(0);
  },
);
