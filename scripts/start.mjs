// npm start, npm run dev: from a fresh clone to a page that answers. Needs nothing but Node for its
// first step, which installs the rest; so what is imported here imports packages only when it is
// used.
import { existsSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build } from './build.mjs';
import { deployLocally } from './contracts/local.mjs';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from './demo-accounts.mjs';
import { startChain } from './engines/chain.mjs';
import { startIngress } from './engines/ingress.mjs';
import { startLivekit } from './engines/livekit.mjs';
import { startPostgres } from './engines/postgres.mjs';
import { startRedis } from './engines/redis.mjs';
import { generate } from './generate.mjs';
import { run, startChild, stopLeftovers } from './launcher/children.mjs';
import { dependenciesCurrent, installDependencies } from './launcher/dependencies.mjs';
import { LockedError, lockFolder } from './launcher/locks.mjs';
import { HELP, PARTS, UsageError, readOptions } from './launcher/options.mjs';
import { ROOT } from './launcher/paths.mjs';
import { freePort, holdPort } from './launcher/ports.mjs';
import { pushKeys } from './launcher/push-keys.mjs';
import { restreamSecret } from './launcher/restream-secret.mjs';
import { createSession } from './launcher/session.mjs';
import { createSteps, seconds } from './launcher/steps.mjs';
import { answers, untilHealthy } from './launcher/wait.mjs';

/** @typedef {import('./engines/engine.mjs').Engine} Engine */
/** @typedef {import('./launcher/options.mjs').Part} Part */
/** @typedef {import('./launcher/steps.mjs').Telling} Telling */

/**
 * Each engine: its step, how it starts, the variable that names one of the user's own instead, and
 * what --reset forgets.
 */
const ENGINES = {
  db: { title: 'Database', start: startPostgres, variable: 'DATABASE_URL', folder: 'postgres' },
  media: { title: 'Media', start: startLivekit, variable: 'LIVEKIT_URL', folder: undefined },
  chain: { title: 'Chain', start: startChain, variable: 'CHAIN_URL', folder: 'chain' },
};

const APP_DEADLINE_MS = 90_000;
const began = performance.now();

const options = readOrExplain();
const { dataDir, ports, dev } = options;
/** @type {import('./launcher/paths.mjs').Env} */
const env = { ...process.env, VILOKANAM_DEMO_WALLET: process.env.VILOKANAM_DEMO_WALLET ?? '1' };
const parts = options.only ?? PARTS;
const takesRtmp = options.extras.includes('ingress');
/** Demo streams are played on our own engines only. */
const playsDemos = options.studio && !options.only && PARTS.every((part) => !env[ENGINES[part].variable]);
const steps = createSteps(titles());
const lock = lockOrExplain();
const session = createSession(steps.say);
process.on('exit', lock.release);

try {
  await start();
} catch (error) {
  await session.fail(/** @type {Error} */ (error));
}

async function start() {
  steps.say(`Vilokanam. Everything is kept in ${relative(process.cwd(), dataDir) || dataDir}; Ctrl-C stops it all.\n`);
  const leftovers = await stopLeftovers(dataDir);
  if (leftovers.length > 0) steps.say(`An earlier run had left ${leftovers.join(', ')} running: stopped.\n`);
  if (options.reset) reset();

  await steps.step('Dependencies', installWhenNeeded);
  if (options.only) return explainEngines(await startAlone());

  await steps.step('Database client', generate);
  // LiveKit, which starts before the app, is told where the app will be
  const held = await holdPort(ports.app);
  const database = startEngine('db');
  const built = dev ? undefined : steps.step('Build', (tell) => build(tell, env));
  const chain = startEngine('chain');
  const [db, media, ledger, purse] = await Promise.all([
    database,
    startMedia(`http://127.0.0.1:${held.port}/livekit/webhook`),
    chain,
    deployContract(chain, built),
    prepareDatabase(database, built),
  ]);
  const url = await startApp(held, { ...db?.env, ...media, ...ledger?.env, ...purse });
  if (playsDemos) await startStudio({ ...db?.env, ...media });
  explainApp(url);
}

/** The engines that were asked for, and what each wants an app to know. */
async function startAlone() {
  const engines = new Map(parts.map((part) => [part, startEngine(part)]));
  const chain = engines.get('chain');
  const [started, purse] = await Promise.all([Promise.all(engines.values()), chain && deployContract(chain)]);
  return [...started.map((engine) => engine?.env), purse];
}

