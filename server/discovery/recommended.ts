import { type Deps } from '../deps';
import { type AccountId } from '../ids';
import { type LiveStream } from '../streams/live-list';

/** A live stream, and why it is shown to this person. */
export interface Recommended {
  stream: LiveStream;
  /** The creator whose viewers are here, too; or the category that they watch. */
  because: { kind: 'follow' | 'watch'; name: string };
}

/**
 * Live streams for one person, out of whom they follow and what they watched: first those of
 * creators whom others watched who also watched theirs, then those of the categories they watch
 * longest.
 *
 * Its cost is bounded whatever the tables hold: 20 creators of theirs, of each the three newest
 * streams, of each the 40 newest viewings, of those at most 200 people, of each their 10 newest
 * viewings. Every step is an index's few first rows.
 */
export async function recommend(
  { db }: Pick<Deps, 'db'>,
  viewer: AccountId,
  live: LiveStream[],
  places: number,
): Promise<Recommended[]> {
  if (live.length === 0) return [];
  const creators = live.map(({ creator }) => creator.id);
  const [alike, categories] = await Promise.all([
    db.$queryRaw<{ creator_id: string; kind: 'follow' | 'watch'; name: string }[]>`
      WITH seen AS MATERIALIZED (
        SELECT s.creator_id, sum(w.seconds_seen) AS seconds FROM (
          SELECT stream_id, seconds_seen FROM viewings WHERE account_id = ${viewer}::uuid ORDER BY joined_at DESC LIMIT 200
        ) w JOIN streams s ON s.id = w.stream_id GROUP BY 1 ORDER BY 2 DESC LIMIT 10
      ), mine AS MATERIALIZED (
        SELECT creator_id, min(kind) AS kind FROM (
          (SELECT creator_id, 'follow' AS kind FROM follows WHERE follower_id = ${viewer}::uuid LIMIT 10)
          UNION ALL SELECT creator_id, 'watch' FROM seen
        ) known GROUP BY 1
      ), people AS MATERIALIZED (
        SELECT w.account_id, (array_agg(m.creator_id))[1] AS through, (array_agg(m.kind))[1] AS kind
        FROM mine m
          CROSS JOIN LATERAL (SELECT id FROM streams WHERE creator_id = m.creator_id ORDER BY created_at DESC LIMIT 3) s
          CROSS JOIN LATERAL (SELECT account_id FROM viewings WHERE stream_id = s.id ORDER BY joined_at DESC LIMIT 40) w
        WHERE w.account_id <> ${viewer}::uuid
        GROUP BY 1 LIMIT 200
      ), others AS (
        SELECT s.creator_id, p.through, p.kind, count(DISTINCT p.account_id) AS people FROM people p
          CROSS JOIN LATERAL (SELECT stream_id FROM viewings WHERE account_id = p.account_id ORDER BY joined_at DESC LIMIT 10) w
          JOIN streams s ON s.id = w.stream_id
        WHERE s.creator_id = ANY (${creators}::uuid[]) AND s.creator_id <> ${viewer}::uuid
          AND s.creator_id NOT IN (SELECT creator_id FROM mine)
        GROUP BY 1, 2, 3
      )
      SELECT DISTINCT ON (o.creator_id) o.creator_id, o.kind, coalesce(p.display_name, a.handle) AS name
      FROM others o JOIN accounts a ON a.id = o.through LEFT JOIN profiles p ON p.account_id = a.id
      WHERE a.deleted_at IS NULL
      ORDER BY o.creator_id, o.people DESC, o.through`,
    db.$queryRaw<{ slug: string; name: string }[]>`
      SELECT c.slug, c.name FROM (
        SELECT stream_id, seconds_seen FROM viewings WHERE account_id = ${viewer}::uuid ORDER BY joined_at DESC LIMIT 200
      ) w JOIN streams s ON s.id = w.stream_id JOIN categories c ON c.slug = s.category_slug
      GROUP BY 1, 2 HAVING sum(w.seconds_seen) > 0 ORDER BY sum(w.seconds_seen) DESC LIMIT 3`,
  ]);
  const through = new Map(alike.map(({ creator_id: id, kind, name }) => [id, { kind, name }]));
  const watched = new Map(categories.map(({ slug, name }) => [slug, { kind: 'watch' as const, name }]));
  const reasons = [
    (stream: LiveStream) => through.get(stream.creator.id),
    (stream: LiveStream) => watched.get(stream.category.slug),
  ];
  const shown = new Set<string>();
  const others = live.filter(({ creator }) => creator.id !== viewer);
  return reasons
    .flatMap((reason) => others.flatMap((stream) => ({ stream, because: reason(stream) })))
    .flatMap(({ stream, because }) => (because ? [{ stream, because }] : []))
    .filter(({ stream }) => shown.size < shown.add(stream.id).size)
    .slice(0, places);
}
