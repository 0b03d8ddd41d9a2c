import { randomBytes } from 'node:crypto';
import { type PartInput, VIDEO_TYPES } from '../../schemas/videos';
import { type Deps, type Tx } from '../deps';
import { DomainError } from '../errors';
import { type VideoPart } from '../generated/prisma/client';
import { hashSecret } from '../hash-secret';
import { lockAccount } from '../identity/lock';
import { type Member } from '../identity/visitor';
import { type AccountId, type StreamId, type VideoPartId } from '../ids';
import { limit } from '../limits/take';
import { newName } from '../storage-key';
import { holdOwn } from './own';
import { requireRoom } from './quota';

/** A recording that was begun anew more often than this is none. */
const MOST_PARTS = 500;

/** Where uploads are sent to. */
export const UPLOADS_PATH = '/uploads';

type PartDeps = Pick<Deps, 'db' | 'clock' | 'jobs' | 'uploads' | 'log'>;

/**
 * A file that is to come: `token` begins its upload, once. An upload has one; what was begun before
 * of it and is not whole gives way.
 */
export async function beginPart(
  deps: PartDeps & Pick<Deps, 'config'>,
  { signedIn: { accountId: creatorId }, origin }: Member,
  id: StreamId,
  input: PartInput,
): Promise<{ part: VideoPartId; token: string }> {
  await limit(deps, 'beginPart', origin, creatorId);
  return addPart(deps, creatorId, id, input);
}

/** The same for whoever records for the creator. */
export async function addPart(
  deps: PartDeps & Pick<Deps, 'config'>,
  creatorId: AccountId,
  id: StreamId,
  { contentType, startsAtMs, length }: PartInput,
): Promise<{ part: VideoPartId; token: string }> {
  if (!(VIDEO_TYPES as readonly string[]).includes(contentType)) throw new DomainError('videoType');
  const token = randomBytes(24).toString('base64url');
  const { part, before } = await deps.db.$transaction(async (tx) => {
    await lockAccount(tx, creatorId);
    const { kind, status, finishedAt, parts } = await holdOwn(tx, creatorId, id);
    if (status !== 'receiving' || finishedAt) throw new DomainError('videoNotReceiving');
    if (parts.length >= MOST_PARTS) throw new DomainError('tooManyParts');
    const before = kind === 'upload' ? parts : [];
    if (before.some(({ completedAt }) => completedAt)) throw new DomainError('videoNotReceiving');
    for (const { id: gone } of before) await forgetPart(tx, gone);
    await requireRoom(tx, deps, creatorId, length ?? 1n);
    const now = deps.clock.now();
    const position = kind === 'upload' ? 0 : Math.max(-1, ...parts.map(({ position }) => position)) + 1;
    const uploadId = newName();
    const part = await tx.videoPart.create({
      data: {
        videoId: id,
        position,
        uploadId,
        contentType,
        length,
        startsAtMs,
        tokenHash: hashSecret(token),
        createdAt: now,
      },
      select: { id: true },
    });
    await tx.video.update({ where: { streamId: id }, data: { changedAt: now } });
    return { part: part.id as VideoPartId, before };
  });
  for (const { uploadId } of before) await dropUpload(deps, uploadId);
  return { part, token };
}

/** Where a file that is coming is sent on to, and how much of it is here. */
export interface OpenPart {
  /** Null before its upload was begun. */
  url: string | null;
  bytes: bigint;
  completed: boolean;
}

/** Of a file of one's own: where to go on. */
export async function openPart(
  deps: Pick<Deps, 'db' | 'uploads'>,
  creatorId: AccountId,
  id: VideoPartId,
): Promise<OpenPart> {
  const part = await ownPart(deps.db, creatorId, id);
  const found = part.droppedAt ? null : await deps.uploads.stat(part.uploadId);
  return {
    url: found && `${UPLOADS_PATH}/${part.uploadId}`,
    bytes: BigInt(found?.bytes ?? 0),
    completed: part.completedAt !== null,
  };
}

