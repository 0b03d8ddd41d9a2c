import { expect, test } from 'vitest';
import { later, SECOND } from '../clock';
import { type AccountId, type StreamId } from '../ids';
import { makeStream } from '../testing/factories';
import { feedWorld } from '../testing/feeds';
import { testDeps, type TestDeps } from '../testing/harness';
import { doJobs } from '../testing/jobs';
import { creatorWithBrowser, videoInputFor } from '../testing/video-files';
import { RECORDER_GONE, ServerRecordings, sweepServerRecordings } from './record-on-server';
import { sweepVideoFiles } from './sweep';

const refusedWith = (code: string) => expect.objectContaining({ cause: expect.objectContaining({ code }) as unknown });
const bytes = (count: number) => new Uint8Array(count).fill(7);

/** Bela sends from a program, and wants what she sends to be recorded by itself. */
async function fed(changes: { records?: boolean } = {}) {
  const world = await feedWorld();
  const { deps, id } = world;
  await deps.db.stream.update({ where: { id }, data: { records: changes.records ?? true } });
  await world.feed();
  const browser = await world.enter();
  return { ...world, browser, sweep: () => sweepServerRecordings(deps) };
}

/** A creator whose own page sends. */
async function live() {
  const deps = await testDeps();
  const { creator, browser } = await creatorWithBrowser(deps);
  const stream = await makeStream(deps, { creatorId: creator.id, status: 'live' });
  const streamId = stream.id as StreamId;
  return { deps, browser, streamId, sweep: () => sweepServerRecordings(deps) };
}

const rowOf = ({ db }: TestDeps, streamId: StreamId) => db.serverRecording.findUnique({ where: { streamId } });
const partsOf = ({ db }: TestDeps, sourceId: StreamId) =>
  db.videoPart.findMany({ where: { video: { sourceId } }, orderBy: { position: 'asc' } });
const videoOf = ({ db }: TestDeps, sourceId: StreamId) => db.video.findFirstOrThrow({ where: { sourceId } });

test('a feed whose stream records is recorded by itself, as if its page had sent it, and packaged at its end', async () => {
  const { deps, id, browser, sweep } = await fed();
  await sweep();
  expect(deps.recorder.inRooms).toEqual([id]);
  deps.clock.advance(20 * SECOND);
  await deps.recorder.hear(id, bytes(1_000), { agoMs: 5_000 });
  await deps.recorder.hear(id, bytes(500), { end: false });
  expect((await browser.api.broadcast.state({ id })).serverRecording).toMatchObject({ at: 'recording' });
  await browser.api.broadcast.end({ id });
  deps.clock.advance(3 * SECOND);
  await deps.serverRecordings.settled();
  const parts = await partsOf(deps, id);
  expect(
    parts.map(({ bytes, length, startsAtMs, contentType }) => ({ bytes, length, startsAtMs, contentType })),
  ).toEqual([
    { bytes: 1_000n, length: 1_000n, startsAtMs: 15_000, contentType: 'video/x-matroska' },
    { bytes: 500n, length: 500n, startsAtMs: 20_000, contentType: 'video/x-matroska' },
  ]);
  expect(parts.every(({ completedAt, sha256 }) => completedAt !== null && sha256 !== null)).toBe(true);
  expect(await videoOf(deps, id)).toMatchObject({ status: 'processing', bytes: 1_500n });
  expect(await rowOf(deps, id)).toMatchObject({ lease: null, partId: null, refusal: null });
  expect((await rowOf(deps, id))?.closedAt).not.toBeNull();
  await doJobs(deps);
  expect(['ready', 'failed']).toContain((await videoOf(deps, id)).status);
});

test('a stream that does not record by itself is recorded when its creator asks, and ends when they say so', async () => {
  const { deps, id, browser, sweep } = await fed({ records: false });
  await sweep();
  expect(deps.recorder.inRooms).toEqual([]);
  await browser.api.videos.recordOnServer({ streamId: id, on: true });
  await browser.api.videos.recordOnServer({ streamId: id, on: true });
  await sweep();
  expect(deps.recorder.inRooms).toEqual([id]);
  await deps.recorder.hear(id, bytes(10));
  await browser.api.videos.recordOnServer({ streamId: id, on: false });
  deps.clock.advance(3 * SECOND);
  await deps.serverRecordings.settled();
  expect(deps.recorder.inRooms).toEqual([]);
  expect((await videoOf(deps, id)).status).toBe('processing');
  // whoever stopped it has it stay so
  await deps.db.stream.update({ where: { id }, data: { records: true } });
  await sweep();
  expect(deps.recorder.inRooms).toEqual([]);
  await browser.api.videos.recordOnServer({ streamId: id, on: true });
  await sweep();
  await deps.recorder.hear(id, bytes(20));
  expect(await deps.db.video.count({ where: { sourceId: id } })).toBe(2);
});

