import { type Prisma } from '../generated/prisma/client';
import { type AccountId } from '../ids';

/** Streams that lists show to somebody: public ones, and those for followers of whom they follow. */
export function listedFor(viewer: AccountId | null): Prisma.StreamWhereInput {
  if (!viewer) return { visibility: 'public' };
  return {
    OR: [
      { visibility: 'public' },
      { visibility: 'followers', creator: { followers: { some: { followerId: viewer } } } },
      { visibility: { in: ['followers', 'private'] }, creatorId: viewer },
    ],
  };
}

/** Streams whose page somebody may open. A private one is not there for who was not invited. */
export function reachableFor(viewer: AccountId | null): Prisma.StreamWhereInput {
  const open: Prisma.StreamWhereInput = { visibility: { not: 'private' } };
  return viewer ? { OR: [open, { creatorId: viewer }, { invites: { some: { accountId: viewer } } }] } : open;
}
