import fc from 'fast-check';
import { EncodedPacket } from 'mediabunny';
import { expect, test } from 'vitest';
import { type Cut, cutAtKeyFrames, UncutError } from './packager-cut';

const LIMITS = { seconds: 60, bytes: 1_000_000 };
const packet = (at: number, key: boolean, lasts = 0.1, size = 10) =>
  new EncodedPacket(new Uint8Array(size), key ? 'key' : 'delta', at, lasts);

/** Ten pictures a second, with a key frame each so many seconds; shown in the order of decoding. */
const pictures = (from: number, to: number, every: number) =>
  Array.from({ length: Math.round((to - from) * 10) }, (_, index) =>
    packet(from + index / 10, index % Math.round(every * 10) === 0),
  );
const sounds = (from: number, to: number) =>
  Array.from({ length: Math.round((to - from) * 50) }, (_, index) => packet(from + index / 50, true, 0.02, 2));

async function* each<Of>(list: Of[]): AsyncGenerator<Of> {
  for (const one of list) yield await Promise.resolve(one);
}

async function cut(video: EncodedPacket[], audio: EncodedPacket[] | null = null, from = 0, limits = LIMITS) {
  const found: Cut[] = [];
  const tracks = { video: each(video), audio: audio && each(audio) };
  for await (const one of cutAtKeyFrames(tracks, from, limits)) found.push(one);
  return found;
}

/** That a timeline is one: without gaps, and each segment with what belongs to it. */
function expectOneTimeline(cuts: Cut[], from = 0) {
  let end = from;
  for (const { start, end: until, video, audio } of cuts) {
    expect(start).toBe(end);
    expect(until).toBeGreaterThan(start);
    end = until;
    expect(video[0]?.key).toBe(true);
    for (const { at } of [...video, ...audio]) {
      expect(at).toBeGreaterThanOrEqual(start);
      expect(at).toBeLessThanOrEqual(until);
    }
  }
  for (const [index, { end: until }] of cuts.slice(0, -1).entries())
    expect(until - cuts[index]!.start).toBeGreaterThanOrEqual(1 - 1e-9);
  return end;
}
const lengths = (cuts: Cut[]) => cuts.map(({ start, end }) => Math.round((end - start) * 10) / 10);
const count = (cuts: Cut[], kind: 'video' | 'audio') => cuts.reduce((sum, { [kind]: list }) => sum + list.length, 0);

test.each([
  [0.5, [2, 2, 2, 2]],
  [1, [2, 2, 2, 2]],
  [1.5, [1.5, 1.5, 1.5, 1.5, 2]],
  [2, [2, 2, 2, 2]],
  [3, [3, 3, 2]],
  [5, [5, 3]],
])('key frames each %d seconds: segments of %j', async (every, expected) => {
  const cuts = await cut(pictures(0, 8, every), sounds(0, 8));
  expect(lengths(cuts)).toEqual(expected);
  expectOneTimeline(cuts);
  expect([count(cuts, 'video'), count(cuts, 'audio')]).toEqual([80, 400]);
});

test('a timeline goes on where another ended, wherever the clock of the file begins', async () => {
  for (const clock of [0, 3_600, -0.02]) {
    const cuts = await cut(pictures(clock, clock + 4, 1), sounds(clock, clock + 4), 100);
    expect(cuts[0]!.start).toBe(100);
    expect(expectOneTimeline(cuts, 100)).toBeCloseTo(104);
  }
});

test('pictures before the first key frame are left out, and the sound stands beside the others', async () => {
  const [, ...rest] = pictures(0, 4, 1);
  const cuts = await cut(rest, sounds(0, 4));
  expect(cuts[0]!.video[0]).toMatchObject({ at: 1, key: true });
  expect(count(cuts, 'audio')).toBe(200);
});

