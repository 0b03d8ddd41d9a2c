// npm run migrate -- create NAME | apply | status        (deployed: node build/migrate.js …)
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../server/clock';
import { openMigrations, type Migrations, type MigrationStatus } from '../server/gateways/migrations';

const HELP = `Usage: npm run migrate -- <command>

  create NAME   write what schema.prisma has and the migrations have not into prisma/migrations/
                (without DATABASE_URL it works on a scratch server of its own)
  apply         apply what is pending; several processes may do so at once
  status        say how the database stands; exits with 1 when it is not up to date

The database is DATABASE_URL. --folder DIR is where schema.prisma and migrations/ are (default: prisma).`;

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;
const list = (names: string[]) => names.map((name) => `  ${name}`).join('\n');

async function create(migrations: Migrations, name: string): Promise<number> {
  const made = await migrations.create(name, systemClock.now());
  if (made === null) {
    console.log('schema.prisma and the migrations say the same: there is nothing to create.');
    return 0;
  }
  console.log(
    `Wrote prisma/migrations/${made}/migration.sql.\nRead it, add the checks that Prisma has no words for after a line "-- checks", then apply it.`,
  );
  return 0;
}

async function apply(migrations: Migrations): Promise<number> {
  const names = await migrations.apply();
  if (names.length === 0) console.log('The database is up to date.');
  else console.log(`Applied ${plural(names.length, 'migration')}:\n${list(names)}`);
  return 0;
}

function describe(status: MigrationStatus): string[] {
  const { pending, failed, edited, unknown, drift } = status;
  return [
    pending.length > 0 && `Pending, to be applied by "migrate apply":\n${list(pending)}`,
    failed.length > 0 &&
      `Failed. A migration is one transaction, so nothing of it remained; "migrate apply" tries again:\n${list(failed)}`,
    edited.length > 0 &&
      `Changed after they were applied. Put them back as they were, and write a new migration:\n${list(edited)}`,
    unknown.length > 0 && `In the database, but not in this version of the program, which is older:\n${list(unknown)}`,
    drift !== null && `The tables are not what schema.prisma says, though all migrations are applied:\n${drift}`,
  ].filter((sentence) => sentence !== false);
}

async function status(migrations: Migrations): Promise<number> {
  const sentences = describe(await migrations.status());
  console.log(sentences.length === 0 ? 'The database is up to date.' : sentences.join('\n\n'));
  return sentences.length === 0 ? 0 : 1;
}

/**
 * An error's message; when every address of a name refuses, Node gives an error with a code alone.
 */
function errorText(error: unknown): string {
  return error instanceof Error ? error.message || String((error as { code?: unknown }).code) : String(error);
}

/**
 * To compare the migrations with the schema any empty server will do: whoever writes a migration
 * need not start one.
 */
async function startScratchServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const { startPostgres } = await import('../scripts/engines/postgres.mjs');
  const dataDir = await mkdtemp(join(tmpdir(), 'vilokanam-migrate-'));
  const { url, stop } = await startPostgres({ dataDir, durable: false });
  return { url, stop: () => stop().then(() => rm(dataDir, { recursive: true, force: true })) };
}

/** Takes an option with a value out of the arguments. */
function takeOption(args: string[], name: string): string | undefined {
  const at = args.indexOf(name);
  return at < 0 ? undefined : args.splice(at, 2)[1];
}

async function main(args: string[]): Promise<number> {
  const folder = takeOption(args, '--folder') ?? 'prisma';
  const [command, name, ...rest] = args;
  const usable =
    command === 'create'
      ? /^[a-z0-9_]+$/.test(name ?? '') && rest.length === 0
      : ['apply', 'status'].includes(command ?? '') && name === undefined;
  if (!usable) {
    console.error(HELP);
    return 2;
  }
  const scratch = command === 'create' && !process.env.DATABASE_URL ? await startScratchServer() : null;
  const url = scratch?.url ?? process.env.DATABASE_URL;
  if (!url) {
    console.error(
      'DATABASE_URL is not set: say which database to migrate, as postgres://user:password@host:port/name.',
    );
    return 2;
  }
  const migrations = openMigrations({ url, folder });
  try {
    if (command === 'create') return await create(migrations, name ?? '');
    return await (command === 'apply' ? apply(migrations) : status(migrations));
  } catch (error) {
    console.error(`That did not work. ${errorText(error)}`);
    return 1;
  } finally {
    await scratch?.stop();
  }
}

// The engine leaves a timer behind that would hold the process for ten seconds.
process.exit(await main(process.argv.slice(2)));
