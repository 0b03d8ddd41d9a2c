import { ReadableStreamSource } from 'mediabunny';
import { type Followed, type PackagingFailure, type VideoIndex, type VideoRendition } from '../deps';
import { UncutError } from './packager-cut';
import { Failed, fragmentOf, type Keeping, LONGEST_SEGMENT, openRun, orFailure, wanted } from './packager-pack';
import { audioShape, LONGEST, openSource, type OpenVideo, videoShape } from './packager-read';

/** So many first bytes say what a file is. */
const HEAD_BYTES = 4096;

export interface FollowTask {
  before: Followed | null;
  /** With FFmpeg, a file without key frames for so long is made anew when all of it is here. */
  ffmpeg: boolean;
}

/** Where its segments go, and who is told of each. */
export interface Growing extends Keeping {
  grown(durationMs: number): void;
}

type FollowAnswer = Followed | PackagingFailure | 'brokenOff';

export function followFile(
  task: FollowTask,
  bytes: ReadableStream<Uint8Array>,
  growing: Growing,
): Promise<FollowAnswer> {
  return orFailure(follow(task, bytes, growing));
}

async function follow({ before, ffmpeg }: FollowTask, bytes: ReadableStream<Uint8Array>, growing: Growing) {
  const read = await readHead(bytes);
  const source = new ReadableStreamSource(read.whole);
  using file = await openSource(read.head, source).then(wanted);
  const made = before?.index.renditions[0] ? before.index : await begin(file);
  const [rendition] = made.renditions;
  if (!rendition || !(await isPlayable(file))) throw new Failed('codecUnknown');
  const start = before?.end ?? 0;
  const run = await openRun(file, start, ffmpeg ? LONGEST_SEGMENT : Infinity);
  if (!run) return before ?? { index: made, end: start };
  const part = new Set(rendition.segments.map(({ init }) => init)).size + 1;
  const init = `source-${part}-init.mp4`;
  await growing.keep(init, run.both.bytes);
  made.bytes += run.both.bytes.byteLength;

  let end = start;
  let begins = rendition.segments.length > 0;
  try {
    for await (const cut of run.cuts) {
      const number = rendition.segments.length + 1;
      const content = fragmentOf(number, run.both, cut, true);
      const startMs = Math.round(cut.start * 1000);
      const segment = {
        file: `source-${String(number).padStart(5, '0')}.m4s`,
        startMs,
        durationMs: Math.round(cut.end * 1000) - startMs,
        ...(begins ? { discontinuity: true } : {}),
        bytes: content.byteLength,
        init,
      };
      begins = false;
      end = cut.end;
      if (end > LONGEST) throw new Failed('tooLong');
      add(made, rendition, segment);
      await growing.keep(segment.file, content);
      // nobody reads of a segment before it is there
      await growing.allKept();
      await growing.keep('index.json', Buffer.from(JSON.stringify(made)));
      await growing.allKept();
      growing.grown(made.durationMs);
    }
  } catch (error) {
    if (error instanceof UncutError) throw new Failed('codecUnknown');
    throw error;
  }
  return read.isAtEnd() ? { index: made, end } : 'brokenOff';
}

function add(made: VideoIndex, rendition: VideoRendition, segment: VideoRendition['segments'][number]): void {
  const bits = (segment.bytes * 8) / (Math.max(segment.durationMs, 1) / 1000);
  rendition.segments.push(segment);
  rendition.bandwidth = Math.max(rendition.bandwidth, Math.ceil(bits));
  made.durationMs = segment.startMs + segment.durationMs;
  made.bytes += segment.bytes;
}

/** Browsers decode all of it: what is made anew when all of it is here has other times. */
async function isPlayable({ video, audio }: OpenVideo): Promise<boolean> {
  return (await videoShape(video)) !== null && (!audio || (await audioShape(audio)) !== null);
}

/** An index of nothing yet, in the shape of its first file. */
async function begin({ video, audio }: OpenVideo): Promise<VideoIndex> {
  const shapes = [await videoShape(video), audio && (await audioShape(audio))];
  const codecs = shapes.map((shape) => shape?.config.codec).filter((codec) => codec !== undefined);
  const size = { width: await video.getDisplayWidth(), height: await video.getDisplayHeight() };
  const source = { name: 'source', codecs: codecs.join(','), bandwidth: 0, ...size, segments: [] };
  return { version: 1, durationMs: 0, renditions: [source], strip: null, poster: null, bytes: 0 };
}

/** Waits for the first bytes; they stay the first ones of what is read afterwards. */
async function readHead(bytes: ReadableStream<Uint8Array>) {
  const reader = bytes.getReader();
  const first: Uint8Array[] = [];
  let size = 0;
  let atEnd = false;
  const more = async () => {
    const { value, done } = await reader.read();
    atEnd ||= done;
    return value;
  };
  while (size < HEAD_BYTES && !atEnd) {
    const chunk = await more();
    if (chunk) first.push(chunk);
    size += chunk?.length ?? 0;
  }
  const head = Buffer.concat(first).subarray(0, HEAD_BYTES);
  const whole = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const chunk = first.shift() ?? (atEnd ? undefined : await more());
        if (chunk) controller.enqueue(chunk);
        else controller.close();
      },
      cancel: (reason) => reader.cancel(reason),
    },
    // what nobody asked for is not read: how far it was read is known
    { highWaterMark: 0 },
  );
  return { head, whole, isAtEnd: () => atEnd };
}
