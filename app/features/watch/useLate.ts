import { useEffect, useState } from 'react';

/** True once something has been so for a while: what passes in a moment is not worth a word. */
export function useLate(now: boolean, afterMs: number): boolean {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    if (!now) return;
    const timer = setTimeout(() => setLate(true), afterMs);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [now, afterMs]);
  return now && isLate;
}
