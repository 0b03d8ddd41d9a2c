// One launcher to a data folder.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning, startTimeOf } from './processes.mjs';

/**
 * @typedef {object} Lock
 * @property {(url: string) => void} announce writes down where the app answers, for whoever finds the lock taken
 * @property {() => void} release
 * @property {boolean} recovered an earlier launcher had gone without releasing it
 */

/** The folder is in use by a launcher that runs. */
export class LockedError extends Error {
  /** @param {{ pid: number, url?: string }} holder */
  constructor({ pid, url }) {
    super(
      `Vilokanam already runs here${url ? `, at ${url}` : ''} (process ${pid}). Stop that one, or give this one a folder by --data.`,
    );
    this.url = url;
  }
}

/**
 * @param {string} dataDir
 * @returns {Lock}
 */
export function lockFolder(dataDir) {
  const file = join(dataDir, 'launcher.json');
  const record = { pid: process.pid, started: startTimeOf(process.pid) };
  mkdirSync(dataDir, { recursive: true });

  let recovered = false;
  // Twice at most: a stale lock is removed, then the folder is taken; whoever else is faster has
  // it.
  for (;;) {
    try {
      writeFileSync(file, JSON.stringify(record), { flag: 'wx' });
      break;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    }
    const holder = readHolder(file);
    if (recovered || (holder && isRunning(holder))) throw new LockedError(holder ?? { pid: 0 });
    rmSync(file, { force: true });
    recovered = true;
  }
  return {
    recovered,
    announce: (url) => writeFileSync(file, JSON.stringify({ ...record, url })),
    release: () => rmSync(file, { force: true }),
  };
}

/**
 * @param {string} file
 * @returns {{ pid: number, started: string | null, url?: string } | null} null when it is gone, or was cut short by a crash
 */
function readHolder(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
