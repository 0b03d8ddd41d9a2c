// By which the keys of other sites are sealed in the tables: made once for a data folder. With
// another one they open no more, and creators type them again.
import { join } from 'node:path';
import { secretOf } from './secrets.mjs';

/**
 * What the app is told of it.
 * @param {string} dataDir
 * @returns {Record<string, string>}
 */
export function restreamSecret(dataDir) {
  secretOf(dataDir, 'restream');
  return { RESTREAM_SECRET_FILE: join(dataDir, 'secrets', 'restream') };
}
