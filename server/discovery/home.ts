import { type Deps } from '../deps';
import { type AccountId } from '../ids';
import { listedFor } from '../access/visibility';
import { cardOf, cardSelect, type StreamCard } from '../streams/cards';
import { type CategoryCard, readCategoryCards } from './categories';
import { readSoon } from './soon';

/** The front page. */
export interface Home {
  featured: StreamCard | null;
  live: StreamCard[];
  soon: StreamCard[];
  /** Live streams of whom the viewer follows. */
  following: StreamCard[];
  categories: CategoryCard[];
}

/**
 * What is live now, the featured one before all, then by who pays and from how many networks people
 * come: names that one person made up weigh nothing; then what comes soon. No stream stands here
 * twice.
 */
export async function readHome({ db, clock }: Pick<Deps, 'db' | 'clock'>, viewer: AccountId | null): Promise<Home> {
  const listed = listedFor(viewer);
  const [live, soon, follows, categories] = await Promise.all([
    db.stream.findMany({
      where: { AND: [listed, { status: 'live' }] },
      select: cardSelect,
      orderBy: [{ featured: 'desc' }, { payingViewers: 'desc' }, { viewerNetworks: 'desc' }, { id: 'desc' }],
      take: 25,
    }),
    readSoon({ db, clock }, listed, 8),
    viewer ? db.follow.findMany({ where: { followerId: viewer }, select: { creatorId: true } }) : [],
    readCategoryCards({ db }),
  ]);
  const followed = new Set(follows.map((follow) => follow.creatorId));
  const [featured = null, ...rest] = live.map(cardOf);
  return {
    featured,
    live: rest.filter((stream) => !followed.has(stream.creator.id)),
    following: rest.filter((stream) => followed.has(stream.creator.id)),
    soon: soon.items,
    categories,
  };
}
