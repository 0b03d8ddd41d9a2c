// What is compiled of the local chain, and from which files: read by the launcher, the tests and genesis.mjs.
import { fileURLToPath } from 'node:url';

/** @param {string} path */
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The chain's specification with the compiled runtime inside: all that a node needs. */
export const CHAIN_SPEC = here('../artifacts/devnet.chain-spec.json');

/** Names by hash what the specification was built from: `{ source, runtime, chainSpec }`. */
export const ARTIFACT = here('../artifacts/devnet.json');

/** Everything that decides what the compiled runtime is. */
export const RUNTIME_SOURCE = { root: here('runtime'), files: ['Cargo.toml', 'Cargo.lock', 'build.rs', 'src'] };
