import { reachableFor } from '../access/visibility';
import { type Deps } from '../deps';
import { type StreamStatus } from '../generated/prisma/enums';
import { type AccountId, type StreamId } from '../ids';

/** What moves while somebody looks at streams. */
export interface LiveCounts {
  streams: { id: StreamId; status: StreamStatus; viewers: number }[];
  /** Another one when what is live for everybody is another. */
  version: string;
}

/** Of streams that are on somebody's screen; those that are not for them to see are left out. */
export async function readLiveCounts(
  deps: Pick<Deps, 'db' | 'clock' | 'liveList'>,
  viewer: AccountId | null,
  ids: StreamId[],
): Promise<LiveCounts> {
  const [rows, { version }] = await Promise.all([
    ids.length === 0
      ? []
      : deps.db.stream.findMany({
          where: { AND: [reachableFor(viewer), { id: { in: ids } }] },
          select: { id: true, status: true, currentViewers: true },
        }),
    deps.liveList.read(deps),
  ]);
  return {
    streams: rows.map(({ id, status, currentViewers }) => ({ id: id as StreamId, status, viewers: currentViewers })),
    version,
  };
}
