// Writes contracts/artifacts/devnet.* from a freshly compiled runtime:  node genesis.mjs RUNTIME.wasm   (build.sh calls it)
import { readFileSync, writeFileSync } from 'node:fs';
import { sha256, sourceHash } from '../../scripts/launcher/hash.mjs';
import { chainSpecOf } from './chain-spec.mjs';
import { ARTIFACT, CHAIN_SPEC, RUNTIME_SOURCE } from './artifact.mjs';

const [runtimeFile] = process.argv.slice(2);
if (!runtimeFile) throw new Error('usage: node genesis.mjs RUNTIME.wasm');
const runtime = readFileSync(runtimeFile);
const spec = JSON.stringify(await chainSpecOf(runtime));
writeFileSync(CHAIN_SPEC, spec);
writeFileSync(
  ARTIFACT,
  `${JSON.stringify({ source: sourceHash(RUNTIME_SOURCE.root, RUNTIME_SOURCE.files), runtime: sha256(runtime), chainSpec: sha256(spec) }, null, 2)}\n`,
);
console.log(`wrote ${CHAIN_SPEC}`);
process.exit(0);
