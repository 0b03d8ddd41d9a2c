import { DAY, HOUR, later, MINUTE } from '../clock';
import { type Deps } from '../deps';
import { type Prisma } from '../generated/prisma/client';
import { type StreamId } from '../ids';
import { endViewingsOf } from '../viewing/end';
import { dropTry } from './make-rendition';
import { holdVideo } from './own';
import { GONE_AFTER } from './package';
import { dropUpload, forgetPart, keepComplete, packageIfWhole } from './parts';
import { deleteVideo, dropFolder, type RemoveDeps } from './remove';

type SweepDeps = RemoveDeps & Pick<Deps, 'jobs' | 'config'>;

/** A page that is there says by itself that nothing more comes; after so long it is gone. */
const FINISHED_AFTER = 10 * MINUTE;
/** A recording whose creator's page is gone is made of what came until then. */
const GIVEN_UP_AFTER = DAY;
/** An upload that nobody went on with is removed. */
const FORGOTTEN_AFTER = 7 * DAY;
/** What no row names is of something that is just being made, or of nothing. */
const ORPHAN_AFTER = DAY;
/** What somebody fetches just now of a recording that has become ready comes to its end. */
const PLAYED_ON_FOR = MINUTE;
/** So many of a kind in one round: the next one comes soon. */
const AT_ONCE = 100;

/**
 * One round, every few minutes, in any number of processes: what nobody finished is finished or
 * removed, and what somebody packaged who is gone is packaged again.
 */
export async function sweepVideos(deps: SweepDeps): Promise<void> {
  const steps = [
    finishLeft,
    finishVanished,
    removeForgotten,
    packageAgain,
    makeRenditionAgain,
    dropLiveFolders,
    removeOld,
    finishRemoved,
  ];
  for (const step of steps) {
    try {
      await step(deps);
    } catch (error) {
      deps.log.warn({ err: error, step: step.name }, 'a part of the sweep of videos failed');
    }
  }
}

/** All of it is here, and the page that would say so is gone. */
async function finishLeft(deps: SweepDeps): Promise<void> {
  const since = later(deps.clock.now(), -FINISHED_AFTER);
  const left = await deps.db.video.findMany({
    where: {
      status: 'receiving',
      changedAt: { lte: since },
      parts: { some: {} },
      OR: [{ kind: 'upload' }, { sourceId: null }, { source: { status: 'ended', endedAt: { lte: since } } }],
    },
    select: { streamId: true },
    orderBy: { changedAt: 'asc' },
    take: AT_ONCE,
  });
  for (const { streamId } of left) await finish(deps, streamId as StreamId, since, 'whole');
}

/**
 * A recording of a stream that is over, of which nothing came for a day: it is what came until
 * then. One of which nothing came at all is none.
 */
async function finishVanished(deps: SweepDeps): Promise<void> {
  const since = later(deps.clock.now(), -GIVEN_UP_AFTER);
  const left = await deps.db.video.findMany({
    where: {
      kind: 'recording',
      status: 'receiving',
      changedAt: { lte: since },
      OR: [{ sourceId: null }, { source: { status: 'ended', endedAt: { lte: since } } }],
    },
    select: { streamId: true },
    orderBy: { changedAt: 'asc' },
    take: AT_ONCE,
  });
  for (const { streamId } of left) await finish(deps, streamId as StreamId, since, 'as it is');
}

/**
 * Takes what is here of a video for all of it, if nothing came of it since. `whole`: only where no
 * byte is missing.
 */
