import { type Tx, type Deps } from '../deps';
import { type StreamVisibility } from '../generated/prisma/enums';

/** What decides for whom a video is there. */
interface Opening {
  streamId: string;
  sourceId: string | null;
  /** Null: as the stream that it was recorded of is now. */
  opensAs: StreamVisibility | null;
}

/**
 * For whom a video is there, from now on: as its creator said, or as the stream that it was
 * recorded of is now, with who was invited to that and what opens it. Where that cannot be, it is
 * private.
 */
export async function openDoor(
  tx: Tx,
  deps: Pick<Deps, 'clock'>,
  { streamId, sourceId, opensAs }: Opening,
): Promise<void> {
  const visibility = opensAs ?? (await copyDoor(tx, deps, streamId, sourceId));
  const locked = visibility === 'password' && (await tx.streamPassword.count({ where: { streamId } })) === 0;
  await tx.stream.updateMany({
    where: { id: streamId, creator: { deletedAt: null } },
    data: { visibility: locked ? 'private' : visibility },
  });
}

/** Gives a video the guests and the password of its stream; returns for whom that is there. */
async function copyDoor(
  tx: Tx,
  { clock }: Pick<Deps, 'clock'>,
  streamId: string,
  sourceId: string | null,
): Promise<StreamVisibility> {
  const source = sourceId && (await tx.stream.findUnique({ where: { id: sourceId }, select: SOURCE }));
  if (!source) return 'private';
  const now = clock.now();
  await tx.streamInvite.createMany({
    data: source.invites.map(({ accountId }) => ({ accountId, streamId, createdAt: now })),
    skipDuplicates: true,
  });
  if (source.visibility === 'password' && source.password) {
    const { hash } = source.password;
    const password = { hash, updatedAt: now };
    await tx.streamPassword.upsert({ where: { streamId }, create: { streamId, ...password }, update: password });
    await tx.streamUnlock.deleteMany({ where: { streamId } });
  }
  return source.visibility;
}

const SOURCE = {
  visibility: true,
  password: { select: { hash: true } },
  invites: { select: { accountId: true } },
} as const;

/** Nobody but its creator sees it: who was invited is no more. */
export async function closeDoor(tx: Tx, streamId: string): Promise<void> {
  await tx.streamInvite.deleteMany({ where: { streamId } });
  await tx.stream.update({ where: { id: streamId }, data: { visibility: 'private', featured: false } });
}
