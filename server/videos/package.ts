import { MINUTE, later, SECOND } from '../clock';
import { type Deps, type Tx, type VideoIndex } from '../deps';
import { type VideoCaption, type VideoPart } from '../generated/prisma/client';
import { type AccountId, type StreamId } from '../ids';
import { type Member } from '../identity/visitor';
import { type JobData } from '../jobs/types';
import { limit } from '../limits/take';
import { dropPicture, storePicture } from '../pictures/files';
import { SHAPES } from '../pictures/places';
import { newName, videoKey } from '../storage-key';
import { openDoor } from './door';
import { type VideoFailure } from './failures';
import { missingHeights } from './heights';
import { holdOwn, holdVideo } from './own';
import { dropUpload } from './parts';
import { dropFolder } from './remove';

type PackageDeps = Pick<
  Deps,
  'db' | 'clock' | 'timers' | 'log' | 'storage' | 'uploads' | 'packager' | 'pictures' | 'config' | 'jobs'
>;

/** Who packages says so often that it is still at it. */
export const HEARD_EVERY = 20 * SECOND;
/** Who was not heard of for so long is gone: somebody else begins. */
export const GONE_AFTER = 2 * MINUTE;
/** A video that so many could not finish is not tried again by itself. */
const MOST_TRIES = 5;

/** A try at a video: into a folder of its own, so that two of them never write the same file. */
interface Try {
  id: StreamId;
  folder: string;
  parts: VideoPart[];
}

/**
 * Makes of a video's files what can be played. Whoever else is at it is left alone; who was and is
 * gone is replaced. A try whose end comes too late, because somebody else began or it was deleted,
 * changes nothing.
 */
export async function packageVideo(deps: PackageDeps, { videoId: id }: JobData['packageVideo']): Promise<void> {
  const began = await begin(deps, id);
  if (!began) return;
  const stop = deps.timers.setInterval(() => void sayStillHere(deps, began), HEARD_EVERY);
  try {
    const made = await pack(deps, began);
    if (typeof made === 'string') await fail(deps, began, made);
    else await publish(deps, began, made);
  } catch (error) {
    await giveBack(deps, began);
    throw error;
  } finally {
    stop();
  }
}

/** A video that could not be made is tried again; any other stays as it is. */
export async function retryVideo(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs'>,
  { signedIn: { accountId: creatorId }, origin }: Member,
  id: StreamId,
): Promise<void> {
  await limit(deps, 'changeVideo', origin, creatorId);
  await deps.db.$transaction(async (tx) => {
    const { status } = await holdOwn(tx, creatorId, id);
    if (status !== 'failed') return;
    await tx.video.update({
      where: { streamId: id },
      data: { status: 'processing', failure: null, tries: 0, changedAt: deps.clock.now() },
    });
    await deps.jobs.enqueue(tx, { name: 'packageVideo', data: { videoId: id } });
  });
}

async function begin(deps: PackageDeps, id: StreamId): Promise<Try | null> {
  const now = deps.clock.now();
  const folder = newName();
  const began = await deps.db.$transaction(async (tx) => {
    await holdVideo(tx, id);
    const video = await tx.video.findFirst({
      where: {
        streamId: id,
        status: 'processing',
        OR: [{ packingAt: null }, { packingAt: { lt: later(now, -GONE_AFTER) } }],
      },
      include: { parts: { where: { bytes: { gt: 0 }, droppedAt: null }, orderBy: { position: 'asc' } } },
    });
    if (!video) return null;
    if (video.tries >= MOST_TRIES) {
      const data = {
        status: 'failed',
        failure: 'gaveUp' satisfies VideoFailure,
        packingFolder: null,
        packingAt: null,
      } as const;
      await tx.video.update({ where: { streamId: id }, data });
      return { parts: null, before: video.packingFolder };
    }
    const data = { packingFolder: folder, packingAt: now, tries: { increment: 1 } } as const;
    await tx.video.update({ where: { streamId: id }, data });
    return { parts: video.parts, before: video.packingFolder };
  });
  if (!began) return null;
  const { parts, before } = began;
  if (before) await dropFolder(deps, before);
  return parts && { id, folder, parts };
}

async function sayStillHere({ db, clock, log }: PackageDeps, { id, folder }: Try): Promise<void> {
  try {
    const now = clock.now();
    // of two words at once the later one stands
    const mine = { streamId: id, packingFolder: folder, packingAt: { lt: now } };
    await db.video.updateMany({ where: mine, data: { packingAt: now } });
  } catch (error) {
    log.warn({ err: error, video: id }, 'could not say that a video is still being packaged');
  }
}

/**
 * Each file is there while the next ones are opened, and until all are packaged. What is lost of
 * them is missing; the rest can be played.
 */
async function pack(deps: PackageDeps, { folder, parts }: Try): Promise<VideoIndex | VideoFailure> {
  if (parts.length === 0) return 'notAVideo';
  const here: VideoPart[] = [];
  for (const part of parts) if (await deps.uploads.stat(part.uploadId)) here.push(part);
  if (here.length === 0) return 'truncated';
  const open = (at: number, files: { path: string; sha256: string | null }[]): Promise<VideoIndex | VideoFailure> => {
    const part = here[at];
    if (!part) return deps.packager.pack(folder, files);
    const { uploadId, sha256 } = part;
    return deps.uploads.withFile(uploadId, (path) => open(at + 1, [...files, { path, sha256 }]));
  };
  const made = await open(0, []);
  const lost = parts.length - here.length;
  return typeof made === 'string' || lost === 0 ? made : { ...made, unread: (made.unread ?? 0) + lost };
}

