import { readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { RoomServiceClient, WebhookReceiver } from 'livekit-server-sdk';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import { startTimeOf } from '../launcher/processes.mjs';
import { eventually, scratchFolder } from '../testing/folders.mjs';
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
      rtc: { node_ip: '127.0.0.1', ips: { includes: ['127.0.0.1/32'] } },
      turn: { enabled: true, bind_addresses: ['127.0.0.1'] },
      webhook: {},
      keys: { vilokanam: engine.env.LIVEKIT_API_SECRET },
    });
    expect(statSync(file).mode & 0o077).toBe(0);
  },
);

test('it tells what happens in rooms to whom it is told to, signed with its key', { timeout: 300_000 }, async () => {
  const heard: { path: string | undefined; body: string; authorization: string | undefined }[] = [];
  const ear = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      heard.push({ path: request.url, body, authorization: request.headers.authorization });
      response.end();
    });
  });
  await new Promise<void>((resolve) => ear.listen(0, '127.0.0.1', resolve));
  const { port } = ear.address() as AddressInfo;
  const engine = await startLivekit({ dataDir, hook: `http://127.0.0.1:${port}/livekit/webhook` });
  const { LIVEKIT_API_KEY = '', LIVEKIT_API_SECRET = '' } = engine.env;
  await new RoomServiceClient(engine.url.replace('ws:', 'http:'), LIVEKIT_API_KEY, LIVEKIT_API_SECRET).createRoom({
    name: 'one',
  });
  await eventually('a webhook', () => heard.length > 0, 10_000);
  await engine.stop();
  ear.close();
  const [{ path, body, authorization }] = heard as [(typeof heard)[number]];
  expect(path).toBe('/livekit/webhook');
  expect(await new WebhookReceiver(LIVEKIT_API_KEY, LIVEKIT_API_SECRET).receive(body, authorization)).toMatchObject({
    event: 'room_started',
    room: { name: 'one' },
  });
});
