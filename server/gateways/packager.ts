import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type Timers } from '../../sdk/timers';
import { type Packager, type PackagingFailure, type Storage } from '../deps';
import { videoKey } from '../storage-key';
import { type inspectVideo, type packVideo } from './packager-pack';
import { drawFirst } from './packager-pictures';
import { type PackagerNews, type PackagerTask } from './packager-worker';

/** A thread that has not said for so long that it works hangs on what it reads. */
const SILENT_MS = 2 * 60_000;
/** What a thread may have of memory: a file that makes it want more breaks the thread alone. */
const MEMORY_MB = 768;

export interface PackagerOptions {
  storage: Storage;
  timers: Timers;
  /** A folder for what is made on the way. */
  scratch: string;
  /** FFmpeg's program; null where there is none. */
  ffmpeg: string | null;
}

/** Packages in threads of their own, one for each file or video: this one has viewers to meter. */
export function createPackager({ storage, timers, scratch, ffmpeg }: PackagerOptions): Packager {
  return {
    usesFfmpeg: ffmpeg !== null,
    inspect: async (path) =>
      (await runTask(timers, { kind: 'inspect', path }, () => Promise.resolve())) as Awaited<
        ReturnType<typeof inspectVideo>
      >,
    async pack(folder, files) {
      // a try that is not done has no index
      await storage.remove(videoKey(folder, 'index.json'));
      const task: PackagerTask = { kind: 'pack', files, scratch, ffmpeg };
      const keep = (name: string, bytes: Uint8Array) => storage.put(videoKey(folder, name), bytes);
      return (await runTask(timers, task, keep)) as Awaited<ReturnType<typeof packVideo>>;
    },
    pictureOf: (piece) => (ffmpeg === null ? Promise.resolve(null) : drawFirst(ffmpeg, piece, scratch)),
  };
}

/** FFmpeg's program: the first on the PATH, else the one that npm brought. */
export async function findFfmpeg(path: string): Promise<string | null> {
  const name = process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg';
  const found = path
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find(isProgram);
  if (found) return found;
  const installed = await import('@ffmpeg-installer/ffmpeg').catch(() => null);
  return installed && isProgram(installed.path) ? installed.path : null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function runTask(
  timers: Timers,
  task: PackagerTask,
  keep: (name: string, bytes: Uint8Array) => Promise<void>,
): Promise<unknown> {
  const worker = startWorker(task);
  let cancel = () => {};
  try {
    return await new Promise((resolve, reject) => {
      const watch = () => {
        cancel();
        cancel = timers.setTimeout(() => reject(new Error('the packager hangs')), SILENT_MS);
      };
      watch();
      worker.on('message', (news: PackagerNews) => {
        watch();
        if (news.kind === 'done') resolve(news.result);
        if (news.kind === 'file') keep(news.name, news.bytes).then(() => worker.postMessage(null), reject);
      });
      worker.once('error', (error: NodeJS.ErrnoException) => {
        // what wants more memory than any video does is none
        if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') resolve('notAVideo' satisfies PackagingFailure);
        else reject(error);
      });
      worker.once('exit', () => reject(new Error('the packager ended')));
    });
  } finally {
    cancel();
    await worker.terminate();
  }
}

/** The worker's program lies beside this one: bundled, or as it was written, which tsx reads. */
function startWorker(task: PackagerTask): Worker {
  const options = { workerData: task, env: {}, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB } };
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./packager-worker.js', import.meta.url), options);
  const program = new URL('./packager-worker.ts', import.meta.url).href;
  const start = `import('tsx/esm/api').then(({ register }) => { register(); return import('${program}'); });`;
  return new Worker(start, { ...options, eval: true });
}
