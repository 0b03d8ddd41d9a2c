import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny';
import { type BrowserContext, type Page } from 'playwright-core';
import { findFfmpeg } from './ffmpeg';

const run = promisify(execFile);

/** The time of day stands in a row of squares, white for one: some for it, some to check it. */
const SQUARES = { time: 24, check: 8 };
const WRAPS = 2 ** SQUARES.time;

/** A picture as it was recorded: where it stands in the video, and what the clock said in it. */
export interface TimedPicture {
  atMs: number;
  clockMs: number;
}

/** The camera of a page shows the time of day in squares, to the millisecond. */
export async function filmTheClock(context: BrowserContext): Promise<void> {
  await context.addInitScript((squares) => {
    const { mediaDevices } = navigator;
    if (!mediaDevices) return;
    const before = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = async (wish) => {
      const stream = await before(wish);
      const [camera] = stream.getVideoTracks();
      if (!camera) return stream;
      const settings = camera.getSettings();
      const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 360 });
      const paint = canvas.getContext('2d')!;
      const count = squares.time + squares.check;
      setInterval(() => {
        const time = Math.round(performance.timeOrigin + performance.now()) % 2 ** squares.time;
        const check = ((time >> 16) ^ (time >> 8) ^ time) & 0xff;
        const bits = time.toString(2).padStart(squares.time, '0') + check.toString(2).padStart(squares.check, '0');
        paint.fillStyle = '#567';
        paint.fillRect(0, 0, 640, 360);
        for (const [index, bit] of [...bits].entries()) {
          paint.fillStyle = bit === '1' ? '#fff' : '#000';
          paint.fillRect((index * 640) / count, 0, 640 / count, 90);
        }
      }, 33);
      const [track] = canvas.captureStream(30).getVideoTracks();
      const own = track!.getSettings.bind(track);
      track!.getSettings = () => Object.assign({}, settings, own(), { deviceId: settings.deviceId });
      camera.stop();
      return new MediaStream([track!, ...stream.getAudioTracks()]);
    };
  }, SQUARES);
}

/** The time of day that a row of squares says, by their brightness; null where it is none. */
function readSquares(brightness: Uint8Array): number | null {
  const bits = [...brightness].map((one) => (one > 127 ? '1' : '0')).join('');
  const time = parseInt(bits.slice(0, SQUARES.time), 2);
  const check = parseInt(bits.slice(SQUARES.time), 2);
  return (((time >> 16) ^ (time >> 8) ^ time) & 0xff) === check ? time : null;
}

/** Milliseconds from one clock to another, past the point where the squares begin again. */
export function between(from: number, to: number): number {
  const ahead = (((to - from) % WRAPS) + WRAPS) % WRAPS;
  return ahead > WRAPS / 2 ? ahead - WRAPS : ahead;
}

/** Every picture of a packaged video, in its runs: a run is what one header decodes. */
export async function picturesOf(media: string): Promise<TimedPicture[][]> {
  const ffmpeg = await findFfmpeg();
  const playlist = await (await fetch(`${media}source.m3u8`)).text();
  const runs: string[][] = [];
  for (const line of playlist.split('\n')) {
    const init = /^#EXT-X-MAP:URI="(.+)"/.exec(line)?.[1];
    if (init) runs.push([init]);
    else if (line !== '' && !line.startsWith('#')) runs.at(-1)?.push(line);
  }
  const folder = await mkdtemp(join(tmpdir(), 'clock-'));
  try {
    const found: TimedPicture[][] = [];
    for (const files of runs) {
      const parts = await Promise.all(
        files.map(async (file) => Buffer.from(await (await fetch(`${media}${file}`)).arrayBuffer())),
      );
      const whole = Buffer.concat(parts);
      const path = join(folder, 'run.mp4');
      await writeFile(path, whole);
      const look = `crop=iw:ih/4:0:0,scale=${SQUARES.time + SQUARES.check}:1:flags=area,format=gray`;
      const args = ['-loglevel', 'error', '-i', path, '-an', '-vsync', '0', '-vf', look, '-f', 'rawvideo', '-'];
      const { stdout } = await run(ffmpeg, args, { encoding: 'buffer', maxBuffer: 64 * 1024 ** 2 });
      const size = SQUARES.time + SQUARES.check;
      const times = await timesOf(whole);
      if (stdout.length !== times.length * size)
        throw new Error(`${times.length} pictures are packaged, and ${stdout.length / size} can be decoded`);
      found.push(
        times.flatMap((atMs, index) => {
          const clockMs = readSquares(stdout.subarray(index * size, (index + 1) * size));
          return clockMs === null ? [] : [{ atMs, clockMs }];
        }),
      );
    }
    return found;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** When each picture of a run is shown, in milliseconds of the video. */
async function timesOf(whole: Buffer): Promise<number[]> {
  using input = new Input({ formats: ALL_FORMATS, source: new BufferSource(whole) });
  const track = await input.getPrimaryVideoTrack();
  const times: number[] = [];
  if (track) for await (const { timestamp } of new EncodedPacketSink(track).packets()) times.push(timestamp * 1_000);
  return times.sort((a, b) => a - b);
}

/** What the picture says that a player shows at this position, and where it says that it is. */
export async function pictureAt(page: Page, seconds: number): Promise<TimedPicture | null> {
  const { atMs, brightness } = await page.evaluate(
    async ([at, count]) => {
      const video = document.querySelector<HTMLVideoElement>('video[aria-label="The video"]')!;
      video.pause();
      video.currentTime = at;
      await new Promise<void>((shown) => video.requestVideoFrameCallback(() => shown()));
      const canvas = Object.assign(document.createElement('canvas'), { width: count, height: 1 });
      const paint = canvas.getContext('2d')!;
      paint.imageSmoothingQuality = 'high';
      paint.drawImage(video, 0, 0, video.videoWidth, video.videoHeight / 4, 0, 0, count, 1);
      const { data } = paint.getImageData(0, 0, count, 1);
      return {
        atMs: video.currentTime * 1_000,
        brightness: Array.from({ length: count }, (_, index) => data[index * 4]!),
      };
    },
    [seconds, SQUARES.time + SQUARES.check] as const,
  );
  const clockMs = readSquares(Uint8Array.from(brightness));
  return clockMs === null ? null : { atMs, clockMs };
}
