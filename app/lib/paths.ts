/** Where all streams with a tag are. */
export const tagPath = (tag: string) => `/tags/${encodeURIComponent(tag)}`;

/** The same address with some of its questions answered differently; null takes one out. */
export function withParams(search: URLSearchParams, changes: Record<string, string | null>): string {
  const next = new URLSearchParams(search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) next.delete(name);
    else next.set(name, value);
  }
  const query = next.toString();
  return query ? `?${query}` : '?';
}
