import { expect, it } from 'vitest';
import { openMigrations } from '../server/gateways/migrations';
import { makeDatabase } from '../server/testing/harness';

it('schema.prisma and the migrations say the same; else: npm run migrate -- create NAME', async () => {
  const migrations = openMigrations({ url: await makeDatabase('empty'), folder: 'prisma' });
  expect(await migrations.missing()).toBe('');
});
