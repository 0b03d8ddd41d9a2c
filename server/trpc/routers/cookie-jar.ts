import { type Context } from '../context';

/**
 * Where a procedure puts the cookie that it is about to make. Asked before the deed: over a
 * WebSocket there is none, and a session whose cookie reaches nobody must not be made. No client of
 * ours does that, so it is a defect, not a refusal.
 */
export function cookieJar({ setCookie }: Pick<Context, 'setCookie'>): (header: string) => void {
  if (!setCookie) throw new Error('a procedure that sets a cookie was called over the WebSocket');
  return setCookie;
}