function titles() {
  const engines = parts.flatMap((part) => [
    ...(part === 'media' && takesRtmp ? ['Redis'] : []),
    ENGINES[part].title,
    ...(part === 'media' && takesRtmp ? ['RTMP'] : []),
    ...(part === 'chain' ? ['Contract'] : []),
  ]);
  if (options.only) return ['Dependencies', ...engines];
  const prepared = [
    'Dependencies',
    'Database client',
    ...engines,
    ...(dev ? [] : ['Build']),
    'Migrations',
    'Demo data',
  ];
  return [...prepared, 'App', ...(playsDemos ? ['Demo studio'] : [])];
}

function readOrExplain() {
  try {
    const options = readOptions(process.argv.slice(2), process.env);
    if (!options.help) return options;
    console.log(HELP);
    process.exit(0);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\n\n${HELP}`);
    process.exit(2);
  }
}

function lockOrExplain() {
  try {
    return lockFolder(dataDir);
  } catch (error) {
    if (!(error instanceof LockedError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

/** Forgets what the started engines hold; never what lies in a user's own. */
function reset() {
  for (const { folder, title, variable } of parts.map((part) => ENGINES[part])) {
    if (!folder) continue;
    if (env[variable]) steps.say(`${title}: ${variable} is yours, and is not reset.`);
    else if (existsSync(join(dataDir, folder))) {
      rmSync(join(dataDir, folder), { recursive: true });
      steps.say(`${title}: forgotten.`);
    }
  }
}

/** @param {Telling} tell */
async function installWhenNeeded(tell) {
  if (dependenciesCurrent(ROOT)) return 'up to date';
  await installDependencies(ROOT, tell);
  return 'installed';
}

/**
 * Starts one engine, or takes the user's own.
 * @param {Part} part
 * @param {{ hook?: string, redis?: { address: string, password: string } }} [more]
 * @returns {Promise<Engine | null>} null when the environment names another
 */
async function startEngine(part, more) {
  const { title, start, variable } = ENGINES[part];
  return steps.step(
    title,
    async (tell) => {
      if (env[variable]) return null;
      const engine = await start({ dataDir, port: ports[part], env, tell, ...more });
      return session.keep(part, engine);
    },
    (engine) => (engine ? engine.summary : `yours, at ${withoutPassword(env[variable] ?? '')}`),
  );
}

/**
 * LiveKit, and beside it what takes RTMP, where that was asked for.
 * @param {string} hook
 * @returns {Promise<Record<string, string>>} what the app is told
 */
async function startMedia(hook) {
  if (!takesRtmp) return (await startEngine('media', { hook }))?.env ?? {};
  const redis = await steps.step(
    'Redis',
    async (tell) => session.keep('redis', await startRedis({ dataDir, env, tell })),
    ({ summary }) => summary,
  );
  const { address, password } = redis;
  const livekit = await startEngine('media', { hook, redis: { address, password } });
  if (!livekit) return {};
  const rtmp = await steps.step(
    'RTMP',
    async (tell) => {
      const engine = await startIngress({ dataDir, env, tell, redis: { address, password }, livekit });
      session.keep('ingress', engine, { vital: false });
      const port = await freePort(ports.rtmp, { tell });
      const url = `rtmp://localhost:${port}/live`;
      return { url, summary: engine.summary, env: { ...engine.env, RTMP_PORT: String(port), RTMP_URL: url } };
    },
    ({ url, summary }) => `${summary}; programs send to ${url}`,
  );
  return { ...livekit.env, ...rtmp.env };
}

/** @param {string} urls */
function withoutPassword(urls) {
  return urls.replace(/\/\/[^@/]*@/g, '//');
}

/**
 * Puts the purse contract on the local chain, unless it is there. A chain of the user's own has its
 * own contract, or none yet.
 * @param {Promise<Engine | null>} chain
 * @param {Promise<string>} [built] without it, nothing was built
 * @returns {Promise<Record<string, string>>} what the app is told
 */
async function deployContract(chain, built) {
  const [engine] = await Promise.all([chain, built]);
  const { env: told } = await steps.step(
    'Contract',
    async (tell) => {
      if (engine) return deployLocally({ dataDir, url: engine.url, env, tell, built: built !== undefined });
      const summary = env.CONTRACT_ADDRESS
        ? `yours, at ${env.CONTRACT_ADDRESS}`
        : 'none: CHAIN_URL is yours. Deploy one (npm run chain:deploy) and set CONTRACT_ADDRESS';
      return { summary, env: {} };
    },
    ({ summary }) => summary,
  );
  return told;
}

