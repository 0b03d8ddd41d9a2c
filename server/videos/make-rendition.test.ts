import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { MINUTE } from '../clock';
import { type VideoIndex, type VideoRendition } from '../deps';
import { createFolderStorage } from '../gateways/storage';
import { type StreamId } from '../ids';
import { masterPlaylist } from '../playback/playlists';
import { shrunkFile, shrunkInit, videoKey } from '../storage-key';
import { type TestDeps, testDeps } from '../testing/harness';
import { doJobs, waitingJobs } from '../testing/jobs';
import { testFfmpeg, testPackager } from '../testing/packager';
import { testFolder } from '../testing/storage';
import { creatorWithBrowser, heldPackager, sendPart, videoInputFor } from '../testing/video-files';
import { makeRendition } from './make-rendition';
import { readUsed } from './quota';
import { sweepVideos } from './sweep';

const HASH = 'a'.repeat(64);
const INIT = 300;
const SEGMENT = 700;

/** A size as a packager makes it, into the storage of a test. */
async function shrunk({ storage }: TestDeps, folder: string, height: number, tag: string): Promise<VideoRendition> {
  await storage.put(videoKey(folder, shrunkInit(tag, 1)), new Uint8Array(INIT));
  await storage.put(videoKey(folder, shrunkFile(tag, 1)), new Uint8Array(SEGMENT));
  const segment = { file: shrunkFile(tag, 1), startMs: 0, durationMs: 4_000, bytes: SEGMENT, init: shrunkInit(tag, 1) };
  const size = { width: Math.round((height * 16) / 9), height };
  return { name: `${height}p`, codecs: 'avc1.4d401f,mp4a.40.2', bandwidth: 400_000, ...size, segments: [segment] };
}

/** A video of 1280 to 720 that is ready, of which a smaller size is to be made. */
async function world(
  around: (make: () => Promise<VideoRendition>) => Promise<VideoRendition | null> = (make) => make(),
) {
  const deps = await testDeps();
  const asked: { height: number; tag: string }[] = [];
  deps.packager = {
    ...heldPackager(deps.storage, () => Promise.resolve(null)),
    usesFfmpeg: true,
    shrink: (folder, _index, how) => {
      asked.push(how);
      return around(() => shrunk(deps, folder, how.height, how.tag));
    },
  };
  const { creator, browser } = await creatorWithBrowser(deps);
  const { video } = await browser.api.videos.startUpload({ ...(await videoInputFor(deps)), payee: null });
  await sendPart(deps, browser, video, new Uint8Array(500), { sha256: HASH });
  await browser.api.videos.finish({ video });
  await doPackaging(deps);
  const row = () => deps.db.video.findUniqueOrThrow({ where: { streamId: video } });
  return { deps, creator, api: browser.api, video, row, asked };
}

/** Packages what waits, and leaves the smaller sizes waiting. */
async function doPackaging(deps: TestDeps) {
  const { heights } = deps.config.videos;
  deps.config.videos.heights = [];
  await doJobs(deps);
  deps.config.videos.heights = heights;
}

async function indexOf({ storage }: TestDeps, folder: string): Promise<VideoIndex> {
  const found = await storage.read(videoKey(folder, 'index.json'));
  return (await new Response(found!.content).json()) as VideoIndex;
}
const names = ({ renditions }: VideoIndex) => renditions.map(({ name }) => name);

/** The files of a size that are there. */
async function filesOf({ storage }: TestDeps, folder: string, tag: string): Promise<number> {
  const found = await Promise.all([1, 2].map((number) => storage.stat(videoKey(folder, shrunkFile(tag, number)))));
  return found.filter(Boolean).length;
}

/** A gate at which somebody waits until it is opened. */
function gate() {
  let open = () => {};
  let come = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  const reached = new Promise<void>((resolve) => (come = resolve));
  return { open: () => open(), reached, wait: () => (come(), opened) };
}

const size = (index: VideoIndex) => Buffer.byteLength(JSON.stringify(index));

