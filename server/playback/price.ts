import { reachableFor } from '../access/visibility';
import { type Deps } from '../deps';
import { type AccountId, type StreamId } from '../ids';
import { amountOf } from '../money';

/** Whether a stream or a video costs something; null where whoever asks cannot reach it. */
export async function priceOf(
  { db }: Pick<Deps, 'db'>,
  viewer: AccountId | null,
  id: StreamId,
): Promise<{ free: boolean; recorded: boolean } | null> {
  const row = await db.stream.findFirst({
    where: { AND: [reachableFor(viewer), { id }] },
    select: { ratePerSecond: true, status: true },
  });
  return row && { free: amountOf(row.ratePerSecond) === 0n, recorded: row.status === 'recorded' };
}
