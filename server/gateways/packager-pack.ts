import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { systemClock } from '../clock';
import { type PackagingFailure, type VideoIndex, type VideoRendition } from '../deps';
import { type Cut, cutAtKeyFrames, type Timed, UncutError } from './packager-cut';
import { encodingFor, FfmpegError, reading, runFfmpeg } from './packager-ffmpeg';
import { type InitFile, type Sample, writeFragment, writeInit } from './packager-mp4';
import { drawPictures, type PackagedFile } from './packager-pictures';
import { audioShape, LONGEST, openVideo, type OpenVideo, videoShape, wholePackets } from './packager-read';

/** A segment is held in memory while it is made, and may be no larger. */
const LARGEST_SEGMENT = 128 * 1024 ** 2;
/** With FFmpeg, key frames are put in where there are none for so long. */
export const LONGEST_SEGMENT = 30;
/** Making a file anew takes as long as the file, on a machine that has other things to do. */
const LONGEST_ENCODING_MS = 12 * 3_600_000;
/** What nothing was written to for so long is nobody's any more. */
const LEFT_BEHIND_MS = 48 * 3_600_000;

/** Where the files that are made go, one after the other. */
export interface Keeping {
  keep(name: string, content: Uint8Array): Promise<void>;
  /** All that was handed over is kept. */
  allKept(): Promise<void>;
}

export interface PackTask {
  files: readonly { path: string; sha256: string | null }[];
  /** Where what is made on the way lies; a folder of this task's own is made in it. */
  scratch: string;
  /** FFmpeg's program, where there is one. */
  ffmpeg: string | null;
}

/** Ends the work with what is wrong with a file. */
export class Failed extends Error {
  constructor(readonly failure: PackagingFailure) {
    super(failure);
  }
}

/** What the work made, or why it could not. */
export async function orFailure<Made>(work: Promise<Made>): Promise<Made | PackagingFailure> {
  return work.catch((error: unknown) => {
    if (error instanceof Failed) return error.failure;
    throw error;
  });
}

export const inspectVideo = (path: string) => orFailure(inspect(path));
export const packVideo = (task: PackTask, keeping: Keeping) => orFailure(pack(task, keeping));

async function inspect(path: string) {
  using opened = await openVideo(path).then(wanted);
  const { container, video } = opened;
  // what is written while it is recorded says of its length nothing, or next to nothing
  const said = (await video.getDurationFromMetadata()) ?? 0;
  const seconds = said >= 1 ? said : await video.computeDuration();
  if (seconds > LONGEST) throw new Failed('tooLong');
  const [width, height] = [await video.getDisplayWidth(), await video.getDisplayHeight()];
  return { durationMs: Math.round(seconds * 1000), container, width, height };
}

export function wanted(opened: OpenVideo | PackagingFailure): OpenVideo {
  if (typeof opened === 'string') throw new Failed(opened);
  return opened;
}

