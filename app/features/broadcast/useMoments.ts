import { useEffect, useRef } from 'react';
import { grabFrame, nextFrameIn, sendFrame } from './moments';
import { type StudioInUse } from './useStudio';

/**
 * Has lists show what is seen in the stream, a frame a minute while something goes out, from this
 * page or from another program; of what is for adults, nothing.
 */
export function useMoments(
  { show, devices, fed, feedView }: StudioInUse,
  { id, mature }: { id: string; mature: boolean },
): void {
  const last = useRef<number | null>(null);
  const track = fed ? feedView.picture : (devices.tracks.screen ?? devices.tracks.camera);
  const sends = (fed !== null || (show.at === 'onAir' && show.flowing)) && !mature;
  useEffect(() => {
    if (!sends || !track) return;
    let timer: ReturnType<typeof setTimeout>;
    const plan = () => {
      timer = setTimeout(() => void go().catch(() => undefined), nextFrameIn(last.current, performance.now()));
    };
    const go = async () => {
      last.current = performance.now();
      plan();
      const frame = await grabFrame(track);
      if (frame) await sendFrame(id, frame);
    };
    plan();
    return () => clearTimeout(timer);
  }, [sends, track, id]);
}
