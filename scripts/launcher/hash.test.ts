import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { scratchFolder } from '../testing/folders.mjs';
import { sourceHash } from './hash.mjs';

let root: string;
const hash = () => sourceHash(root, ['file', 'folder', 'missing']);

beforeEach(() => {
  root = scratchFolder();
  mkdirSync(join(root, 'folder/deep'), { recursive: true });
  writeFileSync(join(root, 'file'), 'one');
  writeFileSync(join(root, 'folder/deep/file'), 'two');
  writeFileSync(join(root, 'other'), 'three');
});
afterEach(() => rmSync(root, { recursive: true }));

test('the same sources have the same hash, in whatever order they are named', () => {
  expect(sourceHash(root, ['folder', 'file'])).toBe(sourceHash(root, ['file', 'folder']));
});

test('what is not named does not count', () => {
  const before = hash();
  writeFileSync(join(root, 'other'), 'changed');
  expect(hash()).toBe(before);
  expect(sourceHash(root, ['folder'], (path) => !path.endsWith('deep/file'))).toBe(sourceHash(root, []));
});

test.each([
  ['a changed file', () => writeFileSync(join(root, 'folder/deep/file'), 'changed')],
  ['a renamed file', () => renameSync(join(root, 'folder/deep/file'), join(root, 'folder/deep/other'))],
  ['a new file', () => writeFileSync(join(root, 'folder/new'), '')],
  ['a file that was missing', () => writeFileSync(join(root, 'missing'), '')],
  ['a removed file', () => rmSync(join(root, 'file'))],
])('%s changes the hash', (_what, change) => {
  const before = hash();
  change();
  expect(hash()).not.toBe(before);
});
