import { expect, test } from 'vitest';
import { srcSetOf } from './picture-sizes';

test('an uploaded picture comes in two widths, any other as it is', () => {
  const name = `/files/pictures/${'a'.repeat(32)}`;
  expect(srcSetOf(`${name}-256.webp`)).toBe(`${name}-128.webp 128w, ${name}-256.webp 256w`);
  for (const other of ['/seed/face-maya.svg', 'blob:http://localhost/1', `${name}.webp`, `x${name}-256.webp`])
    expect(srcSetOf(other)).toBeUndefined();
});
