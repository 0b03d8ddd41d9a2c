import { useLingui } from '@lingui/react/macro';
import { type MouseEvent, useEffect, useRef, useState } from 'react';
import { type BrowserMedia, type Picture } from '../../../sdk/browser-media';
import { cx } from '../../ui/cx';

interface VideoLayerProps {
  media: BrowserMedia;
  pictures: readonly Picture[];
  /** Hidden while the poster stands for it. */
  shown: boolean;
  /** Without a place on the screen, so that the room sends nothing for it. */
  held: boolean;
  onFrame: (there: boolean) => void;
  /** For who has a pointer; keys and buttons do the same. */
  onClick: ((event: MouseEvent) => void) | undefined;
}

/**
 * Camera and screen: one of them large; both, and the screen is large with the camera in its
 * corner.
 */
export function VideoLayer({ media, pictures, shown, held, onFrame, onClick }: VideoLayerProps) {
  const both = pictures.includes('screen') && pictures.includes('camera');
  return (
    <div onClick={onClick} className={cx('bg-black relative min-h-0 min-w-0', !shown && 'invisible', held && 'hidden')}>
      <Video media={media} picture="screen" there={pictures.includes('screen')} onFrame={onFrame} />
      <Video
        media={media}
        picture="camera"
        there={pictures.includes('camera')}
        onFrame={both ? undefined : onFrame}
        className={cx(both && 'start-auto end-2 top-2 h-auto w-1/4 rounded-base shadow-float sm:end-4 sm:top-4')}
        inset={both}
      />
    </div>
  );
}

interface VideoProps {
  media: BrowserMedia;
  picture: Picture;
  there: boolean;
  onFrame: ((there: boolean) => void) | undefined;
  className?: string;
  inset?: boolean;
}

function Video({ media, picture, there, onFrame, className, inset = false }: VideoProps) {
  const { t } = useLingui();
  const element = useRef<HTMLVideoElement>(null);
  const [frame, setFrame] = useState(false);
  useEffect(() => {
    const video = element.current;
    return video ? media.show(video, picture) : undefined;
  }, [media, picture]);
  useEffect(() => {
    if (there) onFrame?.(frame);
  }, [there, frame, onFrame]);
  return (
    <video
      ref={element}
      muted
      playsInline
      autoPlay
      disableRemotePlayback
      aria-label={picture === 'screen' ? t`The creator’s screen` : t`The creator’s camera`}
      onPlaying={() => setFrame(true)}
      onEmptied={() => setFrame(false)}
      className={cx(
        'absolute',
        inset ? className : 'inset-0 size-full object-contain',
        // What is not sent must still have a size: the room sends what is seen.
        !there && 'opacity-0',
      )}
    />
  );
}