/** The last byte of a file has come; its hash is checked when it is packaged. Twice is once. */
export async function completePart(
  deps: PartDeps,
  creatorId: AccountId,
  id: VideoPartId,
  sha256: string,
): Promise<void> {
  const part = await ownPart(deps.db, creatorId, id);
  if (part.completedAt) return;
  const found = await deps.uploads.stat(part.uploadId);
  if (!found || found.bytes === 0 || found.length !== found.bytes) throw new DomainError('uploadIncomplete');
  await deps.db.$transaction(async (tx) => {
    await holdOwn(tx, creatorId, part.videoId as StreamId);
    await keepComplete(tx, deps, id, { bytes: BigInt(found.bytes), sha256 });
    await packageIfWhole(tx, deps, part.videoId as StreamId);
  });
}

/** No further file comes: it is packaged once all are whole. Twice is once. */
export async function finishVideo(deps: PartDeps, creatorId: AccountId, id: StreamId): Promise<void> {
  await deps.db.$transaction(async (tx) => {
    const { status, finishedAt, parts } = await holdOwn(tx, creatorId, id);
    if (status !== 'receiving') return;
    if (parts.length === 0) throw new DomainError('videoEmpty');
    const now = deps.clock.now();
    if (!finishedAt) await tx.video.update({ where: { streamId: id }, data: { finishedAt: now, changedAt: now } });
    await packageIfWhole(tx, deps, id);
  });
}

/** Of a held video: a file is whole, with so many bytes. */
export async function keepComplete(
  tx: Tx,
  { clock }: Pick<Deps, 'clock'>,
  id: string,
  { bytes, sha256 }: { bytes: bigint; sha256: string | null },
): Promise<void> {
  await countBytes(tx, id, bytes, bytes);
  const data = { length: bytes, sha256, completedAt: clock.now(), reserved: 0n, tokenHash: null };
  await tx.videoPart.updateMany({ where: { id, completedAt: null }, data });
}

/** Says how much of a file is here, and of how much where that is known; its video counts it. */
export async function countBytes(tx: Tx, id: string, bytes: bigint, length: bigint | null): Promise<void> {
  await tx.$executeRaw`
    WITH before AS (SELECT id, video_id, bytes FROM video_parts WHERE id = ${id}::uuid AND completed_at IS NULL FOR UPDATE),
      counted AS (
        UPDATE video_parts p SET bytes = greatest(p.bytes, ${bytes}), reserved = 0, length = coalesce(${length}::bigint, p.length)
        FROM before WHERE p.id = before.id)
    UPDATE videos v SET bytes = v.bytes + greatest(${bytes} - before.bytes, 0) FROM before WHERE v.stream_id = before.video_id`;
}

/** Takes a file out of its video, with what it counted. */
export async function forgetPart(tx: Tx, id: string): Promise<void> {
  const { videoId, bytes } = await tx.videoPart.delete({ where: { id }, select: { videoId: true, bytes: true } });
  await tx.video.update({ where: { streamId: videoId }, data: { bytes: { decrement: bytes } } });
}

/** Of a held video that no further file comes of: has it packaged once all are whole. */
export async function packageIfWhole(tx: Tx, deps: Pick<Deps, 'clock' | 'jobs'>, id: StreamId): Promise<boolean> {
  const { count } = await tx.video.updateMany({
    where: {
      streamId: id,
      status: 'receiving',
      finishedAt: { not: null },
      parts: { some: {}, every: { completedAt: { not: null } } },
    },
    data: { status: 'processing', changedAt: deps.clock.now(), tries: 0 },
  });
  if (count > 0) await deps.jobs.enqueue(tx, { name: 'packageVideo', data: { videoId: id } });
  return count > 0;
}

/** What cannot be removed now, the sweep removes. */
export async function dropUpload({ uploads, log }: Pick<Deps, 'uploads' | 'log'>, uploadId: string): Promise<void> {
  await uploads
    .remove(uploadId)
    .catch((error: unknown) => log.warn({ err: error }, 'an upload could not be removed; the sweep will'));
}

async function ownPart(db: Deps['db'], creatorId: AccountId, id: VideoPartId): Promise<VideoPart> {
  const part = await db.videoPart.findFirst({
    where: { id, video: { status: { not: 'deleted' }, stream: { creatorId } } },
  });
  if (!part) throw new DomainError('notFound');
  return part;
}
