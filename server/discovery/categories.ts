import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type AccountId } from '../ids';
import { listedFor } from '../access/visibility';
import { cardOf, cardSelect, type StreamCard } from '../streams/cards';
import { readSoon } from './soon';

/** A category, with what is going on in it. */
export interface CategoryCard {
  slug: string;
  name: string;
  description: string;
  /** Public streams that are live. */
  live: number;
  viewers: number;
}

/** All categories in their order. */
export async function readCategoryCards({ db }: Pick<Deps, 'db'>): Promise<CategoryCard[]> {
  const [categories, live] = await Promise.all([
    db.category.findMany({ orderBy: { position: 'asc' } }),
    db.stream.groupBy({
      by: ['categorySlug'],
      where: { AND: [listedFor(null), { status: 'live' }] },
      _count: true,
      _sum: { currentViewers: true },
    }),
  ]);
  const bySlug = new Map(live.map((row) => [row.categorySlug, row]));
  return categories.map(({ slug, name, description }) => {
    const row = bySlug.get(slug);
    return { slug, name, description, live: row?._count ?? 0, viewers: row?._sum.currentViewers ?? 0 };
  });
}

/** One category's page. */
export async function readCategory(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  viewer: AccountId | null,
  slug: string,
): Promise<{ category: CategoryCard; live: StreamCard[]; soon: StreamCard[]; past: StreamCard[] }> {
  const category = (await readCategoryCards({ db })).find((card) => card.slug === slug);
  if (!category) throw new DomainError('notFound');
  const here = { AND: [listedFor(viewer), { categorySlug: slug }] };
  const [live, soon, past] = await Promise.all([
    db.stream.findMany({
      where: { ...here, status: 'live' },
      select: cardSelect,
      orderBy: [{ payingViewers: 'desc' }, { viewerNetworks: 'desc' }, { id: 'desc' }],
      take: 60,
    }),
    readSoon({ db, clock }, here, 12),
    db.stream.findMany({
      where: { ...here, status: 'ended' },
      select: cardSelect,
      orderBy: { endedAt: 'desc' },
      take: 12,
    }),
  ]);
  return { category, live: live.map(cardOf), soon, past: past.map(cardOf) };
}
