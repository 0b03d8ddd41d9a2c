import { bansInForce } from '../access/bans';
import { type Deps } from '../deps';
import { type Prisma } from '../generated/prisma/client';
import { type AccountId } from '../ids';
import { cardOf, cardSelect, type StreamCard } from '../streams/cards';

const AT_MOST = 20;

/**
 * Streams that a creator may send viewers to: live, for everybody, somebody else's, and of nobody
 * who has banned them.
 */
export function raidable(creatorId: AccountId, now: Date): Prisma.StreamWhereInput {
  const kept = { restrictions: { some: { AND: [bansInForce(now), { accountId: creatorId }] } } };
  return { status: 'live', visibility: 'public', creatorId: { not: creatorId }, creator: { NOT: kept } };
}

/** Where viewers could be sent: first to whom the creator follows, then where most people pay. */
export async function findTargets(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  creatorId: AccountId,
  words: string,
): Promise<StreamCard[]> {
  const contains = { contains: words.replace(/[\\%_]/g, '\\$&'), mode: 'insensitive' } as const;
  const named: Prisma.StreamWhereInput = {
    OR: [{ title: contains }, { creator: { OR: [{ handle: contains }, { profile: { displayName: contains } }] } }],
  };
  const followed = { creator: { followers: { some: { followerId: creatorId } } } };
  const find = (which: Prisma.StreamWhereInput) =>
    db.stream.findMany({
      where: { AND: [raidable(creatorId, clock.now()), which, words === '' ? {} : named] },
      select: cardSelect,
      orderBy: [{ payingViewers: 'desc' }, { viewerNetworks: 'desc' }, { id: 'desc' }],
      take: AT_MOST,
    });
  const [near, others] = await Promise.all([find(followed), find({ NOT: followed })]);
  return [...near, ...others].slice(0, AT_MOST).map(cardOf);
}
