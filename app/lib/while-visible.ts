import { useEffect } from 'react';

/** Does something every so often while the page is looked at; never where `everyMs` is null. */
export function useWhileVisible(work: () => void, everyMs: number | null): void {
  useEffect(() => {
    if (everyMs === null) return;
    const timer = setInterval(() => document.visibilityState === 'visible' && work(), everyMs);
    return () => clearInterval(timer);
  }, [work, everyMs]);
}
