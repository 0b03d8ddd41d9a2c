/**
 * Calls back when the page goes away for good or into the browser's memory, and when it comes back out of that; returns how to stop.
 * Outside a browser nothing ever goes away.
 */
export function onPageLife(gone: () => void, back: () => void): () => void {
  if (typeof window === 'undefined') return () => undefined;
  const shown = ({ persisted }: PageTransitionEvent) => (persisted ? back() : undefined);
  window.addEventListener('pagehide', gone);
  window.addEventListener('pageshow', shown);
  return () => {
    window.removeEventListener('pagehide', gone);
    window.removeEventListener('pageshow', shown);
  };
}
