// LiveKit Ingress: takes RTMP and sends it into LiveKit's rooms. On its RTMP port listens whoever
// starts it; programs of creators reach it through the app alone (docs/decisions/0176).
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { startChild } from '../launcher/children.mjs';
import { freePort, releasePorts } from '../launcher/ports.mjs';
import { answers, untilHealthy } from '../launcher/wait.mjs';
import { INGRESS_VERSION, ingressProgram } from './ingress-program.mjs';

const START_DEADLINE_MS = 30_000;
/**
 * What it holds one feed to cost, in cores: it lets nobody in while fewer are idle. On a machine of
 * one person it refuses nobody, however busy it is.
 */
const CPU_COST = { rtmp_cpu_cost: -1, min_idle_ratio: 0.0001 };

/**
 * @param {import('./engine.mjs').EngineOptions & {
 *   program?: string,
 *   redis: { address: string, password: string },
 *   livekit: import('./engine.mjs').Engine,
 * }} options
 * @returns {Promise<import('./engine.mjs').Engine>}
 */
export async function startIngress({ dataDir, port: wanted = 0, env = process.env, tell, program, redis, livekit }) {
  const found = program ?? (await ingressProgram({ env, tell }));
  const port = await freePort(wanted, { tell });
  const relayPort = await freePort(0);
  const healthPort = await freePort(0);
  const { stringify } = await import('yaml');
  const config = {
    redis,
    api_key: livekit.env.LIVEKIT_API_KEY,
    api_secret: livekit.env.LIVEKIT_API_SECRET,
    ws_url: livekit.url,
    rtmp_port: port,
    whip_port: -1,
    http_relay_port: relayPort,
    health_port: healthPort,
    cpu_cost: CPU_COST,
    logging: { level: 'info', json: true },
  };
  const configFile = join(dataDir, 'ingress.yaml');
  const programs = join(dataDir, 'programs');
  mkdirSync(programs, { recursive: true });
  writeFileSync(configFile, stringify(config), { mode: 0o600 });
  // for each feed it starts itself anew, by this name on the PATH
  const command = join(programs, 'ingress');
  rmSync(command, { force: true });
  symlinkSync(found, command);

  const child = await startChild({
    name: 'ingress',
    dataDir,
    command,
    args: ['--config', configFile],
    env: { ...env, PATH: [programs, env.PATH].filter(Boolean).join(delimiter) },
    signal: 'SIGINT', // asked by SIGTERM it waits for the feeds to end
    graceMs: 5_000,
  });
  const health = () => answers(`http://127.0.0.1:${healthPort}/`);
  await untilHealthy(child, health, START_DEADLINE_MS);
  const url = `rtmp://127.0.0.1:${port}`;
  return {
    url,
    summary: `LiveKit Ingress ${INGRESS_VERSION} on port ${port}`,
    env: { INGRESS_URL: url },
    health,
    child,
    stop: () => child.stop().finally(() => releasePorts([port, relayPort, healthPort])),
  };
}
