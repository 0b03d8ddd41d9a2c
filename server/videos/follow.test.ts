import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { type Packager, type VideoIndex } from '../deps';
import { type StreamId } from '../ids';
import { PlayableVideos } from '../playback/videos';
import { videoKey } from '../storage-key';
import { makeStream, testClock, type TestDeps, testDeps } from '../testing/harness';
import { doJobs } from '../testing/jobs';
import { creatorWithBrowser, heldPackager, recordPart } from '../testing/video-files';
import { deleteVideo } from './remove';
import { createRecordingFollower, type RecordingFollower } from './follow';
import { sweepVideoFiles, sweepVideos } from './sweep';

const HASH = 'a'.repeat(64);

/** A live stream that is being recorded, with a first part of which something is here. */
async function world() {
  const deps = await testDeps();
  const record = async () => {
    const { creator, browser } = await creatorWithBrowser(deps);
    const source = await makeStream(deps, { creatorId: creator.id, status: 'live', startedAt: deps.clock.now() });
    const { video } = await browser.api.videos.startRecording({ streamId: source.id });
    return { browser, video, begin: () => recordPart(deps, browser, video) };
  };
  return { deps, record };
}

/** A packager whose pieces are segments of a second each, and that its file tells when it ends. */
function piecePackager(deps: TestDeps): Packager {
  return {
    ...heldPackager(deps.storage, () => Promise.resolve(null)),
    async follow(folder, bytes, { before, grown, signal }) {
      const segments: VideoIndex['renditions'][0]['segments'] = [...(before?.index.renditions[0]?.segments ?? [])];
      const size = { bandwidth: 1, width: 640, height: 360 };
      const index = (): VideoIndex => ({
        version: 1,
        durationMs: segments.length * 1_000,
        renditions: [{ name: 'source', codecs: 'avc1.42c01f', ...size, segments: [...segments] }],
        strip: null,
        poster: null,
        bytes: segments.length,
      });
      const broken = new Promise<never>((_, reject) =>
        signal.addEventListener('abort', () => reject(new Error('broken off'))),
      );
      const reader = bytes.getReader();
      for (;;) {
        const { done } = await Promise.race([reader.read(), broken]);
        if (done) return { index: index(), end: segments.length };
        const at = segments.length;
        segments.push({ file: `source-${at}.m4s`, startMs: at * 1_000, durationMs: 1_000, bytes: 1, init: 'a.mp4' });
        await deps.storage.put(videoKey(folder, `source-${at}.m4s`), new Uint8Array(1));
        await deps.storage.put(videoKey(folder, 'index.json'), Buffer.from(JSON.stringify(index())));
        await grown(index().durationMs);
      }
    },
  };
}

const piece = () => new Uint8Array(1_000);
const rowOf = ({ db }: TestDeps, streamId: StreamId) => db.video.findUniqueOrThrow({ where: { streamId } });
const lengthOf = async (deps: TestDeps, id: StreamId) => (await rowOf(deps, id)).liveMs;
async function foldersOf({ storage }: TestDeps): Promise<string[]> {
  const folders = [];
  for await (const { folder } of storage.videoFolders()) folders.push(folder);
  return folders.sort();
}

/** Time goes on, a little at a time, until something holds. */
async function until(deps: TestDeps, holds: () => Promise<boolean> | boolean): Promise<void> {
  await expect
    .poll(
      async () => {
        deps.clock.advance(250);
        return holds();
      },
      { timeout: 60_000, interval: 50 },
    )
    .toBe(true);
}

const followers = (deps: TestDeps) => {
  deps.packager = piecePackager(deps);
  const all: RecordingFollower[] = [];
  return {
    another() {
      const follower = createRecordingFollower(deps);
      all.push(follower);
      return follower;
    },
    end: () => Promise.all(all.map((follower) => follower.stop())),
  };
};

test('a recording that comes in is packaged as it comes, part after part, and ends with it', async () => {
  const { deps, record } = await world();
  const { another, end } = followers(deps);
  const follower = another();
  const { browser, video, begin } = await record();
  await follower.look();
  expect((await rowOf(deps, video)).liveFolder).toBeNull(); // nothing has come
  const first = await begin();
  await first.send(piece());
  await follower.look();
  await until(deps, async () => (await lengthOf(deps, video)) === 1_000);
  await first.send(piece());
  await until(deps, async () => (await lengthOf(deps, video)) === 2_000);
  const second = await begin();
  await second.send(piece());
  await first.complete(HASH);
  await until(deps, async () => (await lengthOf(deps, video)) === 3_000);
  await second.complete(HASH);
  await browser.api.videos.finish({ video });
  await until(deps, async () => (await rowOf(deps, video)).liveAt === null);
  expect(await rowOf(deps, video)).toMatchObject({ status: 'processing', liveMs: 3_000 });
  expect(await new PlayableVideos().read(deps, video)).toMatchObject({ seconds: 3, growing: { ended: true } });
  const { liveFolder } = await rowOf(deps, video);
  await doJobs(deps);
  expect(await rowOf(deps, video)).toMatchObject({ status: 'ready', liveFolder });
  deps.clock.advance(61_000);
  await sweepVideos(deps);
  expect(await rowOf(deps, video)).toMatchObject({ status: 'ready', liveFolder: null, liveMs: 0 });
  expect(await foldersOf(deps)).toEqual([(await rowOf(deps, video)).folder]);
  await end();
});

