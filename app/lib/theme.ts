/** How the pages look: as the system says, or as the person chose. */
export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const COOKIE = 'theme';
const YEAR = 365 * 24 * 3600;

export function parseTheme(value: unknown): Theme {
  return themes.find((theme) => theme === value) ?? 'system';
}

/**
 * The choice as the browser sent it: read before the first byte is rendered, so that no page
 * flashes in the other theme.
 */
export function readTheme(cookieHeader: string | null): Theme {
  return parseTheme(readCookie(cookieHeader, COOKIE));
}

/** The Set-Cookie header that keeps the choice. */
export function themeCookie(theme: Theme): string {
  const maxAge = theme === 'system' ? 'Max-Age=0' : `Max-Age=${YEAR}`;
  return `${COOKIE}=${theme}; Path=/; ${maxAge}; SameSite=Lax`;
}

/** One cookie's value, decoded. */
export function readCookie(cookieHeader: string | null, name: string): string | null {
  for (const part of (cookieHeader ?? '').split(/; */)) {
    if (!part.startsWith(`${name}=`)) continue;
    try {
      return decodeURIComponent(part.slice(name.length + 1));
    } catch {
      return null;
    }
  }
  return null;
}
