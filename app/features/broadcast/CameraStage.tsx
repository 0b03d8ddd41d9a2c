import { useLingui } from '@lingui/react/macro';
import { type ReactNode } from 'react';
import { TrackVideo } from '../../lib/track-video';
import { type SourcesSnapshot } from './sources';

/**
 * What viewers are shown: the screen large with the camera in its corner, or the camera alone.
 * Never so high that the figures are out of sight.
 */
export function CameraStage({ tracks, children }: { tracks: SourcesSnapshot['tracks']; children: ReactNode }) {
  const { t } = useLingui();
  const { camera, screen } = tracks;
  return (
    <div
      data-theme="dark"
      className="relative isolate -mx-4 aspect-video max-h-[max(16rem,calc(100dvh-28rem))] overflow-hidden bg-page text-ink sm:mx-0 sm:rounded-base"
    >
      {screen && (
        <TrackVideo track={screen} label={t`Your screen, as viewers see it`} className="size-full object-contain" />
      )}
      {camera && (
        <TrackVideo
          track={camera}
          label={t`Your camera, as viewers see it`}
          className={
            screen
              ? 'absolute end-3 bottom-3 aspect-video w-1/4 max-w-56 min-w-24 rounded-base object-cover shadow-float'
              : 'size-full object-contain'
          }
        />
      )}
      {children}
    </div>
  );
}
