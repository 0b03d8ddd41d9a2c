import { type RefObject, useEffect, useState } from 'react';

/** Safari’s own way to other devices. */
type AppleVideo = HTMLVideoElement & {
  webkitShowPlaybackTargetPicker?: () => void;
};

/** Offers other devices to show the video on; null where this browser has no way to any. */
export function useCasting(element: RefObject<HTMLVideoElement | null>): (() => void) | null {
  const [there, setThere] = useState(false);
  useEffect(() => {
    const video = element.current as AppleVideo | null;
    if (!video) return;
    if (typeof video.webkitShowPlaybackTargetPicker === 'function') {
      const look = (event: Event) =>
        setThere((event as Event & { availability?: string }).availability === 'available');
      video.addEventListener('webkitplaybacktargetavailabilitychanged', look);
      return () => video.removeEventListener('webkitplaybacktargetavailabilitychanged', look);
    }
    if (!('remote' in video)) return;
    let watched: number | null = null;
    let over = false;
    video.remote
      .watchAvailability((available) => setThere(available))
      .then(
        (id) => {
          if (over) void video.remote.cancelWatchAvailability(id).catch(() => undefined);
          else watched = id;
        },
        () => undefined, // it cannot be told: no button then
      );
    return () => {
      over = true;
      if (watched !== null) void video.remote.cancelWatchAvailability(watched).catch(() => undefined);
    };
  }, [element]);
  if (!there) return null;
  return () => {
    const video = element.current as AppleVideo | null;
    if (video?.webkitShowPlaybackTargetPicker) video.webkitShowPlaybackTargetPicker();
    else void video?.remote.prompt().catch(() => undefined); // nobody chose one
  };
}
