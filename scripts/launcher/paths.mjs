// Where things are kept: the repository, the data folder inside it, the user's cache folder.
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** @typedef {Record<string, string | undefined>} Env */

/**
 * What a run keeps: database, chain, keys, logs, pids. One launcher at a time works in it.
 * @param {string | undefined} given
 */
export const dataFolder = (given) => resolve(ROOT, given || '.vilokanam');

/**
 * The user's cache folder, which outlives the repository: engines that were downloaded or built.
 * @param {Env} [env]
 * @param {NodeJS.Platform} [platform]
 */
export function cacheFolder(env = process.env, platform = process.platform) {
  const base =
    env.XDG_CACHE_HOME ||
    (platform === 'win32' && env.LOCALAPPDATA) ||
    join(env.HOME || homedir(), platform === 'darwin' ? 'Library/Caches' : '.cache');
  return join(base, 'vilokanam');
}
