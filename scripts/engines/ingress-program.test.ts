import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { scratchFolder } from '../testing/folders.mjs';
import { findIngress, INGRESS_VERSION, ingressProgram } from './ingress-program.mjs';
import { startRedis } from './redis.mjs';

let folder: string;
beforeEach(() => void (folder = scratchFolder()));
afterEach(() => rmSync(folder, { recursive: true }));

/** A program that does nothing. */
function program(...path: string[]): string {
  const file = join(folder, ...path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, '#!/bin/sh\n');
  chmodSync(file, 0o755);
  return file;
}

test('the one that is named goes before the one on the PATH, and that before the cached one', async () => {
  const cacheDir = join(folder, 'cache');
  const env = { PATH: join(folder, 'path') };
  expect(findIngress({ env, cacheDir })).toBeUndefined();
  const cached = program('cache', 'bin', `ingress-${INGRESS_VERSION}`);
  expect(await ingressProgram({ env, cacheDir })).toBe(cached);
  const onPath = program('path', 'ingress');
  expect(await ingressProgram({ env, cacheDir })).toBe(onPath);
  const named = program('mine');
  expect(await ingressProgram({ env: { ...env, INGRESS_BIN: named }, cacheDir })).toBe(named);
});

test('without Go it is said what to install, and nothing is left behind', async () => {
  const cacheDir = join(folder, 'cache');
  const env = { PATH: folder };
  await expect(ingressProgram({ env, cacheDir })).rejects.toThrow(
    /go is not on the PATH[^]*libgstreamer1\.0-dev[^]*INGRESS_BIN/,
  );
  expect(findIngress({ env, cacheDir })).toBeUndefined();
});

test('without Redis it is said what to install', async () => {
  await expect(startRedis({ dataDir: folder, env: { PATH: folder } })).rejects.toThrow('Debian: redis-server');
});
