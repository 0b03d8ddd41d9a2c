import { manualTimers, type ManualTimers } from '../../sdk/timers.test.fake';
import { type Clock } from '../clock';

/** A clock that stands still until the test moves it, and timers that go by it. */
export interface TestClock extends Clock {
  readonly timers: ManualTimers;
  /** Moves it on and returns the new time; what is due on the way runs. */
  advance(milliseconds: number): Date;
  set(time: Date | string): void;
}

export function testClock(start: Date | string = '2026-03-01T12:00:00Z'): TestClock {
  const timers = manualTimers(new Date(start).getTime());
  const now = () => new Date(timers.now());
  return {
    timers,
    now,
    advance(milliseconds) {
      timers.advance(milliseconds);
      return now();
    },
    set: (to) => timers.set(new Date(to).getTime()),
  };
}
