import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type ErrorRegistry,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
} from '@prisma/driver-adapter-utils';
// `import type`, not inline: even an empty import of this package would make Node load its .wasm
// file as a module, which it cannot.
import type { MigrationList, SchemaEngine, SchemasContainer } from '@prisma/schema-engine-wasm';
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { sleep, systemTimers, type Timers } from '../../sdk/timers';
import { SECOND } from '../clock';

/** How a database stands against the migrations. All lists are empty when it is up to date. */
export interface MigrationStatus {
  /** In the folder, not yet in the database. */
  pending: string[];
  /** In the database, but not in the folder: this program is older than its database. */
  unknown: string[];
  /** Applied, and changed in the folder since. */
  edited: string[];
  /** Started and not finished. A migration is one transaction, so it left nothing behind. */
  failed: string[];
  /**
   * How the tables differ from schema.prisma, in words; null when they do not, or while migrations
   * are pending.
   */
  drift: string | null;
}

/** Migrations of one database, by Prisma's own schema engine: no binary, no download. */
export interface Migrations {
  /**
   * Writes what schema.prisma has and the migrations have not. Returns the new folder's name, or
   * null when nothing differs.
   */
  create(name: string, now: Date): Promise<string | null>;
  /**
   * Applies what is pending and returns the names. Whoever starts at the same time waits and finds
   * it done.
   */
  apply(): Promise<string[]>;
  status(): Promise<MigrationStatus>;
  /** SQL that would take the migrations to schema.prisma: empty when they say the same. */
  missing(): Promise<string>;
}

/** Where the migrations are, and for which database. */
export interface MigrationsOptions {
  url: string;
  /** The folder with schema.prisma and migrations/. */
  folder: string;
  /** How long to wait for a database that is still starting. */
  waitSeconds?: number;
  timers?: Timers;
}

/** Any number will do, as long as nothing else in this database locks it. */
const ADVISORY_LOCK = '8604217730211';
const filters = { externalTables: [], externalEnums: [] };

/**
 * The wasm build is made for bundlers, which import .wasm files as modules. Node does by hand what
 * they would do.
 */
async function loadEngine(): Promise<typeof SchemaEngine> {
  const glue = '@prisma/schema-engine-wasm/schema_engine_bg';
  const engine = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  // Where the engine says what went wrong when it cannot go on; without it a panic is only
  // "unreachable".
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: {
      set_message(message: string) {
        throw new Error(`The schema engine gave up: ${message}`);
      },
    },
  });
  const wasm = createRequire(import.meta.url)
    .resolve(glue)
    .replace(/\.js$/, '.wasm');
  const { instance } = await WebAssembly.instantiate(await readFile(wasm), {
    './schema_engine_bg.js': engine as unknown as WebAssembly.ModuleImports,
  });
  engine.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  return engine.SchemaEngine;
}

let loading: Promise<typeof SchemaEngine> | undefined;

/**
 * The type numbers of PostgreSQL's one-letter type, which its catalogue uses, and of a type that
 * Prisma's adapter knows.
 */
const ONE_LETTER = 18;
const LETTERS = 1042;

/**
 * Prisma's adapter refuses answers with the one-letter type, and the engine needs them to read the
 * catalogue: here it learns the type.
 */
function withOneLetterType(adapter: Awaited<ReturnType<PrismaPg['connect']>>): SqlDriverAdapter {
  const pool = adapter.underlyingDriver();
  const columns = new WeakMap<object, number[]>();
  const query = pool.query.bind(pool) as (request: unknown) => Promise<pg.QueryResult>;
  Object.assign(pool, {
    async query(request: unknown) {
      const result = await query(request);
      const found = [...(result.fields ?? []).entries()].filter(([, field]) => field.dataTypeID === ONE_LETTER);
      for (const [, field] of found) field.dataTypeID = LETTERS;
      if (found.length > 0)
        columns.set(
          result.rows,
          found.map(([index]) => index),
        );
      return result;
    },
  });
  const queryRaw = adapter.queryRaw.bind(adapter);
  return Object.assign(adapter, {
    async queryRaw(request: SqlQuery) {
      const result = await queryRaw(request);
      for (const index of columns.get(result.rows) ?? []) result.columnTypes[index] = ColumnTypeEnum.Character;
      return result;
    },
  });
}

