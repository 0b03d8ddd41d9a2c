/** Takes back what was planned; once it has run, nothing. */
export type Cancel = () => void;

/** Where waiting comes from: in tests time passes by hand. */
export interface Timers {
  /** Calls `run` once, after so many milliseconds. */
  setTimeout(run: () => void, milliseconds: number): Cancel;
  /** Calls `run` again and again, each time after so many milliseconds. */
  setInterval(run: () => void, milliseconds: number): Cancel;
}

export const systemTimers: Timers = {
  setTimeout(run, milliseconds) {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
  setInterval(run, milliseconds) {
    const timer = setInterval(run, milliseconds);
    return () => clearInterval(timer);
  },
};

/** Waits; ends at once when `signal` is aborted. */
export function sleep(timers: Timers, milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = () => {
      cancel();
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const cancel = timers.setTimeout(done, milliseconds);
    signal?.addEventListener('abort', done, { once: true });
  });
}
