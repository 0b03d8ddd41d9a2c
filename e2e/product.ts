import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMailbox } from './mailbox';

const START_DEADLINE_MS = 10 * 60_000;

/** The product while it runs. */
export interface Product {
  url: string;
  dataDir: string;
  stop(): Promise<void>;
}

/**
 * The product as a person starts it: the launcher itself, all engines, a fresh folder, free ports.
 * `flags` are the launcher's.
 */
export async function startProduct(...flags: string[]): Promise<Product> {
  const dataDir = mkdtempSync(join(tmpdir(), 'vilokanam-e2e-'));
  const log = join(dataDir, 'launcher.log');
  const mailbox = await startMailbox(dataDir);
  const mail = { SMTP_URL: mailbox.url, MAIL_FROM: 'Vilokanam <no-reply@vilokanam.test>' };
  const ports = { PORT: '0', DB_PORT: '0', MEDIA_PORT: '0', CHAIN_PORT: '0', RTMP_PORT: '0' };
  const launcher = spawn(process.execPath, ['scripts/start.mjs', '--data', dataDir, ...flags], {
    // Not the test runner's environment. Behind one proxy, as it were: people of a test in Node
    // come each from a network of their own.
    // Smaller sizes of what is recorded would be encoded beside the tests: they have tests of their
    // own.
    env: { ...process.env, ...ports, ...mail, NODE_ENV: 'production', TRUST_PROXY: '1', VIDEO_HEIGHTS: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = createWriteStream(log);
  launcher.stdout.pipe(output);
  launcher.stderr.pipe(output);
  const stop = async () => {
    await ended(launcher);
    await mailbox.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    return { url: await addressOf(launcher, dataDir), dataDir, stop };
  } catch (error) {
    process.stderr.write(readFileSync(log, 'utf8'));
    await stop();
    throw error;
  }
}

/** The launcher writes the address down when the app answers. */
async function addressOf(launcher: ChildProcess, dataDir: string): Promise<string> {
  for (const deadline = performance.now() + START_DEADLINE_MS; performance.now() < deadline;) {
    if (launcher.exitCode !== null) throw new Error('The launcher ended before the app answered.');
    const url = readLock(dataDir)?.url;
    if (url) return url;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('The app did not answer in time.');
}

function readLock(dataDir: string): { url?: string } | null {
  try {
    return JSON.parse(readFileSync(join(dataDir, 'launcher.json'), 'utf8')) as { url?: string };
  } catch {
    return null;
  }
}

async function ended(launcher: ChildProcess): Promise<void> {
  if (launcher.exitCode !== null) return;
  const end = new Promise<void>((resolve) => launcher.once('exit', () => resolve()));
  launcher.kill('SIGINT');
  await end;
}
