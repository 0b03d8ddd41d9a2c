import { isRestrictionInForce } from '../access/bans';
import { later, MINUTE, SECOND } from '../clock';
import { sql, type Sql } from '../sql';

/** An invitation is good for so long. */
export const INVITED_FOR = 2 * MINUTE;
/** A guest of whom nothing comes for so long is taken off the stage: it is no way to watch free. */
export const SILENT_FOR = 20 * SECOND;

/** The earliest time of an invitation that is still good. */
export const invitedAfter = (now: Date) => later(now, -INVITED_FOR);

/** Whom the creator keeps out, or does not want to see: of `stage_guests g` and `streams t`. */
export function isKeptOut(now: Date): Sql {
  return sql`(EXISTS (
    SELECT FROM restrictions r
    WHERE r.creator_id = t.creator_id AND r.account_id = g.account_id AND ${isRestrictionInForce(now)}
  ) OR EXISTS (SELECT FROM personal_blocks b WHERE b.blocker_id = t.creator_id AND b.blocked_id = g.account_id))`;
}

/** Whose viewing is open: of `viewings w`. */
export const isWatching = sql`(w.left_at IS NULL)`;
