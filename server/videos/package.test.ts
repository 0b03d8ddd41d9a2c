import { describe, expect, test } from 'vitest';
import { MINUTE } from '../clock';
import { type PackagingFailure } from '../deps';
import { type StreamId } from '../ids';
import { makeStream, type TestDeps, testDeps } from '../testing/harness';
import { doJobs, waitingJobs } from '../testing/jobs';
import { creatorWithBrowser, heldPackager, sendPart, videoInputFor } from '../testing/video-files';
import { packageVideo } from './package';
import { sweepVideos } from './sweep';

const HASH = 'a'.repeat(64);

/** An upload all of which is here, about to be packaged. */
async function world(answer: () => Promise<PackagingFailure | null> = () => Promise.resolve(null)) {
  const deps = await testDeps();
  deps.packager = heldPackager(deps.storage, answer);
  const { creator, browser } = await creatorWithBrowser(deps);
  const { video } = await browser.api.videos.startUpload({ ...(await videoInputFor(deps)), payee: null });
  await sendPart(deps, browser, video, new Uint8Array(500), { sha256: HASH });
  await browser.api.videos.finish({ video });
  const read = () => browser.api.videos.read({ id: video });
  return { deps, creator, browser, api: browser.api, video, read };
}

/** A gate that somebody waits at until it is opened. */
function gate<Through>() {
  let open: (through: Through) => void = () => undefined;
  let come: () => void = () => undefined;
  const opened = new Promise<Through>((resolve) => (open = resolve));
  const reached = new Promise<void>((resolve) => (come = resolve));
  const wait = () => {
    come();
    return opened;
  };
  return { wait, open, reached };
}

async function foldersOf({ storage }: Pick<TestDeps, 'storage'>): Promise<string[]> {
  const folders = [];
  for await (const { folder } of storage.videoFolders()) folders.push(folder);
  return folders;
}

const folderOf = async ({ db }: Pick<TestDeps, 'db'>, streamId: StreamId) =>
  (await db.video.findUniqueOrThrow({ where: { streamId } })).folder;

