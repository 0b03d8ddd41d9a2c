const STORED = /^(\/files\/(?:pictures|thumbnails)\/[A-Za-z0-9_-]{32})-([0-9]+)\.webp$/;

/**
 * An uploaded picture is kept in full and in half its width: the browser takes what it needs.
 * Nothing for others.
 */
export function srcSetOf(src: string): string | undefined {
  const [, name, width] = STORED.exec(src) ?? [];
  if (!name || !width) return undefined;
  const half = Number(width) / 2;
  return `${name}-${half}.webp ${half}w, ${src} ${width}w`;
}
