const BASE = 'http://here.invalid';

/** A path on this site, or the fallback. Nobody is sent elsewhere by a crafted link. */
export function sitePath(value: FormDataEntryValue | null | undefined, fallback = '/'): string {
  if (typeof value !== 'string' || !value.startsWith('/') || !URL.canParse(value, BASE)) return fallback;
  const url = new URL(value, BASE);
  // "//evil.example", "/\evil.example" and "/\t/evil.example" all parse to another host, or to a
  // path that is one.
  if (url.origin !== BASE || url.pathname.startsWith('//')) return fallback;
  return `${url.pathname}${url.search}${url.hash}`;
}

/** The same, for where to go after signing in. */
export function safeNext(value: FormDataEntryValue | null | undefined, fallback = '/'): string {
  const path = sitePath(value, fallback);
  return /^\/sign-(in|up|out)\/?(?=[?#]|$)/.test(path) ? fallback : path;
}

/**
 * Where somebody whose account was made a moment ago sees its name, with the way on to this path;
 * the settings themselves are no way on.
 */
export function welcomePath(next: string): string {
  const onward = safeNext(next);
  const nowhere = onward === '/' || /^\/settings(?![^/?#])/.test(onward);
  return nowhere ? '/settings?welcome' : `/settings?welcome&next=${encodeURIComponent(onward)}`;
}

/** The sign-in page that comes back to this path. */
export function signInPath(next: string, page: '/sign-in' | '/sign-up' = '/sign-in'): string {
  const back = safeNext(next);
  return back === '/' ? page : `${page}?next=${encodeURIComponent(back)}`;
}
