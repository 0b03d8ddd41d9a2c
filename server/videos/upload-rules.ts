import { MOST_FILE_BYTES } from '../../schemas/videos';
import { type Deps, type Tx, type UploadRules } from '../deps';
import { DomainError } from '../errors';
import { hashSecret } from '../hash-secret';
import { type AccountId, videoPartId } from '../ids';
import { lockAccount } from '../identity/lock';
import { holdVideo } from './own';
import { countBytes, forgetPart } from './parts';
import { requireRoom } from './quota';

type RulesDeps = Pick<Deps, 'db' | 'clock' | 'config'>;

/** Who sends, how much the request brings, and how long it says the file is, where it does. */
interface Sender {
  creatorId: AccountId;
  contentLength: bigint | null;
  declaredLength: bigint | null;
  /** From where on it brings it: the protocol refuses what does not go on where the file ends. */
  offset: bigint | null;
}

/**
 * What a creator may send by the upload protocol: files of their own videos that they began, each
 * by its token once, and no more than they have room for. A file whose length nobody knows yet
 * takes room with each request.
 */
export function uploadRules(
  deps: RulesDeps,
  { creatorId, contentLength, declaredLength, offset }: Sender,
): UploadRules {
  return {
    begin: ({ metadata, length }) =>
      deps.db.$transaction(async (tx) => {
        await lockAccount(tx, creatorId);
        const id = videoPartId.safeParse(metadata.part).data;
        const token = metadata.token;
        const part = id && token && (await findOpen(tx, creatorId, { id, tokenHash: hashSecret(token) }));
        if (!part) throw new DomainError('uploadRefused');
        if (length !== null && part.length !== null && BigInt(length) !== part.length)
          throw new DomainError('uploadRefused');
        if (length !== null && part.length === null) {
          await requireRoom(tx, deps, creatorId, BigInt(length));
          await tx.videoPart.update({ where: { id: part.id }, data: { length: BigInt(length) } });
        }
        return { uploadId: part.uploadId, most: Number(part.length ?? length ?? MOST_FILE_BYTES) };
      }),

    goOn: (uploadId, method) =>
      deps.db.$transaction(async (tx) => {
        await lockAccount(tx, creatorId);
        const part = await findOpen(tx, creatorId, { uploadId });
        if (!part) throw new DomainError('notFound');
        // from now on its token begins nothing
        if (part.tokenHash) await tx.videoPart.update({ where: { id: part.id }, data: { tokenHash: null } });
        if (method !== 'PATCH') return { most: Number(part.length ?? MOST_FILE_BYTES) };
        if (part.length !== null) return { most: Number(part.length) };
        if (contentLength === null) throw new DomainError('malformed');
        await tx.videoPart.update({ where: { id: part.id }, data: { reserved: 0n } });
        const end = declaredLength ?? (offset ?? part.bytes) + contentLength;
        if (end > MOST_FILE_BYTES) throw new DomainError('videoTooLarge');
        const more = end > part.bytes ? end - part.bytes : 0n;
        await requireRoom(tx, deps, creatorId, more);
        await tx.videoPart.update({ where: { id: part.id }, data: { reserved: more } });
        return { most: Number(end) };
      }),

    received: async (uploadId, { bytes, length }) => {
      await deps.db.$transaction(async (tx) => {
        const part = await tx.videoPart.findUnique({ where: { uploadId }, select: { id: true, videoId: true } });
        if (!part) return;
        await holdVideo(tx, part.videoId);
        await countBytes(tx, part.id, BigInt(bytes), length === null ? null : BigInt(length));
        await tx.video.updateMany({
          where: { streamId: part.videoId, status: 'receiving' },
          data: { changedAt: deps.clock.now() },
        });
      });
    },
  };
}

/** An upload was given up by who sends it: it is no part of its video any more. */
export async function giveUpload(deps: Pick<Deps, 'db'>, creatorId: AccountId, uploadId: string): Promise<void> {
  await deps.db.$transaction(async (tx) => {
    const part = await findOpen(tx, creatorId, { uploadId });
    if (!part) return;
    await holdVideo(tx, part.videoId);
    await forgetPart(tx, part.id);
  });
}

/** A file of a creator's own video that is still to come, or comes in. */
function findOpen(tx: Tx, creatorId: AccountId, named: { id: string; tokenHash: string } | { uploadId: string }) {
  return tx.videoPart.findFirst({
    where: { ...named, completedAt: null, droppedAt: null, video: { status: 'receiving', stream: { creatorId } } },
  });
}
