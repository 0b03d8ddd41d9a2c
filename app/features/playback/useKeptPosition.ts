import { useEffect, useRef } from 'react';
import { type VideoView } from './video-control';

/** While it plays, its place is kept so often. */
const EVERY_MS = 10_000;

/** Keeps where a video is: every now and then, when it is paused, and when its page is left. */
export function useKeptPosition({ plays, seconds, begun }: VideoView, keep: (ms: number) => void): void {
  const latest = useRef({ seconds, begun, keep });
  const kept = useRef<number | null>(null);
  useEffect(() => {
    latest.current = { seconds, begun, keep };
  });
  useEffect(() => {
    const now = () => {
      const ms = Math.floor(latest.current.seconds * 1_000);
      if (!latest.current.begun || ms === kept.current) return;
      kept.current = ms;
      latest.current.keep(ms);
    };
    const timer = plays ? setInterval(now, EVERY_MS) : undefined;
    if (!plays) now();
    const hidden = () => document.visibilityState === 'hidden' && now();
    document.addEventListener('visibilitychange', hidden);
    window.addEventListener('pagehide', now);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', hidden);
      window.removeEventListener('pagehide', now);
      now();
    };
  }, [plays]);
}
