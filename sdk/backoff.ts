/** How long to wait before the next of several tries: longer each time, up to ten seconds. */
export function backoff(tries: number): number {
  return Math.min(10_000, 500 * 2 ** Math.min(tries, 10));
}
