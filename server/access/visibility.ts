import { type Prisma } from '../generated/prisma/client';
import { type AccountId } from '../ids';

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
      { visibility: { in: ['followers', 'private'] }, creatorId: viewer },
    ],
  };
}

/**
 * Streams whose page somebody may open, with all that belongs to it, such as its chat. A private
 * one, or one with a password, is not there for who has no way in.
 */
export function reachableFor(viewer: AccountId | null): Prisma.StreamWhereInput {
  const open: Prisma.StreamWhereInput = { visibility: { notIn: ['private', 'password'] } };
  return viewer ? { ...SHOWN, OR: [open, ...guestOf(viewer)] } : { ...SHOWN, ...open };
}

/**
 * Streams that somebody may watch while they are live: what they reach, but those for followers
 * only as one of them or as a guest.
 */
export function watchableFor(viewer: AccountId | null): Prisma.StreamWhereInput {
  const open: Prisma.StreamWhereInput = { visibility: { in: ['public', 'unlisted'] } };
  if (!viewer) return { ...SHOWN, ...open };
  return {
    ...SHOWN,
    OR: [open, ...guestOf(viewer), { visibility: 'followers', creator: followedBy(viewer) }],
  };
}

/**
 * Streams of which somebody is shown what is seen in them now: those that they may watch. Of what
 * is for adults nobody is shown anything before they come in.
 */
export function picturedFor(viewer: AccountId | null): Prisma.StreamWhereInput {
  return { AND: [watchableFor(viewer), { status: 'live', mature: false }] };
}

/** What the site took down is there for nobody; its creator reads of it on their dashboard. */
const SHOWN: Prisma.StreamWhereInput = { hiddenAt: null };

const followedBy = (viewer: AccountId): Prisma.AccountWhereInput => ({ followers: { some: { followerId: viewer } } });

/** One's own streams, and those that one was invited to. */
const guestOf = (viewer: AccountId): Prisma.StreamWhereInput[] => [
  { creatorId: viewer },
  { invites: { some: { accountId: viewer } } },
];
