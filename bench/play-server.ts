// The servers of bench/play.ts: the product's own HTTP side with database and folder storage, and a
// static file server over the same files. Which of them it is, is said by SERVES: each is a process
// of its own, so that its CPU time is nobody else's.
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { pino } from 'pino';
import { systemTimers } from '../sdk/timers';
import { KnownChain } from '../server/chain/known-chain';
import { HOUR, later, systemClock } from '../server/clock';
import { type Deps, type VideoIndex } from '../server/deps';
import { createDb } from '../server/gateways/db';
import { createSessions } from '../server/gateways/sessions';
import { createFolderStorage } from '../server/gateways/storage';
import { createHttpApp } from '../server/http/app';
import { type AccountId, type StreamId, type ViewingId } from '../server/ids';
import { masterPlaylist, mediaPlaylist } from '../server/playback/playlists';
import { PlayableVideos } from '../server/playback/videos';
import { writePass } from '../server/playback/token';
import { newName, videoKey } from '../server/storage-key';
import { fakeLedger } from '../server/testing/fake-ledger';
import { fakeRooms } from '../server/testing/fake-rooms';
import { Meters } from '../server/viewing/metering/meters';

/** What this process is asked by its parent. */
export type Question = { ask: 'cpu' };

/** What it tells when it is up: where it is, and where each player finds the video. */
export interface Up {
  url: string;
  media: string[];
}

const { DATABASE_URL = '', SERVES = 'product', FILES = '', VIDEO = '', PLAYERS = '[]', SEGMENTS = '60' } = process.env;
/** Two seconds at 2 Mbit/s. */
const SEGMENT_BYTES = 500_000;

const server = createServer();
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const media = SERVES === 'product' ? await serveProduct() : await serveFiles();
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ told: user + system });
});
process.send?.({ told: { url, media } satisfies Up });

/** The files alone, by the static server of the same framework. */
async function serveFiles(): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'vilokanam-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const storage = createFolderStorage(folder);
  const name = newName();
  const index = await putVideo(storage, name);
  const put = (file: string, text: string) => writeFile(join(folder, 'videos', name, file), text);
  await put('master.m3u8', masterPlaylist(index));
  for (const rendition of index.renditions) await put(`${rendition.name}.m3u8`, mediaPlaylist(rendition));
  const app = new Hono().use(serveStatic({ root: folder }));
  const listener = getRequestListener(app.fetch);
  server.on('request', (request, response) => void listener(request, response));
  return [`/videos/${name}/`];
}

/** The product, with a video of which every player has paid for every second. */
async function serveProduct(): Promise<string[]> {
  const log = pino({ level: 'error' }, pino.destination(2));
  const { db } = createDb(DATABASE_URL, log);
  const clock = systemClock;
  const ledger = fakeLedger({ clock });
  const storage = createFolderStorage(FILES);
  const { contract } = ledger.domain;
  const parts = {
    ...{ db, log, clock, ledger, storage, timers: systemTimers, knownChain: new KnownChain() },
    rooms: fakeRooms({ clock }),
    meters: new Meters({ clock, log }),
    videos: new PlayableVideos(),
    sessions: createSessions({ db, clock, secure: false }),
    config: { origin: url, localDemo: false, chain: { local: true, contract, contractBlock: 1, blockUrl: '' } },
  };
  // What playing does not touch is not there.
  const deps = parts as unknown as Deps;
  const folder = newName();
  const { durationMs, bytes } = await putVideo(storage, folder);
  const now = clock.now();
  await db.stream.update({ where: { id: VIDEO }, data: { status: 'recorded', silentSince: null } });
  const ready = {
    status: 'ready',
    durationMs,
    bytes: BigInt(bytes),
    createdAt: now,
    changedAt: now,
    readyAt: now,
  } as const;
  await db.video.create({ data: { streamId: VIDEO, kind: 'upload', folder, ...ready } });
  const players = JSON.parse(PLAYERS) as string[];
  const seconds = durationMs / 1_000;
  await db.$executeRaw`
    INSERT INTO playbacks (account_id, video_id, owned, updated_at)
    SELECT id, ${VIDEO}::uuid, int4multirange(int4range(0, ${seconds}::int)), now() FROM unnest(${players}::uuid[]) AS id`;
  const page = () => Promise.resolve(new Response('a page'));
  const app = createHttpApp({
    deps,
    origins: [url],
    trustedProxies: 1,
    livekitUrl: 'ws://127.0.0.1:1',
    assets: 'public',
    page,
  });
  const listener = getRequestListener(app.fetch);
  server.on('request', (request, response) => void listener(request, response));
  const expiresAt = later(now, HOUR);
  return players.map((id) => {
    const pass = { video: VIDEO as StreamId, account: id as AccountId, viewing: id as ViewingId, expiresAt };
    return `/media/${writePass(pass, folder)}/`;
  });
}

async function putVideo(storage: Deps['storage'], folder: string): Promise<VideoIndex> {
  const count = Number(SEGMENTS);
  const bytes = Buffer.alloc(SEGMENT_BYTES, 7);
  const segments = Array.from({ length: count }, (_, at) => ({
    file: `source-${String(at + 1).padStart(5, '0')}.m4s`,
    startMs: at * 2_000,
    durationMs: 2_000,
    bytes: bytes.length,
    init: 'source-1-init.mp4',
  }));
  const size = { bandwidth: 2_000_000, width: 1280, height: 720 };
  const index: VideoIndex = {
    version: 1,
    durationMs: count * 2_000,
    renditions: [{ name: 'source', codecs: 'avc1.42c01f,mp4a.40.2', ...size, segments }],
    strip: null,
    poster: null,
    bytes: count * bytes.length,
  };
  await storage.put(videoKey(folder, 'source-1-init.mp4'), Buffer.alloc(1_000));
  for (const { file } of segments) await storage.put(videoKey(folder, file), bytes);
  await storage.put(videoKey(folder, 'index.json'), Buffer.from(JSON.stringify(index)));
  return index;
}
