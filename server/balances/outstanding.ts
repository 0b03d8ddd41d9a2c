import { type Amount } from '../../sdk/money';
import { type H160 } from '../../sdk/voucher';
import { type Deps, type Tx } from '../deps';
import { type Prisma } from '../generated/prisma/client';
import { amountOf } from '../money';

// SQL without parameters, to stand in queries on `vouchers v` and `purses p`: nothing from outside
// is ever put into it.

/** What of a purse nobody was paid, nor is to be paid by a window that has ended. */
export const LEFT = `(p.deposit - p.settled - p.storage - p.paid_back - p.reserved)`;

/**
 * What a voucher says beyond what is settled, part by part: more of one part never makes up for
 * less of another.
 */
export const UNPAID = `(greatest(0, v.amount - v.settled_amount) + greatest(0, v.extras - v.settled_extras))`;

/**
 * A voucher that can still bring its creator something: we have a signature; it says more than the
 * tab; the purse is not closed and has money left; and the contract did not pass exactly this
 * voucher over for good. A newer one of the same key and creator is another one.
 */
export const OUTSTANDING = `(
  v.signature IS NOT NULL
  AND p.status <> 'closed'
  AND ${LEFT} > 0
  AND ${UNPAID} > 0
  AND NOT v.skipped_for_good)`;

/**
 * What of a purse is signed for and can still be settled: how many tabs, and how much more they
 * come to.
 */
export async function outstandingOf(
  db: Tx | Deps['db'],
  viewer: H160,
  nonce: number,
): Promise<{ tabs: number; amount: Amount }> {
  const [row] = await db.$queryRawUnsafe<{ tabs: bigint; amount: Prisma.Decimal }[]>(
    `SELECT count(*) AS tabs, coalesce(sum(${UNPAID}), 0) AS amount
     FROM vouchers v JOIN purses p ON (p.viewer, p.nonce) = (v.viewer, v.purse_nonce)
     WHERE v.viewer = $1 AND v.purse_nonce = $2 AND ${OUTSTANDING}`,
    viewer,
    nonce,
  );
  return { tabs: Number(row?.tabs ?? 0), amount: row ? amountOf(row.amount) : (0n as Amount) };
}
