import { useCallback, useEffect, useRef, useState } from 'react';

const IDLE_MS = 3_000;

/** Whether nobody moved or touched anything for a while; `stir` says that somebody did. */
export function useIdle(active: boolean): { idle: boolean; stir: () => void } {
  const [idle, setIdle] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const wait = useCallback(() => {
    clearTimeout(timer.current);
    if (active) timer.current = setTimeout(() => setIdle(true), IDLE_MS);
  }, [active]);
  const stir = useCallback(() => {
    setIdle(false);
    wait();
  }, [wait]);
  useEffect(() => {
    wait();
    return () => {
      clearTimeout(timer.current);
      setIdle(false);
    };
  }, [wait]);
  return { idle: active && idle, stir };
}
