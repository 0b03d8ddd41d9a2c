import { type Deps, type Encoded, type PictureShape } from '../deps';
import { DomainError } from '../errors';
import { type AccountId } from '../ids';
import { keyOf, newName, readKey, type StorageFolder, type StorageKey } from '../storage-key';

/** Where what is kept is served. */
export const FILES_PATH = '/files/';
const URL = /^\/files\/(pictures|thumbnails)\/([A-Za-z0-9_-]{32})-([0-9]+)\.webp$/;

/** A new picture: its files under their keys, and the address of the largest of them. */
function nameFiles(
  folder: StorageFolder,
  files: readonly Encoded[],
): { url: string; files: { key: StorageKey; bytes: Uint8Array }[] } {
  const name = newName();
  const named = files.map(({ width, bytes }) => ({ key: keyOf(folder, name, 'webp', width), bytes }));
  return { url: `${FILES_PATH}${named[0]?.key ?? ''}`, files: named };
}

/** Makes a picture anew of its pixels and keeps it; nothing shows it yet. */
export async function storePicture(
  deps: Pick<Deps, 'db' | 'clock' | 'storage' | 'pictures'>,
  accountId: AccountId,
  bytes: Uint8Array,
  { folder, shape }: { folder: StorageFolder; shape: PictureShape },
): Promise<string> {
  const made = await deps.pictures.encode(bytes, shape);
  if (made === 'tooLarge') throw new DomainError('pictureTooLarge');
  if (made === 'unreadable') throw new DomainError('notAPicture');
  const { url, files } = nameFiles(folder, made);
  // first its row: whatever breaks from here on, the sweep finds what is left
  await deps.db.picture.create({ data: { url, accountId, createdAt: deps.clock.now() } });
  for (const { key, bytes } of files) await deps.storage.put(key, bytes);
  return url;
}

/** Takes one away that nothing shows any more; what cannot be removed now, the sweep removes. */
export async function dropPicture(deps: Pick<Deps, 'db' | 'storage' | 'log'>, url: string): Promise<void> {
  try {
    await removePicture(deps, url);
  } catch (error) {
    deps.log.warn({ err: error }, 'a picture that nothing shows could not be removed; the sweep will');
  }
}

/** The keys of a picture, in full and in half its width; none for one of the demo world. */
function keysOf(url: string): StorageKey[] {
  const [, folder = '', name = '', width = ''] = URL.exec(url) ?? [];
  const keys = [width, `${Number(width) / 2}`].map((size) => readKey(`${folder}/${name}-${size}.webp`));
  return keys.filter((key) => key !== null);
}

/** Takes a picture away for good: its files first, so that none is left without its row. */
export async function removePicture({ db, storage }: Pick<Deps, 'db' | 'storage'>, url: string): Promise<void> {
  for (const key of keysOf(url)) await storage.remove(key);
  await db.picture.deleteMany({ where: { url } });
}
