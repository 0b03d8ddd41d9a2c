// What is compiled of the contracts, and from which files: read by the build, the deployment and
// the tests. Paths are relative to the working directory, which is the repository (or the image)
// for all programs: a bundled program has another place of its own.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { sha256, sourceHash } from '../launcher/hash.mjs';

/**
 * Names by hash what a bundle was built from.
 * @typedef {{ source: string, contract: string, codeHash: string }} ArtifactRecord
 */

/**
 * The part of an ink! bundle that matters here.
 * @typedef {{ source: { hash: string, contract_binary: string, build_info: Record<string, unknown> } }} Bundle
 */

/** The contracts: the crate's folder, where its bundle goes, and the record beside it. */
export const CONTRACTS = /** @type {const} */ ([
  { name: 'purse', crate: 'contracts/purse' },
  { name: 'hostile', crate: 'contracts/purse/hostile' },
]);

/** @typedef {typeof CONTRACTS[number]['name']} ContractName */

/** @param {ContractName} name */
export const bundleFile = (name) => `contracts/artifacts/${name}.contract`;

/** @param {ContractName} name */
export const recordFile = (name) => `contracts/artifacts/${name}.json`;

/** Of a crate's folder: not what is compiled, not what is only tested, not crates of their own. */
const BESIDE =
  /^(target|tests|hostile|proptest-regressions|rustfmt\.toml)$|(^|[_-])tests?\.rs$|\.(mjs|ts|json|md)$|^\./;

/**
 * A hash over all that decides what a crate compiles to.
 * @param {string} crate
 */
export function sourceOf(crate) {
  const entries = readdirSync(crate).filter((entry) => !BESIDE.test(entry));
  return sourceHash(crate, entries, (path) => !/(^|\/)tests(\.rs|\/)/.test(path));
}

/**
 * A bundle as it lies in the repository.
 * @param {ContractName} name
 * @returns {{ text: string, bundle: Bundle }}
 */
export function readBundle(name) {
  const file = bundleFile(name);
  if (!existsSync(file)) throw new Error(`${file} is missing: run npm run contracts:build`);
  const text = readFileSync(file, 'utf8');
  return { text, bundle: JSON.parse(text) };
}

/**
 * @param {string} crate
 * @param {string} text a bundle as cargo-contract wrote it
 * @returns {ArtifactRecord}
 */
export const recordOf = (crate, text) => ({
  source: sourceOf(crate),
  contract: sha256(text),
  codeHash: /** @type {Bundle} */ (JSON.parse(text)).source.hash,
});

/** @param {string} crate */
export const hasCrate = (crate) => existsSync(join(crate, 'Cargo.toml'));
