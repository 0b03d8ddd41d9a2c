// Finding what compiles a contract: a Rust with the sources of its libraries, which are compiled
// for the contract's machine too, and cargo-contract.
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { findProgram, onPath } from '../launcher/binaries.mjs';
import { run } from '../launcher/children.mjs';
import { cacheFolder } from '../launcher/paths.mjs';

/** @typedef {import('../launcher/paths.mjs').Env} Env */

/** What the artifacts in the repository were built with; another version may make other bytes. */
export const CARGO_CONTRACT_VERSION = '6.0.0-beta.2';

/**
 * What contracts/devnet/rust-toolchain.sh sets up where rustup cannot fetch components: Debian's
 * rustc with its sources.
 */
const debian = (/** @type {Env} */ env) => ({
  rustc: '/usr/bin/rustc',
  path: [env.TOOLS || '/opt/vilokanam-rust', '/usr/bin'],
});

/** Something is missing that a person has to install. */
export class MissingTool extends Error {}

/**
 * The environment in which cargo compiles contracts.
 * @param {Env} [env]
 * @returns {Promise<Env>}
 */
export async function rustEnvironment(env = process.env) {
  // the contract's machine is described by a file, and its libraries are compiled from source:
  // cargo calls both unstable
  const unstable = { RUSTC_BOOTSTRAP: '1', CARGO_UNSTABLE_JSON_TARGET_SPEC: 'true' };
  const own = env.RUSTC || onPath(['rustc'], env);
  if (own && (await hasSources(own, env))) return { ...env, ...unstable };

  const { rustc, path } = debian(env);
  if (existsSync(rustc) && path.every((folder) => existsSync(folder)) && (await hasSources(rustc, env)))
    return { ...env, ...unstable, RUSTC: rustc, PATH: [...path, env.PATH].join(delimiter) };

  throw new MissingTool(
    own
      ? `${own} has no sources of its standard library. With rustup: rustup component add rust-src. Where rustup cannot fetch ` +
          'components, on Debian: sudo contracts/devnet/rust-toolchain.sh'
      : 'There is no rustc on the PATH. Install Rust (https://rustup.rs), then: rustup component add rust-src',
  );
}

/**
 * @param {string} rustc
 * @param {Env} env
 */
async function hasSources(rustc, env) {
  const sysroot = await run({ command: rustc, args: ['--print', 'sysroot'], env });
  return existsSync(join(sysroot.trim(), 'lib/rustlib/src/rust/library/Cargo.toml'));
}

/**
 * cargo-contract, with its folder on the PATH, so that it finds itself as cargo's subcommand.
 * @param {Env} [env]
 * @param {(text: string) => void} [say]
 * @returns {Promise<{ command: string, env: Env }>}
 */
export async function cargoContract(env = process.env, say) {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const command = findProgram({
    variable: 'CARGO_CONTRACT_BIN',
    names: ['cargo-contract'],
    cached: join(cacheFolder(env), 'bin', `cargo-contract${suffix}`),
    env,
  });
  if (!command)
    throw new MissingTool(
      'There is no cargo-contract: on the PATH, named by CARGO_CONTRACT_BIN, or in the cache folder ' +
        `(${join(cacheFolder(env), 'bin')}). Seven minutes: cargo install --locked cargo-contract@${CARGO_CONTRACT_VERSION}`,
    );
  const version = (await run({ command, args: ['contract', '--version'], env })).trim();
  if (!version.includes(CARGO_CONTRACT_VERSION))
    say?.(`${version} is not ${CARGO_CONTRACT_VERSION}: the same source may give other bytes`);
  const rust = await rustEnvironment(env);
  return { command, env: { ...rust, PATH: [rust.PATH, dirname(command)].join(delimiter) } };
}
