import { later, SECOND } from '../clock';
import { type Tx } from '../deps';
import { type H160 } from '../../sdk/voucher';
import { type ViewingId } from '../ids';

/** A viewing that was not heard for so long holds no lane: its browser is gone, or its process. */
const LANE_HEARD_WITHIN = 10 * SECOND;

/** Whoever was heard since then holds their lane. */
export const heardSince = (now: Date) => later(now, -LANE_HEARD_WITHIN);

// SQL built of parameters of the query that it stands in, for a purse `p`: nothing from outside is
// ever put into it.
const PAID_FOR = `w.viewer = p.viewer AND w.purse_nonce = p.nonce AND w.left_at IS NULL AND w.leased > 0`;
const heard = (since: string) => `w.last_seen_at >= ${since}`;

/** How many streams a purse pays for at this moment. */
export const lanesTaken = (since: string) =>
  `(SELECT count(*)::int FROM viewings w WHERE ${PAID_FOR} AND ${heard(since)})`;

/**
 * The same, with those that nobody hears any more: their lanes are free, so whoever takes one ends
 * them.
 */
export async function lanesOf(tx: Tx, viewer: H160, nonce: number, now: Date) {
  const rows = await tx.$queryRawUnsafe<{ taken: number; silent: ViewingId[] }[]>(
    `SELECT ${lanesTaken('$3::timestamptz')} AS taken,
       ARRAY(SELECT w.id::text FROM viewings w WHERE ${PAID_FOR} AND NOT ${heard('$3::timestamptz')}) AS silent
     FROM purses p WHERE p.viewer = $1 AND p.nonce = $2`,
    viewer,
    nonce,
    heardSince(now),
  );
  return rows[0] ?? { taken: 0, silent: [] };
}
