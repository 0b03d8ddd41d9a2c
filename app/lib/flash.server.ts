import { redirect } from '@remix-run/node';
import { readCookie } from './theme';

const COOKIE = 'told';

/** Goes on to a page that will say, once, what was done. */
export function redirectAndSay(path: string, message: string) {
  const value = encodeURIComponent(message.slice(0, 200));
  return redirect(path, {
    headers: { 'Set-Cookie': `${COOKIE}=${value}; Path=/; Max-Age=60; HttpOnly; SameSite=Lax` },
  });
}

/** What the page before wanted said, and the header that forgets it. */
export function readFlash(cookieHeader: string | null): { message: string; forget: string } | null {
  const message = readCookie(cookieHeader, COOKIE);
  return message ? { message, forget: `${COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax` } : null;
}
