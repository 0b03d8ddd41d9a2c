import { isBanInForce } from '../access/bans';
import { sql, type Sql } from '../sql';

/**
 * Of `notifications n`, `accounts a` (who is told) and perhaps `streams s`: whether they may be
 * told of it now. Asked again whenever it is shown or sent: a stream may have become private,
 * somebody may have been banned or have left since it was written down.
 */
export function mayHear(now: Date): Sql {
  return sql`(
    a.deleted_at IS NULL AND a.suspended_at IS NULL
    AND (n.kind = 'moderation' OR (${noBan(now)} AND ${noBlock} AND (s.id IS NULL OR s.creator_id = a.id OR ${mayFind})))
  )`;
}

/** That the creator of the stream, or whoever caused it, does not keep them out. */
function noBan(now: Date): Sql {
  return sql`NOT EXISTS (
    SELECT FROM restrictions r
    WHERE r.creator_id = coalesce(s.creator_id, n.actor_id) AND r.account_id = a.id AND ${isBanInForce(now)}
  )`;
}

/** That they have not blocked who caused it. */
const noBlock = sql`NOT EXISTS (
  SELECT FROM personal_blocks b WHERE b.blocker_id = a.id AND b.blocked_id = n.actor_id
)`;

/** They asked to be reminded of the stream. */
const asked = sql`EXISTS (SELECT FROM reminders m WHERE m.stream_id = s.id AND m.account_id = a.id)`;

/** An unlisted stream is told to nobody who was not in it or asked for it. */
const mayFind = sql`s.hidden_at IS NULL AND CASE s.visibility
  WHEN 'public' THEN true
  WHEN 'unlisted' THEN n.kind = 'mention' OR (n.kind IN ('wentLive', 'reminder') AND ${asked})
  WHEN 'followers' THEN EXISTS (SELECT FROM follows w WHERE w.follower_id = a.id AND w.creator_id = s.creator_id)
    OR EXISTS (SELECT FROM stream_invites i WHERE i.stream_id = s.id AND i.account_id = a.id)
  ELSE EXISTS (SELECT FROM stream_invites i WHERE i.stream_id = s.id AND i.account_id = a.id)
    OR (s.visibility = 'password'
      AND EXISTS (SELECT FROM stream_unlocks u WHERE u.stream_id = s.id AND u.account_id = a.id))
END`;

/**
 * Of the same: whether it is still worth a message. A stream that is over, and a creator who was
 * muted meanwhile, are not.
 */
export const isStillNews = sql`CASE
  WHEN n.kind NOT IN ('wentLive', 'scheduled', 'reminder') THEN true
  ELSE (s.status = (CASE n.kind WHEN 'wentLive' THEN 'live' ELSE 'scheduled' END)::"StreamStatus"
      OR (n.kind = 'reminder' AND s.end_reason = 'cancelled'))
    AND (EXISTS (SELECT FROM follows w WHERE w.follower_id = a.id AND w.creator_id = s.creator_id AND w.notify)
      OR (n.kind <> 'scheduled' AND ${asked}))
END`;
