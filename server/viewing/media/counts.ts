import { type Deps } from '../../deps';
import { type StreamId } from '../../ids';
import { isPresent, isViewer } from '../presence';
import { rowMaySee } from './grant';

/**
 * Counts anew who watches and may see: how many now, at most, and in all (an account once, however
 * often it comes back, and of those without one each network); who of them pays, and from how many
 * networks they come; of one stream, or of all that are live. Creators who look at their own stream
 * are not viewers of it. Rows that say so already are not written, and those that somebody holds
 * wait for the next round.
 */
export async function countViewers({ db, clock }: Pick<Deps, 'db' | 'clock'>, stream?: StreamId): Promise<void> {
  const now = clock.now();
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
        FROM viewings w CROSS JOIN LATERAL (SELECT ${isPresent(now)} AND ${rowMaySee(now)} AS sees) here
        WHERE w.stream_id = t.id AND ${isViewer}
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
