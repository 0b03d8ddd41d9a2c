import { expect, test } from 'vitest';
import { recordedSeconds, rewoundTo, soughtIn } from './rewinding';

const startedAt = new Date('2026-11-30T20:00:00Z');
const rewind = { videoId: 'a video' as never, fromMs: 60_000 };

test('what is recorded began after the stream did, and is never less than nothing', () => {
  expect(recordedSeconds({ startedAt }, rewind, new Date('2026-11-30T20:03:00Z'))).toBe(120);
  expect(recordedSeconds({ startedAt }, rewind, new Date('2026-11-30T20:00:10Z'))).toBe(0);
  expect(recordedSeconds({ startedAt: null }, rewind, new Date('2026-11-30T20:03:00Z'))).toBe(0);
});

test('rewinding begins that long before its end, at its beginning at the earliest', () => {
  expect(rewoundTo(100_000, 30)).toBe(70);
  expect(rewoundTo(20_000, 30)).toBe(0);
});

test('nearer than the recording lags behind, and where nothing live gets through, it begins by live', () => {
  expect(rewoundTo(100_000, 2)).toBeNull();
  expect(rewoundTo(100_000, null)).toBeNull();
});

test('in a recording that grows its end is what is live, and just before it one seeks no nearer than it plays', () => {
  const growing = { edge: 100, near: 95 };
  expect(soughtIn(growing, 40)).toBe(40);
  expect(soughtIn(growing, 97)).toBe(95);
  expect(soughtIn(growing, 99.5)).toBe('live');
  expect(soughtIn(null, 99.5)).toBe(99.5);
});
