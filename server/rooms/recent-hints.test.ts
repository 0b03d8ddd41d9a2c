import { expect, test } from 'vitest';
import { RecentHints } from './recent-hints';

test('a hint that comes twice is taken once, by each process', () => {
  const hints = new RecentHints();
  expect([hints.take('a'), hints.take('a'), hints.take('b')]).toEqual([true, false, true]);
  expect(new RecentHints().take('a')).toBe(true);
});

test('of more than ten thousand the oldest is forgotten first', () => {
  const hints = new RecentHints();
  for (let n = 0; n <= 10_000; n += 1) hints.take(String(n));
  expect(hints.take('1')).toBe(false);
  expect(hints.take('0')).toBe(true);
});
