import { type Deps } from '../deps';
import { type ViewingEndReason } from '../generated/prisma/enums';
import { type StreamId, type ViewingId } from '../ids';
import { removeFromRoom } from './media/grant';
import { stopMeters } from './metering/persist';

export type EndDeps = Pick<Deps, 'db' | 'rooms' | 'meters' | 'clock' | 'log'>;

/** One statement ends so many, and the media server is told of so many at a time. */
const BATCH = 500;
const AT_ONCE = 16;

interface Ended {
  id: ViewingId;
  seat: string;
  stream_id: StreamId;
}

/** Ends a viewing; what was signed is stored first. One that is over stays as it ended. */
export async function endViewing(deps: EndDeps, id: ViewingId, why: ViewingEndReason): Promise<void> {
  await endViewings(deps, [id], why);
}

/** Ends all viewings of a stream. */
export async function endViewingsOf(deps: EndDeps, stream: StreamId, why: ViewingEndReason): Promise<void> {
  const rows = await deps.db.viewing.findMany({ where: { streamId: stream, leftAt: null }, select: { id: true } });
  await endViewings(
    deps,
    rows.map(({ id }) => id as ViewingId),
    why,
  );
}

/**
 * Ends many. Meters leave memory before their rows are closed: a voucher is either stored with the
 * viewing or not counted at all. The media server is told in the background: what it misses, the
 * sweep mends.
 */
export async function endViewings(deps: EndDeps, ids: readonly ViewingId[], why: ViewingEndReason): Promise<void> {
  for (let from = 0; from < ids.length; from += BATCH) {
    const batch = ids.slice(from, from + BATCH);
    await stopMeters(deps, batch);
    const ended = await closeRows(deps, batch, why);
    for (const { id } of ended) deps.meters.notify(id);
    // a stream's end closes its room, and with it all are out
    if (why !== 'streamEnded') deps.meters.runInBackground(sendAllOut(deps, ended));
  }
}

/**
 * Nothing is promised any more. Seen is what was paid for and what of the preview has passed, and
 * in a free stream the whole time. A viewing is settled at once when the contract has counted all
 * that was signed in it, or nothing was.
 */
function closeRows({ db, clock }: EndDeps, ids: readonly ViewingId[], why: ViewingEndReason): Promise<Ended[]> {
  const now = clock.now();
  return db.$queryRaw<Ended[]>`
    WITH open AS (
      SELECT id FROM viewings WHERE id = ANY(${ids}::uuid[]) AND left_at IS NULL ORDER BY id FOR NO KEY UPDATE
    )
    UPDATE viewings w SET
      left_at = greatest(${now}::timestamptz, w.joined_at, w.last_seen_at),
      end_reason = ${why}::"ViewingEndReason",
      leased = CASE WHEN w.viewer IS NULL THEN 0 ELSE w.amount END,
      owner_process = NULL,
      unpaid_ms = unpaid_by(w.unpaid_ms, w.unpaid_since, w.grace_ms, w.seconds_paid, ${now}::timestamptz), unpaid_since = NULL,
      seconds_seen = greatest(w.seconds_seen, w.seconds_paid + floor(extract(epoch FROM greatest(interval '0', CASE
        WHEN t.rate_per_second = 0 OR t.creator_id = w.account_id THEN w.last_seen_at
        WHEN w.preview_until IS NULL THEN w.joined_at
        ELSE least(w.preview_until, ${now}::timestamptz)
      END - w.joined_at)))::bigint),
      status = CASE WHEN w.amount = 0 OR EXISTS (
        SELECT FROM vouchers v
        WHERE (v.viewer, v.purse_nonce, v.key, v.creator) = (w.viewer, w.purse_nonce, w.purse_key, w.payee)
          AND v.settled_amount >= w.base_amount + w.amount
      ) THEN 'settled' ELSE 'ended' END::"ViewingStatus"
    FROM streams t, open
    WHERE w.id = open.id AND t.id = w.stream_id AND w.left_at IS NULL
    RETURNING w.id, w.seat, w.stream_id`;
}

async function sendAllOut(deps: EndDeps, ended: readonly Ended[]): Promise<void> {
  for (let from = 0; from < ended.length; from += AT_ONCE) {
    const some = ended.slice(from, from + AT_ONCE);
    await Promise.all(some.map(({ seat, stream_id: room }) => removeFromRoom(deps, { room, seat })));
  }
}
