import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { makeDatabase } from '../server/testing/harness';

function migrate(url: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'prisma/migrate.ts', ...args], {
    env: { ...process.env, DATABASE_URL: url },
    encoding: 'utf8',
  });
  return { status, said: stdout + stderr };
}

it('says how the database stands, in plain sentences and by its exit code', { timeout: 60_000 }, async () => {
  const url = await makeDatabase('empty');
  const before = migrate(url, 'status');
  expect(before).toMatchObject({
    status: 1,
    said: expect.stringMatching(/^Pending.*\n {2}\d{14}_init(\n {2}\d{14}_\w+)+\n$/) as unknown,
  });
  expect(migrate(url, 'apply')).toMatchObject({
    status: 0,
    said: expect.stringMatching(/^Applied \d+ migrations:\n/) as unknown,
  });
  expect(migrate(url, 'status')).toEqual({ status: 0, said: 'The database is up to date.\n' });
});

it('explains itself when it is not understood', { timeout: 60_000 }, () => {
  expect(migrate('postgres://nobody@127.0.0.1:1/none', 'reset')).toMatchObject({
    status: 2,
    said: expect.stringContaining('Usage:') as unknown,
  });
  expect(migrate('', 'status')).toMatchObject({
    status: 2,
    said: expect.stringContaining('DATABASE_URL is not set') as unknown,
  });
});
