import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { covers, lengthOf, type Range, rangesOf, secondsOf, sharesOf, tidy, within } from './ranges';

const second = fc.integer({ min: 0, max: 60 });
const range = fc.tuple(second, second).map(([a, b]): Range => [a, b]);
const ranges = fc.array(range, { maxLength: 12 });

/** The same by counting on fingers. */
const setOf = (given: readonly Range[]) => {
  const seconds = new Set<number>();
  for (const [from, to] of given) for (let at = from; at < to; at += 1) seconds.add(at);
  return seconds;
};

describe('ranges of seconds', () => {
  test('tidied hold the same seconds, in order, apart from each other', () => {
    fc.assert(
      fc.property(ranges, (given) => {
        const tidied = tidy(given);
        expect(setOf(tidied)).toEqual(setOf(given));
        tidied.forEach(([from, to], at) => {
          expect(from).toBeLessThan(to);
          expect(tidied[at - 1]?.[1] ?? -1).toBeLessThan(from);
        });
        expect(tidy(tidied)).toEqual(tidied);
      }),
    );
  });

  test('are counted once each, cut and compared as sets of seconds are', () => {
    fc.assert(
      fc.property(ranges, range, (given, piece) => {
        const seconds = setOf(given);
        const asked = setOf([piece]);
        expect(lengthOf(given)).toBe(seconds.size);
        expect(covers(given, piece)).toBe([...asked].every((at) => seconds.has(at)));
        expect(setOf(within(given, piece))).toEqual(new Set([...seconds].filter((at) => asked.has(at))));
      }),
    );
  });

  test('are drawn within the line, and no wider in all than they are long', () => {
    fc.assert(
      fc.property(ranges, fc.integer({ min: 1, max: 90 }), (given, length) => {
        const shares = sharesOf(given, length);
        for (const { start, width } of shares) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(start + width).toBeLessThanOrEqual(100 + 1e-9);
        }
        const width = shares.reduce((sum, share) => sum + share.width, 0);
        expect(width).toBeCloseTo((lengthOf(within(given, [0, length])) / length) * 100, 6);
      }),
    );
  });

  test.each([0, -1, NaN])('are not drawn along a video of length %s', (length) => {
    expect(sharesOf([[0, 5]], length)).toEqual([]);
  });

  test('of a piece of a video are all that it touches, at both ends', () => {
    expect(secondsOf(0, 1_000)).toEqual([0, 1]);
    expect(secondsOf(1_999, 2)).toEqual([1, 3]);
    expect(secondsOf(4_000, 3_967)).toEqual([4, 8]);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e8 }), fc.integer({ min: 1, max: 20_000 }), (start, duration) => {
        const [from, to] = secondsOf(start, duration);
        expect(from * 1_000).toBeLessThanOrEqual(start);
        expect(to * 1_000).toBeGreaterThanOrEqual(start + duration);
        expect(to - from).toBeLessThanOrEqual(Math.ceil(duration / 1_000) + 1);
      }),
    );
  });

  test('of a media element are read as they are', () => {
    const spans = [
      [0, 3.5],
      [8, 9],
    ] as const;
    const buffered = { length: 2, start: (at: number) => spans[at]![0], end: (at: number) => spans[at]![1] };
    expect(rangesOf(buffered)).toEqual(spans);
  });
});
