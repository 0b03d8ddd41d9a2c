import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { type Storage } from '../deps';
import { newName, readKey, type StorageKey, videoKey } from '../storage-key';

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT';
const missing = (error: unknown) => {
  if (isMissing(error)) return null;
  throw error;
};

/** Keeps things as files of a folder, which is made when the first one comes. */
export function createFolderStorage(folder: string): Storage {
  const root = resolve(folder);
  const pathOf = (key: StorageKey) => {
    // a key that was not made here would be a defect, and leads out of the folder nevertheless
    if (!readKey(key)) throw new RangeError('this is no key of something that is kept');
    return join(root, key);
  };
  const sizeOf = async (key: StorageKey) => {
    const found = await stat(pathOf(key)).catch(missing);
    return found?.isFile() ? { bytes: found.size, storedAt: found.mtime } : null;
  };
  return {
    stat: sizeOf,
    async put(key, content) {
      const path = pathOf(key);
      // written beside it and moved there: nobody reads half of it
      const draft = `${path}.${newName()}`;
      try {
        // most of a video's files come into a folder that is there
        const file = await open(draft, 'wx').catch(async (error: unknown) => {
          if (!isMissing(error)) throw error;
          await mkdir(dirname(path), { recursive: true });
          return open(draft, 'wx');
        });
        try {
          await writeFile(file, content);
        } finally {
          await file.close();
        }
        await rename(draft, path);
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
    },
    async read(key, range) {
      const path = pathOf(key);
      const found = await sizeOf(key);
      if (!found) return null;
      const stream = createReadStream(path, range && { start: range.from, end: range.to });
      return { ...found, content: Readable.toWeb(stream) as ReadableStream<Uint8Array> };
    },
    async remove(key) {
      await rm(pathOf(key), { force: true });
    },
    async removeVideo(folder) {
      await rm(dirname(pathOf(videoKey(folder, 'index.json'))), { recursive: true, force: true });
    },
    async *videoFolders() {
      const names = await readdir(join(root, 'videos')).catch(missing);
      for (const folder of names ?? []) {
        const found = await stat(join(root, 'videos', folder)).catch(missing);
        if (found?.isDirectory()) yield { folder, storedAt: found.mtime };
      }
    },
  };
}
