import { expect, test } from 'vitest';
import { nextFrameIn } from './moments';

test('the first frame goes some seconds after going live, then one a minute, also over a break', () => {
  expect(nextFrameIn(null, 500)).toBe(8_000);
  expect(nextFrameIn(1_000, 1_000)).toBe(60_000);
  expect(nextFrameIn(1_000, 41_000)).toBe(20_000);
  expect(nextFrameIn(1_000, 500_000)).toBe(8_000);
});
