import { expect, test } from 'vitest';
import { isUniqueViolation, mapUniqueViolation, refusals, takenCode } from './map-unique-violation';
import { makeAccount, testDeps } from './testing/harness';

test('every index that has a refusal is a unique index of the database', async () => {
  const { db } = await testDeps();
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT c.relname::text AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indisunique`;
  expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(refusals)));
});

test('a taken name is refused as such, and any other failure stays what it was', async () => {
  const deps = await testDeps();
  const { handle } = await makeAccount(deps);
  const again = () => makeAccount(deps, { handle });
  await expect(mapUniqueViolation(again())).rejects.toMatchObject({ code: 'handleTaken' });
  const error: unknown = await again().catch((failed: unknown) => failed);
  expect([takenCode(error), isUniqueViolation(error)]).toEqual(['handleTaken', true]);
  const other = new Error('the database is away');
  await expect(mapUniqueViolation(Promise.reject(other))).rejects.toBe(other);
  expect([takenCode(other), isUniqueViolation(other)]).toEqual([null, false]);
});
