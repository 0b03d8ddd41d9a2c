import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type AccountId } from '../ids';
import { noteNewFollower } from '../notifications/new-followers';

/**
 * Follows a creator; following twice is following once. The creator hears of a new follower once,
 * however often they come back.
 */
export async function follow(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs'>,
  followerId: AccountId,
  creatorId: AccountId,
): Promise<void> {
  const { db, clock } = deps;
  if (followerId === creatorId) throw new DomainError('followSelf');
  await db.$transaction(async (tx) => {
    const creator = await tx.account.findFirst({ where: { id: creatorId, deletedAt: null }, select: { id: true } });
    if (!creator) throw new DomainError('notFound');
    const now = clock.now();
    const { count } = await tx.follow.createMany({
      data: { followerId, creatorId, createdAt: now },
      skipDuplicates: true,
    });
    if (count > 0) await noteNewFollower(tx, deps, creatorId, followerId);
  });
}

/** Stops following; who did not follow does not notice. */
export async function unfollow({ db }: Pick<Deps, 'db'>, followerId: AccountId, creatorId: AccountId): Promise<void> {
  await db.follow.deleteMany({ where: { followerId, creatorId } });
}

/** Has a creator's streams told to a follower no more, or again. Who does not follow is refused. */
export async function muteCreator(
  { db }: Pick<Deps, 'db'>,
  followerId: AccountId,
  creatorId: AccountId,
  muted: boolean,
): Promise<void> {
  const { count } = await db.follow.updateMany({ where: { followerId, creatorId }, data: { notify: !muted } });
  if (count === 0) throw new DomainError('notFound');
}

/** Whether somebody follows a creator; nobody who is not signed in does. */
export async function isFollowing(
  { db }: Pick<Deps, 'db'>,
  followerId: AccountId | null,
  creatorId: string,
): Promise<boolean> {
  if (!followerId) return false;
  const where = { followerId_creatorId: { followerId, creatorId } };
  return (await db.follow.findUnique({ where, select: { followerId: true } })) !== null;
}
