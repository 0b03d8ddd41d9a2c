// Getting LiveKit Ingress: the user's, else the cached one, else one built with Go and the system's
// GStreamer. There is no official archive of it, only an image.
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findProgram, onPath } from '../launcher/binaries.mjs';
import { run } from '../launcher/children.mjs';
import { cacheFolder } from '../launcher/paths.mjs';

/** What the project was tried with. */
export const INGRESS_VERSION = '1.5.0';
const MODULE = `github.com/livekit/ingress@v${INGRESS_VERSION}`;

/** What it is built against, as pkg-config names it, and Debian. */
const LIBRARIES = ['gstreamer-1.0', 'gstreamer-app-1.0', 'gstreamer-codecparsers-1.0', 'opusfile', 'soxr'];
const PACKAGES = [
  'pkg-config libgstreamer1.0-dev libgstreamer-plugins-base1.0-dev libgstreamer-plugins-bad1.0-dev',
  'libopus-dev libopusfile-dev libsoxr-dev',
  'gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-bad gstreamer1.0-plugins-ugly',
  'gstreamer1.0-libav gstreamer1.0-nice',
].join(' ');

/** @typedef {{ env?: import('../launcher/paths.mjs').Env, cacheDir?: string }} Where */

/** @param {string} cacheDir */
const cachedIn = (cacheDir) => join(cacheDir, 'bin', `ingress-${INGRESS_VERSION}`);

/**
 * The program, if it is there already.
 * @param {Where} [where]
 * @returns {string | undefined}
 */
export function findIngress({ env = process.env, cacheDir = cacheFolder(env) } = {}) {
  return findProgram({ variable: 'INGRESS_BIN', names: ['ingress'], cached: cachedIn(cacheDir), env });
}

/**
 * The path of the program, which is built when there is none.
 * @param {Where & { tell?: import('../launcher/steps.mjs').Telling }} [options]
 * @returns {Promise<string>}
 */
export async function ingressProgram({ env = process.env, cacheDir = cacheFolder(env), tell } = {}) {
  const found = findIngress({ env, cacheDir });
  if (found) return found;
  const cached = cachedIn(cacheDir);
  mkdirSync(dirname(cached), { recursive: true });
  // beside its place, so that the finished program can be moved there: there is never half of one
  const work = mkdtempSync(join(cacheDir, 'ingress-'));
  try {
    renameSync(await build(work, { env, tell }), cached);
    return cached;
  } catch (error) {
    throw new Error(
      `LiveKit Ingress could not be had: ${/** @type {Error} */ (error).message}\n` +
        `Ways out: install Go 1.25 or newer and, on Debian, these packages:\n  ${PACKAGES}\n` +
        `or name a program by INGRESS_BIN, or start without --with ingress.`,
      { cause: error },
    );
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * Its module has a `replace` of its own, which `go install` refuses: its source is built where its
 * go.mod is the main one.
 * @param {string} work
 * @param {{ env: import('../launcher/paths.mjs').Env, tell?: import('../launcher/steps.mjs').Telling }} options
 * @returns {Promise<string>}
 */
async function build(work, { env, tell }) {
  const go = onPath(['go'], env);
  if (!go) throw new Error('go is not on the PATH');
  const pkgConfig = onPath(['pkg-config'], env);
  if (!pkgConfig) throw new Error('pkg-config is not on the PATH');
  await run({ command: pkgConfig, args: ['--exists', '--print-errors', ...LIBRARIES], env });

  tell?.say(`building LiveKit Ingress ${INGRESS_VERSION} from source: about three minutes on two cores`);
  const told = await run({ command: go, args: ['mod', 'download', '-json', MODULE], cwd: work, env });
  const { Dir } = /** @type {{ Dir: string }} */ (JSON.parse(told.slice(told.indexOf('{'))));
  const source = join(work, 'source');
  cpSync(Dir, source, { recursive: true });
  await run({ command: 'chmod', args: ['-R', 'u+w', source] }); // of Go's cache nothing may be written
  const program = join(work, 'ingress');
  await run({
    command: go,
    args: ['build', '-v', '-trimpath', '-ldflags=-s -w', '-o', program, './cmd/server'],
    cwd: source,
    env: { ...env, CGO_ENABLED: '1' },
    onLine: (line) => tell?.progress(line),
  });
  return program;
}
