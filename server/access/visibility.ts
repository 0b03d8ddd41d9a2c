import { type Prisma } from '../generated/prisma/client';
import { hashSecret } from '../hash-secret';
import { type AccountId } from '../ids';
import { sql, type Sql } from '../sql';

/**
 * The rules by which somebody finds, opens and watches a stream. Each stands here once for Prisma
 * and once in SQL, of `streams t`; a test holds both to the same rows.
 */

/** What the cookie of somebody without an account holds who gave a stream's password. */
export type Pass = string;

/**
 * Streams that lists show to somebody: public ones, and those for followers of whom they follow.
 */
export function listedFor(viewer: AccountId | null): Prisma.StreamWhereInput {
  if (!viewer) return { ...SHOWN, visibility: 'public' };
  return {
    ...SHOWN,
    OR: [
      { visibility: 'public' },
      { visibility: 'followers', creator: followedBy(viewer) },
      { visibility: { in: ['followers', 'password', 'private'] }, creatorId: viewer },
    ],
  };
}

/** The same of `streams t`. */
export function isListedFor(viewer: AccountId | null): Sql {
  if (!viewer) return sql`(${isShown} AND t.visibility = 'public')`;
  return sql`(${isShown} AND (t.visibility = 'public' OR (t.visibility = 'followers' AND ${isFollower(viewer)})
    OR (t.visibility IN ('followers', 'password', 'private') AND t.creator_id = ${viewer}::uuid)))`;
}

/**
 * Streams whose page somebody may open, with all that belongs to it, such as its chat. A private
 * one, or one with a password, is not there for who has no way in.
 */
export function reachableFor(viewer: AccountId | null, pass: Pass | null = null): Prisma.StreamWhereInput {
  return { ...SHOWN, OR: [{ visibility: { notIn: ['private', 'password'] } }, ...waysIn(viewer, pass)] };
}

/** The same of `streams t`. */
export function isReachableFor(viewer: AccountId | null, pass: Pass | null = null): Sql {
  return sql`(${isShown} AND (t.visibility NOT IN ('private', 'password') OR ${isWayIn(viewer, pass)}))`;
}

/** Streams before whose door somebody may stand: the password may be asked for there. */
export function knownTo(viewer: AccountId | null): Prisma.StreamWhereInput {
  return { ...SHOWN, OR: [{ visibility: 'password' }, reachableFor(viewer)] };
}

/**
 * Streams that somebody may watch while they are live: what they reach, but those for followers
 * only as one of them or as a guest.
 */
export function watchableFor(viewer: AccountId | null, pass: Pass | null = null): Prisma.StreamWhereInput {
  const open: Prisma.StreamWhereInput = { visibility: { in: ['public', 'unlisted'] } };
  const follows = viewer ? [{ visibility: 'followers' as const, creator: followedBy(viewer) }] : [];
  return { ...SHOWN, OR: [open, ...waysIn(viewer, pass), ...follows] };
}

/** The same of `streams t`. */
export function isWatchableFor(viewer: AccountId | null, pass: Pass | null = null): Sql {
  const follows = viewer ? sql`OR (t.visibility = 'followers' AND ${isFollower(viewer)})` : sql``;
  return sql`(${isShown} AND (t.visibility IN ('public', 'unlisted') OR ${isWayIn(viewer, pass)} ${follows}))`;
}

/**
 * Recordings that somebody may play while they still come in: those of streams that they may watch,
 * as far as their creators let more than themselves see them afterwards. To everybody else, and in
 * all lists, what comes in is private.
 */
