import pg from 'pg';
import { type Logger } from 'pino';
import { sleep, type Timers } from '../../sdk/timers';
import { type Presence } from '../deps';

/** Any number will do, as long as nothing else in this database locks it. */
const LOCK = '8604217730212';
const RETRY_AFTER = 1_000;

/** That this process runs, for all others on the same database to see. */
export interface Presences extends Presence {
  /**
   * Says that this process runs, once `first` is done and says that it may. Of processes that start
   * at the same time one is through with it before the next begins. False when it may not: nothing
   * is said then.
   */
  enter(first: () => Promise<boolean>): Promise<boolean>;
  close(): Promise<void>;
}

/**
 * A lock of PostgreSQL's that each running process holds shared, on a connection of its own, for as
 * long as it lives: whoever gets it for themselves knows that nobody else runs. The database lets
 * go of it when the process dies.
 */
export function createPresence(url: string, { log, timers }: { log: Logger; timers: Timers }): Presences {
  let closed = false;
  let entered = false;
  let line: Promise<pg.Client> | null = null;

  async function connect(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: url, application_name: 'vilokanam, present', keepAlive: true });
    client.on('error', () => undefined); // its end is heard too
    await client.connect();
    client.once('end', () => void comeBack());
    if (entered) await client.query(`SELECT pg_advisory_lock_shared(${LOCK})`);
    return client;
  }

  const open = () => (line ??= connect().catch(forget));
  function forget(error: unknown): never {
    line = null;
    throw error;
  }

  /** A line that broke took the lock with it. */
  async function comeBack(): Promise<void> {
    line = null;
    while (entered && !closed) {
      try {
        return void (await open());
      } catch (error) {
        log.warn({ err: error }, 'the database does not know that this process runs');
        await sleep(timers, RETRY_AFTER);
      }
    }
  }

  async function tryAlone(client: pg.Client): Promise<boolean> {
    const { rows } = await client.query<{ got: boolean }>(`SELECT pg_try_advisory_lock(${LOCK}) AS got`);
    return rows[0]?.got === true;
  }
  const letOthers = (client: pg.Client) => client.query(`SELECT pg_advisory_unlock(${LOCK})`);

  return {
    async enter(first) {
      const client = await open();
      const alone = await tryAlone(client);
      try {
        // waits for whoever is alone at the moment
        await client.query(`SELECT pg_advisory_lock_shared(${LOCK})`);
        entered = await first();
        if (!entered) await client.query(`SELECT pg_advisory_unlock_shared(${LOCK})`);
        return entered;
      } finally {
        if (alone) await letOthers(client);
      }
    },
    async alone(work) {
      const client = await open();
      if (!(await tryAlone(client))) return 'others run';
      try {
        return await work();
      } finally {
        await letOthers(client);
      }
    },
    async close() {
      closed = true;
      await (await line)?.end();
    },
  };
}
