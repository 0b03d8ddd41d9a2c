import { rmSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isRunning, startTimeOf } from '../launcher/processes.mjs';
import { eventually, scratchFolder } from '../testing/folders.mjs';
import { startPostgres } from './postgres.mjs';

let dataDir: string;

beforeEach(() => void (dataDir = scratchFolder()));
afterEach(() => rmSync(dataDir, { recursive: true }));

const start = () => startPostgres({ dataDir, durable: false });
const lockFile = () => join(dataDir, 'postgres/postmaster.pid');

async function sql(url: string, statement: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, string>>(statement)).rows;
  } finally {
    await client.end();
  }
}

test('it starts in an empty folder, keeps what it holds over a restart, and leaves no process', async () => {
  const first = await start();
  await sql(first.url, `CREATE TABLE kept AS SELECT 'yes' AS answer`);
  expect(await first.health()).toBe(true);
  await first.stop();
  expect(await first.health()).toBe(false);
  expect(startTimeOf(first.child.pid)).toBeNull();

  const second = await start();
  expect(await sql(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 'yes' }]);
  await second.stop();
});

test('it listens on loopback with a password of its own, UTF-8 and UTC', async () => {
  const engine = await start();
  expect(await sql(engine.url, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
  expect(await sql(engine.url, 'SHOW server_encoding')).toEqual([{ server_encoding: 'UTF8' }]);
  expect(await sql(engine.url, 'SHOW timezone')).toEqual([{ TimeZone: 'UTC' }]);
  await expect(sql(engine.url.replace(/:[^:@]+@/, ':wrong@'), 'SELECT 1')).rejects.toThrow(
    'password authentication failed',
  );
  await engine.stop();
});

test('after a crash it starts again, though its lock file names a process that runs', async () => {
  const crashed = await start();
  const lock = readFileSync(lockFile(), 'utf8');
  crashed.child.kill();
  await crashed.child.exited;
  writeFileSync(lockFile(), lock.replace(/^\d+/, String(process.pid)));
  const again = await start();
  expect(await again.health()).toBe(true);
  await again.stop();
});

test('a server that was lost on this folder is stopped first', async () => {
  const lost = await start();
  rmSync(join(dataDir, 'run'), { recursive: true });
  const record = { pid: lost.child.pid, started: startTimeOf(lost.child.pid) };
  const again = await start();
  await eventually('the lost one is gone', () => !isRunning(record));
  expect(await again.health()).toBe(true);
  await again.stop();
});

test('data of another major version is refused with what to do', async () => {
  await start().then((engine) => engine.stop());
  writeFileSync(join(dataDir, 'postgres/PG_VERSION'), '12\n');
  await expect(start()).rejects.toThrow(/made by PostgreSQL 12[^]*--reset/);
});
