import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findFfmpeg } from './ffmpeg';
import { query } from './books';

const run = promisify(execFile);

/** What a seeded video is to be. */
export interface VideoWish {
  /** The handle of its creator. */
  creator: string;
  title: string;
  ratePerSecond?: bigint;
  freeSeconds?: number;
  seconds?: number;
  /** The stream that it was recorded of. */
  sourceId?: string | null;
}

/**
 * A video that can be played, as packaging leaves it: a clock that runs, in two sizes and as sound
 * alone, cut every two seconds, with small pictures; in the product’s folder and its tables.
 */
export async function seedVideo(dataDir: string, database: string, wish: VideoWish): Promise<string> {
  const { creator, title, ratePerSecond = 0n, freeSeconds = 0, seconds = 40, sourceId = null } = wish;
  const folder = randomBytes(24).toString('base64url');
  const place = join(dataDir, 'files/videos', folder);
  mkdirSync(place, { recursive: true });
  const renditions = [
    await pack(place, { name: 'source', seconds, width: 640, height: 360 }),
    await pack(place, { name: '180p', seconds, width: 320, height: 180 }),
    await pack(place, { name: 'audio', seconds, width: 0, height: 0 }),
  ];
  const ffmpeg = await findFfmpeg();
  const small = ['-f', 'lavfi', '-i', `testsrc2=size=160x90:rate=1:duration=${seconds}`];
  await run(ffmpeg, [...small, '-vf', 'fps=1/2,tile=5x4', '-frames:v', '1', join(place, 'strip.jpg')]);
  const durationMs = seconds * 1_000;
  const count = Math.ceil(seconds / 2);
  const strip = { file: 'strip.jpg', everyMs: 2_000, columns: 5, width: 160, height: 90, count };
  const bytes = readdirSync(place).reduce((sum, file) => sum + statSync(join(place, file)).size, 0);
  const index = { version: 1, durationMs, renditions, strip, poster: null, bytes };
  writeFileSync(join(place, 'index.json'), JSON.stringify(index));
  const id = randomUUID();
  await query(
    database,
    `INSERT INTO streams (id, creator_id, title, category_slug, visibility, status, rate_per_second, preview_seconds, payee, started_at, created_at, updated_at)
    SELECT $1, a.id, $2, (SELECT slug FROM categories ORDER BY position LIMIT 1), 'public', 'recorded', $3, $4,
      (SELECT h160 FROM wallets WHERE account_id = a.id LIMIT 1), now(), now(), now()
    FROM accounts a WHERE a.handle = $5`,
    [id, title, String(ratePerSecond), freeSeconds, creator],
  );
  await query(
    database,
    `INSERT INTO videos (stream_id, source_id, kind, status, folder, duration_ms, bytes, width, height, created_at, changed_at, ready_at)
    VALUES ($1, $2, $3, 'ready', $4, $5, $6, 640, 360, now(), now(), now())`,
    [id, sourceId, sourceId ? 'recording' : 'upload', folder, durationMs, bytes],
  );
  return id;
}

interface Size {
  name: string;
  seconds: number;
  width: number;
  height: number;
}

/** One rendition as HLS with fragmented MP4, and what its playlist says of it. */
async function pack(place: string, { name, seconds, width, height }: Size) {
  const list = join(place, `${name}.m3u8`);
  const picture = ['-f', 'lavfi', '-i', `testsrc2=size=${width}x${height}:rate=25:duration=${seconds}`];
  const sound = ['-f', 'lavfi', '-i', `sine=frequency=330:sample_rate=48000:duration=${seconds}`];
  const cut = ['-force_key_frames', 'expr:gte(t,n_forced*2)', '-sc_threshold', '0'];
  const video = ['-c:v', 'libx264', '-preset', 'ultrafast', '-profile:v', 'baseline', '-pix_fmt', 'yuv420p', ...cut];
  const into = ['-f', 'hls', '-hls_time', '2', '-hls_playlist_type', 'vod', '-hls_segment_type', 'fmp4'];
  const files = [
    '-hls_fmp4_init_filename',
    `${name}-init.mp4`,
    '-hls_segment_filename',
    join(place, `${name}-%05d.m4s`),
  ];
  await run(await findFfmpeg(), [
    ...(height > 0 ? [...picture, ...sound, ...video] : sound),
    ...['-c:a', 'aac', '-b:a', '64k', ...into, ...files, list],
  ]);
  const text = readFileSync(list, 'utf8');
  rmSync(list);
  let startMs = 0;
  const segments = [...text.matchAll(/#EXTINF:([\d.]+),\n(\S+)/g)].map(([, length = '', file = '']) => {
    const durationMs = Math.round(Number(length) * 1_000);
    const segment = { file, startMs, durationMs, bytes: statSync(join(place, file)).size, init: `${name}-init.mp4` };
    startMs += durationMs;
    return segment;
  });
  const codecs = height > 0 ? 'avc1.42c01e,mp4a.40.2' : 'mp4a.40.2';
  return { name, codecs, bandwidth: height > 0 ? height * 2_000 : 64_000, width, height, segments };
}
