import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeDatabase } from '../testing/harness';
import { openMigrations } from './migrations';

const upToDate = { pending: [], unknown: [], edited: [], failed: [], drift: null };

describe('migrations', () => {
  let folder: string;
  let url: string;

  const open = () => openMigrations({ url, folder, waitSeconds: 0 });
  const ask = async <Row extends pg.QueryResultRow>(sql: string) => {
    const client = new pg.Client(url);
    await client.connect();
    return (await client.query<Row>(sql).finally(() => client.end())).rows;
  };
  const addMigration = async (name: string, sql: string) => {
    await mkdir(join(folder, 'migrations', name), { recursive: true });
    await writeFile(join(folder, 'migrations', name, 'migration.sql'), sql);
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vilokanam-migrations-'));
    await cp('prisma', folder, { recursive: true, filter: (path) => !/\.(ts|svg)$/.test(path) });
    url = await makeDatabase('empty');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('are told as pending, applied once, and then there is nothing more to do', async () => {
    const migrations = open();
    const { pending } = await migrations.status();
    expect(pending[0]).toMatch(/^\d{14}_init$/);
    expect(await migrations.apply()).toEqual(pending);
    expect(await migrations.apply()).toEqual([]);
    expect(await migrations.status()).toEqual(upToDate);
  });

  it('are applied once when several processes start at the same time', async () => {
    const applied = await Promise.all([open(), open(), open()].map((migrations) => migrations.apply()));
    expect(applied.filter((names) => names.length > 0)).toHaveLength(1);
  });

  it('are written from what schema.prisma has and they have not', async () => {
    const migrations = open();
    expect(await migrations.create('nothing', new Date('2027-01-02T03:04:05Z'))).toBeNull();
    const schema = await readFile(join(folder, 'schema.prisma'), 'utf8');
    await writeFile(join(folder, 'schema.prisma'), `${schema}\nmodel Seat {\n  id Int @id\n}\n`);
    const later = open();
    expect(await later.create('seats', new Date('2027-01-02T03:04:05Z'))).toBe('20270102030405_seats');
    expect(await readFile(join(folder, 'migrations/20270102030405_seats/migration.sql'), 'utf8')).toContain(
      'CREATE TABLE "Seat"',
    );
    expect(await later.missing()).toBe('');
    const left = await ask(`SELECT datname FROM pg_database WHERE datname LIKE 'vilokanam_shadow%'`);
    expect(left).toEqual([]);
  });

  it('happen whole or not at all, and a mended one may be tried again', async () => {
    const migrations = open();
    await migrations.apply();
    await addMigration('20270101000000_seats', `CREATE TABLE seats (row text DEFAULT 'a;b'); SELECT 1 / 0;`);
    await expect(migrations.apply()).rejects.toThrow('division by zero');
    expect(await ask(`SELECT 1 FROM pg_tables WHERE tablename = 'seats'`)).toEqual([]);
    expect(await migrations.status()).toMatchObject({ failed: ['20270101000000_seats'] });
    await addMigration('20270101000000_seats', `CREATE TABLE seats (row text DEFAULT 'a;b'); DROP TABLE seats;`);
    expect(await migrations.apply()).toEqual(['20270101000000_seats']);
    expect(await migrations.status()).toEqual(upToDate);
  });

  it('are told apart when they were changed after they were applied, or are missing', async () => {
    const migrations = open();
    await addMigration('20270101000000_one', 'SELECT 1;');
    await addMigration('20270102000000_two', 'SELECT 2;');
    await migrations.apply();
    await addMigration('20270101000000_one', 'SELECT 11;');
    expect(await migrations.status()).toMatchObject({ edited: ['20270101000000_one'] });
    await rm(join(folder, 'migrations/20270102000000_two'), { recursive: true });
    expect(await migrations.status()).toMatchObject({ unknown: ['20270102000000_two'] });
  });

  it('tell a table that somebody changed by hand', async () => {
    const migrations = open();
    await migrations.apply();
    await ask('ALTER TABLE tips DROP COLUMN message');
    expect((await migrations.status()).drift).toContain('message');
  });

  it('say when there is no database', async () => {
    const migrations = openMigrations({ url: 'postgres://nobody@127.0.0.1:1/none', folder, waitSeconds: 0 });
    await expect(migrations.status()).rejects.toThrow('ECONNREFUSED');
  });
});
