import { type Logger } from 'pino';
import { type Cancel, type Timers } from '../sdk/timers';

/** Work that the process does by itself, again and again. */
export interface Worker {
  /** Resolves when the first round is done, well or not. */
  firstRound: Promise<void>;
  /** No new round; resolves when a running one is done. */
  stop(): Promise<void>;
}

/**
 * Runs `work` at once and then `everyMs` after each round's end. A round that fails is logged; the
 * next one comes all the same.
 */
export function startWorker(
  { log, timers }: { log: Logger; timers: Timers },
  name: string,
  everyMs: number,
  work: () => Promise<unknown>,
): Worker {
  let cancel: Cancel = () => {};
  let stopped = false;
  let round = run();
  const firstRound = round;

  async function run() {
    try {
      await work();
    } catch (error) {
      log.warn({ err: error, worker: name }, 'a round of work failed');
    }
    if (stopped) return;
    cancel = timers.setTimeout(() => {
      round = run();
    }, everyMs);
  }
  return {
    firstRound,
    async stop() {
      stopped = true;
      cancel();
      await round;
    },
  };
}
