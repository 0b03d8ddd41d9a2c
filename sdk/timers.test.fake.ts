import { type Timers } from './timers';

/** Timers that stand still until the test moves them, and the time that they go by. */
export interface ManualTimers extends Timers {
  /** In milliseconds. */
  now(): number;
  /** Moves time on; whatever is due on the way runs at its own moment, in order. */
  advance(milliseconds: number): void;
  /** Moves time there, backwards too: then nothing runs. */
  set(time: number): void;
  /** How many calls are planned. */
  planned(): number;
  /** Resolves as soon as so many are. */
  whenPlanned(count: number): Promise<void>;
}

interface Planned {
  due: number;
  every: number | null;
  run(): void;
}

export function manualTimers(start = 0): ManualTimers {
  let time = start;
  const planned = new Set<Planned>();
  const waiting = new Set<() => void>();
  const plan = (run: () => void, milliseconds: number, every: number | null) => {
    const one: Planned = { due: time + milliseconds, every, run };
    planned.add(one);
    for (const look of waiting) look();
    return () => void planned.delete(one);
  };
  /** Of those due by then, the first; of two due at one moment, the one that was planned first. */
  const nextDue = (by: number) => {
    const due = [...planned].filter((one) => one.due <= by);
    return due.reduce<Planned | null>((first, one) => (first && first.due <= one.due ? first : one), null);
  };
  const set = (to: number) => {
    for (let next = nextDue(to); next; next = nextDue(to)) {
      time = Math.max(time, next.due);
      if (next.every === null) planned.delete(next);
      else next.due += next.every;
      next.run();
    }
    time = to;
  };
  return {
    now: () => time,
    advance: (milliseconds) => set(time + milliseconds),
    set,
    planned: () => planned.size,
    whenPlanned: (count) =>
      new Promise((resolve) => {
        const look = () => {
          if (planned.size < count) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    setTimeout: (run, milliseconds) => plan(run, milliseconds, null),
    setInterval: (run, milliseconds) => plan(run, milliseconds, milliseconds),
  };
}