test('a video that is ready gets a smaller size, which is counted to the byte', async () => {
  const { deps, creator, video, row, asked } = await world();
  const before = await row();
  await makeRendition(deps, { videoId: video });
  const { heights, bytes, folder, renditionTag } = await row();
  expect({ heights, renditionTag }).toEqual({ heights: [480], renditionTag: null });
  const index = await indexOf(deps, folder);
  expect(names(index)).toEqual(['source', '480p']);
  expect(index.bytes).toBe(1_000 + INIT + SEGMENT);
  const { renditions, ...rest } = index;
  const was = size({ ...rest, renditions: renditions.slice(0, 1), bytes: 1_000 });
  expect(bytes - before.bytes).toBe(BigInt(INIT + SEGMENT + size(index) - was));
  expect((await readUsed({ db: deps.db, config: deps.config }, creator.id)).used).toBe(bytes);
  expect(asked).toHaveLength(1);
  await makeRendition(deps, { videoId: video });
  expect(asked).toHaveLength(1);
});

test('whoever plays it already finds the smaller size as soon as it is there', async () => {
  const { deps, video } = await world();
  expect(masterPlaylist((await deps.videos.read(deps, video)).index)).not.toContain('480p');
  await makeRendition(deps, { videoId: video });
  deps.clock.advance(3_000);
  const { index, segments } = await deps.videos.read(deps, video);
  expect(masterPlaylist(index)).toContain('RESOLUTION=853x480\n480p.m3u8');
  expect(segments.get(index.renditions[1]!.segments[0]!.file)).toEqual({ startMs: 0, durationMs: 4_000 });
});

test('packaging asks for it, and one size after the other is made', async () => {
  const deps = await testDeps();
  deps.config.videos.heights = [240, 480];
  const made: number[] = [];
  deps.packager = {
    ...heldPackager(deps.storage, () => Promise.resolve(null)),
    usesFfmpeg: true,
    shrink: (folder, _index, { height, tag }) => (made.push(height), shrunk(deps, folder, height, tag)),
  };
  const { browser } = await creatorWithBrowser(deps);
  const { video } = await browser.api.videos.startUpload({ ...(await videoInputFor(deps)), payee: null });
  await sendPart(deps, browser, video, new Uint8Array(500), { sha256: HASH });
  await browser.api.videos.finish({ video });
  await doJobs(deps);
  expect(made).toEqual([480, 240]);
  const { folder } = await deps.db.video.findUniqueOrThrow({ where: { streamId: video } });
  expect(names(await indexOf(deps, folder))).toEqual(['source', '480p', '240p']);
});

test.each([
  ['where there is no FFmpeg', (deps: TestDeps) => void (deps.packager = { ...deps.packager, usesFfmpeg: false })],
  ['where the site makes none', (deps: TestDeps) => void (deps.config.videos.heights = [])],
  ['of a picture that is not larger', (deps: TestDeps) => void (deps.config.videos.heights = [720])],
  ['where there is no room left', (deps: TestDeps) => void (deps.config.videos.quota = 1_000n)],
])('none is made %s', async (_, change) => {
  const { deps, video, row, asked } = await world();
  change(deps);
  await makeRendition(deps, { videoId: video });
  expect(asked).toEqual([]);
  expect(await row()).toMatchObject({ heights: [], renditionTag: null });
});

test('one for which there is no room in the end is removed', async () => {
  const { deps, video, row, asked } = await world();
  const { folder, bytes } = await row();
  deps.config.videos.quota = bytes + BigInt(SEGMENT);
  await makeRendition(deps, { videoId: video });
  expect(await row()).toMatchObject({ heights: [], bytes, renditionTag: null });
  expect(await filesOf(deps, folder, asked[0]!.tag)).toBe(0);
  expect(names(await indexOf(deps, folder))).toEqual(['source']);
});

test('one that cannot be made leaves the video as it is, and is not tried again', async () => {
  const { deps, video, row } = await world(async (make) => (await make(), null));
  const before = await row();
  await makeRendition(deps, { videoId: video });
  expect(await row()).toEqual(before);
  await sweepVideos(deps);
  expect(await waitingJobs(deps, 'makeRendition')).toEqual([]);
});

test('by two at once is done by one', async () => {
  const { wait, open, reached } = gate();
  const { deps, video, row, asked } = await world(async (make) => (await wait(), make()));
  const first = makeRendition(deps, { videoId: video });
  await reached;
  await makeRendition(deps, { videoId: video });
  open();
  await first;
  expect(asked).toHaveLength(1);
  expect((await row()).heights).toEqual([480]);
});

