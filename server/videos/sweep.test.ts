import { describe, expect, test } from 'vitest';
import { DAY, HOUR, later, MINUTE } from '../clock';
import { type StreamId } from '../ids';
import { makeStream, type TestDeps, testDeps } from '../testing/harness';
import { doJobs } from '../testing/jobs';
import { creatorWithBrowser, heldPackager, putUpload, sendPart, videoInputFor } from '../testing/videos';
import { newName, videoKey } from '../storage-key';
import { sweepVideoFiles, sweepVideos } from './sweep';

const HASH = 'a'.repeat(64);

async function world() {
  const deps = await testDeps();
  deps.packager = heldPackager(deps.storage, () => Promise.resolve(null));
  return { deps, ...(await creatorWithBrowser(deps)) };
}

/** A recording of a stream that ends at once. */
async function recording() {
  const made = await world();
  const { deps, creator, browser } = made;
  const live = await makeStream(deps, { creatorId: creator.id, status: 'live' });
  const { video } = await browser.api.videos.startRecording({ streamId: live.id });
  const end = () => browser.api.broadcast.end({ id: live.id });
  return { ...made, live, video, end };
}

const statusOf = async ({ db }: Pick<TestDeps, 'db'>, streamId: StreamId) =>
  (await db.video.findUniqueOrThrow({ where: { streamId } })).status;

async function kept(deps: Pick<TestDeps, 'storage' | 'uploads'>) {
  const names: string[] = [];
  for await (const { folder } of deps.storage.videoFolders()) names.push(folder);
  for await (const { uploadId } of deps.uploads.all()) names.push(uploadId);
  return names;
}

describe('a recording', () => {
  test('all of which is here is packaged ten minutes after its stream ended, without its page', async () => {
    const { deps, browser, video, end } = await recording();
    await sendPart(deps, browser, video, new Uint8Array(10), { sha256: HASH });
    deps.clock.advance(HOUR);
    await sweepVideos(deps);
    expect(await statusOf(deps, video)).toBe('receiving'); // its stream is live
    await end();
    deps.clock.advance(9 * MINUTE);
    await sweepVideos(deps);
    expect(await statusOf(deps, video)).toBe('receiving');
    deps.clock.advance(MINUTE);
    await sweepVideos(deps);
    await doJobs(deps);
    expect(await statusOf(deps, video)).toBe('ready');
  });

  test('whose page is gone is made of what came until then, a day later', async () => {
    const { deps, browser, video, end } = await recording();
    const begun = [];
    for (const bytes of [7, 0]) {
      const { part } = await browser.api.videos.beginPart({ video, contentType: 'video/webm', length: null });
      const { uploadId } = await deps.db.videoPart.findUniqueOrThrow({ where: { id: part } });
      if (bytes > 0) await putUpload(deps, uploadId, new Uint8Array(bytes), null);
      begun.push(part);
    }
    await end();
    deps.clock.advance(DAY - MINUTE);
    await sweepVideos(deps);
    expect(await statusOf(deps, video)).toBe('receiving');
    deps.clock.advance(MINUTE);
    await sweepVideos(deps);
    await doJobs(deps);
    expect(await statusOf(deps, video)).toBe('ready');
    expect(await deps.db.videoPart.findMany()).toMatchObject([{ id: begun[0], bytes: 7n, length: 7n }]);
  });

  test('of which nothing ever came is none', async () => {
    const { deps, browser, video, end } = await recording();
    await browser.api.videos.beginPart({ video, contentType: 'video/webm', length: null });
    await end();
    deps.clock.advance(DAY);
    await sweepVideos(deps);
    expect(await statusOf(deps, video)).toBe('deleted');
    expect((await browser.api.videos.mine()).videos).toEqual([]);
  });
});

