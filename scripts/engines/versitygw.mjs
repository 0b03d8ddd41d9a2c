// An object store that speaks S3, over a folder: versitygw. The product needs none; what it does
// with one is tested with it.
import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findProgram, onPath } from '../launcher/binaries.mjs';
import { startChild } from '../launcher/children.mjs';
import { cacheFolder } from '../launcher/paths.mjs';
import { freePort, releasePorts } from '../launcher/ports.mjs';
import { secretOf } from '../launcher/secrets.mjs';
import { answers, untilHealthy } from '../launcher/wait.mjs';
import { buildWithGo } from './go.mjs';

export const VERSITYGW_VERSION = '1.8.0';
const MODULE = 'github.com/versity/versitygw/cmd/versitygw';
const ACCESS_KEY = 'vilokanam';
const START_DEADLINE_MS = 30_000;

/**
 * The path of a versitygw: the user's, else the cached one, else one built by Go; null where it
 * cannot be had, for the product does without.
 * @param {{ env?: import('../launcher/paths.mjs').Env, cacheDir?: string, tell?: import('../launcher/steps.mjs').Telling }} [options]
 * @returns {Promise<string | null>}
 */
export async function versitygw({ env = process.env, cacheDir = cacheFolder(env), tell } = {}) {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const cached = join(cacheDir, 'bin', `versitygw-${VERSITYGW_VERSION}${suffix}`);
  const found = findProgram({ variable: 'VERSITYGW_BIN', names: ['versitygw'], cached, env });
  if (found) return found;
  const go = onPath(['go'], env);
  if (!go) return null;
  tell?.say(`building versitygw ${VERSITYGW_VERSION} from source: about a minute on two cores`);
  mkdirSync(dirname(cached), { recursive: true });
  // beside its place, so that the finished program can be moved there: there is never half of one
  const work = mkdtempSync(join(cacheDir, 'versitygw-'));
  try {
    await buildWithGo(`${MODULE}@v${VERSITYGW_VERSION}`, { go, into: work, env, tell });
    renameSync(join(work, `versitygw${suffix}`), cached);
    return cached;
  } catch (error) {
    tell?.say(`versitygw could not be built: ${/** @type {Error} */ (error).message}`);
    return null;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * Starts it on a folder of its own.
 * @param {import('./engine.mjs').EngineOptions & { program: string }} options
 * @returns {Promise<import('./engine.mjs').Engine>}
 */
export async function startVersitygw({ dataDir, port: wanted = 0, env = process.env, tell, program }) {
  const secret = secretOf(dataDir, 's3-secret');
  const port = await freePort(wanted, { tell });
  const buckets = join(dataDir, 'buckets');
  const about = join(dataDir, 'about');
  for (const folder of [buckets, about]) mkdirSync(folder, { recursive: true });
  const child = await startChild({
    name: 'versitygw',
    dataDir,
    command: program,
    // what it knows of objects stands beside them: not every file system has room for it on a file
    args: ['--port', `127.0.0.1:${port}`, '--health', '/health', 'posix', '--sidecar', about, buckets],
    env: { ...env, ROOT_ACCESS_KEY: ACCESS_KEY, ROOT_SECRET_KEY: secret },
    graceMs: 5_000,
  });
  const url = `http://127.0.0.1:${port}`;
  const health = () => answers(`${url}/health`);
  await untilHealthy(child, health, START_DEADLINE_MS);
  return {
    url,
    summary: `versitygw ${VERSITYGW_VERSION} on port ${port}`,
    env: { S3_ENDPOINT: url, S3_ACCESS_KEY_ID: ACCESS_KEY, S3_REGION: 'us-east-1' },
    health,
    child,
    stop: () => child.stop().finally(() => releasePorts([port])),
  };
}
