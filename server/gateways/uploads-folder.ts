import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { FileStore } from '@tus/file-store';
import { type Upload } from '@tus/server';
import { type Timers } from '../../sdk/timers';
import { type Uploads } from '../deps';
import { BEGUN_ALREADY, createUploads } from './uploads';

const code = (error: unknown) => (error as NodeJS.ErrnoException).code;

/** A store that makes no upload anew that is there. */
class CarefulFileStore extends FileStore {
  override async create(file: Upload): Promise<Upload> {
    await mkdir(this.directory, { recursive: true });
    await writeFile(join(this.directory, file.id), '', { flag: 'wx' }).catch((error: unknown) => {
      throw code(error) === 'EEXIST' ? BEGUN_ALREADY : error;
    });
    return super.create(file);
  }
}

/** Keeps uploads as files of a folder. */
export function createFolderUploads(folder: string, timers: Timers): Uploads {
  const directory = resolve(folder);
  const datastore = new CarefulFileStore({ directory });
  return createUploads(timers, {
    datastore,
    nameOf: (uploadId) => uploadId,
    idOf: (name) => name,
    async withFile(uploadId, use) {
      const { offset, size } = await datastore.getUpload(uploadId);
      if (offset !== size) throw new Error('not all of this upload has come');
      return use(join(directory, uploadId));
    },
    async remove(uploadId) {
      await rm(join(directory, uploadId), { force: true });
      await rm(join(directory, `${uploadId}.json`), { force: true });
    },
    async *all() {
      const names = await readdir(directory).catch((error: unknown) => {
        if (code(error) === 'ENOENT') return [];
        throw error;
      });
      for (const uploadId of names.filter((name) => !name.endsWith('.json'))) {
        const found = await stat(join(directory, uploadId)).catch(() => null);
        if (found?.isFile()) yield { uploadId, changedAt: found.mtime };
      }
    },
  });
}
