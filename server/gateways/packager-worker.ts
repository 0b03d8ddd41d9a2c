import { parentPort, workerData } from 'node:worker_threads';
import { systemTimers } from '../../sdk/timers';
import { inspectVideo, type Keeping, type PackTask, packVideo } from './packager-pack';

/** What a packager's thread is started with. */
export type PackagerTask = { kind: 'inspect'; path: string } | ({ kind: 'pack' } & PackTask);

/** What it tells: a file to be kept, that it still works, or what came of it. */
export type PackagerNews =
  { kind: 'file'; name: string; bytes: Uint8Array } | { kind: 'alive' } | { kind: 'done'; result: unknown };

const ALIVE_MS = 10_000;
/** So many files may be on their way into storage: a slow one slows the reading down. */
const MOST_UNDER_WAY = 4;

const port = parentPort;
if (!port) throw new Error('the packager works in a thread of its own');
const tell = (news: PackagerNews, move: ArrayBuffer[] = []) => port.postMessage(news, move);

let underWay = 0;
let go = () => {};
port.on('message', () => {
  underWay--;
  go();
});
const untilUnderWay = async (most: number) => {
  while (underWay > most) await new Promise<void>((resolve) => (go = resolve));
};
const keeping: Keeping = {
  async keep(name, bytes) {
    underWay++;
    // what is part of a larger memory is copied, or that would go with it
    const { buffer } = bytes;
    const whole = buffer instanceof ArrayBuffer && buffer.byteLength === bytes.byteLength;
    tell({ kind: 'file', name, bytes }, whole ? [buffer] : []);
    await untilUnderWay(MOST_UNDER_WAY - 1);
  },
  allKept: () => untilUnderWay(0),
};

systemTimers.setInterval(() => tell({ kind: 'alive' }), ALIVE_MS);
const task = workerData as PackagerTask;
tell({ kind: 'done', result: await (task.kind === 'inspect' ? inspectVideo(task.path) : packVideo(task, keeping)) });
