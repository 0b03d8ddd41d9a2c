// npm run contracts:build: compiles the contracts and writes contracts/artifacts/. Nobody needs it
// to use the project: what it writes is committed. With --check everything is built a second time,
// from a copy in another folder, and compared.
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { run } from '../launcher/children.mjs';
import { sha256 } from '../launcher/hash.mjs';
import { ROOT } from '../launcher/paths.mjs';
import { CONTRACTS, bundleFile, hasCrate, recordFile, recordOf } from './artifact.mjs';
import { MissingTool, cargoContract } from './toolchain.mjs';

const TYPES = 'scripts/contracts/types.mjs';

/** @typedef {Awaited<ReturnType<typeof cargoContract>>} Compiler */

/**
 * The bundle's text, as cargo-contract writes it.
 * @param {string} name
 * @param {string} crate
 * @param {Compiler} compiler
 */
async function compile(name, crate, { command, env }) {
  const target = env.CARGO_TARGET_DIR ? resolve(env.CARGO_TARGET_DIR) : join(resolve(crate), 'target');
  const candidates = [`ink/${name}/${name}.contract`, `ink/${name}.contract`].map((file) => join(target, file));
  for (const file of candidates) rmSync(file, { force: true });
  await run({ command, args: ['contract', 'build', '--release'], cwd: crate, env, terminal: true });
  const written = candidates.find((file) => existsSync(file));
  if (!written) throw new Error(`cargo-contract wrote none of ${candidates.join(', ')}`);
  return readFileSync(written, 'utf8');
}

/**
 * Compiles from a copy elsewhere: neither the second time nor the place may make a difference.
 * @param {(typeof CONTRACTS)[number]} contract
 * @param {string} first
 * @param {Compiler} compiler
 */
async function compileAgain({ name, crate }, first, compiler) {
  const elsewhere = mkdtempSync(join(tmpdir(), 'vilokanam-contract-'));
  try {
    // the outermost crate with all below it: they name each other by relative paths
    const outermost = CONTRACTS[0].crate;
    cpSync(outermost, join(elsewhere, 'copy'), { recursive: true, filter: (from) => basename(from) !== 'target' });
    const second = await compile(name, join(elsewhere, 'copy', crate.slice(outermost.length)), compiler);
    if (second === first) return console.log(`${name}: two builds, the same ${first.length} bytes (${sha256(first)})`);
    const [one, two] = [first, second].map((text) => JSON.parse(text));
    const differing = Object.keys(one).filter((key) => JSON.stringify(one[key]) !== JSON.stringify(two[key]));
    throw new Error(`${name}: two builds differ in ${differing.join(', ')}`);
  } finally {
    rmSync(elsewhere, { recursive: true, force: true });
  }
}

/** @param {{ check: boolean }} options */
export async function buildContracts({ check }) {
  const compiler = await cargoContract(process.env, console.log);
  for (const contract of CONTRACTS.filter(({ crate }) => hasCrate(crate))) {
    const { name, crate } = contract;
    const text = await compile(name, crate, compiler);
    if (check) await compileAgain(contract, text, compiler);
    const record = recordOf(crate, text);
    writeFileSync(bundleFile(name), text);
    writeFileSync(recordFile(name), `${JSON.stringify(record, null, 2)}\n`);
    const bytes = (JSON.parse(text).source.contract_binary.length - 2) / 2;
    console.log(`${bundleFile(name)}: code ${record.codeHash}, ${bytes} bytes`);
  }
  if (existsSync(TYPES)) await run({ command: process.execPath, args: [TYPES], terminal: true });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.chdir(ROOT);
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
  try {
    await buildContracts(values);
  } catch (error) {
    console.error(error instanceof MissingTool ? error.message : error);
    process.exitCode = 1;
  }
}
