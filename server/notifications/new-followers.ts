import { MINUTE } from '../clock';
import { type Deps, type Tx } from '../deps';
import { type AccountId } from '../ids';
import { type JobData } from '../jobs/types';
import { notify } from './notify';

/** Who follows within this time is told of together. */
export const GATHERED_FOR = 2 * MINUTE;

/**
 * Notes that somebody follows a creator, in that transaction. The creator hears of each follower
 * once, however often they come back.
 */
export async function noteNewFollower(
  tx: Tx,
  { clock, jobs }: Pick<Deps, 'clock' | 'jobs'>,
  creatorId: AccountId,
  followerId: AccountId,
): Promise<void> {
  const at = clock.now();
  const { count } = await tx.newFollower.createMany({ data: { creatorId, followerId, at }, skipDuplicates: true });
  if (count === 0) return;
  // of those who follow within one such time, the first asks for all
  const key = `${creatorId}:${Math.floor(at.getTime() / GATHERED_FOR)}`;
  await jobs.enqueue(tx, { name: 'tellNewFollowers', data: { creatorId } }, { key, inMs: GATHERED_FOR });
}

/** Tells a creator of all who follow them since they were last told, in one notice. */
export async function tellNewFollowers(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs'>,
  { creatorId }: JobData['tellNewFollowers'],
): Promise<void> {
  const { clock } = deps;
  await deps.db.$transaction(async (tx) => {
    const told = await tx.$queryRaw<{ follower_id: AccountId; at: Date; follows: boolean }[]>`
      UPDATE new_followers n SET told_at = ${clock.now()}::timestamptz
      WHERE n.creator_id = ${creatorId}::uuid AND n.told_at IS NULL
      RETURNING n.follower_id, n.at,
        EXISTS (SELECT FROM follows f WHERE f.creator_id = n.creator_id AND f.follower_id = n.follower_id) AS follows`;
    // whoever has left again meanwhile is not told of
    const [newest, ...others] = told
      .filter(({ follows }) => follows)
      .sort((a, b) => b.at.getTime() - a.at.getTime() || (a.follower_id < b.follower_id ? 1 : -1));
    if (!newest) return;
    await notify(tx, deps, {
      accountId: creatorId,
      kind: 'newFollower',
      actorId: newest.follower_id,
      streamId: null,
      detail: { others: others.length },
      key: `${newest.follower_id}:${newest.at.toISOString()}`,
    });
  });
}
