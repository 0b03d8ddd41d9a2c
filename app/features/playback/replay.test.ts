import { expect, test } from 'vitest';
import { type ChatLine } from '../../lib/api';
import { grown, MOST_LINES, saidBy, streamTime, wanted, type Replay } from './replay';

const line = (offset: number) => ({ id: `line-${offset}`, offset }) as unknown as ChatLine;
const replay = (from: number, offsets: number[], next: string | null = null): Replay => ({
  fromMs: from,
  lines: offsets.map(line),
  next: next as Replay['next'],
});
const offsets = (lines: readonly ChatLine[]) => lines.map(({ offset }) => offset);

test('what was said by a moment stands there, and nothing that comes later', () => {
  const known = replay(0, [-500, 1_000, 2_000, 3_000]);
  expect(offsets(saidBy(known, 2_000))).toEqual([-500, 1_000, 2_000]);
  expect(offsets(saidBy(known, -1_000))).toEqual([]);
  expect(offsets(saidBy(known, 9_000))).toHaveLength(4);
});

test('of many lines the newest stand there', () => {
  const many = replay(
    0,
    Array.from({ length: 500 }, (_, at) => at * 10),
  );
  const said = saidBy(many, 10_000);
  expect(said).toHaveLength(MOST_LINES);
  expect(said.at(-1)?.offset).toBe(4_990);
});

test('a chat is asked for when it is unknown, sought before or far behind what is known, and as it comes near its end', () => {
  expect(wanted(null, 0)).toBe('anew');
  const known = replay(10_000, [12_000, 90_000], 'next');
  expect(wanted(known, 5_000)).toBe('anew');
  expect(wanted(known, 20_000)).toBeNull();
  expect(wanted(known, 80_000)).toBe('more');
  expect(wanted(known, 200_000)).toBe('anew');
  expect(wanted({ ...known, next: null }, 900_000)).toBeNull();
});

test('what follows is added once, and a long chat lets go of what lies far behind', () => {
  const known = replay(0, [1, 2], 'x');
  expect(offsets(grown(known, [line(2), line(3)], null).lines)).toEqual([1, 2, 3]);
  const long = grown(
    replay(0, [], 'x'),
    Array.from({ length: 1_000 }, (_, at) => line(at * 100)),
    null,
  );
  expect(long.lines).toHaveLength(4 * MOST_LINES);
  expect(long.fromMs).toBeGreaterThan(20_000);
  expect(offsets(saidBy(long, long.fromMs))).toHaveLength(MOST_LINES);
  expect(wanted(long, 0)).toBe('anew');
});

test('a moment of a recording is the moment of the stream that its part shows', () => {
  const parts = [
    { atMs: 0, startsAtMs: 5_000 },
    { atMs: 60_000, startsAtMs: 100_000 },
  ];
  expect(streamTime(parts, 0)).toBe(5_000);
  expect(streamTime(parts, 59_999)).toBe(64_999);
  expect(streamTime(parts, 61_000)).toBe(101_000);
  expect(streamTime([], 7)).toBe(7);
});
