import { type Deps } from '../deps';
import { type AccountId } from '../ids';
import { listedFor } from '../access/visibility';
import { cardOf, cardSelect, type StreamCard } from '../streams/cards';
import { type CategoryCard, readCategoryCards } from './categories';
import { recommend, type Recommended } from './recommended';
import { readSoon } from './soon';
import { trendingScore } from './trending';
import { type BegunVideo, readBegunVideos, readNewVideos } from './videos';

/** The front page. */
export interface Home {
  featured: StreamCard | null;
  /** Live streams of whom the viewer follows. */
  following: StreamCard[];
  recommended: { stream: StreamCard; because: Recommended['because'] }[];
  live: StreamCard[];
  /** What is sought just now, where it is not what most people watch anyway. */
  trending: StreamCard[];
  soon: StreamCard[];
  /** Videos that the viewer began and did not see to the end, the last one first. */
  begun: BegunVideo[];
  /** New videos: those of whom the viewer follows first. */
  videos: StreamCard[];
  categories: CategoryCard[];
  /** Of what was live: another one is another page. */
  version: string;
}

type Reading = Pick<Deps, 'db' | 'clock' | 'liveList'>;

const PLACES = { following: 12, recommended: 4, live: 24, trending: 4, soon: 8, begun: 4, videos: 8 };

/**
 * What is live now, the featured one before all, then by who pays and from how many networks people
 * come: names that one person made up weigh nothing; then what comes soon. No stream stands here
 * twice.
 */
export async function readHome(deps: Reading, viewer: AccountId | null): Promise<Home> {
  const [{ top, version }, near, soon, begun, followedVideos, newVideos, categories] = await Promise.all([
    deps.liveList.read(deps),
    viewer ? readNear(deps, viewer) : [],
    readSoon(deps, listedFor(viewer), PLACES.soon),
    viewer ? readBegunVideos(deps, viewer, PLACES.begun) : [],
    viewer ? readNewVideos(deps, viewer, PLACES.videos, true) : [],
    readNewVideos(deps, viewer, PLACES.videos + PLACES.begun),
    readCategoryCards(deps),
  ]);
  const [featured = null] = top;
  const shown = new Set([featured?.id]);
  const notYet = <Card extends StreamCard>(cards: Card[]) => cards.filter(({ id }) => !shown.has(id));
  const show = <Card extends StreamCard>(cards: Card[]) => {
    for (const { id } of cards) shown.add(id);
    return cards;
  };
  const [mine, followed] = [near.filter(isOf(viewer)), near.filter((card) => !isOf(viewer)(card))];
  const following = show(notYet(followed));
  const recommended = viewer ? await recommend(deps, viewer, notYet(top), PLACES.recommended) : [];
  show(recommended.map(({ stream }) => stream));
  const now = deps.clock.now();
  const many = top.length > PLACES.live / 2;
  const byScore = notYet(top).sort((a, b) => trendingScore(b, now) - trendingScore(a, now));
  const trending = many
    ? show(byScore.filter(({ viewerNetworks }) => viewerNetworks > 0).slice(0, PLACES.trending))
    : [];
  show(begun.map(({ stream }) => stream));
  const videos = [...show(notYet(followedVideos)), ...notYet(newVideos)].slice(0, PLACES.videos);
  return {
    featured,
    following,
    recommended,
    live: [...mine, ...notYet(top)].slice(0, PLACES.live),
    trending,
    soon: soon.items,
    begun,
    videos,
    categories,
    version,
  };
}

const isOf = (viewer: AccountId | null) => (card: StreamCard) => card.creator.id === viewer;

/**
 * What is live by whom one follows, also what is for followers alone; and one's own, where the list
 * for everybody does not have it.
 */
async function readNear({ db }: Reading, viewer: AccountId): Promise<StreamCard[]> {
  const rows = await db.stream.findMany({
    where: {
      AND: [listedFor(viewer), { status: 'live' }],
      OR: [
        { creator: { followers: { some: { followerId: viewer } } } },
        { creatorId: viewer, visibility: { not: 'public' } },
      ],
    },
    select: cardSelect,
    orderBy: [{ payingViewers: 'desc' }, { viewerNetworks: 'desc' }, { id: 'desc' }],
    take: PLACES.following,
  });
  return rows.map(cardOf);
}
