import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type OverlayOptions } from 'sharp';
import { type VideoIndex } from '../deps';
import { FfmpegError, reading, runFfmpeg } from './packager-ffmpeg';
import { type Container } from './packager-read';

const STRIP_WIDTH = 160;
const STRIP_COLUMNS = 10;
const MOST_PICTURES = 200;
/** One picture each so many seconds; of a short video more of them. */
const EVERY = 5;
const EVERY_OF_SHORT = 2;
const SHORT = 2 * 60;
const POSTER_WIDTH = 1280;
/** Where the poster is taken from: what comes first is often black. */
const POSTER_AT = 0.1;
const POSTER_LIMIT_MS = 60_000;
const STRIP_LIMIT_MS = 30 * 60_000;

/** A file that was packaged, and where it stands on the timeline, in seconds. */
export interface PackagedFile {
  path: string;
  container: Container;
  start: number;
  end: number;
}

interface Drawn {
  strip: { shape: Omit<NonNullable<VideoIndex['strip']>, 'file'>; bytes: Uint8Array } | null;
  poster: Uint8Array | null;
}

/** Pictures of a video by FFmpeg, drawn in a folder that is the caller's to remove. */
export async function drawPictures(
  program: string,
  files: readonly PackagedFile[],
  shape: { width: number; height: number; seconds: number },
  folder: string,
): Promise<Drawn> {
  const poster = await drawPoster(program, files, shape.seconds, folder);
  const strip = await drawStrip(program, files, shape, folder);
  return { poster, strip };
}

async function drawPoster(program: string, files: readonly PackagedFile[], seconds: number, folder: string) {
  const at = seconds * POSTER_AT;
  const file = files.find(({ end }) => at < end);
  if (!file) return null;
  const target = join(folder, 'poster.jpg');
  const scale = `scale='min(${POSTER_WIDTH},iw)':-2`;
  for (const from of [at - file.start, 0]) {
    const draw = [...reading(file.path, file.container, from), '-frames:v', '1', '-vf', scale, '-q:v', '4', target];
    await runFfmpeg(program, draw, POSTER_LIMIT_MS);
    const bytes = await readFile(target).catch(() => null);
    if (bytes) return bytes;
  }
  return null;
}

/** The first picture of a piece of fragmented MP4; null where FFmpeg makes none of it. */
export async function drawFirst(program: string, piece: Uint8Array, scratch: string): Promise<Uint8Array | null> {
  await mkdir(scratch, { recursive: true });
  const folder = await mkdtemp(join(scratch, 'picture-'));
  try {
    const [path, target] = [join(folder, 'piece.mp4'), join(folder, 'picture.jpg')];
    await writeFile(path, piece);
    const scale = `scale='min(${POSTER_WIDTH},iw)':-2`;
    const draw = [...reading(path, 'mp4'), '-frames:v', '1', '-vf', scale, '-q:v', '4', target];
    await runFfmpeg(program, draw, POSTER_LIMIT_MS);
    return await readFile(target);
  } catch (error) {
    if (error instanceof FfmpegError || (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function drawStrip(
  program: string,
  files: readonly PackagedFile[],
  { width, height, seconds }: { width: number; height: number; seconds: number },
  folder: string,
): Promise<Drawn['strip']> {
  const usual = seconds <= SHORT ? EVERY_OF_SHORT : EVERY;
  const every = Math.max(usual, Math.ceil(seconds / MOST_PICTURES));
  const count = Math.max(1, Math.ceil(seconds / every));
  const tall = Math.min(320, Math.max(2, 2 * Math.round((STRIP_WIDTH * height) / width / 2)));
  const fit = `scale=${STRIP_WIDTH}:${tall}:force_original_aspect_ratio=decrease,pad=${STRIP_WIDTH}:${tall}:-1:-1`;
  const pictures: (string | undefined)[] = [];
  for (const [index, { path, container, start, end }] of files.entries()) {
    const first = Math.ceil(start / every);
    const here = Math.ceil(end / every) - first;
    if (here <= 0) continue;
    const prefix = `strip-${index}-`;
    // key frames are enough, and a hundredth of the work
    const take = ['-frames:v', `${here}`, '-vf', `fps=1/${every}:round=up,${fit}`, '-q:v', '5'];
    const from = reading(path, container, first * every - start);
    const to = join(folder, `${prefix}%05d.jpg`);
    await runFfmpeg(program, ['-skip_frame', 'nokey', ...from, ...take, to], STRIP_LIMIT_MS);
    const drawn = (await readdir(folder)).filter((name) => name.startsWith(prefix)).sort();
    drawn.forEach((name, place) => (pictures[first + place] = join(folder, name)));
  }
  // where a file has no picture at that time, the one before stands
  let before = pictures.find((picture) => picture !== undefined);
  if (!before) return null;
  const tiles: OverlayOptions[] = [];
  for (let place = 0; place < count; place++) {
    before = pictures[place] ?? before;
    const [column, row] = [place % STRIP_COLUMNS, Math.floor(place / STRIP_COLUMNS)];
    tiles.push({ input: before, left: column * STRIP_WIDTH, top: row * tall });
  }
  const columns = Math.min(count, STRIP_COLUMNS);
  const sheet = { width: columns * STRIP_WIDTH, height: Math.ceil(count / STRIP_COLUMNS) * tall };
  // it takes longer to load than a short video takes to package, and is for pictures alone
  const { default: sharp } = await import('sharp');
  const bytes = await sharp({ create: { ...sheet, channels: 3, background: '#000' } })
    .composite(tiles)
    .jpeg({ quality: 70 })
    .toBuffer();
  return { shape: { everyMs: every * 1000, columns, width: STRIP_WIDTH, height: tall, count }, bytes };
}
