import { type Amount } from '../../sdk/money';
import { type H160 } from '../../sdk/voucher';
import { type Deps, type Tx } from '../deps';
import { type Prisma } from '../generated/prisma/client';
import { type SkipReason } from '../ledger';
import { amountOf } from '../money';

/**
 * Why the contract will never take the same voucher, whatever happens: its purse or opening is over, its signature or key is
 * not good, or it says less than what is settled. What it skips for other reasons may be taken later.
 */
export const PERMANENT = [
  'NoPurse',
  'OldOpening',
  'BadSignature',
  'Expired',
  'NotGrowing',
] as const satisfies SkipReason[];

/**
 * A voucher `v` of a purse `p` that can still bring its creator something. Four things must hold: we have a signature; it says more
 * than the tab, or something counted is unpaid; the purse is not closed and has money left; and no finalized settling said
 * that exactly this voucher is skipped for good. A newer voucher of the pair is another one, so nothing has to be cleared.
 * (SQL without parameters, to stand in queries: nothing from outside is ever put into it.)
 */
export const OUTSTANDING = `
  v.signature IS NOT NULL
  AND p.status <> 'closed'
  AND p.deposit > p.settled + p.paid_back
  AND v.amount + v.extras > v.paid
  AND NOT EXISTS (
    SELECT FROM settlement_entries e JOIN settlements s ON s.id = e.settlement_id
    WHERE s.status = 'finalized'
      AND (e.viewer, e.purse_nonce, e.creator) = (v.viewer, v.purse_nonce, v.creator)
      AND (e.seconds, e.amount, e.extras) = (v.seconds, v.amount, v.extras)
      AND e.skip_reason IN (${PERMANENT.map((reason) => `'${reason}'`).join(', ')})
  )`;

/** What of a purse is signed for and can still be settled: how many tabs, and how much more they come to. */
export async function outstandingOf(
  db: Tx | Deps['db'],
  viewer: H160,
  nonce: number,
): Promise<{ tabs: number; amount: Amount }> {
  const [row] = await db.$queryRawUnsafe<{ tabs: bigint; amount: Prisma.Decimal }[]>(
    `SELECT count(*) AS tabs, coalesce(sum(v.amount + v.extras - v.paid), 0) AS amount
     FROM vouchers v JOIN purses p ON (p.viewer, p.nonce) = (v.viewer, v.purse_nonce)
     WHERE v.viewer = $1 AND v.purse_nonce = $2 AND ${OUTSTANDING}`,
    viewer,
    nonce,
  );
  return { tabs: Number(row?.tabs ?? 0), amount: row ? amountOf(row.amount) : (0n as Amount) };
}
