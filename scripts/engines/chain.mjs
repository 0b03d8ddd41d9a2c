// The local chain: the project's own runtime, by the Polkadot SDK's node where it is found, else by
// Chopsticks.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ARTIFACT, CHAIN_SPEC } from '../../contracts/devnet/artifact.mjs';
import { findProgram } from '../launcher/binaries.mjs';
import { startChild } from '../launcher/children.mjs';
import { ROOT, cacheFolder } from '../launcher/paths.mjs';
import { freePort, releasePorts } from '../launcher/ports.mjs';
import { answers, untilHealthy } from '../launcher/wait.mjs';

/** The node compiles its runtime first: 20 seconds of a free core, and longer on a busy machine. */
const START_DEADLINE_MS = 240_000;
const BLOCK_MS = 2_000;

/**
 * What runs the chain: the node keeps its state, Chopsticks forgets it when it stops.
 * @typedef {'node' | 'chopsticks'} ChainKind
 */

/**
 * The node's program, if there is one.
 * @param {import('../launcher/paths.mjs').Env} [env]
 */
export const chainNode = (env = process.env) =>
  findProgram({
    variable: 'CHAIN_NODE_BIN',
    names: ['polkadot-omni-node'],
    cached: join(
      cacheFolder(env),
      'bin',
      process.platform === 'win32' ? 'polkadot-omni-node.exe' : 'polkadot-omni-node',
    ),
    env,
  });

/**
 * Starts the chain.
 * @param {import('./engine.mjs').EngineOptions & { kind?: ChainKind, blockMillis?: number }} options `kind` insists on one; without it the
 * node is preferred. `blockMillis`: how often the node makes a block
 * @returns {Promise<import('./engine.mjs').Engine & { kind: ChainKind }>}
 */
export async function startChain({ dataDir, port: wanted = 0, env = process.env, tell, kind, blockMillis = BLOCK_MS }) {
  const node = kind === 'chopsticks' ? undefined : chainNode(env);
  if (kind === 'node' && !node) throw new Error('no polkadot-omni-node was found: name one by CHAIN_NODE_BIN');

  const port = await freePort(wanted, { tell });
  const child = await startChild({
    name: 'chain',
    dataDir,
    ...(node ? nodeCommand(node, join(dataDir, 'chain'), port, blockMillis) : chopsticksCommand(port)),
    // Chopsticks would write down every block that it makes
    env: { ...env, LOG_LEVEL: 'warn', POLKADOTJS_DISABLE_ESM_CJS_WARNING: '1' },
  });
  const health = () => hasBlocks(port);
  await untilHealthy(child, health, START_DEADLINE_MS);
  const url = `ws://127.0.0.1:${port}`;
  return {
    kind: node ? 'node' : 'chopsticks',
    url,
    summary: `${node ? 'polkadot-omni-node' : 'Chopsticks, which forgets its chain when it stops,'} on port ${port}`,
    env: { CHAIN_URL: url, CHAIN_LOCAL: '1' },
    health,
    child,
    stop: () => child.stop().finally(() => releasePorts([port])),
  };
}

/**
 * @param {string} node
 * @param {string} dataDir
 * @param {number} port
 * @param {number} blockMillis
 */
function nodeCommand(node, dataDir, port, blockMillis) {
  // each genesis has a folder of its own: a node does not go on with the chain of another
  const { chainSpec } = JSON.parse(readFileSync(ARTIFACT, 'utf8'));
  const base = join(dataDir, chainSpec.slice(0, 12));
  mkdirSync(base, { recursive: true });
  const chain = ['--chain', CHAIN_SPEC, '--base-path', base, '--dev-block-time', String(blockMillis)];
  const network = [
    '--rpc-port',
    String(port),
    '--listen-addr',
    '/ip4/127.0.0.1/tcp/0',
    '--no-telemetry',
    '--no-prometheus',
    // one of the runtime's tells it what the time is
    '--offchain-worker',
    'always',
  ];
  return { command: node, args: [...chain, ...network] };
}

/** @param {number} port */
const chopsticksCommand = (port) => ({
  command: process.execPath,
  args: [join(ROOT, 'contracts/devnet/chain.mjs'), CHAIN_SPEC, String(port)],
});

/** @param {number} port */
function hasBlocks(port) {
  const body = JSON.stringify({ id: 1, jsonrpc: '2.0', method: 'chain_getHeader', params: [] });
  return answers(
    `http://127.0.0.1:${port}`,
    { method: 'POST', headers: { 'content-type': 'application/json' }, body },
    async (response) => {
      const { result } = /** @type {{ result?: unknown }} */ (await response.json());
      return result !== undefined && result !== null;
    },
  );
}
