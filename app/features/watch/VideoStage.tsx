import { lazy, Suspense, useCallback, useState } from 'react';
import { type StreamDetail } from '../../lib/api';
import { useHydrated } from '../../lib/hydrated';
import { type RoomFeed } from '../chat/room-feed';
import { RaidInvitation } from '../raids/RaidInvitation';
import { useShown } from '../../lib/live-counts';
import { type Entry } from './entry';
import { type Past, type PastPlace } from './past';
import { Poster } from './Poster';

/** The player comes with the media library, which no other page needs. */
const LivePlayer = lazy(() => import('./LivePlayer').then(({ LivePlayer: component }) => ({ default: component })));

/**
 * A stream's place on its page: its picture with what there is to say, or the player while it is
 * live.
 */
export function VideoStage({
  stream,
  feed,
  entry,
  past,
}: {
  stream: StreamDetail;
  feed: RoomFeed;
  entry: Entry;
  past: Past | null;
}) {
  const hydrated = useHydrated();
  // Who watched to the end sees what it cost: the player says that it is over.
  const [watched, setWatched] = useState(stream.status === 'live');
  if (stream.status === 'live' && !watched) setWatched(true);
  // somebody is either in the room or in what was before: never is both paid for
  const [place, setPlace] = useState<PastPlace | null>(null);
  const goLive = useCallback(() => setPlace(null), []);
  // whoever waits sees it begin, early or late
  useShown(stream);
  const poster = <Poster stream={stream} />;
  if (!hydrated || (stream.status !== 'live' && !watched)) {
    return (
      <>
        {poster}
        {stream.status === 'ended' && <RaidInvitation streamId={stream.id} watched={false} />}
      </>
    );
  }
  if (past && place) {
    return (
      <>
        <Suspense fallback={poster}>
          <past.Player stream={stream} place={place} entry={entry} onLive={goLive} />
        </Suspense>
        {stream.status === 'ended' && <RaidInvitation streamId={stream.id} watched />}
      </>
    );
  }
  return (
    <Suspense fallback={poster}>
      <LivePlayer key={stream.id} {...{ stream, feed, entry, past }} onPast={setPlace} />
    </Suspense>
  );
}