describe('packaging', () => {
  test('is asked for once, however often a page says that nothing more comes', async () => {
    const { deps, api, video } = await world();
    await Promise.all([api.videos.finish({ video }), api.videos.finish({ video })]);
    expect(await waitingJobs(deps, 'packageVideo')).toEqual([{ name: 'packageVideo', data: { videoId: video } }]);
  });

  test('by two at once is done by one', async () => {
    const { wait, open, reached } = gate<null>();
    let tries = 0;
    const { deps, video, read } = await world(() => ((tries += 1), wait()));
    const first = packageVideo(deps, { videoId: video });
    await reached;
    await packageVideo(deps, { videoId: video });
    open(null);
    await first;
    expect(tries).toBe(1);
    expect((await read()).status).toBe('ready');
    expect(await foldersOf(deps)).toEqual([await folderOf(deps, video)]);
  });

  test('that takes long is not taken for one that died', async () => {
    const { wait, open, reached } = gate<null>();
    const { deps, video, read } = await world(wait);
    const first = packageVideo(deps, { videoId: video });
    await reached;
    for (let minute = 0; minute < 5; minute += 1) {
      deps.clock.advance(MINUTE);
      await expect
        .poll(async () => (await deps.db.video.findUniqueOrThrow({ where: { streamId: video } })).packingAt)
        .toEqual(deps.clock.now());
    }
    await sweepVideos(deps);
    await packageVideo(deps, { videoId: video });
    open(null);
    await first;
    expect((await read()).status).toBe('ready');
  });

  test('that died in the middle is begun anew by the sweep, and what comes of it too late changes nothing', async () => {
    const { wait, open, reached } = gate<null>();
    let tries = 0;
    const { deps, video, read } = await world(() => ((tries += 1), tries === 1 ? wait() : Promise.resolve(null)));
    // a process whose timers stand still says nothing any more
    const silent = { ...deps, timers: { setTimeout: () => () => undefined, setInterval: () => () => undefined } };
    const first = packageVideo(silent, { videoId: video });
    await reached;
    deps.clock.advance(3 * MINUTE);
    await sweepVideos(deps);
    await doJobs(deps);
    const { folder, readyAt } = await deps.db.video.findUniqueOrThrow({ where: { streamId: video } });
    expect((await read()).status).toBe('ready');
    deps.clock.advance(MINUTE);
    open(null);
    await first;
    expect(await deps.db.video.findUniqueOrThrow({ where: { streamId: video } })).toMatchObject({ folder, readyAt });
    expect(await foldersOf(deps)).toEqual([folder]);
  });

  test('that breaks is tried again, and given up after the fifth time', async () => {
    const { deps, api, video, read } = await world(() => Promise.reject(new Error('the disk is full')));
    for (let tried = 0; tried < 5; tried += 1)
      await expect(packageVideo(deps, { videoId: video })).rejects.toThrow('the disk is full');
    expect(await foldersOf(deps)).toEqual([]);
    await packageVideo(deps, { videoId: video });
    expect(await read()).toMatchObject({ status: 'failed', failure: 'gaveUp' });
    deps.packager = heldPackager(deps.storage, () => Promise.resolve(null));
    await api.videos.retry({ id: video });
    await api.videos.retry({ id: video });
    await doJobs(deps);
    expect(await read()).toMatchObject({ status: 'ready', failure: null });
  });

  test('of a container that lies says why it failed, keeps what came in and nothing else', async () => {
    const { deps, video, read } = await world(() => Promise.resolve('notAVideo'));
    await doJobs(deps);
    expect(await read()).toMatchObject({ status: 'failed', failure: 'notAVideo', bytes: 500n });
    expect(await foldersOf(deps)).toEqual([]);
    expect(await deps.db.stream.findUnique({ where: { id: video } })).toMatchObject({ visibility: 'private' });
  });

  test('that ends after the video was removed leaves nothing behind', async () => {
    const { wait, open, reached } = gate<null>();
    const { deps, api, video } = await world(wait);
    const first = packageVideo(deps, { videoId: video });
    await reached;
    await api.videos.remove({ id: video });
    open(null);
    await first;
    expect(await deps.db.video.findUnique({ where: { streamId: video } })).toMatchObject({ status: 'deleted' });
    expect(await foldersOf(deps)).toEqual([]);
  });

  test('that ends after its creator left shows the video to nobody', async () => {
    const { wait, open, reached } = gate<null>();
    const { deps, creator, video } = await world(wait);
    const first = packageVideo(deps, { videoId: video });
    await reached;
    await deps.db.account.update({ where: { id: creator.id }, data: { deletedAt: deps.clock.now(), email: null } });
    open(null);
    await first;
    expect(await deps.db.stream.findUnique({ where: { id: video } })).toMatchObject({ visibility: 'private' });
    await sweepVideos(deps);
    expect(await deps.db.video.findUnique({ where: { streamId: video } })).toMatchObject({ status: 'deleted' });
    expect(await foldersOf(deps)).toEqual([]);
  });

  test('takes captions along that were written before', async () => {
    const { deps, api, video, read } = await world();
    const text = 'WEBVTT\n\n00:00.000 --> 00:01.000\nHi\n';
    await api.videos.addCaptions({ id: video, language: 'en', label: 'English', text });
    const { folder: before } = await deps.db.video.findUniqueOrThrow({ where: { streamId: video } });
    await doJobs(deps);
    expect(await folderOf(deps, video)).not.toBe(before);
    expect(await foldersOf(deps)).toEqual([await folderOf(deps, video)]);
    await api.videos.removeCaptions({ id: video, language: 'en' });
    expect((await read()).captions).toEqual([]);
  });

  test('plays the files of a recording in their order, without those of which nothing came', async () => {
    const deps = await testDeps();
    const seen: string[] = [];
    const packager = heldPackager(deps.storage, () => Promise.resolve(null));
    deps.packager = {
      ...packager,
      pack: (folder, files) => {
        seen.push(...files.map(({ sha256 }) => sha256?.slice(0, 1) ?? '-'));
        return packager.pack(folder, files);
      },
    };
    const { creator, browser } = await creatorWithBrowser(deps);
    const live = await makeStream(deps, { creatorId: creator.id, status: 'live' });
    const { video } = await browser.api.videos.startRecording({ streamId: live.id });
    for (const letter of ['c', 'a', 'b'])
      await sendPart(deps, browser, video, new Uint8Array(10), { sha256: letter.repeat(64) });
    await browser.api.videos.finish({ video });
    await doJobs(deps);
    expect(seen).toEqual(['c', 'a', 'b']);
    await expect(
      browser.api.videos.beginPart({ video, contentType: 'video/webm', length: null }),
    ).rejects.toMatchObject({ cause: { code: 'videoNotReceiving' } });
  });

  test('of files some of which are lost or cannot be read makes a video of the others, and says how many are missing', async () => {
    const deps = await testDeps();
    const packager = heldPackager(deps.storage, () => Promise.resolve(null));
    let packaged = 0;
    deps.packager = {
      ...packager,
      async pack(folder, files) {
        packaged = files.length;
        const made = await packager.pack(folder, files);
        return typeof made === 'string' ? made : { ...made, unread: 1 };
      },
    };
    const { creator, browser } = await creatorWithBrowser(deps);
    const live = await makeStream(deps, { creatorId: creator.id, status: 'live' });
    const { video } = await browser.api.videos.startRecording({ streamId: live.id });
    for (const letter of ['a', 'b', 'c'])
      await sendPart(deps, browser, video, new Uint8Array(10), { sha256: letter.repeat(64) });
    const [lost] = await deps.db.videoPart.findMany({ where: { videoId: video }, orderBy: { position: 'asc' } });
    await deps.uploads.remove(lost!.uploadId);
    await browser.api.videos.finish({ video });
    await doJobs(deps);
    expect(packaged).toBe(2);
    expect(await browser.api.videos.read({ id: video })).toMatchObject({ status: 'ready', unreadParts: 2 });
  });

  test('of files all of which are lost fails', async () => {
    const { deps, video, read } = await world();
    const [part] = await deps.db.videoPart.findMany({ where: { videoId: video } });
    await deps.uploads.remove(part!.uploadId);
    await doJobs(deps);
    expect(await read()).toMatchObject({ status: 'failed', failure: 'truncated' });
  });

  test('keeps no originals where a site does not, and counts them no more', async () => {
    const { deps, video, read } = await world();
    const { bytes } = await read();
    expect(bytes).toBe(500n);
    deps.config.videos.keepOriginals = false;
    await doJobs(deps);
    const uploads = [];
    for await (const { uploadId } of deps.uploads.all()) uploads.push(uploadId);
    expect(uploads).toEqual([]);
    const index = await deps.storage.stat(`videos/${await folderOf(deps, video)}/index.json` as never);
    expect((await read()).bytes).toBe(BigInt(1_000 + (index?.bytes ?? 0)));
  });
});
