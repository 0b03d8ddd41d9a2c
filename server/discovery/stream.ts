import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { isFollowing } from '../follows/follow';
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
  const [followers, following] = await Promise.all([
    db.follow.count({ where: { creatorId: row.creatorId } }),
    isFollowing({ db }, viewer, row.creatorId),
  ]);
  const { description, viewerLimit, creatorId, ...card } = row;
  return {
    ...cardOf(card),
    description,
    viewerLimit,
    followers,
    following,
    isMine: creatorId === viewer,
  };
}
