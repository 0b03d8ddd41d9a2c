import { PrismaPg } from '@prisma/adapter-pg';
import { type Logger } from 'pino';
import { type Db } from '../deps';
import { PrismaClient } from '../generated/prisma/client';

/** A query that takes longer than this is worth a line in the log. */
const SLOW_MS = 500;

/** The database, and what the composition root does with it. */
export interface Database {
  db: Db;
  close(): Promise<void>;
}

/**
 * Connects on first use. A request never waits long for a connection or a lock: it fails, is
 * logged, and the next one finds room.
 */
export function createDb(url: string, log: Logger, { connections = 10 }: { connections?: number } = {}): Database {
  const adapter = new PrismaPg(
    {
      connectionString: url,
      application_name: 'vilokanam',
      max: connections,
      connectionTimeoutMillis: 5_000,
      idleTimeoutMillis: 60_000,
      keepAlive: true,
      statement_timeout: 15_000,
      lock_timeout: 5_000,
      idle_in_transaction_session_timeout: 30_000,
    },
    {
      // An idle connection that breaks (a restart of the server) is replaced on the next query;
      // unheard, the error would end the process.
      onPoolError: (error) => log.warn({ err: error }, 'an idle database connection broke'),
      statementNameGenerator: nameStatements(),
      onConnectionError: (error) => log.warn({ err: error }, 'a database connection broke in a transaction'),
    },
  );
  const client = new PrismaClient({ adapter, errorFormat: 'minimal', log: [{ emit: 'event', level: 'query' }] });
  // The statement with its placeholders; the parameters are people's words and secrets, and stay
  // out.
  client.$on('query', ({ duration, query }) => {
    if (duration >= SLOW_MS) log.warn({ ms: duration, sql: query }, 'slow query');
  });
  return {
    // the same client: listening to queries is all that the other type adds
    db: client as unknown as Db,
    close: () => client.$disconnect(),
  };
}

/** So many statements a connection keeps planned; those that come later are planned each time. */
const MOST_PLANNED = 500;

/**
 * Names a statement by its text, so that a connection plans it once: of short statements planning
 * is most of the work.
 */
function nameStatements(): (query: { sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    const name = names.size < MOST_PLANNED ? `s${names.size}` : '';
    if (name !== '') names.set(sql, name);
    return name;
  };
}
