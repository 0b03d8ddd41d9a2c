import { useRevalidator } from '@remix-run/react';
import { useEffect } from 'react';
import { useWhileVisible } from '../../lib/while-visible';

const ASK_EVERY_MS = 60_000;

/**
 * What is said of a live stream is read again now and then, for its title may change; and at once
 * when it is over.
 */
export function useFreshStream(live: boolean, over: boolean): void {
  const { revalidate } = useRevalidator();
  useEffect(() => {
    if (live && over) revalidate();
  }, [live, over, revalidate]);
  useWhileVisible(revalidate, live && !over ? ASK_EVERY_MS : null);
}