/**
 * Brings the tables up to date and puts the demo world into an empty database.
 * @param {Promise<Engine | null>} database
 * @param {Promise<string> | undefined} built
 */
async function prepareDatabase(database, built) {
  const [engine] = await Promise.all([database, built]);
  const tool = async (/** @type {string} */ name, /** @type {string[]} */ args) => {
    const program = dev ? ['--import', 'tsx', `prisma/${name}.ts`] : [`build/${name}.js`];
    const output = await run({
      command: process.execPath,
      args: [...program, ...args],
      cwd: ROOT,
      env: { ...(env.CHAIN_URL ? {} : { CHAIN_LOCAL: '1' }), ...env, ...engine?.env },
    });
    return output.trim().split('\n')[0]?.replace(/:$/, '') ?? '';
  };
  await steps.step('Migrations', () => tool('migrate', ['apply']));
  await steps.step('Demo data', () => tool('seed', []));
}

/**
 * @param {Awaited<ReturnType<typeof holdPort>>} held
 * @param {Record<string, string>} engineEnv
 * @returns {Promise<string>} its address
 */
async function startApp({ port, release }, engineEnv) {
  return steps.step(
    'App',
    async (tell) => {
      if (ports.app && port !== ports.app) tell.say(`port ${ports.app} is in use, ${port} is taken`);
      await release();
      const child = await startChild({
        name: 'app',
        dataDir,
        command: process.execPath,
        args: dev
          ? [join(ROOT, 'node_modules/tsx/dist/cli.mjs'), 'watch', '--clear-screen=false', 'server/main.ts']
          : ['--enable-source-maps', 'build/main.js'],
        cwd: ROOT,
        env: {
          LOCAL_DEMO: '1',
          ...pushKeys(dataDir),
          ...restreamSecret(dataDir),
          STORAGE_DIR: join(dataDir, 'files'),
          ...env,
          ...engineEnv,
          PORT: String(port),
          ...(dev ? { NODE_ENV: 'development', VILOKANAM_DEV: '1', LOG_PRETTY: '1' } : { NODE_ENV: 'production' }),
        },
        graceMs: 15_000,
        terminal: dev,
      });
      session.keep('app', { child, stop: child.stop });
      await untilHealthy(child, () => answers(`http://127.0.0.1:${port}/healthz`), APP_DEADLINE_MS);
      return `http://localhost:${port}`;
    },
    (url) => `answers at ${url}`,
  );
}

/**
 * @param {Record<string, string>} engineEnv
 */
async function startStudio(engineEnv) {
  await steps.step('Demo studio', async () => {
    // for development alone; a production installation does without
    if (!existsSync(join(ROOT, 'node_modules/@livekit/rtc-node')))
      return 'not there: @livekit/rtc-node is not installed';
    const child = await startChild({
      name: 'studio',
      dataDir,
      command: process.execPath,
      args: ['--import', 'tsx', 'scripts/demo-studio/main.ts'],
      cwd: ROOT,
      env: { STORAGE_DIR: join(dataDir, 'files'), ...env, ...engineEnv },
      graceMs: 5_000,
    });
    session.keep('studio', { child, stop: child.stop }, { vital: false });
    return 'plays demo streams while somebody watches';
  });
}

/** @param {string} url */
function explainApp(url) {
  lock.announce(url);
  const logs = relative(process.cwd(), join(dataDir, 'logs'));
  const accounts = DEMO_ACCOUNTS.map(({ handle, role }) => `${handle} (${role})`).join(' or ');
  steps.say(`
Ready in ${seconds(performance.now() - began)}.

  Open       ${url}
  Sign in    as ${accounts}, password ${DEMO_PASSWORD}
  Try first  sign in as ${DEMO_ACCOUNTS[0].handle}, open the dashboard and schedule a stream; in a private window, sign in as
             ${DEMO_ACCOUNTS[1].handle} and find it; then choose Purse, link the demo wallet and fill a purse with play money
  Logs       ${logs}
  Stop       Ctrl-C
`);
}

/** @param {readonly (Record<string, string> | undefined)[]} told */
function explainEngines(told) {
  const variables = Object.entries(Object.assign({}, ...told));
  steps.say(`
Ready in ${seconds(performance.now() - began)}. What an app has to know:

${variables.map(([name, value]) => `  export ${name}='${value}'`).join('\n')}

Ctrl-C stops them.
`);
}
