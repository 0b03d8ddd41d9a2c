import { MOST_FILE_BYTES } from '../../schemas/videos';
import { type Deps, type Tx } from '../deps';
import { DomainError } from '../errors';
import { type AccountId } from '../ids';

/** How much a creator has in videos, and how much it may be. */
export interface Used {
  used: bigint;
  quota: bigint;
}

/**
 * All bytes that are kept of a creator's videos and clips, and those that are promised to what
 * comes in.
 */
export async function readUsed(
  { db, config }: { db: Deps['db'] | Tx; config: Deps['config'] },
  creatorId: AccountId,
): Promise<Used> {
  const [row] = await db.$queryRaw<{ kept: bigint; promised: bigint }[]>`
    SELECT
      (SELECT coalesce(sum(v.bytes), 0)::bigint FROM videos v JOIN streams t ON t.id = v.stream_id
        WHERE t.creator_id = ${creatorId}::uuid AND v.status <> 'deleted')
      + (SELECT coalesce(sum(c.bytes), 0)::bigint FROM clips c WHERE c.creator_id = ${creatorId}::uuid) AS kept,
      (SELECT coalesce(sum(greatest(coalesce(p.length - p.bytes, 0), p.reserved)), 0)::bigint
        FROM video_parts p JOIN videos v ON v.stream_id = p.video_id JOIN streams t ON t.id = v.stream_id
        WHERE t.creator_id = ${creatorId}::uuid AND v.status <> 'deleted' AND p.completed_at IS NULL) AS promised`;
  return { used: (row?.kept ?? 0n) + (row?.promised ?? 0n), quota: config.videos.quota };
}

/** Room for so much more, asked while the account is held: of many at once no more get through. */
export async function requireRoom(
  tx: Tx,
  { config }: Pick<Deps, 'config'>,
  creatorId: AccountId,
  more: bigint,
): Promise<void> {
  if (more > MOST_FILE_BYTES) throw new DomainError('videoTooLarge');
  const { used, quota } = await readUsed({ db: tx, config }, creatorId);
  if (used + more > quota) throw new DomainError('videoQuotaReached');
}
