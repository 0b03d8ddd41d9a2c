import { sweepBroadcasts } from './broadcast/sweep';
import { type Deps } from './deps';
import { sweepFeeds } from './feeds/sweep';
import { sweepStage } from './stage/sweep';
import { createRoomSnapshot } from './viewing/media/room-snapshot';
import { sweepRooms } from './viewing/media/sweep';

const SWEEPS = [sweepBroadcasts, sweepRooms, sweepStage, sweepFeeds];

/**
 * All sweeps in rounds: what the media server says of its rooms is asked once a round, for all. One
 * that is still at its last round is passed over, so that none waits for another: a stream that
 * takes long to end keeps no viewer from being heard.
 */
export function sweepTogether(deps: Deps): () => Promise<void> {
  const atWork = new Set<(typeof SWEEPS)[number]>();
  return async () => {
    const look = createRoomSnapshot(deps);
    for (const sweep of SWEEPS) {
      if (atWork.has(sweep)) continue;
      atWork.add(sweep);
      deps.meters.runInBackground(sweep(deps, look).finally(() => atWork.delete(sweep)));
    }
  };
}