async function finish(deps: SweepDeps, id: StreamId, since: Date, how: 'whole' | 'as it is'): Promise<void> {
  const parts = await deps.db.videoPart.findMany({ where: { videoId: id, completedAt: null } });
  const found = await Promise.all(
    parts.map(async ({ id, uploadId }) => ({ id, uploadId, state: await deps.uploads.stat(uploadId) })),
  );
  const isWhole = (state: { bytes: number; length: number | null } | null) =>
    state !== null && state.bytes > 0 && state.length === state.bytes;
  if (how === 'whole' && !found.every(({ state }) => isWhole(state))) return;
  if (how === 'as it is')
    for (const one of found)
      if (one.state?.length === null && one.state.bytes > 0) await endAt(deps, one.uploadId, one.state.bytes);
  const left = await deps.db.$transaction(async (tx) => {
    await holdVideo(tx, id);
    const still = { streamId: id, status: 'receiving', changedAt: { lte: since } } as const;
    const { count } = await tx.video.updateMany({ where: still, data: { finishedAt: deps.clock.now() } });
    if (count === 0) return null;
    for (const { id: part, uploadId } of found) {
      const state = await deps.uploads.stat(uploadId);
      if (state && isWhole(state)) await keepComplete(tx, deps, part, { bytes: BigInt(state.bytes), sha256: null });
      else await forgetPart(tx, part);
    }
    const left = await tx.videoPart.count({ where: { videoId: id } });
    if (left > 0) await packageIfWhole(tx, deps, id);
    return left;
  });
  if (left === 0) await deleteVideo(deps, id, null);
}

/** A file whose length nobody said is as long as what came of it: the protocol's own words. */
async function endAt({ uploads }: SweepDeps, uploadId: string, bytes: number): Promise<void> {
  const request = new Request(`http://localhost/uploads/${uploadId}`, {
    method: 'PATCH',
    headers: {
      'Tus-Resumable': '1.0.0',
      'Content-Type': 'application/offset+octet-stream',
      'Content-Length': '0',
      'Upload-Offset': `${bytes}`,
      'Upload-Length': `${bytes}`,
    },
    body: new Uint8Array(),
  });
  await uploads.answer(request, {
    begin: () => Promise.reject(new Error('nothing is begun here')),
    goOn: () => Promise.resolve({ most: bytes }),
    received: () => Promise.resolve(),
  });
}

async function removeForgotten(deps: SweepDeps): Promise<void> {
  const forgotten = await deps.db.video.findMany({
    where: { kind: 'upload', status: 'receiving', changedAt: { lte: later(deps.clock.now(), -FORGOTTEN_AFTER) } },
    select: { streamId: true },
    take: AT_ONCE,
  });
  for (const { streamId } of forgotten) await deleteVideo(deps, streamId as StreamId, null);
}

/** Whoever packaged it is gone, or the queue gave it up: it is asked for again, once an hour. */
async function packageAgain(deps: SweepDeps): Promise<void> {
  const { db, clock, jobs } = deps;
  const now = clock.now();
  const left = {
    status: 'processing',
    OR: [{ packingAt: { lt: later(now, -GONE_AFTER) } }, { packingAt: null, changedAt: { lte: later(now, -HOUR) } }],
  } satisfies Prisma.VideoWhereInput;
  const found = await db.video.findMany({
    where: left,
    select: { streamId: true, packingFolder: true },
    take: AT_ONCE,
  });
  for (const { streamId, packingFolder } of found) {
    const asked = await db.$transaction(async (tx) => {
      const data = { changedAt: now, packingFolder: null, packingAt: null };
      const { count } = await tx.video.updateMany({ where: { AND: [left, { streamId, packingFolder }] }, data });
      if (count > 0) await jobs.enqueue(tx, { name: 'packageVideo', data: { videoId: streamId as StreamId } });
      return count > 0;
    });
    if (asked && packingFolder) await dropFolder(deps, packingFolder);
  }
}

/** Whoever made a smaller size of a video is gone: it is asked for again. */
async function makeRenditionAgain(deps: SweepDeps): Promise<void> {
  const left = {
    status: 'ready',
    renditionAt: { lt: later(deps.clock.now(), -GONE_AFTER) },
  } satisfies Prisma.VideoWhereInput;
  const found = await deps.db.video.findMany({
    where: left,
    select: { streamId: true, folder: true, renditionTag: true },
    take: AT_ONCE,
  });
  for (const { streamId, folder, renditionTag } of found) {
    const id = streamId as StreamId;
    const asked = await deps.db.$transaction(async (tx) => {
      const data = { renditionTag: null, renditionAt: null };
      const { count } = await tx.video.updateMany({ where: { AND: [left, { streamId, renditionTag }] }, data });
      if (count > 0) await deps.jobs.enqueue(tx, { name: 'makeRendition', data: { videoId: id } });
      return count > 0;
    });
    if (asked && renditionTag) await dropTry(deps, { id, folder }, renditionTag);
  }
}