test('one process follows a recording; another one takes it up from its beginning when that one is gone', async () => {
  const { deps, record } = await world();
  const { another, end } = followers(deps);
  const { video, begin } = await record();
  const part = await begin();
  await part.send(piece());
  const [one, other] = [another(), another()];
  await Promise.all([one.look(), other.look()]);
  await until(deps, async () => (await lengthOf(deps, video)) === 1_000);
  const { liveFolder: before } = await rowOf(deps, video);
  await other.look();
  expect((await rowOf(deps, video)).liveFolder).toBe(before);
  // a process that is stopped leaves it at once
  await Promise.all([one.stop(), other.stop()]);
  await part.send(piece());
  const third = another();
  await third.look();
  // what came until now is one piece to who begins now
  await until(deps, async () => (await lengthOf(deps, video)) > 0);
  const { liveFolder: after } = await rowOf(deps, video);
  expect(after).not.toBe(before);
  expect(await foldersOf(deps)).toEqual([after]);
  // files that a row names are not swept, however old
  await sweepVideoFiles({ ...deps, clock: testClock('2100-01-01T00:00:00Z') });
  expect(await foldersOf(deps)).toContain(after);
  await end();
});

test('no process follows more than it has places for, and none at all where it is told so', async () => {
  const { deps, record } = await world();
  const { another, end } = followers(deps);
  for (let count = 0; count < 3; count += 1) await (await (await record()).begin()).send(piece());
  const followed = () => deps.db.video.count({ where: { liveFolder: { not: null } } });
  const told = (mostFollowed: number) => ({ ...deps.config, videos: { ...deps.config.videos, mostFollowed } });
  deps.config = told(0);
  await another().look();
  expect(await followed()).toBe(0);
  deps.config = told(2);
  const follower = another();
  await follower.look();
  await follower.look();
  expect(await followed()).toBe(2);
  deps.config = told(4);
  deps.uploads = { ...deps.uploads, follow: null };
  await another().look();
  expect(await followed()).toBe(2);
  await end();
});

test('a recording that is removed is not followed any more, and nothing of it stays', async () => {
  const { deps, record } = await world();
  const { another, end } = followers(deps);
  const { video, begin } = await record();
  await (await begin()).send(piece());
  await another().look();
  await until(deps, async () => (await lengthOf(deps, video)) === 1_000);
  await deleteVideo(deps, video, null);
  await until(deps, async () => (await foldersOf(deps)).length === 0);
  expect(await rowOf(deps, video)).toMatchObject({ status: 'deleted', liveFolder: null, liveAt: null });
  await end();
});

test('when a part is taken back, what was made with it goes: the times of all others are as without it', async () => {
  const { deps, record } = await world();
  const { another, end } = followers(deps);
  const { video, begin } = await record();
  const [first, second] = [await begin(), await begin()];
  await first.send(piece());
  await first.complete(HASH);
  const follower = another();
  await follower.look();
  await until(deps, async () => (await lengthOf(deps, video)) === 1_000);
  await second.send(piece());
  await until(deps, async () => (await lengthOf(deps, video)) === 2_000);
  const { liveFolder: before } = await rowOf(deps, video);
  await deps.db.videoPart.delete({ where: { id: first.part } });
  await until(deps, async () => (await rowOf(deps, video)).liveFolder === null);
  await second.send(piece());
  await follower.look();
  await until(deps, async () => (await lengthOf(deps, video)) > 0);
  expect((await rowOf(deps, video)).liveFolder).not.toBe(before);
  await end();
});

test('of an idle recording the place is given to another one', async () => {
  const { deps, record } = await world();
  const { another, end } = followers(deps);
  const { video, begin } = await record();
  await (await begin()).send(piece());
  const follower = another();
  await follower.look();
  await until(deps, async () => (await lengthOf(deps, video)) === 1_000);
  deps.clock.advance(11 * 60_000);
  await until(deps, async () => (await rowOf(deps, video)).liveFolder === null);
  await follower.look();
  expect((await rowOf(deps, video)).liveFolder).toBeNull(); // nothing comes
  await end();
});

test(
  'a film that is recorded live has, while it comes in and afterwards, the same seconds',
  { timeout: 240_000 },
  async () => {
    const deps = await testDeps();
    const { creator, browser } = await creatorWithBrowser(deps);
    const source = await makeStream(deps, { creatorId: creator.id, status: 'live', startedAt: deps.clock.now() });
    const { video } = await browser.api.videos.startRecording({ streamId: source.id });
    const follower = createRecordingFollower(deps);
    const film = await readFile('server/testing/media/fragmented.mp4');
    for (let count = 0; count < 2; count += 1) {
      const part = await recordPart(deps, browser, video);
      await part.send(film.subarray(0, 20_000));
      if (count === 0) await follower.look();
      await part.send(film.subarray(20_000));
      await part.complete(createHash('sha256').update(film).digest('hex'));
    }
    await browser.api.videos.finish({ video });
    await until(deps, async () => (await rowOf(deps, video)).liveAt === null);
    const timesOf = async () => {
      const { index } = await new PlayableVideos().read(deps, video);
      return index.renditions[0]!.segments.map(({ startMs, durationMs }) => ({ startMs, durationMs }));
    };
    const live = await timesOf();
    expect(live.length).toBeGreaterThan(3);
    await doJobs(deps);
    expect((await rowOf(deps, video)).status).toBe('ready');
    expect(await timesOf()).toEqual(live);
    await follower.stop();
  },
);
