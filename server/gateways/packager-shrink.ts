import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BufferSource, Input, MATROSKA, MP4, type Source } from 'mediabunny';
import { type VideoIndex, type VideoRendition } from '../deps';
import { shrunkFile, shrunkInit } from '../storage-key';
import { type Timed } from './packager-cut';
import { encodingSmaller, FfmpegError, reading, runFfmpeg } from './packager-ffmpeg';
import { type AudioTrackShape, type InitFile, type VideoTrackShape, writeInit } from './packager-mp4';
import { fragmentOf, type Keeping, Rendition } from './packager-pack';
import { audioShape, videoShape, wholePackets } from './packager-read';

/** A segment has at most half a minute, and is made anew in less than this on any machine. */
const LONGEST_ENCODING_MS = 10 * 60_000;
/** Matroska counts in milliseconds: a picture is the one whose time is not farther away. */
const SAME_TIME = 0.002;

export interface ShrinkTask {
  index: VideoIndex;
  /** The short side of the picture that is made. */
  height: number;
  /** What its files are called by. */
  tag: string;
  scratch: string;
  ffmpeg: string;
}

/**
 * A smaller size of a video: each segment is made anew by itself, so that it begins and ends where
 * the source's does. Null where FFmpeg cannot read the source.
 */
export async function shrinkVideo(
  { index, height, tag, scratch, ffmpeg }: ShrinkTask,
  keeping: Keeping,
  fetching: (file: string) => Promise<Uint8Array>,
): Promise<VideoRendition | null> {
  const [source] = index.renditions;
  if (!source) return null;
  await mkdir(scratch, { recursive: true });
  const folder = await mkdtemp(join(scratch, 'packager-'));
  try {
    let head: { file: string; bytes: Uint8Array } = { file: '', bytes: new Uint8Array() };
    let init: { file: string; written: InitFile; key: string } | undefined;
    let rendition: Rendition | null = null;
    for (const [at, segment] of source.segments.entries()) {
      const number = at + 1;
      if (head.file !== segment.init) head = { file: segment.init, bytes: await fetching(segment.init) };
      const whole = Buffer.concat([head.bytes, await fetching(segment.file)]);
      const made = await shrinkSegment(whole, height, ffmpeg, folder);
      if (!made) return null;
      const key = `${head.file} ${made.key}`;
      if (init?.key !== key) {
        init = { file: shrunkInit(tag, number), written: await made.writeInit(), key };
        await keeping.keep(init.file, init.written.bytes);
      }
      const codecs = [made.video.config.codec, made.audio?.config.codec].filter((codec) => codec !== undefined);
      rendition ??= new Rendition(`${height}p`, codecs.join(','), smaller(source, height));
      const { startMs, durationMs, discontinuity } = segment;
      const content = fragmentOf(number, init.written, { ...made.cut, start: startMs / 1000 }, true);
      const file = shrunkFile(tag, number);
      rendition.add({
        file,
        startMs,
        durationMs,
        bytes: content.byteLength,
        init: init.file,
        ...(discontinuity ? { discontinuity } : {}),
      });
      await keeping.keep(file, content);
    }
    await keeping.allKept();
    return rendition?.made ?? null;
  } catch (error) {
    if (error instanceof FfmpegError) return null;
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The size of a picture whose short side is so long, never larger than it was. */
export function smaller({ width, height }: { width: number; height: number }, to: number) {
  const factor = Math.min(1, to / Math.max(1, Math.min(width, height)));
  const even = (side: number) => Math.max(2, 2 * Math.round((side * factor) / 2));
  return { width: even(width), height: even(height) };
}

/** The pictures of a segment smaller, at their times, beside its sound as it is. */
async function shrinkSegment(whole: Buffer, to: number, ffmpeg: string, folder: string) {
  using source = await openTracks(new BufferSource(whole), MP4);
  if (!source) return null;
  const size = { width: await source.video.getDisplayWidth(), height: await source.video.getDisplayHeight() };
  const pictures = await timed(source.video);
  const last = pictures.reduce((end, { at, duration }) => Math.max(end, at + duration), 0);
  const [from, target] = [join(folder, 'segment.mp4'), join(folder, 'smaller.mkv')];
  await writeFile(from, whole);
  const encoding = encodingSmaller(smaller(size, to), to);
  await runFfmpeg(ffmpeg, [...reading(from, 'mp4'), ...encoding, '-f', 'matroska', target], LONGEST_ENCODING_MS);
  using encoded = await openTracks(new BufferSource(await readFile(target)), MATROSKA);
  const video = encoded && (await videoShape(encoded.video));
  if (!encoded || !video) return null;
  const [first] = await listed(wholePackets(encoded.video));
  const shrunk = atTimesOf(pictures, await timed(encoded.video));
  if (first?.type !== 'key') return null;
  const shape = source.audio && (await audioShape(source.audio));
  const sounds = source.audio && shape ? await listed(wholePackets(source.audio)) : [];
  const [sound] = sounds;
  const audio = shape && sound ? { shape, first: sound } : null;
  return {
    video,
    audio: audio?.shape ?? null,
    /** Segments of which this is the same are decoded by the same header. */
    key: [describe(video), audio ? describe(audio.shape) : ''].join(' '),
    writeInit: () => writeInit({ shape: video, first }, audio),
    cut: {
      end: last,
      video: shrunk,
      audio: audio && source.audio ? await timed(source.audio) : [],
      audioGoesOn: null,
    },
  };
}

async function openTracks(source: Source, format: typeof MP4 | typeof MATROSKA) {
  const input = new Input({ formats: [format], source });
  const video = await input.getPrimaryVideoTrack();
  if (video)
    return { video, audio: await video.getPrimaryPairableAudioTrack(), [Symbol.dispose]: () => input.dispose() };
  input.dispose();
  return null;
}

async function listed<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

async function timed(track: Parameters<typeof wholePackets>[0]): Promise<Timed[]> {
  const packets = await listed(wholePackets(track));
  return packets.map(({ data, timestamp, duration, type }) => ({
    data,
    at: timestamp,
    duration,
    key: type === 'key',
  }));
}

/** FFmpeg's pictures begin at its own zero: each is put where the source has it. */
function atTimesOf(source: readonly Timed[], made: readonly Timed[]): Timed[] {
  const times = source.map(({ at }) => at).sort((a, b) => a - b);
  const zero = made.reduce((least, { at }) => Math.min(least, at), Infinity);
  const shift = (times[0] ?? 0) - zero;
  return made.map((picture) => {
    const at = picture.at + shift;
    const nearest = nearestOf(times, at);
    return { ...picture, at: Math.abs(nearest - at) <= SAME_TIME ? nearest : at };
  });
}

function nearestOf(times: readonly number[], at: number): number {
  return times.reduce((best, time) => (Math.abs(time - at) < Math.abs(best - at) ? time : best), times[0] ?? at);
}

function describe({ config: { codec, description } }: VideoTrackShape | AudioTrackShape): string {
  if (!description) return codec;
  const bytes = ArrayBuffer.isView(description)
    ? Buffer.from(description.buffer, description.byteOffset, description.byteLength)
    : Buffer.from(description);
  return `${codec} ${bytes.toString('base64')}`;
}
