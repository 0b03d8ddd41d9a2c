import { type Deps, type Encoded } from '../deps';
import { keyOf, newName, readKey, type StorageKey } from '../storage-key';

/** Where what is kept is served. */
export const FILES_PATH = '/files/';
const URL = /^\/files\/pictures\/([A-Za-z0-9_-]{32})-([0-9]+)\.webp$/;

/** A new picture: its files under their keys, and the address of the largest of them. */
export function nameFiles(files: readonly Encoded[]): { url: string; files: { key: StorageKey; bytes: Uint8Array }[] } {
  const name = newName();
  const named = files.map(({ width, bytes }) => ({ key: keyOf('pictures', name, 'webp', width), bytes }));
  return { url: `${FILES_PATH}${named[0]?.key ?? ''}`, files: named };
}

/** The keys of a picture, in full and in half its width; none for one of the demo world. */
function keysOf(url: string): StorageKey[] {
  const [, name = '', width = ''] = URL.exec(url) ?? [];
  const keys = [width, `${Number(width) / 2}`].map((size) => readKey(`pictures/${name}-${size}.webp`));
  return keys.filter((key) => key !== null);
}

/** Takes a picture away for good: its files first, so that none is left without its row. */
export async function removePicture({ db, storage }: Pick<Deps, 'db' | 'storage'>, url: string): Promise<void> {
  for (const key of keysOf(url)) await storage.remove(key);
  await db.picture.deleteMany({ where: { url } });
}
