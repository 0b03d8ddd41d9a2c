/**
 * The address of the picture that other sites show beside a link (server/http/link-pictures.ts).
 * They keep pictures by their address, so it is another one when what it shows is another.
 */
export function linkPicture(
  of: 'stream' | 'clip' | 'profile',
  name: string,
  shows: readonly (string | null)[],
): string {
  let version = 0x811c9dc5;
  for (const character of shows.join('\n'))
    version = Math.imul(version ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return `/link-pictures/${of}/${name}.png?v=${version.toString(36)}`;
}