/** What was played of a recording while it came in, once there is all of it, or will never be. */
async function dropLiveFolders(deps: SweepDeps): Promise<void> {
  const left = {
    status: { in: ['ready', 'failed'] },
    liveFolder: { not: null },
    changedAt: { lte: later(deps.clock.now(), -PLAYED_ON_FOR) },
  } satisfies Prisma.VideoWhereInput;
  const found = await deps.db.video.findMany({
    where: left,
    select: { streamId: true, liveFolder: true },
    take: AT_ONCE,
  });
  for (const { streamId, liveFolder } of found) {
    const data = { liveFolder: null, liveMs: 0, liveAt: null };
    const { count } = await deps.db.video.updateMany({ where: { AND: [left, { streamId, liveFolder }] }, data });
    if (count > 0 && liveFolder) await dropFolder(deps, liveFolder);
  }
}

/** Videos that are older than this site keeps them, and those of people who left. */
async function removeOld(deps: SweepDeps): Promise<void> {
  const { retentionDays } = deps.config.videos;
  const old = later(deps.clock.now(), -retentionDays * DAY);
  const gone = await deps.db.video.findMany({
    where: {
      status: { not: 'deleted' },
      OR: [
        { stream: { creator: { deletedAt: { not: null } } } },
        ...(retentionDays > 0 ? [{ status: 'ready' as const, readyAt: { lte: old } }] : []),
      ],
    },
    select: { streamId: true },
    take: AT_ONCE,
  });
  for (const { streamId } of gone) await deleteVideo(deps, streamId as StreamId, null);
}

/** Who still plays a video that was removed by a process that died. */
async function finishRemoved(deps: SweepDeps): Promise<void> {
  const played = await deps.db.video.findMany({
    where: { status: 'deleted', stream: { viewings: { some: { leftAt: null } } } },
    select: { streamId: true },
  });
  for (const { streamId } of played) await endViewingsOf(deps, streamId as StreamId, 'streamEnded');
}

/**
 * A rarer round, for all files are looked at: those that nothing names any more are removed, of
 * tries that a crash ended, and of what was removed.
 */
export async function sweepVideoFiles(deps: SweepDeps): Promise<void> {
  const since = later(deps.clock.now(), -ORPHAN_AFTER);
  const folders = pick(deps.storage.videoFolders(), ({ folder, storedAt }) => (storedAt <= since ? folder : null));
  for await (const some of folders) {
    const named = await deps.db.video.findMany({
      where: {
        status: { not: 'deleted' },
        OR: [{ folder: { in: some } }, { packingFolder: { in: some } }, { liveFolder: { in: some } }],
      },
      select: { folder: true, packingFolder: true, liveFolder: true },
    });
    const known = new Set(
      named.flatMap(({ folder, packingFolder, liveFolder }) => [folder, packingFolder, liveFolder]),
    );
    for (const folder of some) if (!known.has(folder)) await dropFolder(deps, folder);
  }
  const uploads = pick(deps.uploads.all(), ({ uploadId, changedAt }) => (changedAt <= since ? uploadId : null));
  for await (const some of uploads) {
    const named = await deps.db.videoPart.findMany({
      where: { uploadId: { in: some }, droppedAt: null },
      select: { uploadId: true },
    });
    const known = new Set(named.map(({ uploadId }) => uploadId));
    for (const uploadId of some) if (!known.has(uploadId)) await dropUpload(deps, uploadId);
  }
}

/** What is picked, so many at a time. */
async function* pick<Item>(items: AsyncIterable<Item>, pick: (item: Item) => string | null): AsyncGenerator<string[]> {
  let some: string[] = [];
  for await (const item of items) {
    const picked = pick(item);
    if (picked !== null) some.push(picked);
    if (some.length < AT_ONCE) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}
