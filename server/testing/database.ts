import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { inject } from 'vitest';
import { type Db } from '../deps';
import { databaseAt, TEMPLATE } from './database-names';

/** Where a test's database is, and the client to it. */
export interface TestDatabase {
  url: string;
  db: Db;
}

interface Opened extends TestDatabase {
  empty(): Promise<void>;
  close(): Promise<void>;
}

/** Loaded by the first test that wants a database: most files want none, and pay nothing for it. */
async function loadDrivers() {
  const [{ default: driver }, { pino }, { createDb }] = await Promise.all([
    import('pg'),
    import('pino'),
    import('../gateways/db'),
  ]);
  return { pg: driver, pino, createDb };
}

let opened: Promise<Opened> | undefined;
let used = true;

async function admin<T>(work: (client: pg.Client, url: string) => Promise<T>): Promise<T> {
  const answer = await fetch(inject('databaseDoor'));
  const text = await answer.text();
  if (!answer.ok) throw new Error(`The test database did not start. ${text}`);
  const { pg } = await loadDrivers();
  const client = new pg.Client(text);
  await client.connect();
  try {
    return await work(client, text);
  } finally {
    await client.end();
  }
}

/**
 * An own database for a test that changes more than rows: migrated or, for tests of migrating,
 * empty. Gone with the test run.
 */
export async function makeDatabase(from: 'migrated' | 'empty' = 'migrated'): Promise<string> {
  return admin(async (client, url) => {
    const name = `test_${randomUUID().replaceAll('-', '')}`;
    await client.query(
      `CREATE DATABASE ${name} TEMPLATE ${from === 'migrated' ? `${TEMPLATE} STRATEGY file_copy` : 'template0'}`,
    );
    return databaseAt(url, name);
  });
}

/**
 * A copy for this test file. Prisma keeps its plans and connections through the file, which is most
 * of what a fresh copy would cost.
 */
async function open(): Promise<Opened> {
  const url = await makeDatabase();
  const { pg, pino, createDb } = await loadDrivers();
  const database = createDb(url, pino({ level: 'silent' }), { connections: 4 });
  const cleaner = new pg.Client(url);
  await cleaner.connect();
  // no triggers, so no foreign keys: any order will do
  await cleaner.query('SET session_replication_role = replica');
  const tables = await tableNames(cleaner);
  const statement = [...tables.map((table) => `"${table}"`), 'jobs.job']
    .map((table) => `DELETE FROM ${table}`)
    .join('; ');
  return {
    url,
    db: database.db,
    empty: async () => void (await cleaner.query(statement)),
    async close() {
      await Promise.all([database.close(), cleaner.end()]);
      await admin((client) => client.query(`DROP DATABASE ${new URL(url).pathname.slice(1)} WITH (FORCE)`));
    },
  };
}

async function tableNames(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'`,
  );
  return rows.map((row) => row.name);
}

/**
 * This file's database, empty on the first call in each test. Emptied by DELETE, which takes 1.3 ms
 * where TRUNCATE takes 63 ms and a fresh copy with a new client 90 ms (decision 0021).
 */
export async function testDatabase(): Promise<TestDatabase> {
  const database = await (opened ??= open());
  if (!used) await database.empty();
  used = true;
  return database;
}

/** Before each test, by setup.ts. */
export function expectEmptyDatabase(): void {
  used = false;
}

/** After each file, by setup.ts. */
export async function closeTestDatabase(): Promise<void> {
  await (await opened)?.close();
  opened = undefined;
}
