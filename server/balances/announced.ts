/**
 * Whether a purse has a window with claims that exceed what is settled: somebody else is to be paid
 * of it, as much as that. Claims that are settled by now concern nobody. SQL for a purse `p`,
 * without parameters: nothing from outside is ever put into it.
 */
export const ANNOUNCED = `(p.window_ends_at IS NOT NULL AND EXISTS (
  SELECT FROM claims c
  WHERE c.viewer = p.viewer AND c.purse_nonce = p.nonce AND NOT EXISTS (
    SELECT FROM vouchers t
    WHERE (t.viewer, t.purse_nonce, t.key, t.creator) = (c.viewer, c.purse_nonce, c.key, c.creator)
      AND t.settled_amount >= c.amount AND t.settled_extras >= c.extras)))`;
