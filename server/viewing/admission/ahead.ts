import { later, SECOND } from '../../clock';
import { type Tx } from '../../deps';
import { type AccountId, type StreamId } from '../../ids';

/** Who was not heard for so long has left the line. */
export const WAITS_WITHIN = 30 * SECOND;

/** How many wait who came before; before somebody who stands in no line it is all of them. */
export async function countAhead(
  tx: Tx,
  streamId: StreamId,
  now: Date,
  { accountId, waiting }: { accountId: AccountId | null; waiting: string | null },
): Promise<number> {
  const [row] = await tx.$queryRaw<{ ahead: number }[]>`
    WITH mine AS (
      SELECT since, id FROM waiting_places
      WHERE stream_id = ${streamId}::uuid AND seen_at > ${later(now, -WAITS_WITHIN)}::timestamptz
        AND (id = ${waiting}::uuid AND account_id IS NOT DISTINCT FROM ${accountId}::uuid OR account_id = ${accountId}::uuid)
      ORDER BY since, id LIMIT 1
    )
    SELECT count(*)::int AS ahead FROM waiting_places w LEFT JOIN mine m ON true
    WHERE w.stream_id = ${streamId}::uuid AND w.seen_at > ${later(now, -WAITS_WITHIN)}::timestamptz
      AND (m.id IS NULL OR (w.since, w.id) < (m.since, m.id))`;
  return row?.ahead ?? 0;
}
