import { later, SECOND } from '../../clock';
import { type Deps } from '../../deps';
import { type StreamId } from '../../ids';

/** Who was not heard for so long is not counted as watching, and after as long their viewing is over. */
export const HEARD_WITHIN = 30 * SECOND;

/**
 * Counts anew who watches and may see: how many now, at most, and in all (an account once, however often it comes back, and of those without
 * one each network); who of them pays, and from how many networks they come; of one stream, or of all that are live. Creators who look at their own stream are not viewers of it. Rows that say so already are not written, and those that somebody holds wait for the next round.
 */
export async function countViewers({ db, clock }: Pick<Deps, 'db' | 'clock'>, stream?: StreamId): Promise<void> {
  const heard = later(clock.now(), -HEARD_WITHIN);
  const of = stream ?? null;
  await db.$executeRaw`
    WITH counted AS (
      SELECT t.id, c.present, c.ever, c.paying, c.networks
      FROM streams t CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE here.sees)::int AS present,
          count(*) FILTER (WHERE here.sees AND w.status = 'metered')::int AS paying,
          count(DISTINCT coalesce(nullif(w.network, ''), w.id::text)) FILTER (WHERE here.sees)::int AS networks,
          (count(DISTINCT w.account_id)
            + count(DISTINCT coalesce(nullif(w.network, ''), w.id::text)) FILTER (WHERE w.account_id IS NULL))::int AS ever
        FROM viewings w CROSS JOIN LATERAL (SELECT
          w.left_at IS NULL AND w.last_seen_at > ${heard}::timestamptz AND (
            t.rate_per_second = 0 OR w.status = 'metered'
            OR (w.status = 'admitted' AND w.preview_until > ${clock.now()}::timestamptz)) IS TRUE AS sees
        ) here
        WHERE w.stream_id = t.id AND w.account_id IS DISTINCT FROM t.creator_id
      ) c
      WHERE CASE WHEN ${of}::uuid IS NULL THEN t.status = 'live' ELSE t.id = ${of}::uuid END
    ), told AS (
      SELECT t.id, c.present, c.paying, c.networks, greatest(t.peak_viewers, c.present) AS peak, greatest(t.total_viewers, t.peak_viewers, c.ever, c.present) AS total
      FROM counted c JOIN streams t ON t.id = c.id
    ), held AS (
      SELECT t.id, told.present, told.peak, told.total, told.paying, told.networks FROM streams t JOIN told ON t.id = told.id
      WHERE (t.current_viewers, t.peak_viewers, t.total_viewers, t.paying_viewers, t.viewer_networks)
        IS DISTINCT FROM (told.present, told.peak, told.total, told.paying, told.networks)
      ORDER BY t.id FOR NO KEY UPDATE OF t SKIP LOCKED
    )
    UPDATE streams t SET current_viewers = held.present, peak_viewers = held.peak, total_viewers = held.total,
      paying_viewers = held.paying, viewer_networks = held.networks
    FROM held WHERE t.id = held.id`;
}