test('a feed that breaks off and comes again is recorded into another part of the same recording', async () => {
  const { deps, id, sweep } = await fed();
  await sweep();
  await deps.recorder.hear(id, bytes(10));
  await sweep();
  await deps.recorder.hear(id, bytes(20));
  expect((await partsOf(deps, id)).map(({ bytes, position }) => [bytes, position])).toEqual([
    [10n, 0],
    [20n, 1],
  ]);
});

test('a recorder that died is replaced when its lease runs out: what came of its part stays, and another part follows', async () => {
  const { deps, id, sweep } = await fed();
  await sweep();
  await deps.recorder.hear(id, bytes(300_000), { end: false });
  // another process, which knows nothing of this one
  const other = { ...deps, serverRecordings: new ServerRecordings(), recorder: (await testDeps()).recorder };
  await sweepServerRecordings(other);
  expect(other.recorder.inRooms).toEqual([]);
  // as after a crash: nobody says any more that it is still there
  await deps.db.serverRecording.update({
    where: { streamId: id },
    data: { leasedAt: later(deps.clock.now(), -RECORDER_GONE - 1) },
  });
  await sweepServerRecordings(other);
  expect(other.recorder.inRooms).toEqual([id]);
  await other.recorder.hear(id, bytes(10));
  expect((await partsOf(deps, id)).map(({ bytes, completedAt }) => [bytes, completedAt !== null])).toEqual([
    [300_000n, true],
    [10n, true],
  ]);
  // the first one, if it was only slow, can add nothing more
  await deps.recorder.hear(id, bytes(300_000));
  expect((await partsOf(deps, id)).map(({ bytes }) => bytes)).toEqual([300_000n, 10n]);
  expect((await rowOf(deps, id))?.refusal).toBeNull();
});

test('a recorder that died just before its stream ended leaves a recording that is packaged', async () => {
  const { deps, id, browser, sweep } = await fed();
  await sweep();
  await deps.recorder.hear(id, bytes(300_000), { end: false });
  await browser.api.broadcast.end({ id });
  const other = { ...deps, serverRecordings: new ServerRecordings() };
  await sweepServerRecordings(other);
  expect((await videoOf(deps, id)).status).toBe('receiving');
  await deps.db.serverRecording.update({
    where: { streamId: id },
    data: { leasedAt: later(deps.clock.now(), -RECORDER_GONE - 1) },
  });
  await sweepServerRecordings(other);
  expect(await videoOf(deps, id)).toMatchObject({ status: 'processing', bytes: 300_000n });
});

test('a process that stops ends its parts, and another one goes on at once', async () => {
  const { deps, id, sweep } = await fed();
  await sweep();
  await deps.recorder.hear(id, bytes(10), { end: false });
  await deps.serverRecordings.stop();
  await sweep();
  expect(deps.recorder.inRooms).toEqual([]);
  const other = { ...deps, serverRecordings: new ServerRecordings() };
  await sweepServerRecordings(other);
  expect(deps.recorder.inRooms).toEqual([id]);
  await deps.recorder.hear(id, bytes(20));
  expect((await partsOf(deps, id)).map(({ bytes }) => bytes)).toEqual([10n, 20n]);
});

test('a process records no more than it may at once, the longest waiting first, and who waits is told why', async () => {
  const deps = await testDeps();
  const made = [];
  for (let count = 0; count < 3; count++) {
    const { creator, browser } = await creatorWithBrowser(deps);
    const { id } = await makeStream(deps, { creatorId: creator.id, status: 'live' });
    await browser.api.videos.recordOnServer({ streamId: id, on: true });
    deps.clock.advance(SECOND);
    made.push({ id, browser });
  }
  const [first, second, third] = made as [(typeof made)[0], (typeof made)[0], (typeof made)[0]];
  await sweepServerRecordings(deps);
  expect(deps.recorder.inRooms).toEqual([first.id, second.id]);
  const state = async () => (await third.browser.api.broadcast.state({ id: third.id })).serverRecording?.at;
  expect(await state()).toBe('waiting');
  deps.clock.advance(10 * SECOND);
  expect(await state()).toBe('busy');
  await deps.recorder.break(first.id, { how: 'stopped' });
  await first.browser.api.videos.recordOnServer({ streamId: first.id, on: false });
  await sweepServerRecordings(deps);
  await sweepServerRecordings(deps);
  expect(deps.recorder.inRooms).toContain(third.id);
});

