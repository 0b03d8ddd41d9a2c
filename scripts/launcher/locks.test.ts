import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { scratchFolder } from '../testing/folders.mjs';
import { LockedError, lockFolder } from './locks.mjs';
import { startTimeOf } from './processes.mjs';

let folder: string;
const file = () => join(folder, 'launcher.json');

beforeEach(() => void (folder = scratchFolder()));
afterEach(() => rmSync(folder, { recursive: true }));

test('a folder has one launcher; the second is told where the first answers', () => {
  lockFolder(folder).announce('http://localhost:3000');
  expect(() => lockFolder(folder)).toThrow(LockedError);
  expect(() => lockFolder(folder)).toThrow('at http://localhost:3000');
});

test('a released folder can be taken again', () => {
  lockFolder(folder).release();
  expect(existsSync(file())).toBe(false);
  expect(lockFolder(folder).recovered).toBe(false);
});

test.each([
  ['is gone', { pid: 2 ** 22 + 1, started: 'then' }],
  ['is another process of the same number', { pid: process.pid, started: `not ${startTimeOf(process.pid)}` }],
])('the lock of a launcher that %s is taken over', (_what, holder) => {
  writeFileSync(file(), JSON.stringify(holder));
  expect(lockFolder(folder).recovered).toBe(true);
});

test('so is one that a crash cut short', () => {
  writeFileSync(file(), '{"pid":');
  expect(lockFolder(folder).recovered).toBe(true);
});
