import { useRevalidator } from '@remix-run/react';
import { useEffect } from 'react';

const ASK_EVERY_MS = 60_000;

/**
 * What is said of a live stream is read again now and then, for its title may change; and at once
 * when it is over.
 */
export function useFreshStream(live: boolean, over: boolean): void {
  const { revalidate } = useRevalidator();
  useEffect(() => {
    if (!live) return;
    if (over) return void revalidate();
    const ask = () => document.visibilityState === 'visible' && revalidate();
    const timer = setInterval(() => void ask(), ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, [live, over, revalidate]);
}
