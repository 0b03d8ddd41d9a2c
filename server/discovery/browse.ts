import { type BrowseInput } from '../../schemas/discovery';
import { listedFor } from '../access/visibility';
import { type Deps } from '../deps';
import { type Prisma } from '../generated/prisma/client';
import { type AccountId } from '../ids';
import { cardOf, cardSelect, NEWEST_VIDEO, PLAYABLE, type StreamCard } from '../streams/cards';
import { type Page, pageOf, readCursor, writeCursor } from './pages';
import { readSoon } from './soon';
import { trendingScore } from './trending';

type Reading = Pick<Deps, 'db' | 'clock' | 'liveList'>;
type Row = Prisma.StreamGetPayload<{ select: typeof rowSelect }>;
type Where = Prisma.StreamWhereInput;

const PAGE = 24;
/** Trending is reckoned among so many of the most watched. */
const RECKONED = 500;
/** Scores go into cursors as whole numbers. */
const SCALE = 1e6;

const rowSelect = { ...cardSelect, payingViewers: true, viewerNetworks: true } as const;

/** Streams by what is wanted of them, page by page, and what was live when they were read. */
export async function browse(
  deps: Reading,
  viewer: AccountId | null,
  wanted: BrowseInput,
): Promise<Page<StreamCard> & { version: string }> {
  const { version } = await deps.liveList.read(deps);
  return { ...(await readPage(deps, viewer, wanted)), version };
}

function readPage(deps: Reading, viewer: AccountId | null, wanted: BrowseInput): Promise<Page<StreamCard>> {
  const listed: Where = { AND: [listedFor(viewer), filter(wanted)] };
  const { show, sort, cursor } = wanted;
  if (show === 'soon') return readSoon(deps, listed, PAGE, cursor);
  if (show === 'live' && sort === 'trending') return trending(deps, listed, cursor);
  return inOrder(deps, listed, ORDERS[show === 'live' && sort === 'newest' ? 'newest' : show], cursor);
}

/** What of the filters stands in a stream's own row. */
function filter({ category, language, tags, price, most }: BrowseInput): Where {
  return {
    ...(category ? { categorySlug: category } : {}),
    ...(language ? { language } : {}),
    ...(tags.length > 0 ? { tags: { hasEvery: tags } } : {}),
    ratePerSecond: {
      ...(price === 'free' ? { equals: '0' } : {}),
      ...(price === 'paid' ? { gt: '0' } : {}),
      ...(most == null ? {} : { lte: most.toString() }),
    },
  };
}

/**
 * Lists whose order stands in the rows. A page begins after the row that the last one ended with,
 * named by all that orders it: what comes or goes meanwhile shifts nothing.
 */
async function inOrder({ db }: Reading, listed: Where, order: Order, cursor: string | null | undefined) {
  const from = readCursor(cursor, order.keys);
  const rows = await db.stream.findMany({
    where: { AND: [listed, order.among, from ? order.after(from.keys, from.id) : {}] },
    select: rowSelect,
    orderBy: order.by,
    take: PAGE + 1,
  });
  return pageOf(rows, PAGE, (row) => writeCursor(order.read(row), row.id), cards);
}

interface Order {
  keys: number;
  among: Where;
  by: Prisma.StreamOrderByWithRelationInput[];
  read(row: Row): number[];
  after(keys: number[], id: string): Where;
}

const time = (at: Date | null) => at?.getTime() ?? 0;

const ORDERS: Record<'live' | 'newest' | 'videos' | 'past', Order> = {
  live: {
    keys: 2,
    among: { status: 'live' },
    by: [{ payingViewers: 'desc' }, { viewerNetworks: 'desc' }, { id: 'desc' }],
    read: ({ payingViewers, viewerNetworks }) => [payingViewers, viewerNetworks],
    after: ([payingViewers = 0, viewerNetworks = 0], id) => ({
      OR: [
        { payingViewers: { lt: payingViewers } },
        { payingViewers, viewerNetworks: { lt: viewerNetworks } },
        { payingViewers, viewerNetworks, id: { lt: id } },
      ],
    }),
  },
  newest: {
    keys: 1,
    among: { status: 'live' },
    by: [{ startedAt: 'desc' }, { id: 'desc' }],
    read: ({ startedAt }) => [time(startedAt)],
    after: ([at = 0], id) => ({
      OR: [{ startedAt: { lt: new Date(at) } }, { startedAt: new Date(at), id: { lt: id } }],
    }),
  },
  videos: {
    keys: 0,
    among: { ...PLAYABLE, endedAt: null },
    by: NEWEST_VIDEO,
    read: () => [],
    after: (_, id) => ({ id: { lt: id } }),
  },
  past: {
    keys: 1,
    among: { status: 'ended' },
    by: [{ endedAt: 'desc' }, { id: 'desc' }],
    read: ({ endedAt }) => [time(endedAt)],
    // the first condition is not needed for the answer: it lets the index begin there
    after: ([at = 0], id) => ({
      endedAt: { lte: new Date(at) },
      OR: [{ endedAt: { lt: new Date(at) } }, { endedAt: new Date(at), id: { lt: id } }],
    }),
  },
};

/**
 * The score changes with time, so a cursor carries the time that its list was reckoned for: all its
 * pages are of one moment.
 */
async function trending({ db, clock }: Reading, listed: Where, cursor: string | null | undefined) {
  const from = readCursor(cursor, 2);
  const [at = clock.now().getTime(), below = 0] = from?.keys ?? [];
  const rows = await db.stream.findMany({
    where: { AND: [listed, { status: 'live' }] },
    select: rowSelect,
    orderBy: [{ payingViewers: 'desc' }, { viewerNetworks: 'desc' }, { id: 'desc' }],
    take: RECKONED,
  });
  const scored = rows
    .map((row) => ({ row, score: Math.round(SCALE * trendingScore(row, new Date(at))) }))
    .filter(({ row, score }) => !from || score < below || (score === below && row.id < from.id))
    .sort((a, b) => b.score - a.score || (a.row.id < b.row.id ? 1 : -1));
  return pageOf(
    scored,
    PAGE,
    ({ row, score }) => writeCursor([at, score], row.id),
    (shown) => cards(shown.map(({ row }) => row)),
  );
}

const cards = (rows: Row[]): StreamCard[] =>
  rows.map(({ payingViewers: _paying, viewerNetworks: _networks, ...card }) => cardOf(card));
