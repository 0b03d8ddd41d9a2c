import { randomBytes } from 'node:crypto';

declare const brand: unique symbol;
/** Where something is kept: made here, or read here; nothing else is one. */
export type StorageKey = string & { readonly [brand]: 'storage key' };

/** The kinds of things that are kept, each in a folder of its own. */
export type StorageFolder = 'pictures' | 'thumbnails' | 'videos';

/** What may be kept, by the ending of its key. */
const CONTENT_TYPES = {
  webp: 'image/webp',
  jpg: 'image/jpeg',
  mp4: 'video/mp4',
  m4s: 'video/iso.segment',
  webm: 'video/webm',
  mkv: 'video/matroska',
  json: 'application/json',
  vtt: 'text/vtt',
} as const;
export type StorageEnding = keyof typeof CONTENT_TYPES;

/** A folder, 192 bits that nobody guesses, perhaps a size, and an ending: no dots between. */
const PICTURE = /^(pictures|thumbnails)\/[A-Za-z0-9_-]{32}(-[0-9]{1,5})?\.(webp|jpg)$/;
/** A video has a folder of its own, with the same kind of name. */
const VIDEO = /^videos\/[A-Za-z0-9_-]{32}\/[A-Za-z0-9_-]{1,60}\.(mp4|m4s|webm|mkv|json|vtt|jpg|webp)$/;

/** A new name that nobody can guess: 32 characters. */
export function newName(): string {
  return randomBytes(24).toString('base64url');
}

/** The key of a name in a folder, in one of its sizes where it has several. */
export function keyOf(folder: StorageFolder, name: string, ending: StorageEnding, size?: number): StorageKey {
  const key = readKey(`${folder}/${name}${size === undefined ? '' : `-${size}`}.${ending}`);
  if (!key) throw new RangeError('this is no name of something that is kept');
  return key;
}

/** A key that comes from outside; null when it is none, so that nothing leaves its folder. */
export function readKey(text: string): StorageKey | null {
  return PICTURE.test(text) || VIDEO.test(text) ? (text as StorageKey) : null;
}

/** The key of one of a video's files, such as `index.json`. */
export function videoKey(folder: string, file: string): StorageKey {
  const key = readKey(`videos/${folder}/${file}`);
  if (!key) throw new RangeError('this is no name of a file of a video');
  return key;
}

/** A segment of a smaller size of a video, by the tag of whoever made it and its number. */
export function shrunkFile(tag: string, number: number): string {
  return `r-${tag}-${String(number).padStart(5, '0')}.m4s`;
}

/** What is read before that segment, where something new is. */
export function shrunkInit(tag: string, number: number): string {
  return `r-${tag}-${String(number).padStart(5, '0')}-init.mp4`;
}

export function folderOf(key: StorageKey): StorageFolder {
  return key.slice(0, key.indexOf('/')) as StorageFolder;
}

/** What a key's content is sent as: told by its ending, never by who brought it. */
export function contentTypeOf(key: StorageKey): string {
  return CONTENT_TYPES[key.slice(key.lastIndexOf('.') + 1) as StorageEnding];
}
