// Redis on loopback: what LiveKit and LiveKit Ingress find each other by. Nothing in it has to
// survive.
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { findProgram } from '../launcher/binaries.mjs';
import { startChild } from '../launcher/children.mjs';
import { freePort, releasePorts } from '../launcher/ports.mjs';
import { secretOf } from '../launcher/secrets.mjs';
import { untilHealthy } from '../launcher/wait.mjs';

const START_DEADLINE_MS = 15_000;
const ANSWER_MS = 2_000;

/**
 * @typedef {import('./engine.mjs').Engine & { address: string, password: string }} Redis
 */

/**
 * The program, if it is there.
 * @param {import('../launcher/paths.mjs').Env} [env]
 */
export const findRedis = (env = process.env) =>
  findProgram({ variable: 'REDIS_SERVER_BIN', names: ['redis-server', 'valkey-server'], env });

/**
 * @param {import('./engine.mjs').EngineOptions} options
 * @returns {Promise<Redis>}
 */
export async function startRedis({ dataDir, port: wanted = 0, env = process.env, tell }) {
  const command = findRedis(env);
  if (!command)
    throw new Error(
      'redis-server is not on the PATH. Install it (Debian: redis-server), or name one by REDIS_SERVER_BIN.',
    );
  const password = secretOf(dataDir, 'redis-password');
  const port = await freePort(wanted, { tell });
  const configFile = join(dataDir, 'redis.conf');
  const config = [
    `port ${port}`,
    'bind 127.0.0.1',
    `requirepass ${password}`,
    'save ""',
    'appendonly no',
    `dir ${JSON.stringify(dataDir)}`,
  ];
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(configFile, `${config.join('\n')}\n`, { mode: 0o600 });

  const child = await startChild({ name: 'redis', dataDir, command, args: [configFile], graceMs: 5_000 });
  const health = () => answersPing(port, password);
  await untilHealthy(child, health, START_DEADLINE_MS);
  return {
    url: `redis://127.0.0.1:${port}`,
    address: `127.0.0.1:${port}`,
    password,
    summary: `on port ${port}`,
    env: {},
    health,
    child,
    stop: () => child.stop().finally(() => releasePorts([port])),
  };
}

/**
 * Whether it lets us in by the password and answers. Never throws.
 * @param {number} port
 * @param {string} password
 * @returns {Promise<boolean>}
 */
function answersPing(port, password) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: ANSWER_MS });
    let heard = '';
    const end = (/** @type {boolean} */ answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket
      .once('connect', () => socket.write(`AUTH ${password}\r\nPING\r\n`))
      .on('data', (/** @type {Buffer} */ text) => {
        heard += text.toString();
        if (heard.includes('+PONG')) end(true);
        else if (heard.includes('-')) end(false);
      })
      .once('error', () => end(false))
      .once('timeout', () => end(false))
      .once('close', () => end(false));
  });
}
