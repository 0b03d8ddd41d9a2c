import { type ViewingId } from './protocol';

/**
 * Calls back when the page goes away for good or into the browser's memory, and when it comes back
 * out of that; returns how to stop. Outside a browser nothing ever goes away.
 */
export function onPageLifecycle(hide: () => void, restore: () => void): () => void {
  if (typeof window === 'undefined') return () => undefined;
  const shown = ({ persisted }: PageTransitionEvent) => (persisted ? restore() : undefined);
  window.addEventListener('pagehide', hide);
  window.addEventListener('pageshow', shown);
  return () => {
    window.removeEventListener('pagehide', hide);
    window.removeEventListener('pageshow', shown);
  };
}

const placeOf = (streamId: string) => `vilokanam-left:${streamId}`;

/**
 * Keeps, for the next page of this tab, which viewing the page that goes away has left: the server
 * may hear of it later than of the next.
 */
export function storeLeftViewing(streamId: string, viewing: string): void {
  try {
    sessionStorage.setItem(placeOf(streamId), viewing);
  } catch {
    // outside a browser, and where nothing is kept, the server's word counts
  }
}

/** The viewing that this tab's last page left. Read once: a copy of the tab has left none. */
export function takeLeftViewing(streamId: string): ViewingId | null {
  try {
    const left = sessionStorage.getItem(placeOf(streamId));
    sessionStorage.removeItem(placeOf(streamId));
    return left as ViewingId | null;
  } catch {
    return null;
  }
}
