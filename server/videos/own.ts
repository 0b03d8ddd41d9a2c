import { type Deps, type Tx } from '../deps';
import { DomainError } from '../errors';
import { type Prisma } from '../generated/prisma/client';
import { type AccountId, type StreamId } from '../ids';

/** A video of somebody's own that is still there. */
export function ownVideo(creatorId: AccountId, id: StreamId) {
  return { streamId: id, status: { not: 'deleted' }, stream: { creatorId } } as const satisfies Prisma.VideoWhereInput;
}

/** The same, read; it is not there for anybody else. */
export async function readOwn({ db }: { db: Deps['db'] | Tx }, creatorId: AccountId, id: StreamId) {
  const video = await db.video.findFirst({ where: ownVideo(creatorId, id), include: { parts: true } });
  if (!video) throw new DomainError('notFound');
  return video;
}

/** The same, held until the transaction ends: whoever changes a video waits for who does. */
export async function holdOwn(tx: Tx, creatorId: AccountId, id: StreamId) {
  await holdVideo(tx, id);
  return readOwn({ db: tx }, creatorId, id);
}

/** Holds a video until the transaction ends. */
export async function holdVideo(tx: Tx, id: string): Promise<void> {
  await tx.$queryRaw`SELECT FROM videos WHERE stream_id = ${id}::uuid FOR UPDATE`;
}
