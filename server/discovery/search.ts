import { type SearchShow } from '../../schemas/discovery';
import { listedFor } from '../access/visibility';
import { type Deps, type Origin } from '../deps';
import { type AccountId } from '../ids';
import { networkOf } from '../limits/network';
import { limit } from '../limits/take';
import { sql, type Sql } from '../sql';
import { personOf, personSelect, type Person } from '../names/person';
import { cardOf, cardSelect, PLAYABLE, type StreamCard } from '../streams/cards';
import { type CategoryCard, readCategoryCards } from './categories';
import { type Page, pageOf, readCursor, writeCursor } from './pages';
import { type Asked, readQuery, wordsOf } from './search-words';

/** A creator in a list. */
export interface CreatorCard extends Person {
  followers: number;
  live: boolean;
}

/** A tag, with how many public streams that are live or come soon have it. */
export interface TagCard {
  tag: string;
  live: number;
  soon: number;
}

/** What a search found. Kinds that were not asked for are empty. */
export interface Found {
  /** Words that were looked for instead of ones that nothing has. */
  meant: string[];
  live: Page<StreamCard>;
  soon: Page<StreamCard>;
  past: Page<StreamCard>;
  videos: Page<StreamCard>;
  creators: Page<CreatorCard>;
  tags: Page<TagCard>;
  categories: CategoryCard[];
}

type Reading = Pick<Deps, 'db' | 'clock'>;
type Status = 'live' | 'videos' | 'soon' | 'past';

/** How many are on a page of one kind. */
const PAGE = 24;
/** How many of each stand on the page of all kinds. */
const OF_ALL = { live: 6, videos: 6, soon: 4, past: 6, creators: 6, tags: 12 };

/** What search finds is public, so the same for everybody: who asks only counts for how often. */
export async function search(
  deps: Reading,
  who: { signedIn: { accountId: AccountId } | null; origin: Origin },
  { q, show, cursor }: { q: string; show: SearchShow; cursor?: string | null | undefined },
): Promise<Found> {
  await limitAsking(deps, 'search', who);
  const asked = await readQuery(deps, q);
  if (!asked) return nothing();
  const [wants, places] = placesFor(show);
  const from = show === 'all' ? null : (cursor ?? null);
  const [live, videos, soon, past, creators, tags, categories] = await Promise.all([
    wants('live') ? findStreams(deps, asked, 'live', places.live, from) : none<StreamCard>(),
    wants('videos') ? findStreams(deps, asked, 'videos', places.videos, from) : none<StreamCard>(),
    wants('soon') ? findStreams(deps, asked, 'soon', places.soon, from) : none<StreamCard>(),
    wants('past') ? findStreams(deps, asked, 'past', places.past, from) : none<StreamCard>(),
    wants('creators') ? findCreators(deps, asked, places.creators, from) : none<CreatorCard>(),
    wants('tags') ? findTags(deps, q, places.tags, from) : none<TagCard>(),
    show === 'all' ? findCategories(deps, asked) : [],
  ]);
  return { meant: asked.meant, live, videos, soon, past, creators, tags, categories };
}

/** Whoever types gets more than whoever asks by a script; a school is one network. */
export function limitAsking(
  deps: Reading,
  what: 'search' | 'suggest',
  { signedIn, origin }: { signedIn: { accountId: AccountId } | null; origin: Origin },
): Promise<void> {
  return limit(deps, what, origin, signedIn?.accountId ?? networkOf(origin.ipAddress));
}

const none = <Item>(): Page<Item> => ({ items: [], more: null });

const nothing = (): Found => ({
  meant: [],
  live: none(),
  videos: none(),
  soon: none(),
  past: none(),
  creators: none(),
  tags: none(),
  categories: [],
});

function placesFor(show: SearchShow) {
  const whole = { live: PAGE, videos: PAGE, soon: PAGE, past: PAGE, creators: PAGE, tags: PAGE };
  const wants = (kind: SearchShow) => show === 'all' || show === kind;
  return [wants, show === 'all' ? OF_ALL : whole] as const;
}

/** How well words fit, as a whole number: by weight of where they stand, and again when whole. */
const fit = (asked: Asked): Sql => sql`round(1e6 * (
  ts_rank('{0.05, 0.2, 0.5, 1}', words, to_tsquery('simple', ${asked.query}))
  + ts_rank('{0.05, 0.2, 0.5, 1}', words, to_tsquery('simple', ${asked.exact}))))::bigint`;

const STATUS: Record<Status, string> = {
  live: `'~live'`,
  videos: `'~recorded'`,
  soon: `'~scheduled'`,
  past: `'~ended'`,
};

