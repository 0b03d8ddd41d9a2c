import { amount, type Amount } from '../../../sdk/money';
import { type Db, type Deps, type Tx } from '../../deps';
import { type Prisma } from '../../generated/prisma/client';
import { type AccountId, type StreamId, type ViewingId } from '../../ids';
import { amountOf, stored } from '../../money';
import { type Budget } from '../../../sdk/protocol';

/** What an account agreed to in a stream, as the tables have it. */
export interface Agreed {
  limit: Amount | null;
  /** Up to what price of a second they agreed to pay; null: not, or no longer. */
  rate: Amount | null;
}

export interface AgreedRow {
  spendingLimit: Prisma.Decimal | null;
  agreedRate: Prisma.Decimal | null;
}

const nullable = (value: Prisma.Decimal | null) => (value === null ? null : amountOf(value));

export const agreedOf = (row: AgreedRow): Agreed => ({
  limit: nullable(row.spendingLimit),
  rate: nullable(row.agreedRate),
});

/**
 * Of a limit, what one viewing may come to: the account's other viewings of the stream have had
 * theirs.
 */
export function leftFor(limit: Amount | null, before: Amount): Amount | null {
  return limit === null ? null : amount(limit > before ? limit - before : 0n);
}

/** As it is told, at this price of a second. */
export function budgetOf({ limit, rate: agreedTo }: Agreed, rate: Amount, spent: Amount): Budget {
  return { agreed: agreedTo !== null && rate <= agreedTo, limit, spent };
}

/**
 * What an account agreed to in a stream, and what its viewings there have come to; `besides` one of
 * them.
 */
export async function readBudget(
  db: Db | Tx,
  account: AccountId,
  stream: StreamId,
  besides: ViewingId | null = null,
): Promise<Agreed & { spent: Amount }> {
  const [row] = await db.$queryRaw<(AgreedRow & { spent: Prisma.Decimal })[]>`
    SELECT b.spending_limit AS "spendingLimit", b.agreed_rate AS "agreedRate", (
      SELECT coalesce(sum(w.amount), 0) FROM viewings w
      WHERE w.account_id = ${account}::uuid AND w.stream_id = ${stream}::uuid AND w.id IS DISTINCT FROM ${besides}::uuid
    ) AS spent
    FROM (SELECT) AS one LEFT JOIN budgets b ON b.account_id = ${account}::uuid AND b.stream_id = ${stream}::uuid`;
  return row ? { ...agreedOf(row), spent: amountOf(row.spent) } : { limit: null, rate: null, spent: amount(0n) };
}

/** Joining may bring a limit along: it lowers the one that is kept, and never raises it. */
export async function lowerLimit(
  tx: Tx,
  { clock }: Pick<Deps, 'clock'>,
  account: AccountId,
  stream: StreamId,
  limit: Amount,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO budgets AS b (account_id, stream_id, spending_limit, updated_at)
    VALUES (${account}::uuid, ${stream}::uuid, ${stored(limit)}::numeric, ${clock.now()}::timestamptz)
    ON CONFLICT (account_id, stream_id) DO UPDATE
      SET spending_limit = least(b.spending_limit, excluded.spending_limit), updated_at = excluded.updated_at`;
}
