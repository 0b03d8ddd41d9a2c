import { lazy, Suspense, useState } from 'react';
import { type StreamDetail } from '../../lib/api';
import { useHydrated } from '../../lib/hydrated';
import { type RoomFeed } from '../chat/room-feed';
import { RaidInvitation } from '../raids/RaidInvitation';
import { useShown } from '../../lib/live-counts';
import { type Entry } from './entry';
import { Poster } from './Poster';

/** The player comes with the media library, which no other page needs. */
const LivePlayer = lazy(() => import('./LivePlayer').then(({ LivePlayer: component }) => ({ default: component })));

/**
 * A stream's place on its page: its picture with what there is to say, or the player while it is
 * live.
 */
export function VideoStage({ stream, feed, entry }: { stream: StreamDetail; feed: RoomFeed; entry: Entry }) {
  const hydrated = useHydrated();
  // Who watched to the end sees what it cost: the player says that it is over.
  const [watched, setWatched] = useState(stream.status === 'live');
  if (stream.status === 'live' && !watched) setWatched(true);
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
  return (
    <Suspense fallback={poster}>
      <LivePlayer key={stream.id} stream={stream} feed={feed} entry={entry} />
    </Suspense>
  );
}
