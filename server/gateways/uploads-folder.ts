import { mkdir, open, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { FileStore } from '@tus/file-store';
import { type Upload } from '@tus/server';
import { sleep, type Timers } from '../../sdk/timers';
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
  // whoever only reads does not wait for a request that brings more
  const stateOf = datastore.getUpload.bind(datastore);
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
    follow: (uploadId, signal) => followFile(join(directory, uploadId), () => stateOf(uploadId), timers, signal),
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

/** Of a file that grows, so much is read at once; what is not there yet is looked for so often. */
const PIECE = 256 * 1024;
const LOOK_MS = 250;

/** The bytes of a file as they are written, until it is as long as was said. */
function followFile(
  path: string,
  stateOf: () => Promise<{ offset: number; size?: number }>,
  timers: Timers,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  let position = 0;
  /** The next bytes; null once there are no more. */
  const next = async (): Promise<Uint8Array | null> => {
    const piece = new Uint8Array(PIECE);
    for (;;) {
      signal.throwIfAborted();
      const file = await open(path);
      const { bytesRead } = await file.read(piece, 0, PIECE, position).finally(() => file.close());
      position += bytesRead;
      if (bytesRead > 0) return piece.subarray(0, bytesRead);
      // what is said of it is just being written
      const state = await stateOf().catch(() => null);
      if (state?.size !== undefined && position >= state.size) return null;
      await sleep(timers, LOOK_MS, signal);
    }
  };
  return new ReadableStream(
    {
      async pull(controller) {
        const bytes = await next();
        if (bytes) controller.enqueue(bytes);
        else controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}
