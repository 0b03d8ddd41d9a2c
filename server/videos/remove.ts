import { record } from '../audit/record';
import { type Deps } from '../deps';
import { type AccountId, type StreamId } from '../ids';
import { type Member } from '../identity/visitor';
import { limit } from '../limits/take';
import { dropPicture } from '../pictures/files';
import { type EndDeps, endViewingsOf } from '../viewing/end';
import { closeDoor } from './door';
import { holdOwn, holdVideo } from './own';
import { dropUpload } from './parts';

/** What is needed to remove a video. */
export type RemoveDeps = EndDeps & Pick<Deps, 'storage' | 'uploads'>;

/** Removes a video of one's own for good. What was paid for it stays paid. */
export async function removeVideo(
  deps: RemoveDeps,
  { signedIn: { accountId: creatorId }, origin }: Member,
  id: StreamId,
): Promise<void> {
  await limit(deps, 'changeVideo', origin, creatorId);
  await holdOwnOnce(deps, creatorId, id);
  await deleteVideo(deps, id, creatorId);
}

async function holdOwnOnce({ db }: Pick<Deps, 'db'>, creatorId: AccountId, id: StreamId): Promise<void> {
  await db.$transaction((tx) => holdOwn(tx, creatorId, id));
}

/**
 * Nobody finds it once the row says so; then its files go and who plays it is told. What a crash
 * leaves of this, the sweep finishes.
 */
export async function deleteVideo(deps: RemoveDeps, id: StreamId, actorId: AccountId | null): Promise<void> {
  const gone = await deps.db.$transaction(async (tx) => {
    await holdVideo(tx, id);
    const video = await tx.video.findFirst({
      where: { streamId: id, status: { not: 'deleted' } },
      include: { parts: true, stream: { select: { coverUrl: true } } },
    });
    if (!video) return null;
    const now = deps.clock.now();
    await closeDoor(tx, id);
    await tx.streamPassword.deleteMany({ where: { streamId: id } });
    await tx.streamUnlock.deleteMany({ where: { streamId: id } });
    await tx.stream.update({ where: { id }, data: { coverUrl: null } });
    await tx.videoCaption.deleteMany({ where: { videoId: id } });
    await tx.videoPart.updateMany({
      where: { videoId: id, droppedAt: null },
      data: { droppedAt: now, tokenHash: null },
    });
    await tx.video.update({
      where: { streamId: id },
      data: {
        status: 'deleted',
        deletedAt: now,
        failure: null,
        packingFolder: null,
        packingAt: null,
        renditionTag: null,
        renditionAt: null,
        liveFolder: null,
        liveMs: 0,
        liveAt: null,
        bytes: 0n,
        posterUrl: null,
      },
    });
    await record(tx, deps, { actorId, action: 'video.removed', subject: `stream:${id}` });
    return video;
  });
  if (!gone) return;
  await endViewingsOf(deps, id, 'streamEnded');
  await removeFiles(deps, gone);
}

interface Files {
  folder: string;
  packingFolder: string | null;
  liveFolder: string | null;
  posterUrl: string | null;
  parts: { uploadId: string }[];
  stream: { coverUrl: string | null };
}

async function removeFiles(
  deps: RemoveDeps,
  { folder, packingFolder, liveFolder, posterUrl, parts, stream: { coverUrl } }: Files,
): Promise<void> {
  for (const one of [folder, packingFolder, liveFolder]) if (one) await dropFolder(deps, one);
  for (const { uploadId } of parts) await dropUpload(deps, uploadId);
  const pictures = new Set([posterUrl, coverUrl].filter((url) => url !== null));
  for (const url of pictures)
    // one that something else still shows, as its stream does, stays
    if ((await deps.db.stream.count({ where: { coverUrl: url } })) === 0) await dropPicture(deps, url);
}

/** What cannot be removed now, the sweep removes. */
export async function dropFolder({ storage, log }: Pick<Deps, 'storage' | 'log'>, folder: string): Promise<void> {
  await storage
    .removeVideo(folder)
    .catch((error: unknown) => log.warn({ err: error }, 'the files of a video could not be removed; the sweep will'));
}