export function rewindableFor(viewer: AccountId | null, pass: Pass | null = null): Prisma.StreamWhereInput {
  const followers = viewer ? [{ opensAs: 'followers' as const, stream: { creator: followedBy(viewer) } }] : [];
  const own = viewer ? [{ stream: { creatorId: viewer } }] : [];
  const opens = [
    { opensAs: null },
    { opensAs: { in: ['public' as const, 'unlisted' as const] } },
    ...followers,
    ...own,
  ];
  const comesIn = { status: { in: ['receiving' as const, 'processing' as const] }, liveMs: { gt: 0 } };
  return { ...SHOWN, status: 'recorded', video: { ...comesIn, source: watchableFor(viewer, pass), OR: opens } };
}

/** The same of `streams t`. */
export function isRewindableFor(viewer: AccountId | null, pass: Pass | null = null): Sql {
  const followers = viewer ? sql`OR (v.opens_as = 'followers' AND ${isFollower(viewer)})` : sql``;
  return sql`(${isShown} AND t.status = 'recorded' AND EXISTS (SELECT FROM videos v
    WHERE v.stream_id = t.id AND v.status IN ('receiving', 'processing') AND v.live_ms > 0
      AND (v.opens_as IS NULL OR v.opens_as IN ('public', 'unlisted') OR t.creator_id = ${viewer}::uuid ${followers})
      AND EXISTS (SELECT FROM streams t WHERE t.id = v.source_id AND ${isWatchableFor(viewer, pass)})))`;
}

/** Whether going back in a stream costs as much as watching it: nobody goes round its price. */
export const costsAsMuch = (recording: Prisma.Decimal, source: Prisma.Decimal | undefined) =>
  source !== undefined && recording.gte(source);

/**
 * Streams of which somebody is shown what is seen in them now: those that they may watch. Of what
 * is for adults nobody is shown anything before they come in.
 */
export function picturedFor(viewer: AccountId | null, pass: Pass | null = null): Prisma.StreamWhereInput {
  return { AND: [watchableFor(viewer, pass), { status: 'live', mature: false }] };
}

/**
 * What the site took down is there for nobody; its creator reads of it on their dashboard. Nor are
 * videos of somebody who is suspended: they would go on earning.
 */
const SHOWN: Prisma.StreamWhereInput = {
  hiddenAt: null,
  NOT: { status: 'recorded', creator: { suspendedAt: { not: null } } },
};
const isShown = sql`(t.hidden_at IS NULL AND (t.status <> 'recorded'
  OR EXISTS (SELECT FROM accounts a WHERE a.id = t.creator_id AND a.suspended_at IS NULL)))`;

const followedBy = (viewer: AccountId): Prisma.AccountWhereInput => ({ followers: { some: { followerId: viewer } } });
const isFollower = (viewer: AccountId) =>
  sql`EXISTS (SELECT FROM follows f WHERE f.creator_id = t.creator_id AND f.follower_id = ${viewer}::uuid)`;

/**
 * One's own streams, those that one was invited to, and those whose password one gave. An unlock
 * of before, of a stream that has no password any more, opens nothing.
 */
function waysIn(viewer: AccountId | null, pass: Pass | null): Prisma.StreamWhereInput[] {
  const given = (unlock: Prisma.StreamUnlockWhereInput) => ({
    visibility: 'password' as const,
    unlocks: { some: unlock },
  });
  return [
    ...(viewer
      ? [{ creatorId: viewer }, { invites: { some: { accountId: viewer } } }, given({ accountId: viewer })]
      : []),
    ...(pass ? [given({ passHash: hashSecret(pass) })] : []),
  ];
}

function isWayIn(viewer: AccountId | null, pass: Pass | null): Sql {
  const mine = viewer
    ? sql`t.creator_id = ${viewer}::uuid
      OR EXISTS (SELECT FROM stream_invites i WHERE i.stream_id = t.id AND i.account_id = ${viewer}::uuid)`
    : sql`false`;
  return sql`(${mine} OR (t.visibility = 'password' AND EXISTS (SELECT FROM stream_unlocks u
    WHERE u.stream_id = t.id AND (u.account_id = ${viewer}::uuid OR u.pass_hash = ${pass && hashSecret(pass)}))))`;
}
