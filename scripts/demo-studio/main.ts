// The demo studio: a child of the launcher on a local installation. While somebody is in the room
// of a demo stream, it plays there.
import { pino } from 'pino';
import pg from 'pg';
import sharp from 'sharp';
import { systemClock } from '../../server/clock';
import { CREATOR_SEAT } from '../../server/deps';
import { createDb } from '../../server/gateways/db';
import { createPictures } from '../../server/gateways/pictures';
import { createRooms } from '../../server/gateways/rooms';
import { createFolderStorage } from '../../server/gateways/storage';
import { type StreamId } from '../../server/ids';
import { clearFrame, showFrame } from '../../server/pictures/moment';
import { createPicture, HEIGHT, toRgb, WIDTH } from './picture';
import { type Show } from './show';

const POLL_MS = 1_000;
/** A room that was left stays played for so long: a reload should not find the studio packing. */
const LINGER_MS = 5_000;
const STREAMS_EVERY_MS = 30_000;
const FRAME_EVERY_MS = 60_000;

const {
  DATABASE_URL = '',
  LIVEKIT_URL = '',
  LIVEKIT_API_KEY = '',
  LIVEKIT_API_SECRET = '',
  STORAGE_DIR = '',
} = process.env;
const log = pino({ base: null });
const rooms = createRooms({ url: LIVEKIT_URL, apiKey: LIVEKIT_API_KEY, apiSecret: LIVEKIT_API_SECRET });
const shows = new Map<StreamId, { show: Show; wantedAt: number; frameAt: number }>();
const shelf = {
  db: createDb(DATABASE_URL, log, { connections: 1 }).db,
  clock: systemClock,
  storage: createFolderStorage(STORAGE_DIR),
  pictures: createPictures(),
  log,
};
let streams: { titles: Map<StreamId, string>; readAt: number } = { titles: new Map(), readAt: -Infinity };
let stopping = false;

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => (stopping = true));
while (!stopping) {
  try {
    await updateShows();
  } catch (error) {
    log.warn({ err: error }, 'reading the rooms failed; the next one comes');
  }
  await new Promise((passed) => setTimeout(passed, POLL_MS));
}
await Promise.all([...shows].map(([id, { show }]) => stop(id, show)));
process.exit(0); // the media library's threads would go on

async function updateShows() {
  const now = performance.now();
  if (now - streams.readAt > STREAMS_EVERY_MS) streams = { titles: await demoStreams(), readAt: now };
  for (const [id, { show }] of shows) {
    const taken = !streams.titles.has(id); // by its creator, in whose place we would be
    if (!taken && show.running()) continue;
    await stop(id, show);
    // somebody sent us out, perhaps its creator: asked before coming back
    if (!taken) streams.readAt = -Infinity;
  }
  if (streams.readAt === -Infinity) return;
  const open = new Set((await rooms.list()).map(({ room }) => room));
  for (const id of streams.titles.keys()) {
    if (!open.has(id)) await rooms.open(id);
    const there = await rooms.participants(id); // the list of rooms counts them some seconds late
    const watched = there.some(({ identity }) => identity !== CREATOR_SEAT);
    await direct(id, watched, now);
  }
}

/** Begins a show that is watched, ends one that is not any more. */
async function direct(id: StreamId, watched: boolean, now: number) {
  const playing = shows.get(id);
  if (playing && watched) {
    playing.wantedAt = now;
    if (now - playing.frameAt < FRAME_EVERY_MS) return;
    playing.frameAt = now;
    await showMoment(id);
  } else if (playing && now - playing.wantedAt > LINGER_MS) {
    await stop(id, playing.show);
    log.info({ stream: id }, 'nobody watches any more');
  } else if (!playing && watched) {
    // the media library is loaded when it is first needed
    const { startShow } = await import('./show');
    const token = await rooms.creatorToken(id, CREATOR_SEAT);
    const show = await startShow(LIVEKIT_URL, token, hueOf(id), streams.titles.get(id));
    shows.set(id, { show, wantedAt: now, frameAt: -Infinity });
    log.info({ stream: id }, 'somebody watches: playing');
  }
}

/** Lists show it while it plays; its cover is nicer than a clock that stands still. */
async function showMoment(id: StreamId) {
  const raw = { width: WIDTH, height: HEIGHT, channels: 3 } as const;
  const frame = sharp(toRgb(createPicture(hueOf(id)).draw(new Date())), { raw });
  await showFrame(shelf, id, () => frame.jpeg().toBuffer()).catch((error: unknown) =>
    log.warn({ err: error, stream: id }, 'a frame is not shown'),
  );
}

async function stop(id: StreamId, show: Show) {
  shows.delete(id);
  await show.stop();
  await clearFrame(shelf, id);
}

async function demoStreams(): Promise<Map<StreamId, string>> {
  const client = new pg.Client(DATABASE_URL);
  await client.connect();
  try {
    const { rows } = await client.query<{ id: StreamId; title: string }>(
      `SELECT id, title FROM streams WHERE demo AND status = 'live'`,
    );
    return new Map(rows.map(({ id, title }) => [id, title]));
  } finally {
    await client.end();
  }
}

/** A colour of each stream's own, for as long as it lives. */
function hueOf(id: StreamId): number {
  return Number.parseInt(id.replaceAll('-', '').slice(-6), 16) % 360;
}
