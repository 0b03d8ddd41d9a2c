import { useRevalidator } from '@remix-run/react';
import { type ReactNode, useEffect, useState } from 'react';
import { LiveCounts, LiveCountsProvider } from '../../lib/live-counts';

const ASK_EVERY_MS = 5_000;

/**
 * Keeps the counts on screen moving, and lists as they are by now: all that is on screen is asked
 * for in one light call, while the page is seen and has something that moves.
 */
export function LiveCountsFeed({ children }: { children: ReactNode }) {
  const [counts] = useState(() => new LiveCounts());
  const { revalidate, state } = useRevalidator();
  useEffect(() => {
    if (state !== 'idle') return;
    const leaving = new AbortController();
    const ask = async () => {
      const ids = counts.asked();
      if (ids === null || document.visibilityState !== 'visible') return;
      const { apiClient } = await import('../../lib/api-client');
      const answer = await apiClient().trpc.discovery.liveCounts.query({ ids }, { signal: leaving.signal });
      if (counts.take(answer)) revalidate();
    };
    // away for a moment: the next time will do
    const tryToAsk = () => void ask().catch(() => undefined);
    const timer = setInterval(tryToAsk, ASK_EVERY_MS);
    document.addEventListener('visibilitychange', tryToAsk);
    return () => {
      leaving.abort();
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tryToAsk);
    };
  }, [counts, revalidate, state]);
  return <LiveCountsProvider value={counts}>{children}</LiveCountsProvider>;
}