test('after a crash it is begun anew by the sweep; what the dead one made is gone, and its late end changes nothing', async () => {
  const { wait, open, reached } = gate();
  let tries = 0;
  const { deps, video, row, asked } = await world(async (make) => {
    const made = await make();
    if ((tries += 1) === 1) await wait();
    return made;
  });
  // a process whose timers stand still says nothing any more
  const silent = { ...deps, timers: { setTimeout: () => () => undefined, setInterval: () => () => undefined } };
  const first = makeRendition(silent, { videoId: video });
  await reached;
  deps.clock.advance(3 * MINUTE);
  await sweepVideos(deps);
  await doJobs(deps);
  const after = await row();
  const index = await indexOf(deps, after.folder);
  expect(after.heights).toEqual([480]);
  expect(asked).toHaveLength(2);
  expect(await filesOf(deps, after.folder, asked[0]!.tag)).toBe(0);
  open();
  await first;
  expect(await row()).toEqual(after);
  expect(await indexOf(deps, after.folder)).toEqual(index);
  expect(await filesOf(deps, after.folder, asked[1]!.tag)).toBe(1);
});

test('an index that names what a crash kept from the row forgets it, and the next try stands alone', async () => {
  const { deps, video, row } = await world();
  const { folder } = await row();
  const before = await indexOf(deps, folder);
  const half = await shrunk(deps, folder, 480, 'deadbeef');
  const named = { ...before, renditions: [...before.renditions, half], bytes: before.bytes + INIT + SEGMENT };
  await deps.storage.put(videoKey(folder, 'index.json'), Buffer.from(JSON.stringify(named)));
  const data = { renditionTag: 'deadbeef', renditionAt: deps.clock.now() };
  await deps.db.video.update({ where: { streamId: video }, data });
  deps.clock.advance(3 * MINUTE);
  await makeRendition(deps, { videoId: video });
  const index = await indexOf(deps, folder);
  expect(names(index)).toEqual(['source', '480p']);
  expect(index.bytes).toBe(before.bytes + INIT + SEGMENT);
  expect(await filesOf(deps, folder, 'deadbeef')).toBe(0);
});

test('of a video that is removed meanwhile nothing stays', async () => {
  const { wait, open, reached } = gate();
  const { deps, api, video, row, asked } = await world(async (make) => (await wait(), make()));
  const { folder } = await row();
  const first = makeRendition(deps, { videoId: video });
  await reached;
  await api.videos.remove({ id: video });
  open();
  await first;
  expect(await filesOf(deps, folder, asked[0]!.tag)).toBe(0);
  expect(await row()).toMatchObject({ status: 'deleted', heights: [], bytes: 0n, renditionTag: null });
});

test('whoever makes it hears that the video is gone, and stops', async () => {
  const { reached, wait } = gate();
  const { deps, api, video } = await world();
  deps.packager = {
    ...deps.packager,
    shrink: (_folder, _index, _how, signal) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(new Error('stopped')));
        void wait();
      }),
  };
  const first = makeRendition(deps, { videoId: video });
  await reached;
  await api.videos.remove({ id: video });
  deps.clock.advance(MINUTE);
  await expect(first).resolves.toBeUndefined();
});

test.skipIf(!testFfmpeg)('a real film gets a size with the segments of its source', { timeout: 120_000 }, async () => {
  const storage = createFolderStorage(testFolder());
  const deps = await testDeps({ storage, packager: testPackager(storage) });
  deps.config.videos.heights = [32];
  const { browser } = await creatorWithBrowser(deps);
  const { video } = await browser.api.videos.startUpload({ ...(await videoInputFor(deps)), payee: null });
  const bytes = await readFile('server/testing/media/h264-aac.mp4');
  await sendPart(deps, browser, video, bytes, { sha256: createHash('sha256').update(bytes).digest('hex') });
  await browser.api.videos.finish({ video });
  await doJobs(deps);
  const { index } = await deps.videos.read(deps, video as StreamId);
  expect(names(index)).toEqual(['source', '32p', 'audio']);
  const times = ({ segments }: VideoRendition) => segments.map(({ startMs, durationMs }) => [startMs, durationMs]);
  expect(times(index.renditions[1]!)).toEqual(times(index.renditions[0]!));
});
