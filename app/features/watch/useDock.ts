import { type RefObject, useEffect, useRef, useState } from 'react';

/** Less of the player than this in the window, and it comes along. */
const IN_SIGHT = 0.4;

/**
 * Whether the player has been scrolled out of sight while there is something to see in it: then it
 * is small and stays in the window, and its place in the page keeps its height, so that nothing
 * jumps.
 */
export function useDock(wanted: boolean): { place: RefObject<HTMLDivElement>; docked: boolean; height: number } {
  const place = useRef<HTMLDivElement>(null);
  const [away, setAway] = useState(false);
  const [height, setHeight] = useState(0);
  const docked = away && wanted;
  useEffect(() => {
    const element = place.current;
    if (!element || !wanted) return;
    const watcher = new IntersectionObserver(
      ([entry]) => {
        if (!entry || document.fullscreenElement) return;
        setHeight((before) => entry.boundingClientRect.height || before);
        setAway(entry.intersectionRatio < IN_SIGHT);
      },
      { threshold: [0, IN_SIGHT, 1] },
    );
    watcher.observe(element);
    return () => watcher.disconnect();
  }, [wanted]);
  return { place, docked, height };
}
