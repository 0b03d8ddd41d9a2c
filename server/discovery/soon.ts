import { type Deps } from '../deps';
import { type Prisma } from '../generated/prisma/client';
import { cardOf, cardSelect, type StreamCard } from '../streams/cards';
import { type Page, pageOf, readCursor, writeCursor } from './pages';

/**
 * What comes soon among `listed`, the next one first: of each creator the next stream alone, so
 * that nobody fills the list. The others stand on their creator's page. A page begins after the
 * creator that the last one ended with.
 */
export async function readSoon(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  listed: Prisma.StreamWhereInput,
  places: number,
  cursor: string | null | undefined = null,
): Promise<Page<StreamCard>> {
  const planned: Prisma.StreamWhereInput = { AND: [listed, { status: 'scheduled', scheduledAt: { gt: clock.now() } }] };
  const from = readCursor(cursor, 1);
  const at = new Date(from?.keys[0] ?? 0);
  const next = await db.stream.groupBy({
    by: ['creatorId'],
    where: planned,
    _min: { scheduledAt: true },
    ...(from && {
      having: {
        OR: [
          { scheduledAt: { _min: { gt: at } } },
          { AND: [{ scheduledAt: { _min: { equals: at } } }, { creatorId: { gt: from.id } }] },
        ],
      },
    }),
    orderBy: [{ _min: { scheduledAt: 'asc' } }, { creatorId: 'asc' }],
    take: places + 1,
  });
  const shown = next.slice(0, places);
  const rows = await db.stream.findMany({
    where: {
      AND: [planned, { OR: shown.map(({ creatorId, _min: { scheduledAt } }) => ({ creatorId, scheduledAt })) }],
    },
    select: cardSelect,
    orderBy: [{ scheduledAt: 'asc' }, { id: 'asc' }],
  });
  // several that one creator planned for the same minute are one place, too
  const creators = new Set<string>();
  const cards = rows.filter(({ creator }) => creators.size < creators.add(creator.id).size).map(cardOf);
  return pageOf(
    next,
    places,
    ({ creatorId, _min: { scheduledAt } }) => writeCursor([scheduledAt?.getTime() ?? 0], creatorId),
    () => cards,
  );
}
