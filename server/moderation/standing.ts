import { isBanInForce } from '../access/bans';
import { DAY, later, MINUTE } from '../clock';
import { type Db, type Tx } from '../deps';
import { type LinkPolicy } from '../generated/prisma/enums';
import { type AccountId, type StreamId } from '../ids';
import { NO_RULES, type Rules } from './rules';
import { type Watched } from './words';

/** Whoever paid for so much of a creator's streams is known there. */
const KNOWN_BY_PAYING = 600n;
/** So is who wrote so long ago what still stands. */
const KNOWN_BY_WRITING = DAY;

/** Who somebody is in the channel of a stream, and what holds for those who write there. */
export interface Standing {
  channelId: AccountId;
  /** Its creator, or one of those who keep order for them. */
  keepsOrder: boolean;
  banned: boolean;
  timedOutUntil: Date | null;
  followingSince: Date | null;
  /** Seconds that were signed for this creator, in all streams. */
  paidSeconds: bigint;
  /** Something of theirs stands in this chat. */
  hasWritten: boolean;
  isKnown: boolean;
  rules: Rules;
  /** What is not said here, or not before somebody has looked. */
  watched: Watched[];
}

interface Row {
  channel: AccountId;
  keeps_order: boolean;
  banned: boolean;
  timed_out_until: Date | null;
  following_since: Date | null;
  paid: bigint | null;
  has_written: boolean | null;
  wrote_before: boolean | null;
  slow_seconds: number | null;
  followed_minutes: number | null;
  paid_seconds: number | null;
  known_only: boolean | null;
  hold_first: boolean | null;
  links: LinkPolicy | null;
  watched: Watched[] | null;
}

/** In one question; what only a rule asks for is looked for where it holds. Null: no stream. */
export async function readStanding(
  db: Db | Tx,
  now: Date,
  streamId: StreamId,
  accountId: AccountId,
): Promise<Standing | null> {
  const [row] = await db.$queryRaw<Row[]>`
    SELECT t.creator_id::text AS channel, c.slow_seconds, c.followed_minutes, c.paid_seconds, c.known_only, c.hold_first, c.links,
      t.creator_id = me.id OR EXISTS (
        SELECT FROM moderators m WHERE m.creator_id = t.creator_id AND m.moderator_id = me.id
      ) AS keeps_order,
      EXISTS (
        SELECT FROM restrictions r WHERE r.creator_id = t.creator_id AND r.account_id = me.id AND ${isBanInForce(now)}
      ) AS banned,
      (
        SELECT max(r.ends_at) FROM restrictions r
        WHERE r.creator_id = t.creator_id AND r.account_id = me.id
          AND r.kind = 'timeout' AND r.lifted_at IS NULL AND r.ends_at > ${now}::timestamptz
      ) AS timed_out_until,
      (SELECT f.created_at FROM follows f WHERE f.creator_id = t.creator_id AND f.follower_id = me.id) AS following_since,
      (
        SELECT sum(w.seconds_paid)::bigint FROM viewings w JOIN streams s ON s.id = w.stream_id
        WHERE w.account_id = me.id AND s.creator_id = t.creator_id AND w.seconds_paid > 0
      ) AS paid,
      CASE WHEN c.hold_first THEN EXISTS (
        SELECT FROM chat_messages m JOIN streams s ON s.id = m.stream_id
        WHERE m.author_id = me.id AND m.deleted_at IS NULL AND s.creator_id = t.creator_id
      ) END AS has_written,
      CASE WHEN c.known_only THEN EXISTS (
        SELECT FROM chat_messages m JOIN streams s ON s.id = m.stream_id
        WHERE m.author_id = me.id AND m.deleted_at IS NULL AND s.creator_id = t.creator_id
          AND m.sent_at < ${later(now, -KNOWN_BY_WRITING)}::timestamptz
      ) END AS wrote_before,
      (
        SELECT json_agg(json_build_object('word', b.word, 'kind', b.kind, 'effect', b.effect) ORDER BY b.word)
        FROM blocked_words b WHERE b.creator_id = t.creator_id
      ) AS watched
    FROM streams t CROSS JOIN (SELECT ${accountId}::uuid AS id) me
    LEFT JOIN channel_rules c ON c.creator_id = t.creator_id
    WHERE t.id = ${streamId}::uuid`;
  if (!row) return null;
  const paidSeconds = row.paid ?? 0n;
  return {
    channelId: row.channel,
    keepsOrder: row.keeps_order,
    banned: row.banned,
    timedOutUntil: row.timed_out_until,
    followingSince: row.following_since,
    paidSeconds,
    hasWritten: row.has_written ?? true,
    isKnown: (row.wrote_before ?? true) || paidSeconds >= KNOWN_BY_PAYING,
    rules: rulesOf(row),
    watched: row.watched ?? [],
  };
}

function rulesOf(row: Row): Rules {
  if (row.slow_seconds === null) return NO_RULES;
  return {
    slowSeconds: row.slow_seconds,
    followedMinutes: row.followed_minutes,
    paidSeconds: row.paid_seconds ?? 0,
    knownOnly: row.known_only ?? false,
    holdFirst: row.hold_first ?? false,
    links: row.links ?? 'allow',
  };
}

/** From when on a follower may write where one has to follow for a while. */
export function mayWriteFrom(followingSince: Date, followedMinutes: number): Date {
  return later(followingSince, followedMinutes * MINUTE);
}
