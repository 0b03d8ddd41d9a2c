import { type H160 } from '../../sdk/voucher';
import { UNPAID } from './outstanding';

/**
 * A (viewer, creator) pair of one opening of the viewer's purse, and the key that signs: what the
 * contract keeps a tab for.
 */
export interface Pair {
  viewer: H160;
  purseNonce: number;
  key: number;
  creator: H160;
}

// SQL without parameters, to stand in queries on `purses p`: nothing from outside is ever put into
// it.

/** What the contract takes of a purse for the storage of a new tab, when it settles it first. */
const TAB_COST = `coalesce((SELECT k.tab_cost FROM chain_cursor k), 0)`;

/**
 * The tabs that money of a purse goes to: what is signed for and not settled, and what viewings
 * have leased.
 */
const GOES_TO = `(
  SELECT v.key, v.creator FROM vouchers v
  WHERE v.viewer = p.viewer AND v.purse_nonce = p.nonce AND NOT v.skipped_for_good AND ${UNPAID} > 0
  UNION
  SELECT w.purse_key, w.payee FROM viewings w
  WHERE w.viewer = p.viewer AND w.purse_nonce = p.nonce AND w.left_at IS NULL AND w.leased > 0)`;

/**
 * The contract has settled something of this tab in this opening, so its storage is paid. What an
 * earlier opening settled says nothing: such a tab may have been removed since.
 */
const isSettled = (key: string, creator: string) => `EXISTS (
  SELECT FROM vouchers s
  WHERE s.viewer = p.viewer AND s.purse_nonce = p.nonce AND s.key = ${key} AND s.creator = ${creator}
    AND s.settled_amount + s.settled_extras > 0)`;

/** What of a purse is set aside for the storage of tabs that are not there yet. */
export const STORAGE = `(${TAB_COST} * (SELECT count(*) FROM ${GOES_TO} t WHERE NOT ${isSettled('t.key', 't.creator')}))`;

/**
 * What must be set aside besides when money goes to this tab, too: nothing when its storage is
 * paid, or set aside already.
 */
export const storageFor = (key: string, creator: string) => `(CASE
  WHEN ${isSettled(key, creator)} OR EXISTS (SELECT FROM ${GOES_TO} t WHERE t.key = ${key} AND t.creator = ${creator})
  THEN 0 ELSE ${TAB_COST} END)`;
