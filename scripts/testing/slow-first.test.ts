import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SLOWEST, slowFirst } from './slow-first.mjs';

test('each of the slowest files is there', () => {
  expect(SLOWEST.filter((file) => !existsSync(file))).toEqual([]);
});

test('the slowest files come first, in their order; the others keep theirs', () => {
  const files = ['a.test.ts', ...SLOWEST.toReversed(), 'b.test.ts'].map((name) => ({ moduleId: `/somewhere/${name}` }));
  const sorted = slowFirst(files).map(({ moduleId }) => moduleId.replace('/somewhere/', ''));
  expect(sorted).toEqual([...SLOWEST, 'a.test.ts', 'b.test.ts']);
});
