import { Worker } from 'node:worker_threads';
import { type Timers } from '../../sdk/timers';
import { type Recorder, type RecorderEnd, type RecordingSink } from '../deps';
import { type StreamId } from '../ids';
import { RECORDED_TYPE } from './recorder-part';
import { type RecorderNews, type RecorderOrder, type RecorderTask } from './recorder-worker';

/** What a thread may have of memory beside what waits to be kept. */
const MEMORY_MB = 256;
/** A thread that was told to stop and has not for so long hangs. */
const STOP_MS = 10_000;

export interface RecorderOptions extends RecorderTask {
  token: (room: StreamId) => Promise<string>;
  timers: Timers;
}

/** Records rooms, each in a thread of its own: this one has viewers to meter. */
export function createRecorder({ token, timers, ...task }: RecorderOptions): Recorder {
  return {
    record(room, sink) {
      const worker = startWorker(task);
      const order = (told: RecorderOrder) => worker.postMessage(told);
      let stopping = false;
      let end: (how: RecorderEnd) => void = () => {};
      const ended = new Promise<RecorderEnd>((resolve) => (end = resolve)).finally(() => worker.terminate());
      let kept = Promise.resolve();
      /** One after the other; what the sink does not take is the end of the recording. */
      const keep = (what: () => Promise<void>) => {
        kept = kept.then(what);
        kept.catch((error: unknown) => end({ how: 'refused', error }));
      };
      worker.on('message', (news: RecorderNews) => take(news, { sink, keep, order, end: (how) => end(how) }));
      worker.on('message', (news: RecorderNews) => {
        if (news.kind === 'stopped') keep(() => Promise.resolve(end({ how: 'stopped' })));
        if (news.kind === 'token')
          token(room).then(
            (made) => order({ kind: 'token', token: made }),
            (error: unknown) => end({ how: 'failed', error }),
          );
      });
      worker.once('error', (error) => end({ how: 'failed', error }));
      worker.once('exit', () => end({ how: 'failed', error: new Error('the recorder ended') }));
      return {
        ended,
        stop() {
          if (!stopping) {
            stopping = true;
            order({ kind: 'stop' });
            const cancel = timers.setTimeout(
              () => end({ how: 'failed', error: new Error('the recorder hangs') }),
              STOP_MS,
            );
            void ended.then(cancel);
          }
          return ended;
        },
      };
    },
  };
}

interface Taking {
  sink: RecordingSink;
  keep: (what: () => Promise<void>) => void;
  order: (told: RecorderOrder) => void;
  end: (how: RecorderEnd) => void;
}

function take(news: RecorderNews, { sink, keep, order, end }: Taking): void {
  switch (news.kind) {
    case 'begin':
      keep(() => sink.begin({ contentType: RECORDED_TYPE, agoMs: news.agoMs }));
      break;
    case 'bytes':
      keep(async () => {
        await sink.write(news.bytes);
        order({ kind: 'kept', bytes: news.bytes.length });
      });
      break;
    case 'end':
      keep(() => sink.end());
      break;
    case 'unreadable':
      end({ how: 'unreadable' });
      break;
    case 'replaced':
      keep(() => Promise.resolve(end({ how: 'replaced' })));
      break;
    case 'tooSlow':
      end({ how: 'failed', error: new Error('what is recorded cannot be kept as fast as it comes') });
      break;
    case 'token':
    case 'stopped':
      break;
  }
}

/** The worker's program lies beside this one: bundled, or as it was written, which tsx reads. */
function startWorker(task: RecorderTask): Worker {
  const options = { workerData: task, env: {}, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB } };
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./recorder-worker.js', import.meta.url), options);
  const program = new URL('./recorder-worker.ts', import.meta.url).href;
  const start = `import('tsx/esm/api').then(({ register }) => { register(); return import('${program}'); });`;
  return new Worker(start, { ...options, eval: true });
}
