import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type Timers } from '../../sdk/timers';
import { type Following, type Packager, type PackagingFailure, type Storage } from '../deps';
import { videoKey } from '../storage-key';
import { type followFile } from './packager-follow';
import { type inspectVideo, type packVideo } from './packager-pack';
import { type shrinkVideo } from './packager-shrink';
import { drawFirst } from './packager-pictures';
import { type PackagerNews, type PackagerTask, type PackagerWord } from './packager-worker';

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
  const keepIn = (folder: string) => (name: string, bytes: Uint8Array) => storage.put(videoKey(folder, name), bytes);
  return {
    usesFfmpeg: ffmpeg !== null,
    inspect: async (path) =>
      (await runTask(timers, { kind: 'inspect', path }, {})) as Awaited<ReturnType<typeof inspectVideo>>,
    async pack(folder, files) {
      // a try that is not done has no index
      await storage.remove(videoKey(folder, 'index.json'));
      const task: PackagerTask = { kind: 'pack', files, scratch, ffmpeg };
      return (await runTask(timers, task, { keep: keepIn(folder) })) as Awaited<ReturnType<typeof packVideo>>;
    },
    async follow(folder, bytes, { before, grown, signal }) {
      const task: PackagerTask = { kind: 'follow', before, ffmpeg: ffmpeg !== null };
      const reader = bytes.getReader();
      try {
        const doing = { keep: keepIn(folder), follow: { reader, grown }, signal };
        return (await runTask(timers, task, doing)) as Awaited<ReturnType<typeof followFile>>;
      } finally {
        await reader.cancel().catch(() => undefined);
      }
    },
    async shrink(folder, index, { height, tag }, signal) {
      if (!ffmpeg) return null;
      const read = async (name: string) => {
        const found = await storage.read(videoKey(folder, name));
        if (!found) throw new Error('a file of a video is gone');
        return new Uint8Array(await new Response(found.content).arrayBuffer());
      };
      const task: PackagerTask = { kind: 'shrink', index, height, tag, scratch, ffmpeg };
      const made = await runTask(timers, task, { keep: keepIn(folder), read, signal });
      return typeof made === 'string' ? null : (made as Awaited<ReturnType<typeof shrinkVideo>>);
    },
    pictureOf: (piece) => (ffmpeg === null ? Promise.resolve(null) : drawFirst(ffmpeg, piece, scratch)),
  };
}

/** What the thread cannot do by itself. */
interface Doing {
  /** Where a file goes that it made. */
  keep?: (name: string, bytes: Uint8Array) => Promise<void>;
  /** What is in a file of before that it asks for. */
  read?: (name: string) => Promise<Uint8Array>;
  /** Of a file that comes in: where it comes from, and who is told how much of it can be played. */
  follow?: Pick<Following, 'grown'> & { reader: ReadableStreamDefaultReader<Uint8Array> };
  signal?: AbortSignal;
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

async function runTask(timers: Timers, task: PackagerTask, { keep, read, follow, signal }: Doing): Promise<unknown> {
  signal?.throwIfAborted();
  const worker = startWorker(task);
  const say = (word: PackagerWord) => worker.postMessage(word);
  let cancel = () => {};
  try {
    return await new Promise((resolve, reject) => {
      const watch = () => {
        cancel();
        cancel = timers.setTimeout(() => reject(new Error('the packager hangs')), SILENT_MS);
      };
      watch();
      const take = async (news: PackagerNews) => {
        if (news.kind === 'done') resolve(news.result);
        if (news.kind === 'file') await keep?.(news.name, news.bytes).then(() => say({ kind: 'kept' }));
        if (news.kind === 'wanted') await read?.(news.name).then((bytes) => say({ kind: 'bytes', bytes }));
        if (news.kind === 'grown') await follow?.grown(news.durationMs);
        if (news.kind === 'more') say({ kind: 'bytes', bytes: (await follow?.reader.read())?.value ?? null });
      };
      worker.on('message', (news: PackagerNews) => {
        watch();
        take(news).catch(reject);
      });
      signal?.addEventListener('abort', () => reject(new Error('the packager was stopped')), { once: true });
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
