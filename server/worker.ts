import { type Logger } from 'pino';

/** Work that the process does by itself, again and again. */
export interface Worker {
  /** Resolves when the first round is done, well or not. */
  firstRound: Promise<void>;
  /** No new round; resolves when a running one is done. */
  stop(): Promise<void>;
}

/** Runs `work` at once and then `everyMs` after each round's end. A round that fails is logged; the next one comes all the same. */
export function startWorker(name: string, everyMs: number, log: Logger, work: () => Promise<unknown>): Worker {
  let timer: NodeJS.Timeout | undefined;
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
    timer = setTimeout(() => {
      round = run();
    }, everyMs);
  }
  return {
    firstRound,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await round;
    },
  };
}
