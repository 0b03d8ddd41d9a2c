import pg from 'pg';
import { afterEach, expect, test } from 'vitest';
import { systemTimers } from '../../sdk/timers';
import { testDatabase } from '../testing/database';
import { testDeps } from '../testing/harness';
import { createPresence, type Presences } from './presence';

const opened: Presences[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((presence) => presence.close()));
});

async function process(): Promise<Presences> {
  const [{ url }, { log }] = [await testDatabase(), await testDeps()];
  const presence = createPresence(url, { log, timers: systemTimers });
  opened.push(presence);
  return presence;
}
const yes = async () => true;

test('a process that runs alone may do what only one may', async () => {
  const one = await process();
  await one.enter(yes);
  expect(await one.alone(async () => 'done')).toBe('done');
});

test('two that run may not, neither of them, and nothing is done', async () => {
  const [one, two] = [await process(), await process()];
  await one.enter(yes);
  await two.enter(yes);
  let done = 0;
  const work = async () => (done += 1);
  expect([await one.alone(work), await two.alone(work), done]).toEqual(['others run', 'others run', 0]);
});

test('one that was refused its beginning is not counted among those that run', async () => {
  const [one, two] = [await process(), await process()];
  await one.enter(yes);
  expect(await two.enter(async () => false)).toBe(false);
  expect(await one.alone(yes)).toBe(true);
});

test('nobody begins while one is alone, and begins when that is over', async () => {
  const [one, two] = [await process(), await process()];
  await one.enter(yes);
  const order: string[] = [];
  let begun: Promise<boolean> | undefined;
  await one.alone(async () => {
    begun = two.enter(async () => order.push('begun') > 0);
    const { url } = await testDatabase();
    await untilSomebodyWaits(url);
    order.push('done');
  });
  await begun;
  expect(order).toEqual(['done', 'begun']);
});

test('a process whose connection broke comes back and is counted again', async () => {
  const [one, two] = [await process(), await process()];
  await one.enter(yes);
  await two.enter(yes);
  const { url } = await testDatabase();
  await asAdmin(
    url,
    `SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_database d ON d.oid = database
     WHERE locktype = 'advisory' AND mode = 'ShareLock' AND d.datname = current_database()`,
  );
  await expect.poll(() => held(url)).toBe(2);
  expect(await one.alone(yes)).toBe('others run');
});

async function asAdmin<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

const locks = (url: string, which: string) =>
  asAdmin<{ count: number }>(
    url,
    `SELECT count(*)::int AS count FROM pg_locks JOIN pg_database d ON d.oid = database
     WHERE locktype = 'advisory' AND mode = 'ShareLock' AND d.datname = current_database() AND ${which}`,
  ).then(([row]) => row!.count);
const held = (url: string) => locks(url, 'granted');
const untilSomebodyWaits = (url: string) => expect.poll(() => locks(url, 'NOT granted')).toBe(1);
