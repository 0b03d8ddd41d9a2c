import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react';

const ZONE_COOKIE = 'zone';
const never = () => () => undefined;
const browserZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/**
 * What the server knew of time when it rendered: pages start from it, so that both sides agree on
 * the first text.
 */
export interface RenderedTime {
  now: Date;
  zone: string;
}

const TimeContext = createContext<RenderedTime>({ now: new Date(0), zone: 'UTC' });

export function TimeProvider({ time, children }: { time: RenderedTime; children: ReactNode }) {
  const browser = useSyncExternalStore(never, browserZone, () => null);
  useEffect(() => {
    // From the next page on the server renders in this zone at once.
    if (browser)
      document.cookie = `${ZONE_COOKIE}=${encodeURIComponent(browser)}; Path=/; Max-Age=31536000; SameSite=Lax`;
  }, [browser]);
  return <TimeContext.Provider value={time}>{children}</TimeContext.Provider>;
}

/** The person's own time zone; while hydrating, the one that the server rendered in. */
export function useZone(): string {
  const { zone } = useContext(TimeContext);
  return useSyncExternalStore(never, browserZone, () => zone);
}

/** The time when the page was rendered, then the running time, a new value every `everySeconds`. */
export function useNow(everySeconds: number): Date {
  const { now: rendered } = useContext(TimeContext);
  const [now, setNow] = useState(rendered);
  useEffect(() => {
    const tell = () => setNow(new Date());
    const first = setTimeout(tell);
    const timer = setInterval(tell, everySeconds * 1000);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  }, [everySeconds]);
  return now;
}
