import { useEffect, useState } from 'react';

/**
 * What the chain's clock shows: the time that the page was told, and what has gone by since. The
 * wall clock has no say in it.
 */
export function useChainTime(told: Date, everySeconds = 1): Date {
  const at = told.getTime();
  const [passed, setPassed] = useState({ since: at, milliseconds: 0 });
  useEffect(() => {
    const from = performance.now();
    const tell = () => setPassed({ since: at, milliseconds: performance.now() - from });
    const timer = setInterval(tell, everySeconds * 1000);
    return () => clearInterval(timer);
  }, [at, everySeconds]);
  return new Date(at + (passed.since === at ? passed.milliseconds : 0));
}

/** Below this, chain and wall clock agree as far as anybody can see. */
const SAME_MS = 60_000;

/**
 * How far a wall clock is ahead of the chain's, where one can see it; 0 where they agree, as they
 * do but on some local chains.
 */
export function clockOff(chainTime: Date, wall: Date): number {
  const off = wall.getTime() - chainTime.getTime();
  return Math.abs(off) < SAME_MS ? 0 : off;
}
