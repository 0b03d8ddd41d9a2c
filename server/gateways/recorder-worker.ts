import { parentPort, workerData } from 'node:worker_threads';
import { type LineOptions } from './recorder-line';
import { runSession } from './recorder-session';

/** What a recorder's thread is started with. */
export type RecorderTask = Omit<LineOptions, 'token'>;

/** What it tells; `token` asks for one. */
export type RecorderNews =
  | { kind: 'begin'; agoMs: number }
  | { kind: 'bytes'; bytes: Uint8Array }
  | { kind: 'end' }
  | { kind: 'token' }
  | { kind: 'unreadable' }
  | { kind: 'replaced' }
  | { kind: 'tooSlow' }
  | { kind: 'stopped' };

/** What it is told. */
export type RecorderOrder = { kind: 'token'; token: string } | { kind: 'kept'; bytes: number } | { kind: 'stop' };

/** What waits to be kept: storage that is slower than a picture comes for so long is no storage. */
const MOST_WAITING = 64 * 1024 ** 2;

const port = parentPort;
if (!port) throw new Error('the recorder works in a thread of its own');
const tell = (news: RecorderNews) => port.postMessage(news);

let waiting = 0;
let giveToken = (_token: string) => {};
const session = runSession(
  workerData as RecorderTask,
  () => {
    tell({ kind: 'token' });
    return new Promise((resolve) => (giveToken = resolve));
  },
  {
    begin: (agoMs) => tell({ kind: 'begin', agoMs }),
    write(bytes) {
      waiting += bytes.length;
      if (waiting > MOST_WAITING) tell({ kind: 'tooSlow' });
      tell({ kind: 'bytes', bytes });
    },
    end: () => tell({ kind: 'end' }),
    unreadable: () => tell({ kind: 'unreadable' }),
    replaced: () => tell({ kind: 'replaced' }),
  },
);
port.on('message', (order: RecorderOrder) => {
  if (order.kind === 'token') giveToken(order.token);
  if (order.kind === 'kept') waiting -= order.bytes;
  if (order.kind === 'stop') void session.stop().then(() => tell({ kind: 'stopped' }));
});
