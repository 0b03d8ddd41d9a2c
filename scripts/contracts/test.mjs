// npm run contracts:test: the contract's own tests, by cargo. With -- --mutations its rules are
// broken one by one, and each break has to be found by a test.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { run } from '../launcher/children.mjs';
import { ROOT } from '../launcher/paths.mjs';
import { CONTRACTS } from './artifact.mjs';
import { MissingTool, rustEnvironment } from './toolchain.mjs';

process.chdir(ROOT);
const { crate } = CONTRACTS[0];
const { values, positionals } = parseArgs({ options: { mutations: { type: 'boolean' } }, allowPositionals: true });
try {
  const env = await rustEnvironment();
  const [command, args] = values.mutations
    ? [process.execPath, [`${crate}/mutations.mjs`, ...positionals]]
    : ['cargo', ['test', '--manifest-path', `${crate}/Cargo.toml`, ...positionals]];
  if (!existsSync(crate)) throw new MissingTool(`${crate} is missing`);
  await run({ command, args, env, terminal: true });
} catch (error) {
  // what failed has said so itself
  if (error instanceof MissingTool) console.error(error.message);
  process.exitCode = 1;
}
