import { lazy, Suspense } from 'react';
import { type StreamDetail } from '../../lib/api';
import { useHydrated } from '../../lib/hydrated';
import { Price } from '../../ui/Price';
import { When } from '../../ui/When';
import { EmbedCard, EmbedFrame } from './EmbedFrame';

const EmbedPlayer = lazy(() => import('./EmbedPlayer').then(({ EmbedPlayer: component }) => ({ default: component })));

/**
 * A player alone, for other people's pages. Nothing is paid in here: who frames it could put
 * anything over a button.
 */
export function EmbedPage({ stream }: { stream: StreamDetail }) {
  const hydrated = useHydrated();
  const closed = stream.locked || stream.mature;
  const plays = !closed && stream.status === 'live' && (stream.ratePerSecond === 0n || (stream.preview?.ms ?? 0) > 0);
  const poster = (
    <EmbedFrame stream={stream}>
      <EmbedCard stream={stream} title={plays ? 'Joining the stream' : <State stream={stream} />} />
    </EmbedFrame>
  );
  if (!hydrated || !plays) return poster;
  return (
    <Suspense fallback={poster}>
      <EmbedPlayer stream={stream} />
    </Suspense>
  );
}

function State({ stream: { status, scheduledAt, ratePerSecond } }: { stream: StreamDetail }) {
  if (status === 'ended') return <>This stream has ended.</>;
  if (status === 'scheduled')
    return scheduledAt ? (
      <>
        Begins <When at={scheduledAt} />
      </>
    ) : (
      <>The time is not set yet.</>
    );
  return (
    <>
      Live, <Price rate={ratePerSecond} />
    </>
  );
}