describe('an upload', () => {
  test('that nobody went on with for a week is removed with what came of it', async () => {
    const { deps, browser } = await world();
    const { video } = await browser.api.videos.startUpload({ ...(await videoInputFor(deps)), payee: null });
    const { part } = await browser.api.videos.beginPart({ video, contentType: 'video/mp4', length: 10n });
    const { uploadId } = await deps.db.videoPart.findUniqueOrThrow({ where: { id: part } });
    await putUpload(deps, uploadId, new Uint8Array(4), 10);
    deps.clock.advance(7 * DAY - MINUTE);
    await sweepVideos(deps);
    expect(await statusOf(deps, video)).toBe('receiving');
    deps.clock.advance(MINUTE);
    await sweepVideos(deps);
    expect(await statusOf(deps, video)).toBe('deleted');
    expect(await kept(deps)).toEqual([]);
  });

  test('all of which is here is packaged without its page', async () => {
    const { deps, browser } = await world();
    const { video } = await browser.api.videos.startUpload({ ...(await videoInputFor(deps)), payee: null });
    const { part } = await browser.api.videos.beginPart({ video, contentType: 'video/mp4', length: 10n });
    const { uploadId } = await deps.db.videoPart.findUniqueOrThrow({ where: { id: part } });
    await putUpload(deps, uploadId, new Uint8Array(10), 10);
    deps.clock.advance(10 * MINUTE);
    await sweepVideos(deps);
    expect(await statusOf(deps, video)).toBe('processing');
  });
});

test('a site that keeps videos for thirty days removes older ones, and one that keeps them none', async () => {
  const { deps, browser, video, end } = await recording();
  await sendPart(deps, browser, video, new Uint8Array(10), { sha256: HASH });
  await browser.api.videos.finish({ video });
  await doJobs(deps);
  await end();
  deps.clock.advance(31 * DAY);
  await sweepVideos(deps);
  expect(await statusOf(deps, video)).toBe('ready');
  deps.config.videos.retentionDays = 30;
  await sweepVideos(deps);
  expect(await statusOf(deps, video)).toBe('deleted');
  expect(await kept(deps)).toEqual([]);
});

test('files that no row names are removed after a day, and files that one names never', async () => {
  const { deps, browser, video } = await recording();
  await sendPart(deps, browser, video, new Uint8Array(10), { sha256: HASH });
  await browser.api.videos.finish({ video });
  await doJobs(deps);
  const named = await kept(deps);
  await deps.storage.put(videoKey(newName(), 'source-0.m4s'), new Uint8Array(1));
  await putUpload(deps, newName(), new Uint8Array(1), 1);
  // files carry the time of the machine
  deps.clock.set(new Date());
  await sweepVideoFiles(deps);
  expect(await kept(deps)).toHaveLength(named.length + 2);
  deps.clock.set(later(new Date(), DAY + MINUTE));
  await sweepVideoFiles(deps);
  expect((await kept(deps)).sort()).toEqual(named.sort());
});

test('files of a video that was removed by a process that died are removed', async () => {
  const { deps, browser, video } = await recording();
  await sendPart(deps, browser, video, new Uint8Array(10), { sha256: HASH });
  await browser.api.videos.finish({ video });
  await doJobs(deps);
  const away = () => Promise.reject(new Error('the storage is away'));
  const remove = deps.storage.removeVideo;
  deps.storage.removeVideo = away;
  await browser.api.videos.remove({ id: video });
  deps.storage.removeVideo = remove;
  expect(await kept(deps)).toHaveLength(1);
  deps.clock.set(later(new Date(), DAY + MINUTE));
  await sweepVideoFiles(deps);
  expect(await kept(deps)).toEqual([]);
});

test('files of somebody who left are removed, and what people paid for stays', async () => {
  const { deps, creator, browser, video, end } = await recording();
  await sendPart(deps, browser, video, new Uint8Array(10), { sha256: HASH });
  await browser.api.videos.finish({ video });
  await doJobs(deps);
  await end();
  await deps.db.passwordCredential.create({
    data: { accountId: creator.id, hash: await deps.passwords.hash('a long enough sentence') },
  });
  await browser.api.account.delete({ handle: creator.handle, password: 'a long enough sentence' });
  expect(await deps.db.stream.findUnique({ where: { id: video } })).toMatchObject({ visibility: 'private' });
  await sweepVideos(deps);
  expect(await kept(deps)).toEqual([]);
  expect(await deps.db.video.findUnique({ where: { streamId: video } })).toMatchObject({
    status: 'deleted',
    bytes: 0n,
  });
});
