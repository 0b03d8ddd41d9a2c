import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { chainNode } from './engines/chain.mjs';
import { isRunning, startTimeOf, type ProcessRecord } from './launcher/processes.mjs';
import { eventually, scratchFolder } from './testing/folders.mjs';

const START = fileURLToPath(new URL('./start.mjs', import.meta.url));

interface Launcher {
  process: ChildProcess;
  output(): string;
  exited: Promise<number | null>;
}

let dataDir: string;
const launchers: Launcher[] = [];

beforeEach(() => void (dataDir = scratchFolder()));
afterEach(async () => {
  for (const { process, exited } of launchers.splice(0)) {
    process.kill('SIGTERM');
    await exited;
  }
  rmSync(dataDir, { recursive: true });
});

function launch(...args: string[]): Launcher {
  const { DATABASE_URL: _, ...env } = process.env;
  const child = spawn(process.execPath, [START, '--data', dataDir, '--only', 'db', '--db-port', '0', ...args], {
    env: { ...env, npm_lifecycle_event: '' },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
  const launcher = {
    process: child,
    output: () => output,
    exited: new Promise<number | null>((resolve) => child.once('exit', resolve)),
  };
  launchers.push(launcher);
  return launcher;
}

const ready = (launcher: Launcher) =>
  eventually(`ready\n${launcher.output()}`, () => launcher.output().includes('Ready in'), 200_000);
const database = () => JSON.parse(readFileSync(join(dataDir, 'run/postgres.json'), 'utf8')) as ProcessRecord;
const workers = () =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(dataDir);
      } catch {
        return false;
      }
    });

test('it says what it does in numbered steps, and how to reach what it started', async () => {
  const launcher = launch();
  await ready(launcher);
  expect(launcher.output()).toMatch(/\[1\/2\] Dependencies {2}up to date {2}\(\d/);
  expect(launcher.output()).toMatch(/\[2\/2\] Database {6}PostgreSQL 18\.\d+ on port \d+ {2}\(\d/);
  expect(launcher.output()).toMatch(/export DATABASE_URL='postgresql:/);
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s stops everything, and leaves no process and no lock', async (signal) => {
  const launcher = launch();
  await ready(launcher);
  const server = database();
  launcher.process.kill(signal);
  expect(await launcher.exited).toBe(0);
  expect(launcher.output()).toContain('postgres stopped');
  expect(isRunning(server)).toBe(false);
  expect(existsSync(join(dataDir, 'launcher.json'))).toBe(false);
});

test('kill -9 leaves no orphan, and the next start works', async () => {
  const killed = launch();
  await ready(killed);
  const server = database();
  killed.process.kill('SIGKILL');
  await killed.exited;
  await eventually('the database is gone', () => !isRunning(server));
  if (process.platform === 'linux') await eventually('its workers are gone', () => workers().length === 0);

  const next = launch();
  await ready(next);
  expect(database().pid).not.toBe(server.pid);
});

test('started again at once after kill -9, it stops what still runs and takes over', async () => {
  const killed = launch();
  await ready(killed);
  const server = database();
  killed.process.kill('SIGKILL');
  await killed.exited;
  const next = launch();
  await ready(next);
  expect(isRunning(server)).toBe(false);
  expect(startTimeOf(database().pid)).toBe(database().started);
});

test('a second one in the same folder is refused, and disturbs nothing', async () => {
  const first = launch();
  await ready(first);
  const second = launch('--reset');
  expect(await second.exited).toBe(1);
  expect(second.output()).toContain('already runs here');
  expect(isRunning(database())).toBe(true);
});

test('when an engine crashes, its last lines are told and everything ends', async () => {
  const launcher = launch();
  await ready(launcher);
  process.kill(database().pid, 'SIGKILL');
  expect(await launcher.exited).toBe(1);
  expect(launcher.output()).toMatch(/postgres has ended \(SIGKILL\)[^]*database system is ready/);
});

test('a port in use is passed over, and said', async () => {
  const blocker = createServer();
  const port = await new Promise<number>((resolve) =>
    blocker.listen(0, '127.0.0.1', () => resolve((blocker.address() as { port: number }).port)),
  );
  const launcher = launch('--db-port', String(port));
  await ready(launcher);
  expect(launcher.output()).toContain(`port ${port} is in use`);
  blocker.close();
});

test('--reset forgets the database', async () => {
  const first = launch();
  await ready(first);
  first.process.kill('SIGTERM');
  await first.exited;
  const second = launch('--reset');
  await ready(second);
  expect(second.output()).toContain('Database: forgotten.');
});

test('a database of the user’s own is used, and nothing is started', async () => {
  const launcher = spawn(process.execPath, [START, '--data', dataDir, '--only', 'db'], {
    env: { ...process.env, DATABASE_URL: 'postgresql://me:secret@db.example/app' },
  });
  let output = '';
  launcher.stdout.on('data', (text: Buffer) => (output += text.toString()));
  await new Promise((resolve) => launcher.once('exit', resolve));
  expect(output).toContain('yours, at postgresql://db.example/app');
  expect(output).not.toContain('secret');
  expect(existsSync(join(dataDir, 'run'))).toBe(false);
});

test(
  'the purse contract is on the local chain, and stays there as long as the chain does',
  { timeout: 480_000 },
  async () => {
    const setting = (launcher: Launcher, name: string) =>
      new RegExp(`export ${name}='(.*)'`).exec(launcher.output())?.[1] ?? `no ${name}`;
    const onChain = ['--only', 'chain', '--chain-port', '0'];
    const first = launch(...onChain);
    await ready(first);
    expect(first.output()).toMatch(/Contract {6}Deployed at 0x[0-9a-f]{40}\. {2}\(/);
    const address = setting(first, 'CONTRACT_ADDRESS');
    expect(first.output()).toContain(`Deployed at ${address}.`);
    expect(Number(setting(first, 'CONTRACT_BLOCK'))).toBeGreaterThan(0);
    for (const [name, secret] of Object.entries({ OPERATOR_SECRET_FILE: '//Bob', FAUCET_SECRET_FILE: '//Alice' })) {
      const file = setting(first, name);
      expect(readFileSync(file, 'utf8')).toBe(secret);
      if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    }
    first.process.kill('SIGTERM');
    await first.exited;

    const second = launch(...onChain);
    await ready(second);
    // the node keeps its chain; Chopsticks has forgotten it, and the contract with it
    expect(second.output()).toContain(chainNode() ? `The purse contract is at ${address} already.` : 'Deployed at 0x');
  },
);

test.each([
  [{}, 'none: CHAIN_URL is yours'],
  [{ CONTRACT_ADDRESS: `0x${'ab'.repeat(20)}` }, `yours, at 0x${'ab'.repeat(20)}`],
])('on a chain of the user’s own nothing is deployed: %j', async (more, said) => {
  const launcher = spawn(process.execPath, [START, '--data', dataDir, '--only', 'chain'], {
    env: { ...process.env, CHAIN_URL: 'wss://chain.example', ...more },
  });
  let output = '';
  launcher.stdout.on('data', (text: Buffer) => (output += text.toString()));
  await new Promise((resolve) => launcher.once('exit', resolve));
  expect(output).toContain(said);
  expect(existsSync(join(dataDir, 'secrets'))).toBe(false);
});
