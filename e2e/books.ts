import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { type H160 } from '../sdk/voucher';

/**
 * What the tables say of one viewer's money to one creator. All money in the contract's smallest
 * unit.
 */
export interface PairInBooks {
  viewer: H160;
  /** The newest voucher. */
  seconds: bigint;
  amount: bigint;
  /** What the chain told of it in finalized blocks. */
  settledSeconds: bigint;
  settledAmount: bigint;
  paid: bigint;
  /** All viewings of the pair together. */
  viewedSeconds: bigint;
  viewedAmount: bigint;
  /** How many of them are open. */
  open: number;
}

/** The address of a database that the launcher started in this folder. */
export function databaseOf(dataDir: string): string {
  const password = readFileSync(join(dataDir, 'secrets/postgres-password'), 'utf8').trim();
  const port = readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[3];
  return `postgresql://vilokanam:${password}@127.0.0.1:${port}/vilokanam`;
}

/** Looks into the tables directly: what the pages say is compared with it. */
export async function query<Row extends object>(database: string, sql: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client({ connectionString: database, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** All pairs of a creator's address. */
export async function pairsOf(database: string, creator: H160): Promise<PairInBooks[]> {
  const rows = await query<Record<string, string>>(
    database,
    `SELECT v.viewer, v.seconds, v.amount, v.settled_seconds, v.settled_amount, v.paid,
            coalesce(sum(w.seconds_paid), 0) AS viewed_seconds, coalesce(sum(w.amount), 0) AS viewed_amount,
            count(w.id) FILTER (WHERE w.left_at IS NULL) AS open
     FROM vouchers v LEFT JOIN viewings w
       ON w.viewer = v.viewer AND w.purse_nonce = v.purse_nonce AND w.purse_key = v.key AND w.payee = v.creator
     WHERE v.creator = $1 GROUP BY v.viewer, v.purse_nonce, v.key, v.creator ORDER BY v.viewer`,
    [creator],
  );
  return rows.map((row) => {
    const number = (column: string) => BigInt(row[column] ?? '0');
    return {
      viewer: row.viewer as H160,
      seconds: number('seconds'),
      amount: number('amount'),
      paid: number('paid'),
      settledSeconds: number('settled_seconds'),
      settledAmount: number('settled_amount'),
      viewedSeconds: number('viewed_seconds'),
      viewedAmount: number('viewed_amount'),
      open: Number(row.open),
    };
  });
}
