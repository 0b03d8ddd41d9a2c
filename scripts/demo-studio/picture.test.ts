import { expect, it } from 'vitest';
import { writable } from './letters';
import { createPicture, HEIGHT, toRgb, WIDTH } from './picture';
import { PART_MS, SAMPLE_RATE, soundPart } from './sound';

const planes = (picture: ReturnType<typeof createPicture>, at: string) => Uint8Array.from(picture.draw(new Date(at)));
const changed = (a: Uint8Array, b: Uint8Array) => a.reduce((sum, value, index) => sum + Number(value !== b[index]), 0);

it('moves within a second, and says another second in the next', () => {
  const picture = createPicture(210);
  const [begin, middle, next] = ['00.000', '00.500', '01.000'].map((second) =>
    planes(picture, `2026-11-21T12:00:${second}Z`),
  );
  expect(begin?.length).toBe((WIDTH * HEIGHT * 3) / 2);
  expect(changed(begin!, middle!)).toBeGreaterThan(2_000);
  expect(changed(begin!, next!)).toBeGreaterThan(100);
});

it('has a colour of its own for each stream', () => {
  const at = '2026-11-21T12:00:00Z';
  expect(changed(planes(createPicture(20), at), planes(createPicture(200), at))).toBeGreaterThan(50_000);
});

it('has the title of its stream on it, as far as there is room and there are letters', () => {
  const at = '2026-11-21T12:00:00Z';
  const [bare, titled] = [planes(createPicture(20), at), planes(createPicture(20, 'Loaf, step by step'), at)];
  expect(changed(bare, titled)).toBeGreaterThan(500);
  expect(planes(createPicture(20, 'ವೀಣೆ 🎻'), at)).toEqual(bare);
  expect(writable('Crème brûlée: what’s left', 600)).toBe("CREME BRULEE: WHAT'S LEFT");
  expect(writable('A title that is far too long for one line', 120)).toBe('A TITLE...');
});

it('is the same picture in red, green and blue', () => {
  const rgb = toRgb(planes(createPicture(0), '2026-11-21T12:00:00.990Z'));
  expect(rgb.length).toBe(WIDTH * HEIGHT * 3);
  const [red = 0, green = 0, blue = 0] = rgb.subarray((HEIGHT / 2) * WIDTH * 3 + (WIDTH / 2 + 132) * 3);
  // the ring, which is amber
  for (const [is, was] of [
    [red, 240],
    [green, 173],
    [blue, 62],
  ] as const)
    expect(Math.abs(is - was)).toBeLessThan(12);
});

it('ticks once a second, softly', () => {
  const parts = Array.from({ length: 20 }, (_, index) => soundPart(index));
  const loudest = parts.map((part) => Math.max(...part.map(Math.abs)));
  expect(parts.every((part) => part.length === (SAMPLE_RATE * PART_MS) / 1_000)).toBe(true);
  expect(loudest.map((level) => level > 500)).toEqual(parts.map((_, index) => index % 10 === 0));
  expect(Math.max(...loudest)).toBeLessThan(2_000);
});
