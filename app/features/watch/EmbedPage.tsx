import { Trans, useLingui } from '@lingui/react/macro';
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
  const { t } = useLingui();
  const hydrated = useHydrated();
  const closed = stream.locked || stream.mature;
  const plays = !closed && stream.status === 'live' && (stream.ratePerSecond === 0n || (stream.preview?.ms ?? 0) > 0);
  const poster = (
    <EmbedFrame stream={stream}>
      <EmbedCard stream={stream} title={plays ? t`Joining the stream` : <State stream={stream} />} />
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
  if (status === 'recorded')
    return (
      <Trans>
        A video, <Price rate={ratePerSecond} />
      </Trans>
    );
  if (status === 'ended') return <Trans>This stream has ended.</Trans>;
  if (status === 'scheduled')
    return scheduledAt ? (
      <Trans>
        Begins <When at={scheduledAt} />
      </Trans>
    ) : (
      <Trans>The time is not set yet.</Trans>
    );
  return (
    <Trans>
      Live, <Price rate={ratePerSecond} />
    </Trans>
  );
}
