import { DomainError } from '../errors';

/**
 * So many of a kind run at once, so many more wait, and beyond that one is refused: work that costs
 * does not pile up.
 */
export function createTurns({ atOnce, waiting }: { atOnce: number; waiting: number }) {
  let running = 0;
  const queue: (() => void)[] = [];
  return async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (running >= atOnce) {
      if (queue.length >= waiting) throw new DomainError('tooBusy', 2);
      await new Promise<void>((resolve) => queue.push(resolve)); // the turn is handed over: `running` stays as it is
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
