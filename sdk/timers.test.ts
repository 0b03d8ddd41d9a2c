import { expect, test } from 'vitest';
import { sleep, systemTimers } from './timers';
import { manualTimers } from './timers.test.fake';

test('by hand, what is due on the way runs in order and at its own moment', () => {
  const timers = manualTimers();
  const ran: [string, number][] = [];
  const note = (name: string) => () => void ran.push([name, timers.now()]);
  timers.setTimeout(note('late'), 30);
  const stop = timers.setInterval(note('again'), 10);
  const cancel = timers.setTimeout(note('never'), 20);
  timers.setTimeout(() => timers.setTimeout(note('planned on the way'), 5), 20);
  cancel();
  timers.advance(30);
  const expected = [
    ['again', 10],
    ['again', 20],
    ['planned on the way', 25],
    ['late', 30],
    ['again', 30],
  ];
  expect(ran).toEqual(expected);
  stop();
  timers.advance(100);
  expect(ran).toHaveLength(expected.length);
  expect(timers.planned()).toBe(0);
});

test('a sleep ends when its time has passed, and at once when it is aborted; nothing stays planned', async () => {
  const timers = manualTimers();
  const slept = sleep(timers, 1_000);
  await timers.whenPlanned(1);
  timers.advance(1_000);
  await slept;
  const control = new AbortController();
  const aborted = sleep(timers, 1_000, control.signal);
  control.abort();
  await aborted;
  await sleep(timers, 1_000, control.signal);
  expect(timers.planned()).toBe(0);
});

test('of the system, a timeout runs once, an interval until it is cancelled', async () => {
  let times = 0;
  const stop = systemTimers.setInterval(() => (times += 1), 1);
  systemTimers.setTimeout(() => (times += 100), 1)();
  await sleep(systemTimers, 20);
  stop();
  expect(times).toBeGreaterThan(0);
  const before = times;
  await sleep(systemTimers, 5);
  expect(times).toBe(before);
  expect(times).toBeLessThan(100);
});
