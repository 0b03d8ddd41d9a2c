import { pino } from 'pino';
import { afterEach, expect, it } from 'vitest';
import { MAX_AMOUNT, amount } from '../../sdk/money';
import { amountOf, stored } from '../money';
import { makeDatabase, makeCreator, makeStream, testDeps, type LogEntry } from '../testing/harness';
import { createDb, type Database } from './db';

let database: Database | undefined;
afterEach(() => database?.close());

function openDb(url: string) {
  const logged: LogEntry[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => void logged.push(JSON.parse(line) as LogEntry) });
  database = createDb(url, log, { connections: 1 });
  return { ...database, logged };
}

it.each([0n, 1n, 10n ** 18n - 1n, 2n ** 53n + 1n, 123_456_789_012_345_678_901_234_567_890_123_456_789n, MAX_AMOUNT])(
  'keeps the amount %s exactly, there and back',
  async (value) => {
    const deps = await testDeps();
    const { id: creatorId } = await makeCreator(deps);
    const { id } = await makeStream(deps, { creatorId, ratePerSecond: stored(amount(value)) });
    const row = await deps.db.stream.findUniqueOrThrow({ where: { id } });
    expect(amountOf(row.ratePerSecond)).toBe(value);
    const [raw] = await deps.db.$queryRaw<{ text: string }[]>`SELECT rate_per_second::text AS text FROM streams`;
    expect(raw?.text).toBe(value.toString());
    expect(await deps.db.stream.count({ where: { ratePerSecond: stored(amount(value)) } })).toBe(1);
  },
);

it('adds amounts up without losing a digit', async () => {
  const deps = await testDeps();
  const { id: creatorId } = await makeCreator(deps);
  const rates = [123_456_789_012_345_678_901_234_567_890_123_456_789n, 1n, 999_999_999_999_999_999n];
  for (const rate of rates) await makeStream(deps, { creatorId, ratePerSecond: stored(amount(rate)) });
  const { _sum } = await deps.db.stream.aggregate({ _sum: { ratePerSecond: true } });
  expect(_sum.ratePerSecond && amountOf(_sum.ratePerSecond)).toBe(rates.reduce((sum, rate) => sum + rate));
});

it('logs a slow query without what was asked', async () => {
  const { db, logged } = openDb(await makeDatabase());
  await db.$queryRaw`SELECT pg_sleep(0.6)::text, ${'a secret'} AS word`;
  expect(logged).toMatchObject([{ msg: 'slow query', sql: expect.stringContaining('pg_sleep') as unknown }]);
  expect(JSON.stringify(logged)).not.toContain('a secret');
});

it('lets no statement run for ever', async () => {
  const { db } = openDb(await makeDatabase());
  const [setting] = await db.$queryRaw<{ timeout: string }[]>`SELECT current_setting('statement_timeout') AS timeout`;
  expect(setting?.timeout).toBe('15s');
});

it('plans a statement once for each connection, and keeps so many at most', async () => {
  const { db } = openDb(await makeDatabase());
  const planned = () =>
    db.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM pg_prepared_statements`.then(
      ([row]) => row?.count ?? 0,
    );
  const first = await planned();
  for (let value = 0; value < 5; value += 1)
    expect(await db.$queryRaw`SELECT ${value}::int AS value`).toEqual([{ value }]);
  expect(await planned()).toBe(first + 1);
  for (let count = 0; count < 600; count += 1) await db.$queryRawUnsafe(`SELECT ${count} AS count`);
  expect(await planned()).toBe(500);
});
