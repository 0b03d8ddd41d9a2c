import { SECOND } from '../clock';
import { type Db } from '../deps';
import { type H160 } from '../../sdk/voucher';

/**
 * The contract bills no more seconds of a purse than have passed since it was opened, times its
 * lanes. So much more may be signed for all the same: no closing delay is shorter, so whatever is
 * signed has become billable when a purse is closed.
 */
const AHEAD_SECONDS = 30n;

/**
 * Whether so many more seconds of a purse can be billed in time. Live seconds pass as they are
 * signed for; those of videos are fetched faster.
 */
export async function hasTimeFor(db: Db, viewer: H160, nonce: number, seconds: bigint): Promise<boolean> {
  const [row] = await db.$queryRaw<{ signed: bigint; lanes: number; ms: number }[]>`
    SELECT p.lanes, greatest(0, extract(epoch FROM c.block_time - p.opened_at) * 1000)::float8 AS ms, (
      SELECT coalesce(sum(greatest(v.seconds, v.settled_seconds)), 0)::bigint FROM vouchers v
      WHERE v.viewer = p.viewer AND v.purse_nonce = p.nonce) AS signed
    FROM purses p JOIN chain_cursor c ON c.id = 1
    WHERE p.viewer = ${viewer} AND p.nonce = ${nonce}`;
  if (!row) return false;
  const passed = BigInt(Math.floor(row.ms / SECOND));
  return row.signed + seconds <= BigInt(row.lanes) * passed + AHEAD_SECONDS;
}