test('where the server records nothing it says so, and no feed is recorded by itself', async () => {
  const { deps, id, browser, sweep } = await fed();
  deps.config.videos.serverRecordings = 0;
  await sweep();
  expect(await rowOf(deps, id)).toBeNull();
  await expect(browser.api.videos.recordOnServer({ streamId: id, on: true })).rejects.toEqual(
    refusedWith('serverRecordsNothing'),
  );
  expect((await browser.api.broadcast.state({ id })).serverRecords).toBe(false);
});

test('nobody has another one’s stream recorded, or one that is not live, was taken down, or is a video', async () => {
  const { deps, browser, streamId } = await live();
  const other = await creatorWithBrowser(deps);
  for (const on of [true, false])
    await expect(other.browser.api.videos.recordOnServer({ streamId, on })).rejects.toEqual(refusedWith('notFound'));
  await deps.db.stream.update({ where: { id: streamId }, data: { hiddenAt: deps.clock.now() } });
  await expect(browser.api.videos.recordOnServer({ streamId, on: true })).rejects.toEqual(
    refusedWith('streamTakenDown'),
  );
  const { creatorId } = await deps.db.stream.findUniqueOrThrow({ where: { id: streamId } });
  const planned = await makeStream(deps, { creatorId: creatorId as AccountId });
  await expect(browser.api.videos.recordOnServer({ streamId: planned.id as StreamId, on: true })).rejects.toEqual(
    refusedWith('streamNotLive'),
  );
  const { video } = await browser.api.videos.startUpload({ ...(await videoInputFor(deps)), payee: null });
  await expect(browser.api.videos.recordOnServer({ streamId: video, on: true })).rejects.toEqual(
    refusedWith('notFound'),
  );
  expect(await deps.db.serverRecording.count()).toBe(0);
});

test('a creator without room gets what there was room for, and is told', async () => {
  const { deps, browser, streamId, sweep } = await live();
  await browser.api.videos.recordOnServer({ streamId, on: true });
  await sweep();
  await deps.recorder.hear(streamId, bytes(300_000), { end: false });
  deps.config.videos.quota = 300_100n;
  await deps.recorder.hear(streamId, bytes(300_000), { end: false });
  await deps.serverRecordings.settled();
  expect((await browser.api.broadcast.state({ id: streamId })).serverRecording).toMatchObject({
    at: 'refused',
    refusal: 'videoQuotaReached',
  });
  expect(await videoOf(deps, streamId)).toMatchObject({ status: 'processing', bytes: 300_000n });
  expect(deps.recorder.inRooms).toEqual([]);
});

test('what cannot be recorded as it comes ends with a reason, and is not begun again', async () => {
  const { deps, id, browser, sweep } = await fed();
  await sweep();
  await deps.recorder.break(id, { how: 'unreadable' });
  await deps.serverRecordings.settled();
  await sweep();
  expect(deps.recorder.inRooms).toEqual([]);
  expect((await browser.api.broadcast.state({ id })).serverRecording).toMatchObject({ refusal: 'feedNotRecordable' });
});

test('a recording whose creator removes it meanwhile ends', async () => {
  const { deps, browser, streamId, sweep } = await live();
  await browser.api.videos.recordOnServer({ streamId, on: true });
  await sweep();
  await deps.recorder.hear(streamId, bytes(300_000), { end: false });
  const { streamId: video } = await videoOf(deps, streamId);
  await browser.api.videos.remove({ id: video as StreamId });
  await deps.recorder.hear(streamId, bytes(300_000), { end: false });
  await deps.serverRecordings.settled();
  expect(deps.recorder.inRooms).toEqual([]);
  expect((await videoOf(deps, streamId)).status).toBe('deleted');
  await sweepVideoFiles(deps);
});

test('a stream that the site takes down is not recorded any more', async () => {
  const { deps, id, sweep } = await fed();
  await sweep();
  await deps.recorder.hear(id, bytes(10));
  await deps.db.stream.update({ where: { id }, data: { hiddenAt: deps.clock.now() } });
  deps.clock.advance(3 * SECOND);
  await deps.serverRecordings.settled();
  expect(deps.recorder.inRooms).toEqual([]);
});
