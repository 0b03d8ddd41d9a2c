import { useLingui } from '@lingui/react/macro';
import { useEffect, useRef } from 'react';
import { type StageGuest } from '../../../schemas/stage-wire';
import { type BrowserMedia } from '../../../sdk/browser-media';
import { TrackVideo } from '../../lib/track-video';
import { cx } from '../../ui/cx';
import { Tile } from '../../ui/Tile';

interface StageTilesProps {
  media: BrowserMedia;
  guests: readonly StageGuest[];
  /** Whose cameras are to be seen. */
  pictures: readonly string[];
  /** One's own seat and camera, on stage. */
  own: { seat: string; camera: MediaStreamTrack | null } | null;
  equal: boolean;
}

/** How the large picture and the tiles share the player. */
export function stageLayout(guests: number, equal: boolean): string {
  if (!equal) return 'grid-cols-[3fr_1fr]';
  return guests < 4 ? 'grid-cols-2' : 'grid-cols-3';
}

/** The guests beside the creator: as tiles in a column, or each as large as the creator. */
export function StageTiles({ media, guests, pictures, own, equal }: StageTilesProps) {
  const { t } = useLingui();
  return (
    <div className={equal ? 'contents' : 'flex min-h-0 min-w-0 flex-col justify-center gap-0.5'}>
      {guests.map(({ seat, displayName, muted }) => {
        const mine = own?.seat === seat;
        return (
          <Tile
            key={seat}
            name={mine ? t`${displayName} (you)` : displayName}
            muted={muted}
            className={cx('aspect-video w-full', equal && 'max-h-full self-center')}
          >
            {mine ? (
              <TrackVideo track={own.camera} label={t`Your camera, as viewers see it`} className={LOOK} />
            ) : (
              <GuestVideo media={media} seat={seat} name={displayName} there={pictures.includes(seat)} />
            )}
          </Tile>
        );
      })}
    </div>
  );
}

const LOOK = 'absolute inset-0 size-full object-cover';

function GuestVideo({ media, seat, name, there }: { media: BrowserMedia; seat: string; name: string; there: boolean }) {
  const { t } = useLingui();
  const element = useRef<HTMLVideoElement>(null);
  useEffect(() => (element.current ? media.showGuest(element.current, seat) : undefined), [media, seat]);
  return (
    <video
      ref={element}
      muted
      playsInline
      autoPlay
      disableRemotePlayback
      aria-label={t`The camera of ${name}`}
      className={cx(LOOK, !there && 'opacity-0')}
    />
  );
}
