// Finding programs: where the environment names one, else on the PATH, else in the cache folder.
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** @typedef {import('./paths.mjs').Env} Env */

/**
 * Whether there is a program at that path.
 * @param {string} path
 */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * The first of these programs on the PATH.
 * @param {readonly string[]} names
 * @param {Env} env
 * @returns {string | undefined}
 */
export function onPath(names, env = process.env) {
  const folders = (env.PATH ?? env.Path ?? '').split(delimiter).filter(Boolean);
  const suffixes = process.platform === 'win32' ? ['.exe', '.cmd', ''] : [''];
  for (const name of names) {
    for (const folder of folders) {
      const found = suffixes.map((suffix) => join(folder, name + suffix)).find(isProgram);
      if (found) return found;
    }
  }
  return undefined;
}

/**
 * A program by the three places. A path that the environment names must be good: falling back in
 * silence would run another program than the one that was asked for.
 * @param {{ variable: string, names: readonly string[], cached?: string, env?: Env }} where
 * @returns {string | undefined}
 */
export function findProgram({ variable, names, cached, env = process.env }) {
  const named = env[variable];
  if (named && !isProgram(named)) throw new Error(`${variable} names ${named}, which is not a program`);
  return named || onPath(names, env) || (cached && isProgram(cached) ? cached : undefined);
}
