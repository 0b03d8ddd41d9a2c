import { createHash } from 'node:crypto';
import PgBoss from 'pg-boss';
import pg from 'pg';
import { type Logger } from 'pino';
import { type Job, type JobQueue, type JobTx, QUEUE_OF, type QueueName } from '../jobs/types';
import { SECOND } from '../clock';

/** The queues stand beside our tables, in a schema of their own, which pg-boss keeps. */
const SCHEMA = 'jobs';
/** Where jobs go that were tried often enough. */
const GIVEN_UP = 'given-up';
/**
 * So many seconds a process may have a job of a queue at hand before it counts as dead. A video
 * takes as long as it takes: who packages says by itself that it is still there.
 */
const EXPIRE_SECONDS = {
  notices: 120,
  letters: 120,
  media: 23 * 3_600,
  renditions: 23 * 3_600,
} as const satisfies Record<QueueName, number>;
const QUEUES = Object.keys(EXPIRE_SECONDS) as QueueName[];
/** How often a job is tried again, and after how many seconds; each time it takes twice as long. */
const RETRY = { retryLimit: 6, retryDelay: 5, retryBackoff: true };
/** A few connections of their own: who works on jobs keeps no request waiting. */
const CONNECTIONS = 2;
/** Any number will do, as long as nothing else in this database locks it. */
const LOCK = '8604217730213';

interface JobsOptions {
  url: string;
  log: Logger;
}

/** Jobs in PostgreSQL by pg-boss. Connects on first use. */
export function createJobs({ url, log }: JobsOptions): JobQueue {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'vilokanam, jobs',
    max: CONNECTIONS,
    allowExitOnIdle: true,
    keepAlive: true,
  });
  // unheard, the error would end the process
  pool.on('error', (error) => log.warn({ err: error }, 'an idle connection of the job queue broke'));
  const boss = new PgBoss({
    schema: SCHEMA,
    db: { executeSql: (text, values) => pool.query(text, values) },
    supervise: false,
    schedule: false,
  });
  boss.on('error', (error) => log.warn({ err: error }, 'the job queue had an error'));
  let stopped = false;

  return {
    async install() {
      const client = await pool.connect();
      try {
        // whoever starts at the same time waits and finds it done
        await client.query(`SELECT pg_advisory_lock(${LOCK})`);
        await boss.start();
        await boss.createQueue(GIVEN_UP, { name: GIVEN_UP, retryLimit: 0 });
        for (const name of QUEUES) {
          const options = { name, ...RETRY, expireInSeconds: EXPIRE_SECONDS[name], deadLetter: GIVEN_UP };
          await boss.createQueue(name, options);
          await boss.updateQueue(name, options);
        }
      } finally {
        client.release(true); // which also unlocks
      }
    },

    async enqueue(tx, job, { key, inMs = 0 } = {}) {
      await boss.send(QUEUE_OF[job.name], job, {
        db: inTransaction(tx),
        ...(key === undefined ? {} : { id: idOf(job.name, key) }),
        ...(inMs > 0 ? { startAfter: Math.ceil(inMs / SECOND) } : {}),
      });
    },

    async take(queue) {
      if (stopped) return null;
      const [taken] = await boss.fetch<Job>(queue);
      return taken ? { id: taken.id, queue, job: taken.data } : null;
    },
    finish: async ({ queue, id }) => void (await boss.complete(queue, id)),
    fail: async ({ queue, id }, error) => void (await boss.fail(queue, id, { message: messageOf(error) })),

    async maintain() {
      await boss.maintain();
      const dead = await boss.fetch<Job>(GIVEN_UP, { batchSize: 100 });
      if (dead.length > 0) {
        await boss.complete(
          GIVEN_UP,
          dead.map(({ id }) => id),
        );
      }
      return dead.map(({ data }) => data);
    },
    stop: () => void (stopped = true),
    close: () => pool.end(),
  };
}

/** Runs a statement of pg-boss in a transaction of Prisma's. */
function inTransaction(tx: JobTx): PgBoss.Db {
  const asSent = (value: unknown) =>
    typeof value === 'object' && value !== null && !(value instanceof Date) ? JSON.stringify(value) : value;
  return {
    executeSql: async (text, values: unknown[]) => ({ rows: await tx.$queryRawUnsafe(text, ...values.map(asSent)) }),
  };
}

/** The same key gives the same id, and of one id the queue takes one job. */
function idOf(name: string, key: string): string {
  const hash = createHash('sha256').update(`${name}\n${key}`).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error)).slice(0, 500);
