import { expect, test } from 'vitest';
import { layersToSizes } from './browser-media';

test('one can choose among the sizes that are sent, and among no others', () => {
  const layer = (quality: number, height: number) => ({ quality, height });
  expect(layersToSizes([layer(0, 180), layer(2, 720), layer(1, 360)])).toEqual([
    { quality: 'high', height: 720 },
    { quality: 'medium', height: 360 },
    { quality: 'low', height: 180 },
  ]);
  expect(layersToSizes([layer(2, 360)])).toEqual([{ quality: 'high', height: 360 }]);
  expect(layersToSizes([layer(2, 360), layer(1, 360), layer(0, 0), layer(3, 90)])).toHaveLength(1);
  expect(layersToSizes([])).toEqual([]);
});
