import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LEAST_CLIP_MS, MOST_CLIP_MS } from '../../schemas/clips';
import { type VideoIndex } from '../deps';
import { DomainError } from '../errors';
import { cutIndex, filesOf, showsTooMuch } from './choose';

/** A video whose segments are so long each, in two sizes and as sound alone. */
function indexOf(lengths: readonly number[]): VideoIndex {
  let startMs = 0;
  const times = lengths.map((durationMs) => ({ startMs: (startMs += durationMs) - durationMs, durationMs }));
  const segments = (name: string) =>
    times.map((time, at) => ({
      ...time,
      file: `${name}-${at}.m4s`,
      init: `${name}-${Math.floor(at / 10)}-init.mp4`,
      bytes: 100,
      discontinuity: at > 0 && at % 10 === 0,
    }));
  const rendition = (name: string, height: number) => ({
    ...{ name, codecs: 'avc1.42c01f', bandwidth: 1, width: 2 * height, height },
    segments: segments(name),
  });
  const renditions = [rendition('source', 720), rendition('480p', 480), rendition('audio', 0)];
  return { version: 1, durationMs: startMs, renditions, strip: null, poster: null, bytes: 0 };
}

const TWO_SECONDS = indexOf(Array.from({ length: 60 }, () => 2_000));

test('a cut is widened to whole segments, in all sizes but the sound alone, on a timeline of its own', () => {
  const cut = cutIndex(TWO_SECONDS, { fromMs: 19_000, toMs: 27_500 });
  expect(cut).toMatchObject({ fromMs: 18_000, toMs: 28_000 });
  expect(cut.index).toMatchObject({ durationMs: 10_000, bytes: 2 * 5 * 100, poster: null, strip: null });
  expect(cut.index.renditions.map(({ name }) => name)).toEqual(['source', '480p']);
  expect(cut.index.renditions[0]?.segments.map(({ startMs, file }) => [startMs, file])).toEqual([
    [0, 'source-9.m4s'],
    [2_000, 'source-10.m4s'],
    [4_000, 'source-11.m4s'],
    [6_000, 'source-12.m4s'],
    [8_000, 'source-13.m4s'],
  ]);
  expect(cut.index.renditions[0]?.segments.map(({ discontinuity }) => discontinuity)).toEqual([
    ...[false, true, false, false, false],
  ]);
  expect(filesOf(cut.index)).toContain('480p-0-init.mp4');
  expect(new Set(filesOf(cut.index)).size).toBe(filesOf(cut.index).length);
});

test('a segment at an end that is not had is left out where little of it was asked for, and only there', () => {
  const had = ({ startMs }: { startMs: number }) => startMs >= 20_000 && startMs < 40_000;
  expect(cutIndex(TWO_SECONDS, { fromMs: 19_100, toMs: 40_900 }, had)).toMatchObject({ fromMs: 20_000, toMs: 40_000 });
  expect(cutIndex(TWO_SECONDS, { fromMs: 19_000, toMs: 41_000 }, had)).toMatchObject({ fromMs: 18_000, toMs: 42_000 });
});

test('a cut that begins where a break was begins without one', () => {
  const { index } = cutIndex(TWO_SECONDS, { fromMs: 20_000, toMs: 30_000 });
  expect(index.renditions[0]?.segments[0]).toMatchObject({ startMs: 0, discontinuity: false });
});

test.each([
  ['too short', 0, LEAST_CLIP_MS - 1, 'clipLength'],
  ['too long', 0, MOST_CLIP_MS + 1, 'clipLength'],
  ['backwards', 20_000, 10_000, 'clipLength'],
  ['beyond the end', 120_000, 130_000, 'malformed'],
  ['of less than five seconds before the end', 117_000, 127_000, 'clipLength'],
] as const)('a cut %s is refused', (_, fromMs, toMs, code) => {
  expect(() => cutIndex(TWO_SECONDS, { fromMs, toMs })).toThrow(new DomainError(code));
});

test('whatever the segments, a cut is at most a minute and one of them long, and begins where it was asked for', () => {
  const lengths = fc.array(fc.integer({ min: 200, max: 30_000 }), { minLength: 1, maxLength: 80 });
  fc.assert(
    fc.property(
      lengths,
      fc.nat(200_000),
      fc.integer({ min: LEAST_CLIP_MS, max: MOST_CLIP_MS }),
      (all, fromMs, long) => {
        const index = indexOf(all);
        const asked = { fromMs, toMs: fromMs + long };
        let cut;
        try {
          cut = cutIndex(index, asked);
        } catch (error) {
          expect(error).toBeInstanceOf(DomainError);
          return;
        }
        const longest = Math.max(...cut.segments.map(({ durationMs }) => durationMs));
        expect(cut.toMs - cut.fromMs).toBeLessThanOrEqual(MOST_CLIP_MS + longest);
        expect(cut.fromMs).toBeLessThanOrEqual(fromMs);
        expect(cut.segments[0]!.startMs + cut.segments[0]!.durationMs).toBeGreaterThan(fromMs);
        const ends = Math.min(asked.toMs, index.durationMs);
        expect(cut.toMs + longest).toBeGreaterThanOrEqual(ends);
        expect(cut.segments.at(-1)!.startMs).toBeLessThan(asked.toMs);
      },
    ),
  );
});

test('clips show a tenth of a paid video together, five minutes at most, each moment counted once', () => {
  const tenMinutes = { durationMs: 600_000, freeMs: 0 };
  const part = (from: number, to: number) => ({ fromMs: from * 1_000, toMs: to * 1_000 });
  expect(showsTooMuch(tenMinutes, [], part(0, 60))).toBe(false);
  expect(showsTooMuch(tenMinutes, [part(0, 30)], part(100, 130))).toBe(false);
  expect(showsTooMuch(tenMinutes, [part(0, 30)], part(100, 132))).toBe(true);
  expect(showsTooMuch(tenMinutes, [part(0, 30), part(10, 40)], part(30, 60))).toBe(false);
  // what is in one already shows nothing more
  expect(showsTooMuch(tenMinutes, [part(0, 60), part(200, 260)], part(210, 250))).toBe(false);
  // what is free is shown to everybody
  expect(showsTooMuch({ ...tenMinutes, freeMs: 100_000 }, [part(0, 60)], part(60, 110))).toBe(false);
  const sixHours = { durationMs: 6 * 3_600_000, freeMs: 0 };
  const five = [0, 1, 2, 3, 4].map((at) => part(at * 1_000, at * 1_000 + 60));
  expect(showsTooMuch(sixHours, five.slice(0, 4), five[4]!)).toBe(false);
  expect(showsTooMuch(sixHours, five, part(9_000, 9_005))).toBe(true);
});
