import { useLingui } from '@lingui/react/macro';
import { type ReactNode, useEffect, useRef } from 'react';
import { cx } from '../../ui/cx';
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
        <Moving track={screen} label={t`Your screen, as viewers see it`} className="size-full object-contain" />
      )}
      {camera && (
        <Moving
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

/** A track of one's own; its sound would only echo. */
function Moving({ track, label, className }: { track: MediaStreamTrack; label: string; className: string }) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    element.srcObject = new MediaStream([track]);
    void element.play().catch(() => undefined); // a new picture comes before the old one had begun
    return () => {
      element.srcObject = null;
    };
  }, [track]);
  return <video ref={video} muted playsInline autoPlay aria-label={label} className={cx('block', className)} />;
}
