// The media server: a livekit-server on loopback, configured by the repository's livekit.yaml and
// what is particular to one machine.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startChild } from '../launcher/children.mjs';
import { ROOT } from '../launcher/paths.mjs';
import { freePort, releasePorts } from '../launcher/ports.mjs';
import { secretOf } from '../launcher/secrets.mjs';
import { answers, untilHealthy } from '../launcher/wait.mjs';
import { LIVEKIT_VERSION, livekitServer } from './livekit-server.mjs';

/** The name of the key pair, here and in livekit.yaml; its secret is made for each data folder. */
const API_KEY = 'vilokanam';
const START_DEADLINE_MS = 30_000;

/**
 * Starts LiveKit, getting its program first when there is none.
 * @param {import('./engine.mjs').EngineOptions & { program?: string, hook?: string, udp?: boolean, redis?: { address: string, password: string } }} options
 *   `hook` is where it tells what happens in rooms; without `udp` it is as on networks that let
 *   none through; with `redis` LiveKit Ingress finds it
 * @returns {Promise<import('./engine.mjs').Engine>}
 */
export async function startLivekit({
  dataDir,
  port: wanted = 0,
  env = process.env,
  tell,
  program,
  hook,
  udp = true,
  redis,
}) {
  const command = program ?? (await livekitServer({ env, tell }));
  const secret = secretOf(dataDir, 'livekit-secret');
  const port = await freePort(wanted, { tell });
  const tcpPort = await freePort(wanted && port + 1);
  const udpPort = await freePort(wanted && port + 2, { protocol: 'udp' });
  const turnPort = await freePort(wanted && port + 3, { protocol: 'udp' });

  const { parse, stringify } = await import('yaml');
  const shared = parse(readFileSync(join(ROOT, 'livekit.yaml'), 'utf8'));
  const config = {
    ...shared,
    port,
    bind_addresses: ['127.0.0.1'],
    rtc: {
      ...shared.rtc,
      tcp_port: tcpPort,
      udp_port: udpPort,
      use_external_ip: false,
      node_ip: '127.0.0.1',
      // without these two, media over UDP is bound to all addresses but loopback, and told as if it
      // were there
      enable_loopback_candidate: true,
      ips: { includes: ['127.0.0.1/32'] },
      force_tcp: !udp,
    },
    turn: {
      ...shared.turn,
      enabled: udp,
      udp_port: turnPort,
      bind_addresses: ['127.0.0.1'],
      allow_restricted_peer_cidrs: ['127.0.0.1/32'], // the node's own address, which is not public here
    },
    ...(redis ? { redis } : {}),
    webhook: hook ? { ...shared.webhook, api_key: API_KEY, urls: [hook] } : {},
    keys: { [API_KEY]: secret },
  };
  const configFile = join(dataDir, 'livekit.yaml');
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(configFile, stringify(config), { mode: 0o600 });

  const child = await startChild({ name: 'livekit', dataDir, command, args: ['--config', configFile], graceMs: 5_000 });
  const health = () => answers(`http://127.0.0.1:${port}/`);
  await untilHealthy(child, health, START_DEADLINE_MS);
  const url = `ws://127.0.0.1:${port}`;
  return {
    url,
    summary: `LiveKit ${LIVEKIT_VERSION} on port ${port} (media: TCP ${tcpPort}, UDP ${udpPort}, TURN ${turnPort})`,
    env: { LIVEKIT_URL: url, LIVEKIT_API_KEY: API_KEY, LIVEKIT_API_SECRET: secret },
    health,
    child,
    stop: () => child.stop().finally(() => releasePorts([port, tcpPort, udpPort, turnPort])),
  };
}
