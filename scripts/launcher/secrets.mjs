// Passwords and keys of the local engines: made once for a data folder, readable by its owner
// alone, never committed.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The secret of that name, made when it is asked for the first time. 48 characters of base64url.
 * @param {string} dataDir
 * @param {string} name
 * @returns {string}
 */
export function secretOf(dataDir, name) {
  const file = join(dataDir, 'secrets', name);
  if (!existsSync(file)) keepSecret(dataDir, name, randomBytes(36).toString('base64url'));
  return readFileSync(file, 'utf8');
}

/**
 * Writes a secret down under that name, and says in which file.
 * @param {string} dataDir
 * @param {string} name
 * @param {string} value
 * @returns {string}
 */
export function keepSecret(dataDir, name, value) {
  const file = join(dataDir, 'secrets', name);
  mkdirSync(join(dataDir, 'secrets'), { recursive: true, mode: 0o700 });
  // written beside and moved, so that a crash never leaves half of one
  rmSync(`${file}.new`, { force: true });
  writeFileSync(`${file}.new`, value, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return file;
}
