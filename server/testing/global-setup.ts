import { createServer } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type TestProject } from 'vitest/node';
import { startPostgres } from '../../scripts/engines/postgres.mjs';
import { pino } from 'pino';
import { createJobs } from '../gateways/jobs';
import { openMigrations } from '../gateways/migrations';
import { databaseAt, TEMPLATE } from './database-names';

declare module 'vitest' {
  interface ProvidedContext {
    /**
     * Asked over HTTP, it answers with the URL of the test run's PostgreSQL server, which it starts
     * for the first who asks.
     */
    databaseDoor: string;
  }
}

interface TestServer {
  url: string;
  stop(): Promise<void>;
}

/** A server with one migrated database, the template that workers copy. */
async function startServer(): Promise<TestServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'vilokanam-test-'));
  const engine = await startPostgres({ dataDir, durable: false });
  const stop = async () => {
    await engine.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const client = new pg.Client(engine.url);
    await client.connect();
    await client.query(`CREATE DATABASE ${TEMPLATE}`);
    await client.end();
    await openMigrations({ url: databaseAt(engine.url, TEMPLATE), folder: 'prisma' }).apply();
    const jobs = createJobs({ url: databaseAt(engine.url, TEMPLATE), log: pino({ level: 'silent' }) });
    await jobs.install();
    await jobs.close();
    return { url: engine.url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

let starting: Promise<TestServer> | undefined;
const door = createServer((_request, response) => {
  starting ??= startServer();
  starting.then(
    ({ url }) => response.end(url),
    (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.message : String(error)),
  );
});

/** Costs nothing until a test asks for a database: many need none. */
export async function setup(project: TestProject): Promise<void> {
  await new Promise<void>((listening) => door.listen(0, '127.0.0.1', listening));
  project.provide('databaseDoor', `http://127.0.0.1:${(door.address() as AddressInfo).port}/`);
}

export async function teardown(): Promise<void> {
  door.close();
  door.closeAllConnections();
  await starting?.then(
    (server) => server.stop(),
    () => undefined, // the tests have said why it did not start
  );
}