/**
 * Prisma's adapter, but for two things. A script goes to the database whole: PostgreSQL then runs
 * it in one transaction, so a migration happens or does not (the original cuts it at every
 * semicolon, those in strings included). And the shadow database is left before it is dropped.
 */
function migrationAdapter(url: string, opened: SqlDriverAdapter[]): SqlMigrationAwareDriverAdapterFactory {
  const connectTo = async (database: string): Promise<SqlDriverAdapter> => {
    const adapter = await new PrismaPg(database).connect();
    const executeScript = async (script: string) => void (await adapter.underlyingDriver().query(script));
    return Object.assign(withOneLetterType(adapter), { executeScript });
  };
  return {
    provider: 'postgres',
    adapterName: 'vilokanam-migrations',
    async connect() {
      const adapter = await connectTo(url);
      opened.push(adapter);
      return adapter;
    },
    async connectToShadowDb() {
      const name = `vilokanam_shadow_${randomUUID()}`;
      const admin = new pg.Client(url);
      await admin.connect();
      await admin.query(`CREATE DATABASE "${name}"`);
      const shadowUrl = new URL(url);
      shadowUrl.pathname = `/${name}`;
      const shadow = await connectTo(shadowUrl.href);
      const leave = shadow.dispose.bind(shadow);
      return Object.assign(shadow, {
        async dispose() {
          await leave();
          await admin.query(`DROP DATABASE "${name}" WITH (FORCE)`);
          await admin.end();
        },
      });
    },
  };
}

async function readSchema(folder: string): Promise<SchemasContainer> {
  const path = join(folder, 'schema.prisma');
  return { files: [{ path, content: await readFile(path, 'utf8') }] };
}

async function readMigrations(folder: string): Promise<MigrationList> {
  const baseDir = join(folder, 'migrations');
  const names = (await readdir(baseDir, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  const migrationDirectories = await Promise.all(
    names.sort().map(async (path) => ({
      path,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok' as const, value: await readFile(join(baseDir, path, 'migration.sql'), 'utf8') },
      },
    })),
  );
  const lockfile = {
    path: 'migration_lock.toml',
    content: await readFile(join(baseDir, 'migration_lock.toml'), 'utf8'),
  };
  return { baseDir, lockfile, shadowDbInitScript: '', migrationDirectories };
}

/** A database that is still starting is asked again after so long. */
const RETRY_AFTER = 250;
/** Not there yet, or there and not yet ready: worth another try. */
const STARTING = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', '57P03']);

async function connect({ url, timers = systemTimers, waitSeconds = 15 }: MigrationsOptions): Promise<pg.Client> {
  for (let left = (waitSeconds * SECOND) / RETRY_AFTER; ; left -= 1) {
    const client = new pg.Client(url);
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      if (left <= 0 || !STARTING.has((error as { code?: string }).code ?? '')) throw error;
      await sleep(timers, RETRY_AFTER);
    }
  }
}

/** Says what is pending, unknown, edited and failed in one answer of the engine. */
async function readStatus(engine: SchemaEngine, folder: string): Promise<MigrationStatus> {
  const migrationsList = await readMigrations(folder);
  const { history, editedMigrationNames, failedMigrationNames } = await engine.diagnoseMigrationHistory({
    migrationsList,
    optInToShadowDatabase: false,
    filters,
  });
  const pending = history && 'unappliedMigrationNames' in history ? history.unappliedMigrationNames : [];
  const unknown = history && 'unpersistedMigrationNames' in history ? history.unpersistedMigrationNames : [];
  return { pending, unknown, edited: editedMigrationNames, failed: failedMigrationNames, drift: null };
}

