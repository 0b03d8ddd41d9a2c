import { type RefObject, useEffect, useState } from 'react';

/** iPhones show nothing full screen but a video itself. */
type PhoneVideo = HTMLVideoElement & { webkitEnterFullscreen?: () => void };

export function useFullscreen(box: RefObject<HTMLElement>): { full: boolean; toggle: () => void } {
  const [full, setFull] = useState(false);
  useEffect(() => {
    const changed = () => setFull(document.fullscreenElement !== null && document.fullscreenElement === box.current);
    document.addEventListener('fullscreenchange', changed);
    return () => document.removeEventListener('fullscreenchange', changed);
  }, [box]);
  const toggle = () => {
    if (document.fullscreenElement) void document.exitFullscreen();
    else if (box.current?.requestFullscreen) void box.current.requestFullscreen().catch(() => undefined);
    else box.current?.querySelector<PhoneVideo>('video')?.webkitEnterFullscreen?.();
  };
  return { full, toggle };
}

/** Shows the largest video in a window of its own, above everything; or takes it back. */
export async function togglePictureInPicture(box: HTMLElement | null): Promise<void> {
  if (document.pictureInPictureElement) return document.exitPictureInPicture();
  const videos = [...(box?.querySelectorAll('video') ?? [])].filter(({ readyState }) => readyState > 0);
  const largest = videos.sort((a, b) => b.clientWidth - a.clientWidth)[0];
  await largest?.requestPictureInPicture();
}
