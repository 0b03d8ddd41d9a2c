import pg from 'pg';
import { type Hex, bytesOf, type H160 } from '../sdk/voucher';

/** A second's price. */
export const RATE = 10n ** 15n;
export const CREATOR: H160 = `0x${'cc'.repeat(20)}`;

/** Somebody who watches, as the tables know them. */
export interface Seat {
  viewing: string;
  viewer: H160;
}

const hex = (number: number, digits: number) => number.toString(16).padStart(digits, '0');
const seatOf = (group: number, index: number): Seat => ({
  viewing: `${hex(group, 8)}-0000-4000-8000-${hex(index, 12)}`,
  viewer: `0x${hex(group, 8)}${hex(index, 32)}`,
});

/**
 * One live stream, and `count` open viewings in it that have watched for hours, each with a purse
 * of its own and the same key.
 */
export async function makeViewings(
  database: string,
  { group, count, key, leased }: { group: number; count: number; key: Hex; leased: bigint },
): Promise<Seat[]> {
  const client = new pg.Client(database);
  await client.connect();
  const seats = Array.from({ length: count }, (_, index) => seatOf(group, index));
  const account = `${hex(group, 8)}-0000-4000-8000-ffffffffffff`;
  await client.query(`INSERT INTO categories (slug, name) VALUES ('bench', 'Bench') ON CONFLICT DO NOTHING`);
  await client.query(`INSERT INTO accounts (id, handle, created_at) VALUES ($1, $2, now())`, [
    account,
    `bench_${group}`,
  ]);
  await client.query(
    `INSERT INTO chain_cursor (id, genesis_hash, block_number, block_hash, block_time, updated_at)
     VALUES (1, '0x00', 1, '0x00', now(), now()) ON CONFLICT DO NOTHING`,
  );
  await client.query(
    `INSERT INTO streams (id, creator_id, title, category_slug, status, started_at, rate_per_second, payee, publisher_at, updated_at)
     VALUES ($1, $1, 'Bench', 'bench', 'live', now() - interval '3 hours', $2, $3, now(), now())`,
    [account, String(RATE), CREATOR],
  );
  await client.query(
    `INSERT INTO purses (viewer, nonce, status, session_key, deposit, max_rate, lanes, extras_allowance, opened_at, expires_at)
     SELECT viewer, 1, 'open', $2, $3, $4, 1, 0, now() - interval '3 hours', now() + interval '1 day'
     FROM unnest($1::text[]) AS viewer`,
    [seats.map(({ viewer }) => viewer), Buffer.from(bytesOf(key)), String(RATE * 100_000n), String(RATE)],
  );
  await client.query(
    `INSERT INTO accounts (id, handle, created_at) SELECT id, 'seat_' || right(replace(id::text, '-', ''), 16) || $2, now()
     FROM unnest($1::uuid[]) AS id`,
    [seats.map(({ viewing }) => viewing), String(group)],
  );
  await client.query(
    `INSERT INTO viewings (id, stream_id, account_id, status, joined_at, last_seen_at, viewer, purse_nonce, purse_key, payee, leased)
     SELECT id, $3, id, 'admitted', now() - interval '3 hours', now(), viewer, 1, 0, $4, $5
     FROM unnest($1::uuid[], $2::text[]) AS seats (id, viewer)`,
    [seats.map(({ viewing }) => viewing), seats.map(({ viewer }) => viewer), account, CREATOR, String(leased)],
  );
  await client.query('ANALYZE');
  await client.end();
  return seats;
}
