// Programs of others that are built from source by Go.
import { run } from '../launcher/children.mjs';

/**
 * Builds a program into a folder. Nothing but Go and its module proxy is needed.
 * @param {string} program its package and version
 * @param {{ go: string, into: string, env: import('../launcher/paths.mjs').Env, tell?: import('../launcher/steps.mjs').Telling }} options
 */
export async function buildWithGo(program, { go, into, env, tell }) {
  await run({
    command: go,
    args: ['install', '-v', '-trimpath', '-ldflags=-s -w', program],
    env: { ...env, GOBIN: into, CGO_ENABLED: '0' },
    onLine: (line) => tell?.progress(line),
  });
}
