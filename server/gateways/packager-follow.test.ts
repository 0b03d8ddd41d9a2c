import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { type Followed, type VideoIndex } from '../deps';
import { newName, videoKey } from '../storage-key';
import { testPackager } from '../testing/packager';
import { testFolder } from '../testing/storage';
import { createFolderStorage } from './storage';

const media = (name: string) => join('server/testing/media', name);
const FRAGMENTED = media('fragmented.mp4');
const WEBM = media('vp9-opus.webm');
const PIECE = 20_000;

/** Bytes that come piece by piece, as a test lets them. */
function coming() {
  let controller!: ReadableStreamDefaultController<Uint8Array>;
  const bytes = new ReadableStream<Uint8Array>({ start: (given) => void (controller = given) });
  return { bytes, more: (piece: Uint8Array) => controller.enqueue(piece), end: () => controller.close() };
}

function world() {
  const root = testFolder();
  const packager = testPackager(createFolderStorage(root), null);
  const folder = newName();
  const file = (name: string, of = folder) => readFile(join(root, videoKey(of, name)));
  const index = async (of = folder) => JSON.parse((await file('index.json', of)).toString()) as VideoIndex;
  const told: number[] = [];
  const abort = new AbortController();
  const follow = (bytes: ReadableStream<Uint8Array>, before: Followed | null = null) =>
    packager.follow(folder, bytes, {
      before,
      signal: abort.signal,
      grown: (durationMs) => {
        told.push(durationMs);
        return Promise.resolve();
      },
    });
  const followWhole = async (bytes: Uint8Array, before: Followed | null = null) => {
    const { bytes: stream, more, end } = coming();
    for (let at = 0; at < bytes.length; at += PIECE) more(bytes.subarray(at, at + PIECE));
    end();
    return follow(stream, before);
  };
  return { packager, folder, file, index, told, abort, follow, followWhole };
}

function followed(found: Awaited<ReturnType<ReturnType<typeof world>['follow']>>): Followed {
  if (typeof found === 'string') throw new Error(found);
  return found;
}

const timesOf = ({ renditions }: VideoIndex) =>
  renditions[0]!.segments.map(({ startMs, durationMs, discontinuity }) => ({ startMs, durationMs, discontinuity }));

test(
  'parts that are packaged as they come have the same segments, to the byte, as all of them packaged at once',
  { timeout: 120_000 },
  async () => {
    const here = world();
    const paths = [FRAGMENTED, WEBM, FRAGMENTED];
    let before: Followed | null = null;
    for (const path of paths) before = followed(await here.followWhole(await readFile(path), before));
    const whole = newName();
    const packed = await here.packager.pack(
      whole,
      paths.map((path) => ({ path, sha256: null })),
    );
    if (typeof packed === 'string') throw new Error(packed);
    const live = await here.index();
    expect(live).toEqual(before!.index);
    expect(timesOf(live)).toEqual(timesOf(packed));
    expect(live.durationMs).toBe(packed.durationMs);
    expect(here.told).toEqual(live.renditions[0]!.segments.map(({ startMs, durationMs }) => startMs + durationMs));
    for (const { file, init } of live.renditions[0]!.segments) {
      expect(await here.file(file)).toEqual(await here.file(file, whole));
      // it says when it was made
      expect((await here.file(init)).length).toBe((await here.file(init, whole)).length);
    }
    expect(packed.renditions[0]).toMatchObject({
      name: 'source',
      bandwidth: live.renditions[0]!.bandwidth,
      codecs: live.renditions[0]!.codecs,
    });
  },
);

test.each([FRAGMENTED, WEBM])(
  'the beginning of %s can be played before its end has come',
  { timeout: 120_000 },
  async (path) => {
    const here = world();
    const { bytes, more, end } = coming();
    const all = await readFile(path);
    const done = here.follow(bytes);
    more(all.subarray(0, Math.floor(all.length * 0.9)));
    await expect.poll(() => here.told.length, { timeout: 20_000 }).toBeGreaterThan(0);
    const early = await here.index();
    for (const { file, bytes: size } of early.renditions[0]!.segments)
      expect((await here.file(file)).length).toBe(size);
    more(all.subarray(Math.floor(all.length * 0.9)));
    end();
    const { index } = followed(await done);
    expect(index.durationMs).toBeGreaterThan(4_400);
    expect(timesOf(index).slice(0, 1)).toEqual(timesOf(early).slice(0, 1));
  },
);

test(
  'a file that a crash cut off is packaged up to there, as it is when all is packaged at once',
  { timeout: 120_000 },
  async () => {
    for (const film of [FRAGMENTED, WEBM]) {
      const here = world();
      const all = await readFile(film);
      const cut = all.subarray(0, Math.floor(all.length * 0.7));
      const { index } = followed(await here.followWhole(cut));
      const path = join(testFolder(), 'cut');
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, cut);
      const packed = await here.packager.pack(newName(), [{ path, sha256: null }]);
      if (typeof packed === 'string') throw new Error(packed);
      expect(timesOf(index)).toEqual(timesOf(packed));
      expect(index.durationMs).toBeGreaterThan(1_900);
      expect(index.durationMs).toBeLessThan(4_400);
    }
  },
);

test(
  'what is no video, what browsers cannot play and what is broken off are told apart, and leave no index',
  { timeout: 120_000 },
  async () => {
    const here = world();
    expect(await here.followWhole(new Uint8Array(10_000))).toBe('notAVideo');
    expect(await here.followWhole(new Uint8Array(0))).toBe('notAVideo');
    expect(await here.followWhole((await readFile(FRAGMENTED)).subarray(0, 60))).toBe('truncated');
    expect(await here.followWhole(await readFile(media('vp8-vorbis.webm')))).toBe('codecUnknown');
    await expect(here.index()).rejects.toThrow('ENOENT');
    const { bytes } = coming();
    const done = here.follow(bytes);
    here.abort.abort();
    await expect(done).rejects.toThrow('broken off');
    await expect(here.follow(coming().bytes)).rejects.toThrow();
  },
);
