// Hashes of files and of source trees: whether something built is still what its source says.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** @param {string | Buffer} content */
export const sha256 = (content) => createHash('sha256').update(content).digest('hex');

/**
 * One hash over the names and contents of files, whatever order the disk lists them in. A folder
 * counts with all that is in it; a path that does not exist counts as absent, so that its
 * appearance changes the hash.
 * @param {string} root what the paths are relative to; not part of the hash
 * @param {readonly string[]} paths
 * @param {(path: string) => boolean} [wanted] leaves files of a folder out
 */
export function sourceHash(root, paths, wanted = () => true) {
  const hash = createHash('sha256');
  for (const path of paths.flatMap((path) => filesUnder(root, path)).sort()) {
    if (wanted(path)) hash.update(`${path}\0${sha256(readFileSync(join(root, path)))}\n`);
  }
  return hash.digest('hex');
}

/**
 * @param {string} root
 * @param {string} path
 * @returns {string[]}
 */
function filesUnder(root, path) {
  const stat = statSync(join(root, path), { throwIfNoEntry: false });
  if (!stat) return [];
  if (!stat.isDirectory()) return [path];
  return readdirSync(join(root, path)).flatMap((name) => filesUnder(root, `${path}/${name}`));
}