/** The engine knows a database's error by a number only; the sentence is with the adapter. */
function withCause(error: unknown, registry: ErrorRegistry): unknown {
  const id = error instanceof Error ? /External error id#(\d+)/.exec(error.message)?.[1] : undefined;
  const record = id === undefined ? undefined : registry.consumeError(Number(id));
  return record?.error ?? error;
}

/**
 * Opens the migrations of one database. Each call connects, works and leaves: nothing is held
 * between calls.
 */
export function openMigrations(options: MigrationsOptions): Migrations {
  const { url, folder } = options;
  const path = resolve(folder);

  /**
   * A connected engine, for as long as the work takes. The engine leaves its connections open, and
   * with them a lock that others wait for.
   */
  async function withEngine<T>(work: (engine: SchemaEngine) => Promise<T>): Promise<T> {
    const Engine = await (loading ??= loadEngine());
    const { files } = await readSchema(path);
    const adapters: SqlDriverAdapter[] = [];
    const factory = bindMigrationAwareSqlAdapterFactory(migrationAdapter(url, adapters));
    try {
      const datamodels = files.map((file): [string, string] => [file.path, file.content]);
      const engine = await Engine.new({ datamodels }, () => undefined, factory);
      return await work(engine).finally(() => engine.free());
    } catch (error) {
      throw withCause(error, factory.errorRegistry);
    } finally {
      await Promise.all(adapters.map((adapter) => adapter.dispose()));
    }
  }

  /** Runs alone among all processes that migrate this database. */
  async function alone<T>(work: (engine: SchemaEngine) => Promise<T>): Promise<T> {
    const client = await connect(options);
    try {
      await client.query(`SELECT pg_advisory_lock(${ADVISORY_LOCK})`);
      return await withEngine(work);
    } finally {
      await client.end(); // which also unlocks
    }
  }

  /**
   * What separates the migrations, or the database as it is, from schema.prisma: as SQL or in
   * words, empty when nothing does.
   */
  async function difference(engine: SchemaEngine, from: 'migrations' | 'database', script: boolean): Promise<string> {
    const schema = await readSchema(path);
    const source =
      from === 'migrations'
        ? ({ tag: 'migrations', ...(await readMigrations(path)) } as const)
        : ({ tag: 'schemaDatasource', ...schema, configDir: path } as const);
    const { exitCode, stdout } = await engine.diff({
      from: source,
      to: { tag: 'schemaDatamodel', ...schema },
      script,
      exitCode: true,
      filters,
    });
    return exitCode === 0 ? '' : (stdout ?? '').trim();
  }

  return {
    create: (name, now) =>
      alone(async (engine) => {
        const script = await difference(engine, 'migrations', true);
        if (!script) return null;
        const made = `${now.toISOString().replace(/\D/g, '').slice(0, 14)}_${name}`;
        await mkdir(join(path, 'migrations', made));
        await writeFile(join(path, 'migrations', made, 'migration.sql'), `${script}\n`);
        return made;
      }),
    apply: () =>
      alone(async (engine) => {
        // A failed migration was rolled back by PostgreSQL as a whole: it may simply be tried
        // again.
        const { failed } = await readStatus(engine, path);
        for (const migrationName of failed) await engine.markMigrationRolledBack({ migrationName });
        const done = await engine.applyMigrations({ migrationsList: await readMigrations(path), filters });
        return done.appliedMigrationNames;
      }),
    status: () =>
      alone(async (engine) => {
        const status = await readStatus(engine, path);
        if (status.pending.length + status.unknown.length + status.failed.length > 0) return status;
        return { ...status, drift: (await difference(engine, 'database', false)) || null };
      }),
    missing: () => alone((engine) => difference(engine, 'migrations', true)),
  };
}
