import { picturedFor, reachableFor } from '../access/visibility';
import { type Deps } from '../deps';
import { type StreamStatus } from '../generated/prisma/enums';
import { type AccountId, type StreamId } from '../ids';

/** What moves while somebody looks at streams. */
export interface LiveCounts {
  /** `moment`: what is seen in it now, where that is for them to see. */
  streams: { id: StreamId; status: StreamStatus; viewers: number; moment: string | null }[];
  /** Another one when what is live for everybody is another. */
  version: string;
}

/** Of streams that are on somebody's screen; those that are not for them to see are left out. */
export async function readLiveCounts(
  deps: Pick<Deps, 'db' | 'clock' | 'liveList'>,
  viewer: AccountId | null,
  ids: StreamId[],
): Promise<LiveCounts> {
  const [rows, pictured, { version }] = await Promise.all([
    ids.length === 0
      ? []
      : deps.db.stream.findMany({
          where: { AND: [reachableFor(viewer), { id: { in: ids } }] },
          select: { id: true, status: true, currentViewers: true },
        }),
    ids.length === 0
      ? []
      : deps.db.stream.findMany({
          where: { AND: [picturedFor(viewer), { id: { in: ids }, thumbnailUrl: { not: null } }] },
          select: { id: true, thumbnailUrl: true },
        }),
    deps.liveList.read(deps),
  ]);
  const moments = new Map(pictured.map(({ id, thumbnailUrl }) => [id, thumbnailUrl]));
  const streams = rows.map(({ id, status, currentViewers }) => ({
    id: id as StreamId,
    status,
    viewers: currentViewers,
    moment: moments.get(id) ?? null,
  }));
  return { streams, version };
}
