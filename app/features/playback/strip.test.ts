import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tileAt } from './strip';

const strip = { everyMs: 5_000, columns: 4, width: 160, height: 90, count: 10 };

test('the picture of a moment is the last one that was taken by then', () => {
  expect(tileAt(strip, 0)).toMatchObject({ x: 0, y: 0 });
  expect(tileAt(strip, 4_999)).toMatchObject({ x: 0, y: 0 });
  expect(tileAt(strip, 5_000)).toMatchObject({ x: 160, y: 0 });
  expect(tileAt(strip, 22_000)).toMatchObject({ x: 0, y: 90, sheetWidth: 640, sheetHeight: 270 });
});

test('after the last picture it is the last one, before the first the first', () => {
  expect(tileAt(strip, 1e9)).toMatchObject({ x: 160, y: 180 });
  expect(tileAt(strip, -1)).toMatchObject({ x: 0, y: 0 });
});

test('every picture lies within the file', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: -1e6, max: 1e8 }),
      (count, columns, ms) => {
        const tile = tileAt({ ...strip, count, columns }, ms)!;
        expect(tile.x + strip.width).toBeLessThanOrEqual(tile.sheetWidth);
        expect(tile.y + strip.height).toBeLessThanOrEqual(tile.sheetHeight);
      },
    ),
  );
});

test('of no pictures none is chosen', () => {
  expect(tileAt({ ...strip, count: 0 }, 0)).toBeNull();
});