/** The best fitting first; of what fits equally, the newest. */
export async function findStreams(
  { db, clock }: Reading,
  asked: Asked,
  status: Status,
  places: number,
  cursor: string | null,
): Promise<Page<StreamCard>> {
  const from = readCursor(cursor, 1);
  const rows = await db.$queryRaw<{ id: string; fit: bigint }[]>`
    SELECT id, fit FROM (
      SELECT stream_id AS id, ${fit(asked)} AS fit FROM stream_search
      WHERE words @@ (to_tsquery('simple', ${asked.query}) && ${STATUS[status]}::tsquery)
      ${status === 'soon' ? sql`AND EXISTS (SELECT FROM streams s WHERE s.id = stream_id AND s.scheduled_at > ${clock.now()})` : sql``}
    ) found
    ${from ? sql`WHERE (fit, id) < (${from.keys[0]}::bigint, ${from.id}::uuid)` : sql``}
    ORDER BY fit DESC, id DESC LIMIT ${places + 1}`;
  const cards = await readCards(
    { db },
    rows.map(({ id }) => id),
  );
  return pageOf(
    rows,
    places,
    ({ id, fit: key }) => writeCursor([Number(key)], id),
    (shown) => shown.flatMap(({ id }) => cards.get(id) ?? []),
  );
}

/** Public streams by their ids. */
async function readCards({ db }: Pick<Deps, 'db'>, ids: string[]): Promise<Map<string, StreamCard>> {
  const rows = await db.stream.findMany({
    where: { AND: [listedFor(null), { id: { in: ids } }, { OR: [{ status: { not: 'recorded' } }, PLAYABLE] }] },
    select: cardSelect,
  });
  return new Map(rows.map((row) => [row.id, cardOf(row)]));
}

export async function findCreators(
  { db }: Pick<Deps, 'db'>,
  asked: Asked,
  places: number,
  cursor: string | null,
): Promise<Page<CreatorCard>> {
  const from = readCursor(cursor, 1);
  const rows = await db.$queryRaw<{ id: string; fit: bigint }[]>`
    SELECT id, fit FROM (
      SELECT account_id AS id, ${fit(asked)} AS fit FROM creator_search WHERE words @@ to_tsquery('simple', ${asked.query})
    ) found
    ${from ? sql`WHERE (fit, id) < (${from.keys[0]}::bigint, ${from.id}::uuid)` : sql``}
    ORDER BY fit DESC, id DESC LIMIT ${places + 1}`;
  const accounts = await db.account.findMany({
    where: { id: { in: rows.map(({ id }) => id) }, deletedAt: null },
    select: {
      ...personSelect,
      _count: { select: { followers: true } },
      streams: { where: { AND: [listedFor(null), { status: 'live' }] }, select: { id: true }, take: 1 },
    },
  });
  const cards = new Map(
    accounts.map(({ _count, streams, ...person }) => [
      person.id,
      { ...personOf(person), followers: _count.followers, live: streams.length > 0 },
    ]),
  );
  return pageOf(
    rows,
    places,
    ({ id, fit: key }) => writeCursor([Number(key)], id),
    (shown) => shown.flatMap(({ id }) => cards.get(id) ?? []),
  );
}

/** Tags that begin with what was typed, or that are near to it; the first ones have most live. */
export async function findTags(
  { db }: Pick<Deps, 'db'>,
  q: string,
  places: number,
  cursor: string | null,
): Promise<Page<TagCard>> {
  const typed = wordsOf(q).join(' ');
  if (!typed) return none();
  const after = Number(cursor ?? 0);
  const from = Number.isSafeInteger(after) && after > 0 && after < MOST_TAGS ? after : 0;
  // a tag is one or two words, so few begin alike: all of them are counted, up to a bound
  const rows = await db.$queryRaw<TagCard[]>`
    SELECT found.word AS tag, counted.live, counted.soon FROM (
      (SELECT word, true AS begins FROM search_words
        WHERE tag AND word >= ${typed}::text COLLATE "C" AND word < ${typed}::text || chr(1114111) COLLATE "C" ORDER BY word LIMIT ${MOST_TAGS})
      UNION
      SELECT word, starts_with(word, ${typed}) FROM (
        SELECT word FROM search_words WHERE tag ORDER BY word <-> ${typed} LIMIT 8
      ) near WHERE similarity(word, ${typed}) > 0.3
    ) found CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE words @@ '''~live''')::int AS live, count(*) FILTER (WHERE words @@ '''~scheduled''')::int AS soon
      FROM stream_search WHERE words @@ (quote_literal('#' || found.word)::tsquery && '''~live'' | ''~scheduled''')
    ) counted
    ORDER BY found.begins DESC, counted.live DESC, counted.soon DESC, found.word
    OFFSET ${from} LIMIT ${places + 1}`;
  return { items: rows.slice(0, places), more: rows.length > places ? String(from + places) : null };
}

/** More tags than anybody reads. */
const MOST_TAGS = 96;

async function findCategories({ db }: Pick<Deps, 'db'>, asked: Asked): Promise<CategoryCard[]> {
  const rows = await db.$queryRaw<{ slug: string }[]>`
    SELECT slug FROM categories
    WHERE to_tsvector('simple', search_text(name || ' ' || slug)) @@ to_tsquery('simple', ${asked.query})`;
  const found = new Set(rows.map(({ slug }) => slug));
  return found.size === 0 ? [] : (await readCategoryCards({ db })).filter(({ slug }) => found.has(slug));
}
