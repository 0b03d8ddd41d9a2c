import { type Deps } from '../deps';
import { type Prisma } from '../generated/prisma/client';
import { cardOf, cardSelect, type StreamCard } from '../streams/cards';

/**
 * What comes soon among `listed`, the next one first: of each creator the next stream alone, so
 * that nobody fills the list. The others stand on their creator's page.
 */
export async function readSoon(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  listed: Prisma.StreamWhereInput,
  places: number,
): Promise<StreamCard[]> {
  const planned: Prisma.StreamWhereInput = { AND: [listed, { status: 'scheduled', scheduledAt: { gt: clock.now() } }] };
  const next = await db.stream.groupBy({
    by: ['creatorId'],
    where: planned,
    _min: { scheduledAt: true },
    orderBy: [{ _min: { scheduledAt: 'asc' } }, { creatorId: 'asc' }],
    take: places,
  });
  const rows = await db.stream.findMany({
    where: { AND: [planned, { OR: next.map(({ creatorId, _min: { scheduledAt } }) => ({ creatorId, scheduledAt })) }] },
    select: cardSelect,
    orderBy: [{ scheduledAt: 'asc' }, { id: 'asc' }],
  });
  // several that one creator planned for the same minute are one place, too
  const creators = new Set<string>();
  return rows.filter(({ creator }) => creators.size < creators.add(creator.id).size).map(cardOf);
}
