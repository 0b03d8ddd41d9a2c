import { says } from '../../../texts/says';

/** What can be chosen; the server looks at the bytes, whatever this says. */
export const TAKEN = '.mp4,.m4v,.mov,.webm,.mkv,video/mp4,video/webm,video/x-matroska,video/quicktime';

const TYPES: Record<string, string> = {
  mp4: 'video/mp4',
  m4v: 'video/mp4',
  mov: 'video/quicktime',
  webm: 'video/webm',
  mkv: 'video/x-matroska',
};

/** What a file may weigh; the server holds it too. */
const MOST_BYTES = 20 * 1024 ** 3;

/** What is read of a file that somebody chose. */
export type ChosenFile = Pick<File, 'name' | 'size' | 'type' | 'lastModified'>;

/** Its type, by its name first: not all browsers know Matroska. Null where it is none of ours. */
export function typeOf({ name, type }: Pick<ChosenFile, 'name' | 'type'>): string | null {
  const byName = TYPES[name.split('.').at(-1)?.toLowerCase() ?? ''];
  return byName ?? (Object.values(TYPES).includes(type) ? type : null);
}

/** What is wrong with a file before anything of it is sent; null when nothing is. */
export function problemOf(file: ChosenFile): string | null {
  if (typeOf(file) === null) return says('That is no video that is taken here. Choose an MP4, WebM or Matroska file.');
  if (file.size === 0) return says('That file is empty.');
  if (file.size > MOST_BYTES) return says('That file is larger than 20 GB. Choose a smaller one.');
  return null;
}

/** A title to begin with, from the name of a file. */
export function titleFrom(name: string): string {
  return name
    .replace(/\.[^.]+$/, '')
    .replace(/[_\s]+/g, ' ')
    .trim()
    .slice(0, 140);
}
