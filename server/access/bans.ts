import { type Prisma } from '../generated/prisma/client';
import { type AccountId } from '../ids';
import { sql, type Sql } from '../sql';

/**
 * The bans that are in force: not lifted, and not over. They keep an account out of all streams of
 * the creator who gave them.
 */
export function bansInForce(now: Date): Prisma.RestrictionWhereInput {
  return { kind: 'ban', liftedAt: null, OR: [{ endsAt: null }, { endsAt: { gt: now } }] };
}

/** The same of `restrictions r`. */
export function isBanInForce(now: Date): Sql {
  return sql`(r.kind = 'ban' AND ${isRestrictionInForce(now)})`;
}

/** Bans and timeouts that are in force: of `restrictions r`. */
export function isRestrictionInForce(now: Date): Sql {
  return sql`(r.lifted_at IS NULL AND (r.ends_at IS NULL OR r.ends_at > ${now}::timestamptz))`;
}

/** What keeps one account out of the streams of one creator, or, with null, out of the site. */
export function bansOf(accountId: AccountId, creatorId: string | null, now: Date): Prisma.RestrictionWhereInput {
  return { AND: [bansInForce(now), { accountId, creatorId }] };
}
