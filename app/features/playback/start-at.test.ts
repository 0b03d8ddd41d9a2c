import { expect, test } from 'vitest';
import { beginningOf, readTime } from './start-at';

test.each([
  ['90', 90_000],
  ['90s', 90_000],
  ['1m30s', 90_000],
  ['1m', 60_000],
  ['2h', 7_200_000],
  ['1h2m3s', 3_723_000],
  ['1:30', 90_000],
  ['1:02:03', 3_723_000],
  ['0', 0],
])('%s in an address is %d milliseconds', (text, ms) => {
  expect(readTime(text)).toBe(ms);
});

test.each([null, '', 'x', '-5', '1.5', '1:2:3:4', '9'.repeat(21), '9'.repeat(20), 'Infinity', '1e3'])(
  '%s in an address says nothing',
  (text) => {
    expect(readTime(text)).toBeNull();
  },
);

const video = { positionMs: 60_000, durationMs: 600_000 };

test('a video begins where the address says, else where it was left, else at its beginning', () => {
  expect(beginningOf('30', video)).toEqual({ ms: 30_000, left: false });
  expect(beginningOf(null, video)).toEqual({ ms: 60_000, left: true });
  expect(beginningOf('x', { ...video, positionMs: null })).toEqual({ ms: 0, left: false });
});

test('what was seen to its end begins anew, and no address leads past the end', () => {
  expect(beginningOf(null, { ...video, positionMs: 590_000 })).toEqual({ ms: 0, left: false });
  expect(beginningOf('9999', video)).toEqual({ ms: 599_000, left: false });
  expect(beginningOf('5', { positionMs: null, durationMs: 500 })).toEqual({ ms: 0, left: false });
});
