/** How long to wait before the next of several tries: longer each time, up to ten seconds. */
export function backoff(tries: number): number {
  return Math.min(10_000, 500 * 2 ** Math.min(tries, 10));
}

/** Waits; ends at once when nobody waits any more. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
  });
}
