import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deployLocally } from '../scripts/contracts/local.mjs';
import { startChain } from '../scripts/engines/chain.mjs';
import { type Engine } from '../scripts/engines/engine.mjs';
import { startLivekit } from '../scripts/engines/livekit.mjs';
import { startPostgres } from '../scripts/engines/postgres.mjs';
import { run, startChild, type Child } from '../scripts/launcher/children.mjs';
import { freePort } from '../scripts/launcher/ports.mjs';
import { answers, untilHealthy } from '../scripts/launcher/wait.mjs';

/** What can be killed. */
export type Part = 'app' | 'db' | 'media' | 'chain';

/**
 * The product by its parts, each of which can be killed and started again in its place: what a
 * supervisor does in production.
 */
export interface Parts {
  url: string;
  dataDir: string;
  /** For who makes many rows at once. */
  databaseUrl: string;
  /** False where the chain forgets everything when it ends. */
  chainKeeps: boolean;
  /** kill -9. */
  kill(part: Part): Promise<void>;
  /** At the same address. Resolves when it answers. */
  start(part: Part): Promise<void>;
  /**
   * Another process of the app, at another address, on the same engines. Answers the address; it
   * ends with the rest.
   */
  startSecond(): Promise<string>;
  /** Holds its breath, and lets it go on. */
  freeze(part: Part): void;
  thaw(part: Part): void;
  stop(): Promise<void>;
}

const ENGINES = { db: startPostgres, media: startLivekit, chain: startChain };
const APP_DEADLINE_MS = 60_000;
const quiet = { say: () => undefined, progress: () => undefined };

interface RunningPart {
  child: Child;
  stop(): Promise<void>;
}

/**
 * Starts all parts in a fresh folder. What they are was built before: by the launcher that the
 * other tests have.
 */
export async function startParts(): Promise<Parts> {
  const dataDir = mkdtempSync(join(tmpdir(), 'vilokanam-parts-'));
  const running = new Map<Part, RunningPart>();
  let hook = '';
  const engine = async (part: Exclude<Part, 'app'>, port = 0): Promise<Engine> => {
    const started = await ENGINES[part]({ dataDir, port, tell: quiet, hook });
    running.set(part, started);
    return started;
  };
  const appPort = await freePort(0);
  hook = `http://127.0.0.1:${appPort}/livekit/webhook`;
  const [db, media, chain] = await Promise.all([engine('db'), engine('media'), engine('chain')]);
  const contract = await deployLocally({ dataDir, url: chain.url, env: process.env, built: true, tell: quiet });
  const env = { ...process.env, ...db.env, ...media.env, ...chain.env, ...contract.env };
  for (const args of [['build/migrate.js', 'apply'], ['build/seed.js']])
    await run({ command: process.execPath, args, env });

  const appAt = async (port: number, name: string): Promise<RunningPart> => {
    const child = await startChild({
      name,
      dataDir,
      command: process.execPath,
      args: ['--enable-source-maps', 'build/main.js'],
      env: { ...env, LOCAL_DEMO: '1', NODE_ENV: 'production', TRUST_PROXY: '1', PORT: String(port) },
    });
    await untilHealthy(child, () => answers(`http://127.0.0.1:${port}/healthz`), APP_DEADLINE_MS);
    return { child, stop: child.stop };
  };
  const app = async () => void running.set('app', await appAt(appPort, 'app'));
  let second: RunningPart | undefined;
  await app();
  const ports = { db: portOf(db), media: portOf(media), chain: portOf(chain) };
  const one = (part: Part) => {
    const found = running.get(part);
    if (!found) throw new Error(`${part} does not run`);
    return found;
  };
  return {
    url: `http://localhost:${appPort}`,
    dataDir,
    databaseUrl: db.url,
    chainKeeps: 'kind' in chain && chain.kind === 'node',
    async kill(part) {
      const { child, stop } = one(part);
      child.kill();
      await child.exited;
      await stop(); // gives its ports free
    },
    start: async (part) => void (await (part === 'app' ? app() : engine(part, ports[part]))),
    async startSecond() {
      const port = await freePort(0);
      second = await appAt(port, 'app-2');
      return `http://localhost:${port}`;
    },
    freeze: (part) => void process.kill(one(part).child.pid, 'SIGSTOP'),
    thaw: (part) => void process.kill(one(part).child.pid, 'SIGCONT'),
    async stop() {
      await second?.stop();
      for (const part of ['app', 'chain', 'media', 'db'] as const) await running.get(part)?.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

const portOf = ({ url }: Engine) => Number(new URL(url).port);
