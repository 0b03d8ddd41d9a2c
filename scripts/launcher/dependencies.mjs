// node_modules: whether it is what the lockfile says, and installing it.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './children.mjs';

/**
 * @typedef {object} Locked
 * @property {string} [version]
 * @property {boolean} [optional]
 * @property {boolean} [devOptional]
 * @property {boolean} [link]
 */

/**
 * Whether every package of the lockfile is installed in its version. npm writes down what it has
 * installed, and writes it last: an installation that was cut short counts as none. Packages for
 * other platforms are optional, and may be missing.
 * @param {string} root
 */
export function dependenciesCurrent(root) {
  const installed = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installed)) return false;
  const [wanted, present] = [join(root, 'package-lock.json'), installed].map(
    (file) => /** @type {Record<string, Locked>} */ (JSON.parse(readFileSync(file, 'utf8')).packages),
  );
  return Object.entries(wanted ?? {}).every(([path, { version, optional, devOptional }]) => {
    const found = present?.[path];
    return path === '' || (found ? found.version === version : optional || devOptional);
  });
}

/**
 * Installs exactly what the lockfile says, without writing to it. Not `npm ci`: that refuses a
 * lockfile without the packages for other platforms, and deletes what is there first
 * (docs/decisions/0010).
 * @param {string} root
 * @param {import('./steps.mjs').Telling} tell
 */
export async function installDependencies(root, tell) {
  tell.say('installing 1,300 packages: 500 MB to download, 1.1 GB on disk, one to four minutes');
  await run({
    ...npm(['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']),
    cwd: root,
    env: { ...process.env, NODE_ENV: undefined, npm_config_omit: undefined },
  });
}

/**
 * npm as it started us, else the one on the PATH.
 * @param {readonly string[]} args
 */
export function npm(args) {
  const cli = process.env.npm_execpath;
  if (cli?.endsWith('.js')) return { command: process.execPath, args: [cli, ...args] };
  return { command: process.platform === 'win32' ? 'npm.cmd' : 'npm', args };
}
