import { parentPort, workerData } from 'node:worker_threads';
import { systemTimers } from '../../sdk/timers';
import { followFile, type FollowTask } from './packager-follow';
import { inspectVideo, type Keeping, type PackTask, packVideo } from './packager-pack';
import { type ShrinkTask, shrinkVideo } from './packager-shrink';

/** What a packager's thread is started with. */
export type PackagerTask =
  | { kind: 'inspect'; path: string }
  | ({ kind: 'pack' } & PackTask)
  | ({ kind: 'follow' } & FollowTask)
  | ({ kind: 'shrink' } & ShrinkTask);

/**
 * What it tells: a file to be kept, one that it wants, that it wants more bytes, how much can be
 * played, that it still works, or what came of it.
 */
export type PackagerNews =
  | { kind: 'file'; name: string; bytes: Uint8Array }
  | { kind: 'wanted'; name: string }
  | { kind: 'more' }
  | { kind: 'grown'; durationMs: number }
  | { kind: 'alive' }
  | { kind: 'done'; result: unknown };

/** What it is told: a file is kept; the bytes that it asked for, null where there are no more. */
export type PackagerWord = { kind: 'kept' } | { kind: 'bytes'; bytes: Uint8Array | null };

const ALIVE_MS = 10_000;
/** So many files may be on their way into storage: a slow one slows the reading down. */
const MOST_UNDER_WAY = 4;

const port = parentPort;
if (!port) throw new Error('the packager works in a thread of its own');
const tell = (news: PackagerNews, move: ArrayBuffer[] = []) => port.postMessage(news, move);

let underWay = 0;
let go = () => {};
let takeBytes: (bytes: Uint8Array | null) => void = () => {};
port.on('message', (word: PackagerWord) => {
  if (word.kind === 'bytes') return takeBytes(word.bytes);
  underWay--;
  go();
});
/** Asks for bytes, for one thing at a time; null where there are no more. */
const ask = (news: PackagerNews) =>
  new Promise<Uint8Array | null>((resolve) => {
    takeBytes = resolve;
    tell(news);
  });
const fetchFile = async (name: string) => (await ask({ kind: 'wanted', name })) ?? new Uint8Array();
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

const growing = { ...keeping, grown: (durationMs: number) => tell({ kind: 'grown', durationMs }) };
/** What comes in is asked for piece by piece. */
const bytesThatCome = () =>
  new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const bytes = await ask({ kind: 'more' });
        if (bytes) controller.enqueue(bytes);
        else controller.close();
      },
    },
    { highWaterMark: 0 },
  );

systemTimers.setInterval(() => tell({ kind: 'alive' }), ALIVE_MS);
tell({ kind: 'done', result: await work(workerData as PackagerTask) });

function work(task: PackagerTask): Promise<unknown> {
  switch (task.kind) {
    case 'inspect':
      return inspectVideo(task.path);
    case 'pack':
      return packVideo(task, keeping);
    case 'follow':
      return followFile(task, bytesThatCome(), growing);
    case 'shrink':
      return shrinkVideo(task, keeping, fetchFile);
  }
}
