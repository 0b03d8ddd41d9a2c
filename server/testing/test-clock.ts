import { later, type Clock } from '../clock';

/** A clock that stands still until the test moves it. */
export interface TestClock extends Clock {
  /** Moves it on and returns the new time. */
  advance(milliseconds: number): Date;
  set(time: Date | string): void;
}

export function testClock(start: Date | string = '2026-03-01T12:00:00Z'): TestClock {
  let time = new Date(start);
  return {
    now: () => new Date(time),
    advance: (milliseconds) => (time = later(time, milliseconds)),
    set: (to) => (time = new Date(to)),
  };
}
