import { expect } from 'vitest';
import { type Db } from '../deps';

/** Limits count refused tries too: that is what they are for. */
const COUNTERS = ['rate_limits'];

/** Rows and a hash of their content for each table. */
async function snapshot(db: Db, except: string[]): Promise<Record<string, string>> {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations' ORDER BY tablename`;
  const looked = tables.map((table) => table.name).filter((name) => !except.includes(name));
  const selects = looked.map(
    (name) =>
      `SELECT '${name}' AS name, count(*) || ' rows, ' || coalesce(md5(string_agg(t::text, E'\\n' ORDER BY t::text)), '') AS content FROM "${name}" t`,
  );
  const rows = await db.$queryRawUnsafe<{ name: string; content: string }[]>(selects.join(' UNION ALL '));
  return Object.fromEntries(rows.map((row) => [row.name, row.content]));
}

/**
 * Runs `act`, which is to be refused, and asserts that no table has changed, whether it threw or
 * not. Refusals prove what did not happen:
 *
 *     await expectNothingWritten(deps.db, () => expect(signIn(deps, …)).rejects.toThrow());
 *
 * `except` names tables that the refusal may write by design, such as the audit log.
 */
export async function expectNothingWritten<T>(
  db: Db,
  act: () => Promise<T>,
  { except = [] }: { except?: string[] } = {},
): Promise<T> {
  const ignored = [...COUNTERS, ...except];
  const before = await snapshot(db, ignored);
  try {
    return await act();
  } finally {
    expect(await snapshot(db, ignored), 'Something was written.').toEqual(before);
  }
}
