import { later, SECOND } from '../clock';
import { type Prisma } from '../generated/prisma/client';
import { sql, type Sql } from '../sql';

/** Who was not heard for so long is not present, and after as long their viewing is over. */
export const HEARD_WITHIN = 30 * SECOND;

const heardAfter = (now: Date) => later(now, -HEARD_WITHIN);

/** Viewings whose viewer is present: open, and heard lately. */
export function present(now: Date) {
  return { leftAt: null, lastSeenAt: { gt: heardAfter(now) } } satisfies Prisma.ViewingWhereInput;
}

/** The same of `viewings w`. */
export function isPresent(now: Date): Sql {
  return sql`(w.left_at IS NULL AND w.last_seen_at > ${heardAfter(now)}::timestamptz)`;
}

/** Viewings that are open and whose viewer was not heard for too long: the sweep ends them. */
export function unheard(now: Date) {
  return { leftAt: null, lastSeenAt: { lt: heardAfter(now) } } satisfies Prisma.ViewingWhereInput;
}

/**
 * Creators who look at their own stream are none of its viewers: of `viewings w` and its stream
 * `streams t`.
 */
export const isViewer = sql`w.account_id IS DISTINCT FROM t.creator_id`;