async function pack({ files, scratch, ffmpeg }: PackTask, keeping: Keeping): Promise<VideoIndex> {
  await mkdir(scratch, { recursive: true });
  await sweepScratch(scratch);
  const folder = await mkdtemp(join(scratch, 'packager-'));
  try {
    for (const { path, sha256 } of files) {
      if (sha256 !== null && (await hashOf(path)) !== sha256) throw new Failed('hashMismatch');
    }
    const paths = await eachReadable(
      files.map(({ path }) => path),
      (path, index) => playable(path, ffmpeg, join(folder, `playable-${index}.mp4`)),
    );
    try {
      return await packFiles(paths, files.length, ffmpeg, folder, keeping);
    } catch (error) {
      if (!(error instanceof UncutError)) throw error;
      if (!ffmpeg) throw new Failed('codecUnknown');
      const anew = await eachReadable(paths, (path, index) =>
        encode(path, { video: false, audio: true }, ffmpeg, join(folder, `cut-${index}.mp4`)),
      );
      return await packFiles(anew, files.length, ffmpeg, folder, keeping);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Removes what processes left behind that ended in the middle of their work. */
async function sweepScratch(scratch: string): Promise<void> {
  for (const name of await readdir(scratch)) {
    const found = await stat(join(scratch, name)).catch(() => null);
    const age = found ? systemClock.now().getTime() - found.mtimeMs : 0;
    if (age > LEFT_BEHIND_MS) await rm(join(scratch, name), { recursive: true, force: true });
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1024 ** 2 }), hash);
  return hash.digest('hex');
}

/**
 * What is made of each file, in their order. One that cannot be read is left out, as long as
 * another can.
 */
async function eachReadable(
  paths: readonly string[],
  make: (path: string, index: number) => Promise<string>,
): Promise<string[]> {
  const found: string[] = [];
  let unread: Failed | null = null;
  for (const [index, path] of paths.entries()) {
    try {
      found.push(await make(path, index));
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      unread ??= error;
    }
  }
  if (found.length === 0) throw unread ?? new Failed('notAVideo');
  return found;
}

/** The same file, or in its place one of which browsers can play all. */
async function playable(path: string, ffmpeg: string | null, target: string): Promise<string> {
  using opened = await openVideo(path).then(wanted);
  const keep = {
    video: (await videoShape(opened.video)) !== null,
    audio: !opened.audio || (await audioShape(opened.audio)) !== null,
  };
  if (keep.video && keep.audio) return path;
  if (!ffmpeg) throw new Failed('codecUnknown');
  return encode(path, keep, ffmpeg, target);
}

async function encode(path: string, keep: { video: boolean; audio: boolean }, ffmpeg: string, target: string) {
  using opened = await openVideo(path).then(wanted);
  const limit = ['-t', `${LONGEST + 1}`, '-f', 'mp4'];
  try {
    await runFfmpeg(
      ffmpeg,
      [...reading(path, opened.container), ...encodingFor(keep), ...limit, target],
      LONGEST_ENCODING_MS,
    );
  } catch (error) {
    if (error instanceof FfmpegError) throw new Failed('codecUnknown');
    throw error;
  }
  return target;
}

/** One size of a video while it is made: its segments, and how many bits its busiest second has. */
export class Rendition {
  readonly segments: VideoRendition['segments'] = [];
  private peak = 0;

  constructor(
    readonly name: string,
    readonly codecs: string,
    readonly size: { width: number; height: number },
  ) {}

  add(segment: VideoRendition['segments'][number]): void {
    this.segments.push(segment);
    this.peak = Math.max(this.peak, (segment.bytes * 8) / (Math.max(segment.durationMs, 1) / 1000));
  }

  get made(): VideoRendition {
    const { name, codecs, size, segments } = this;
    return { name, codecs, bandwidth: Math.ceil(this.peak), ...size, segments };
  }
}

/** Packages files; of so many that were sent. */
async function packFiles(
  paths: readonly string[],
  sent: number,
  ffmpeg: string | null,
  folder: string,
  keeping: Keeping,
): Promise<VideoIndex> {
  let bytes = 0;
  const keep = async (name: string, content: Uint8Array) => {
    bytes += content.byteLength;
    await keeping.keep(name, content);
  };
  const opened: OpenVideo[] = [];
  try {
    for (const path of paths) opened.push(await openVideo(path).then(wanted));
    const [first] = opened;
    if (!first) throw new Failed('notAVideo');
    const firstVideo = await videoShape(first.video);
    const firstAudio = first.audio && (await audioShape(first.audio));
    const size = { width: await first.video.getDisplayWidth(), height: await first.video.getDisplayHeight() };
    const heard = opened.every(({ audio }) => audio !== null);
    const codecs = [firstVideo?.config.codec, firstAudio?.config.codec].filter((codec) => codec !== undefined);
    const source = new Rendition('source', codecs.join(','), size);
    // sound alone only where there is sound all along: all renditions have the same segments
    const alone = heard && firstAudio ? new Rendition('audio', firstAudio.config.codec, { width: 0, height: 0 }) : null;

    const packaged: PackagedFile[] = [];
    let end = 0;
    for (const [index, file] of opened.entries()) {
      const start = end;
      const run = await openRun(file, start, ffmpeg ? LONGEST_SEGMENT : Infinity);
      if (!run) continue;
      const inits = { source: `source-${index + 1}-init.mp4`, audio: `audio-${index + 1}-init.mp4` };
      await keep(inits.source, run.both.bytes);
      if (alone && run.alone) await keep(inits.audio, run.alone.bytes);
      let begins = index > 0 && source.segments.length > 0;
      for await (const cut of run.cuts) {
        const number = source.segments.length + 1;
        const times = {
          startMs: Math.round(cut.start * 1000),
          durationMs: Math.round(cut.end * 1000) - Math.round(cut.start * 1000),
          ...(begins ? { discontinuity: true } : {}),
        };
        begins = false;
        const write = async (rendition: Rendition, init: string, content: Uint8Array) => {
          const name = `${rendition.name}-${String(number).padStart(5, '0')}.m4s`;
          rendition.add({ file: name, ...times, bytes: content.byteLength, init });
          await keep(name, content);
        };
        await write(source, inits.source, fragmentOf(number, run.both, cut, true));
        if (alone && run.alone) await write(alone, inits.audio, fragmentOf(number, run.alone, cut, false));
        end = cut.end;
        if (end > LONGEST) throw new Failed('tooLong');
      }
      packaged.push({ path: paths[index] ?? '', container: file.container, start, end });
    }
    if (source.segments.length === 0) throw new Failed('truncated');

    const pictures = ffmpeg
      ? await drawPictures(ffmpeg, packaged, { ...size, seconds: end }, folder).catch((error: unknown) => {
          // a video without pictures is better than none
          if (error instanceof FfmpegError) return { poster: null, strip: null };
          throw error;
        })
      : { poster: null, strip: null };
    if (pictures.poster) await keep('poster.jpg', pictures.poster);
    if (pictures.strip) await keep('strip.jpg', pictures.strip.bytes);
    await keeping.allKept();
    const made: VideoIndex = {
      version: 1,
      durationMs: Math.round(end * 1000),
      renditions: [source, ...(alone ? [alone] : [])].map((rendition) => rendition.made),
      strip: pictures.strip && { file: 'strip.jpg', ...pictures.strip.shape },
      poster: pictures.poster && 'poster.jpg',
      bytes,
      ...(packaged.length < sent ? { unread: sent - packaged.length } : {}),
    };
    await keep('index.json', Buffer.from(JSON.stringify(made)));
    await keeping.allKept();
    return made;
  } finally {
    for (const file of opened) file[Symbol.dispose]();
  }
}

interface Run {
  both: InitFile;
  alone: InitFile | null;
  cuts: AsyncIterable<Cut>;
}

/** The segments of one file, with what is read before them; null where it has no whole picture. */
export async function openRun(file: OpenVideo, from: number, seconds: number): Promise<Run | null> {
  const video = await videoShape(file.video);
  const audio = file.audio && (await audioShape(file.audio));
  if (!video) throw new Failed('codecUnknown');
  const startCodes = (video.codec === 'avc' || video.codec === 'hevc') && !video.config.description;
  const picture = await firstOf(wholePackets(file.video), true);
  if (!picture) return null;
  const sound = file.audio && audio ? await firstOf(wholePackets(file.audio), false) : null;
  const heard = audio && sound ? { shape: audio, first: sound } : null;
  return {
    both: await writeInit({ shape: video, first: picture }, heard),
    alone: heard && (await writeInit(null, heard)),
    cuts: cutAtKeyFrames(
      {
        video: wholePackets(file.video, startCodes),
        audio: file.audio && heard ? wholePackets(file.audio) : null,
      },
      from,
      { seconds, bytes: LARGEST_SEGMENT },
    ),
  };
}

async function firstOf(packets: ReturnType<typeof wholePackets>, key: boolean) {
  for await (const packet of packets) if (!key || packet.type === 'key') return packet;
  return null;
}

export function fragmentOf(number: number, { tracks }: InitFile, cut: Cut, withVideo: boolean): Uint8Array {
  const [video, audio] = withVideo ? tracks : [undefined, tracks[0]];
  const runs = [
    ...(video ? [{ id: video.id, samples: inTicks(cut.video, video.timescale, cut.end) }] : []),
    ...(audio ? [{ id: audio.id, samples: inTicks(cut.audio, audio.timescale, cut.audioGoesOn) }] : []),
  ];
  return writeFragment(
    number,
    runs.filter(({ samples }) => samples.length > 0),
  );
}

/**
 * Packets as samples: decoded in the order in which they come, at the times of the order in which
 * they are shown. The last lasts until `next`, where that is known.
 */
function inTicks(packets: readonly Timed[], timescale: number, next: number | null): Sample[] {
  const shown = packets.map(({ at }) => Math.round(at * timescale)).sort((a, b) => a - b);
  // two at the same time would be one to a player
  for (let index = 1; index < shown.length; index++)
    shown[index] = Math.max(shown[index] ?? 0, (shown[index - 1] ?? 0) + 1);
  return packets.map(({ data, at, duration, key }, index) => {
    const dts = shown[index] ?? 0;
    const after = shown[index + 1] ?? Math.round((next ?? at + duration) * timescale);
    return { data, dts, pts: Math.round(at * timescale), duration: Math.max(1, after - dts), key };
  });
}
