import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type AccountId, type StreamId } from '../ids';
import { reachableFor } from '../streams/access';
import { cardOf, cardSelect, type StreamCard } from '../streams/cards';

/** A stream's page. */
export interface StreamDetail extends StreamCard {
  description: string;
  viewerLimit: number | null;
  /** Of its creator. */
  followers: number;
  following: boolean;
  isMine: boolean;
}

export async function readStream(
  { db }: Pick<Deps, 'db'>,
  viewer: AccountId | null,
  id: StreamId,
): Promise<StreamDetail> {
  const row = await db.stream.findFirst({
    where: { AND: [reachableFor(viewer), { id }] },
    select: { ...cardSelect, description: true, viewerLimit: true, creatorId: true },
  });
  if (!row) throw new DomainError('notFound');
  const [followers, follow] = await Promise.all([
    db.follow.count({ where: { creatorId: row.creatorId } }),
    viewer
      ? db.follow.findUnique({ where: { followerId_creatorId: { followerId: viewer, creatorId: row.creatorId } } })
      : null,
  ]);
  const { description, viewerLimit, creatorId, ...card } = row;
  return {
    ...cardOf(card),
    description,
    viewerLimit,
    followers,
    following: follow !== null,
    isMine: creatorId === viewer,
  };
}
