import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { scratchFolder } from '../testing/folders.mjs';
import { dependenciesCurrent } from './dependencies.mjs';

let root: string;

beforeEach(() => {
  root = scratchFolder();
  mkdirSync(join(root, 'node_modules'));
});
afterEach(() => rmSync(root, { recursive: true }));

const lock = (packages: object) => writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages }));
const installed = (packages: object) =>
  writeFileSync(join(root, 'node_modules/.package-lock.json'), JSON.stringify({ packages }));

const left = { '': { name: 'app' }, 'node_modules/left': { version: '1.0.0' } };
const forMac = { 'node_modules/for-mac': { version: '1.0.0', optional: true } };

test('what the lockfile says is current, packages for other platforms left out', () => {
  lock({ ...left, ...forMac });
  installed({ 'node_modules/left': { version: '1.0.0' } });
  expect(dependenciesCurrent(root)).toBe(true);
});

test('nothing installed, or an installation that was cut short, is not', () => {
  lock(left);
  expect(dependenciesCurrent(root)).toBe(false);
});

test('neither is one without a package, or with another version of it', () => {
  lock({ ...left, 'node_modules/right': { version: '2.0.0' } });
  installed({ 'node_modules/left': { version: '1.0.0' } });
  expect(dependenciesCurrent(root)).toBe(false);
  installed({ 'node_modules/left': { version: '1.0.0' }, 'node_modules/right': { version: '1.9.0' } });
  expect(dependenciesCurrent(root)).toBe(false);
});