test('a clock that jumps ahead in all tracks is put back; a still picture with sound stays as long as it was', async () => {
  const jumped = await cut(
    [...pictures(0, 4, 1), ...pictures(3_604, 3_608, 1)],
    [...sounds(0, 4), ...sounds(3_604, 3_608)],
  );
  expect(expectOneTimeline(jumped)).toBeCloseTo(8, 1);
  const still = await cut([...pictures(0, 4, 1), ...pictures(24, 28, 1)], sounds(0, 28));
  expect(expectOneTimeline(still)).toBeCloseTo(28, 1);
  expect(Math.max(...lengths(still))).toBeGreaterThan(20);
});

test('a clock that goes back goes on', async () => {
  const cuts = await cut([...pictures(10, 14, 1), ...pictures(0, 4, 1)], [...sounds(10, 14), ...sounds(0, 4)]);
  expect(expectOneTimeline(cuts)).toBeCloseTo(8, 1);
  expect([count(cuts, 'video'), count(cuts, 'audio')]).toEqual([80, 400]);
});

test('nothing is cut inside of pictures that lean on each other over a key frame', async () => {
  // shown before the key frame, decoded after it
  const leading = [packet(2.2, true), packet(2, false), packet(2.1, false)];
  const video = [packet(0, true), ...[1, 2, 3].map((at) => packet(at * 0.7, false)), ...leading];
  const cuts = await cut(video);
  expect(cuts).toHaveLength(1);
  expect(cuts[0]!.video).toHaveLength(video.length);
});

test('a segment is there as soon as the pictures after it begin: nobody waits for more of them', async () => {
  for (const [every, until] of [
    [1, 2.2],
    [2, 2.2],
    [0.66, 2.2],
  ] as const) {
    let read = 0;
    async function* video() {
      for await (const one of each(pictures(0, 8, every))) {
        read = one.timestamp;
        yield one;
      }
    }
    const cuts = cutAtKeyFrames({ video: video(), audio: each(sounds(0, 8)) }, 0, LIMITS);
    const { value } = (await cuts.next()) as { value: Cut };
    expect(read).toBeLessThanOrEqual(until);
    expect(value.audio.every(({ at }) => at < value.end)).toBe(true);
    expect(value.audioGoesOn).toBeCloseTo(value.end, 1);
  }
});

test('what has no key frames to cut at, or too much between them, is no segment', async () => {
  await expect(cut(pictures(0, 61, 100))).rejects.toThrow(UncutError);
  const heavy = pictures(0, 4, 10).map(({ timestamp, type }) => packet(timestamp, type === 'key', 0.1, 30_000));
  await expect(cut(heavy)).rejects.toThrow(UncutError);
  await expect(cut(pictures(0, 1, 1), sounds(0, 70))).rejects.toThrow(UncutError);
  expect(await cut([])).toEqual([]);
  expect(await cut(pictures(0, 1, 1).slice(1), sounds(0, 1))).toEqual([]);
});

test('whatever comes, nothing is lost, nothing is twice, and time goes on', async () => {
  const steps = fc.array(fc.record({ step: fc.double({ min: -5, max: 30, noNaN: true }), key: fc.boolean() }), {
    minLength: 1,
    maxLength: 60,
  });
  await fc.assert(
    fc.asyncProperty(steps, steps, async (video, audio) => {
      const track = (of: typeof video, allKeys: boolean) => {
        let at = 0;
        return of.map(({ step, key }, index) => packet((at += step), allKeys || index === 0 || key));
      };
      const [pictures, sound] = [track(video, false), track(audio, true)];
      const cuts = await cut(pictures, sound, 0, { seconds: Infinity, bytes: Infinity });
      let end = 0;
      for (const { start, end: until } of cuts) {
        expect(start).toBe(end);
        expect(until).toBeGreaterThanOrEqual(start);
        end = until;
      }
      expect(count(cuts, 'audio')).toBe(sound.length);
      expect(count(cuts, 'video')).toBeLessThanOrEqual(pictures.length);
    }),
  );
});
