import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sleep, systemTimers } from '../../sdk/timers';
import { type StreamId } from '../ids';
import { testFfmpeg, testPackager } from '../testing/packager';
import { realRooms } from '../testing/real-rooms';
import { testFolder, testStorage } from '../testing/storage';
import { makeFeedFile, sendFile } from '../testing/whip-sender';
import { newName } from '../storage-key';
import { createRecorder } from './recorder';

const pause = (ms: number) => sleep(systemTimers, ms);
const folder = testFolder();
let world: Awaited<ReturnType<typeof realRooms>>;
let rooms = 0;
const newRoom = () => `01990000-0000-7000-8000-${String((rooms += 1)).padStart(12, '0')}` as StreamId;

beforeAll(async () => {
  world = await realRooms(testFolder());
}, 60_000);
afterAll(async () => {
  await world?.stop();
});

const sizeOf = (file: { chunks: Uint8Array[] } | undefined) =>
  (file?.chunks ?? []).reduce((sum, { length }) => sum + length, 0);
async function until(isSo: () => boolean | Promise<boolean>) {
  while (!(await isSo())) await pause(200);
}

/** Keeps what is recorded, a file after the other. */
function kept() {
  const files: { chunks: Uint8Array[]; agoMs: number; ended: boolean }[] = [];
  return {
    files,
    path(at: number) {
      const path = join(folder, `recorded-${rooms}-${at}.mkv`);
      writeFileSync(path, Buffer.concat(files[at]?.chunks ?? []));
      return path;
    },
    sink: {
      begin: async ({ agoMs }: { agoMs: number }) => void files.push({ chunks: [], agoMs, ended: false }),
      write: async (bytes: Uint8Array) => void files.at(-1)!.chunks.push(bytes),
      end: async () => void (files.at(-1)!.ended = true),
    },
  };
}

const recorder = () =>
  createRecorder({
    url: world.url,
    iceServers: [],
    token: (room) => world.rooms.recorderToken(room),
    timers: systemTimers,
  });
const feedInto = (room: StreamId, file: string) =>
  sendFile(file, async (offer) => (await world.rooms.startFeed(room, 'creator', offer))!.sdp);

/** What FFmpeg finds wrong on decoding all of it, and how many pictures there are. */
function decode(path: string) {
  const told = execFileSync(testFfmpeg!, ['-v', 'error', '-i', path, '-map', '0:v', '-f', 'framecrc', '-'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return told.split('\n').filter((line) => line !== '' && !line.startsWith('#')).length;
}

/** When something begins, in seconds, as a filter of FFmpeg tells line by line. */
function tell(path: string, args: string[], pattern: RegExp): number[] {
  const { stdout, stderr } = spawnSync(testFfmpeg!, ['-nostats', '-i', path, ...args, '-f', 'null', '-'], {
    encoding: 'utf8',
  });
  return [...`${stdout}${stderr}`.matchAll(pattern)].map(([, seconds]) => Number(seconds));
}

/** White pictures and loud tones, of which each second of a feed has one. */
function flashesAndTones(path: string) {
  const bright = 'signalstats,metadata=mode=select:key=lavfi.signalstats.YAVG:value=200:function=greater';
  const white = tell(path, ['-map', '0:v', '-vf', `${bright},showinfo`], /pts_time:([\d.]+)/g);
  const flashes = white.filter((at, index) => at - (white[index - 1] ?? -1) > 0.5);
  const tones = tell(path, ['-map', '0:a', '-af', 'silencedetect=n=-20dB:d=0.3'], /silence_end: ([\d.]+)/g);
  return { flashes, tones };
}

/** Where it is silent. */
const silences = (path: string) =>
  tell(path, ['-map', '0:a', '-af', 'silencedetect=n=-60dB:d=0.1'], /silence_start: ([\d.-]+)/g);

test.skipIf(!testFfmpeg).for(['h264', 'vp8'] as const)(
  'A %s feed is recorded as it comes: playable, with sound, unseen, and every picture can be decoded',
  { timeout: 120_000 },
  async (codec) => {
    const file = await makeFeedFile(testFfmpeg!, folder, { codec, seconds: 5 });
    const room = newRoom();
    await world.rooms.open(room);
    const { files, sink, path } = kept();
    const recording = recorder().record(room, sink);
    const sender = await feedInto(room, file);
    await sender.connected;
    await until(() => sizeOf(files.at(-1)) > 480_000);
    expect((await world.rooms.participants(room)).map(({ identity }) => identity)).toEqual(['creator']);
    expect(await recording.stop()).toEqual({ how: 'stopped' });
    await sender.stop();
    expect(files.map(({ ended }) => ended)).toEqual([true]);
    const found = await testPackager(testStorage()).inspect(path(0));
    expect(found).toMatchObject({ container: 'mkv', width: 320, height: 180 });
    const { durationMs } = found as { durationMs: number };
    expect(durationMs).toBeGreaterThan(6_000);
    expect(decode(path(0))).toBeGreaterThan((durationMs / 1_000) * 25);
    expect(silences(path(0)).filter((at) => at > 0.1 && at < durationMs / 1_000 - 1)).toEqual([]);
    const packed = await testPackager(testStorage()).pack(newName(), [{ path: path(0), sha256: null }]);
    expect(packed).toMatchObject({ renditions: [{ name: 'source' }, { name: 'audio' }] });
    const { flashes, tones } = flashesAndTones(path(0));
    const apart = flashes.map((flash) => Math.min(...tones.map((tone) => Math.abs(tone - flash))));
    expect(flashes.length).toBeGreaterThan(4);
    expect(Math.max(...apart.slice(1, -1))).toBeLessThan(0.08);
  },
);

test.skipIf(!testFfmpeg)(
  'A feed that breaks off makes another file: whether it comes again at once, or when the media server has let go of it',
  { timeout: 180_000 },
  async () => {
    const file = await makeFeedFile(testFfmpeg!, folder, { codec: 'vp8', seconds: 5 });
    const room = newRoom();
    await world.rooms.open(room);
    const { files, sink, path } = kept();
    const recording = recorder().record(room, sink);
    const come = async () => {
      const before = files.length;
      const sender = await feedInto(room, file);
      await sender.connected;
      await until(() => files.length > before && sizeOf(files.at(-1)) > 150_000);
      return sender;
    };
    await (await come()).stop();
    await (await come()).stop();
    await until(async () => (await world.rooms.participants(room)).length === 0);
    expect(files.map(({ ended }) => ended)).toEqual([true, true]);
    const third = await come();
    await recording.stop();
    await third.stop();
    expect(files.map(({ ended }) => ended)).toEqual([true, true, true]);
    for (const at of files.keys()) expect(decode(path(at))).toBeGreaterThan(60);
  },
);

test.skipIf(!testFfmpeg)('Of two recorders of a room the later one has the place', { timeout: 60_000 }, async () => {
  const room = newRoom();
  await world.rooms.open(room);
  const earlier = recorder().record(room, kept().sink);
  await pause(3_000);
  const later = recorder().record(room, kept().sink);
  expect(await earlier.ended).toEqual({ how: 'replaced' });
  expect(await later.stop()).toEqual({ how: 'stopped' });
});
