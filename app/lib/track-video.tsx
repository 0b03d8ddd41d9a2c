import { useEffect, useRef } from 'react';

interface TrackVideoProps {
  track: MediaStreamTrack | null;
  /** What is seen. */
  label: string;
  className: string;
}

/** A picture of one's own, or how it arrives; its sound would only echo. */
export function TrackVideo({ track, label, className }: TrackVideoProps) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const element = video.current;
    if (!element || !track) return;
    element.srcObject = new MediaStream([track]);
    void element.play().catch(() => undefined); // a new picture comes before the old one had begun
    return () => {
      element.srcObject = null;
    };
  }, [track]);
  return <video ref={video} muted playsInline autoPlay aria-label={label} className={`block ${className}`} />;
}