async function fail(deps: PackageDeps, { id, folder }: Try, failure: VideoFailure): Promise<void> {
  const data = { status: 'failed', failure, packingFolder: null, packingAt: null } as const;
  await deps.db.video.updateMany({ where: { streamId: id, packingFolder: folder }, data });
  await dropFolder(deps, folder);
}

/** The next try begins at once. */
async function giveBack(deps: PackageDeps, { id, folder }: Try): Promise<void> {
  const data = { packingFolder: null, packingAt: null };
  await deps.db.video
    .updateMany({ where: { streamId: id, packingFolder: folder }, data })
    .catch((error: unknown) => deps.log.warn({ err: error, video: id }, 'a try could not be given back'));
  await dropFolder(deps, folder);
}

/** It is there from now on, for whom its creator said. */
async function publish(deps: PackageDeps, began: Try, index: VideoIndex): Promise<void> {
  const { id, folder, parts } = began;
  // the index does not count itself
  const written = await deps.storage.stat(videoKey(folder, 'index.json'));
  const made = BigInt(index.bytes + (written?.bytes ?? 0));
  const poster = await storePoster(deps, id, folder, index);
  const keepOriginals = deps.config.videos.keepOriginals;
  const before = await deps.db.$transaction(async (tx) => {
    // whoever deletes their account meanwhile waits: what they leave is private then
    await tx.$queryRaw`SELECT a.id FROM accounts a JOIN streams t ON t.creator_id = a.id WHERE t.id = ${id}::uuid FOR KEY SHARE OF a`;
    await holdVideo(tx, id);
    const video = await tx.video.findFirst({
      where: { streamId: id, status: 'processing', packingFolder: folder },
      include: { captions: true, source: { select: { hiddenAt: true } } },
    });
    if (!video) return null;
    const captions = await moveCaptions(deps, video, folder);
    const originals = keepOriginals ? await originalsOf(tx, id) : 0n;
    const now = deps.clock.now();
    if (!keepOriginals)
      await tx.videoPart.updateMany({ where: { videoId: id, droppedAt: null }, data: { droppedAt: now } });
    const [source] = index.renditions;
    const size = { width: source?.width ?? 0, height: source?.height ?? 0 };
    await tx.video.update({
      where: { streamId: id },
      data: {
        status: 'ready',
        folder,
        packingFolder: null,
        packingAt: null,
        durationMs: Math.max(1, Math.round(index.durationMs)),
        bytes: made + captions + originals,
        ...size,
        unreadParts: index.unread ?? 0,
        heights: [],
        posterUrl: poster,
        readyAt: now,
        changedAt: now,
      },
    });
    // what the site took down is not there again as its recording
    const hiddenAt = video.source?.hiddenAt;
    if (hiddenAt) await tx.stream.updateMany({ where: { id, hiddenAt: null }, data: { hiddenAt } });
    if (poster)
      await tx.stream.updateMany({ where: { id, coverUrl: null, mature: false }, data: { coverUrl: poster } });
    await openDoor(tx, deps, video);
    const smaller = missingHeights(deps, { ...size, heights: [] });
    if (smaller.length > 0) await deps.jobs.enqueue(tx, { name: 'makeRendition', data: { videoId: id } });
    return video.folder;
  });
  if (before === null) {
    await dropFolder(deps, folder);
    if (poster) await dropPicture(deps, poster);
    return;
  }
  await dropFolder(deps, before);
  if (!keepOriginals) for (const { uploadId } of parts) await dropUpload(deps, uploadId);
}

async function originalsOf(tx: Tx, id: StreamId): Promise<bigint> {
  const { _sum } = await tx.videoPart.aggregate({ where: { videoId: id, droppedAt: null }, _sum: { bytes: true } });
  return _sum.bytes ?? 0n;
}

/** What is written under a video goes with it into its new folder; how much that is. */
async function moveCaptions(
  { storage }: PackageDeps,
  { folder: from, captions }: { folder: string; captions: VideoCaption[] },
  to: string,
): Promise<bigint> {
  let bytes = 0n;
  for (const { file } of captions) {
    const found = await storage.read(videoKey(from, file));
    if (!found) continue;
    const content = await bytesOf(found.content);
    await storage.put(videoKey(to, file), content);
    bytes += BigInt(content.length);
  }
  return bytes;
}

/** The picture of a video, for cards. One for adults has none: nobody is shown anything of it. */
async function storePoster(
  deps: PackageDeps,
  id: StreamId,
  folder: string,
  { poster }: VideoIndex,
): Promise<string | null> {
  const stream = await deps.db.stream.findUnique({ where: { id }, select: { creatorId: true, mature: true } });
  if (!poster || !stream || stream.mature) return null;
  try {
    const found = await deps.storage.read(videoKey(folder, poster));
    if (!found) return null;
    const to = { folder: 'pictures', shape: SHAPES.cover } as const;
    return await storePicture(deps, stream.creatorId as AccountId, await bytesOf(found.content), to);
  } catch (error) {
    deps.log.warn({ err: error, video: id }, 'the picture of a video could not be kept');
    return null;
  }
}

async function bytesOf(content: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(content).arrayBuffer());
}
