import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { listedFor } from '../access/visibility';

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

/** One category; its streams are browsed. */
export async function readCategory({ db }: Pick<Deps, 'db'>, slug: string): Promise<CategoryCard> {
  const category = (await readCategoryCards({ db })).find((card) => card.slug === slug);
  if (!category) throw new DomainError('notFound');
  return category;
}
