import { useRevalidator } from '@remix-run/react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { type StreamDetail } from '../../lib/api';
import { useHydrated } from '../../lib/hydrated';
import { type Entry } from './entry';
import { Poster } from './Poster';

/** The player comes with the media library, which no other page needs. */
const LivePlayer = lazy(() => import('./LivePlayer').then(({ LivePlayer: component }) => ({ default: component })));

/**
 * A stream's place on its page: its picture with what there is to say, or the player while it is
 * live.
 */
export function VideoStage({ stream, entry }: { stream: StreamDetail; entry: Entry }) {
  const hydrated = useHydrated();
  // Who watched to the end sees what it cost: the player says that it is over.
  const [watched, setWatched] = useState(stream.status === 'live');
  if (stream.status === 'live' && !watched) setWatched(true);
  useBeginning(stream);
  const poster = <Poster stream={stream} />;
  if (!hydrated || (stream.status !== 'live' && !watched)) return poster;
  return (
    <Suspense fallback={poster}>
      <LivePlayer key={stream.id} stream={stream} entry={entry} />
    </Suspense>
  );
}

const ASK_EVERY_MS = 10_000;
const SOON_MS = 10 * 60_000;

/** Around its time a scheduled stream is asked for again and again: the player comes by itself. */
function useBeginning({ status, scheduledAt }: StreamDetail): void {
  const { revalidate } = useRevalidator();
  const at = scheduledAt?.getTime() ?? null;
  useEffect(() => {
    if (status !== 'scheduled' || at === null) return;
    const ask = () => {
      if (document.visibilityState === 'visible' && at - Date.now() < SOON_MS) revalidate();
    };
    const timer = setInterval(ask, ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, [status, at, revalidate]);
}
