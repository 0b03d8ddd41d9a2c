import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { createRequestHandler, type ServerBuild } from '@remix-run/node';
import { sleep, systemTimers } from '../sdk/timers';
import { sweep } from './accounts/sweep';
import { compareWithChain, ForeignChainError } from './chain/compare';
import { followChain } from './chain/follow';
import { KnownChain } from './chain/known-chain';
import { TransactionFollower } from './chain/transaction-follower';
import { sweepClips } from './clips/sweep';
import { HOUR, MINUTE, SECOND, systemClock } from './clock';
import { type Deps } from './deps';
import { type Env, readEnv } from './env';
import { createDb } from './gateways/db';
import { createJobs } from './gateways/jobs';
import { createLedger } from './gateways/ledger';
import { createMail } from './gateways/mail';
import { createPackager, findFfmpeg } from './gateways/packager';
import { createPasswords } from './gateways/passwords';
import { createLinkPictures } from './gateways/link-pictures';
import { createPictures } from './gateways/pictures';
import { createRecorder } from './gateways/recorder';
import { createPresence } from './gateways/presence';
import { createPush } from './gateways/push';
import { createRestreamer } from './gateways/restreamer';
import { createRooms } from './gateways/rooms';
import { createSealer } from './gateways/sealer';
import { createSessions } from './gateways/sessions';
import { createFolderStorage } from './gateways/storage';
import { createS3Storage } from './gateways/storage-s3';
import { createFolderUploads } from './gateways/uploads-folder';
import { createS3Uploads } from './gateways/uploads-s3';
import { createWallets } from './gateways/wallets';
import { createHttpApp } from './http/app';
import { attachSocket } from './http/socket';
import { jobHandlers } from './job-handlers';
import { maintainJobs, runDueJobs } from './jobs/run';
import { createLogger } from './log';
import { Bells } from './notifications/bells';
import { sweepNotices } from './notifications/sweep';
import { sweepPictures } from './pictures/sweep';
import { PlayableVideos } from './playback/videos';
import { DrawnPictures } from './sharing/drawn-pictures';
import { WALLET_TRANSACTIONS } from './purses/in-flight';
import { sweepTransactions } from './purses/sweep';
import { RecentHints } from './rooms/recent-hints';
import { createRestreamSender } from './restream/send';
import { openRtmpDoor } from './rtmp/door';
import { extendSeries } from './schedule/series';
import { SETTLEMENTS } from './settling/in-flight';
import { settleDue } from './settling/settle';
import { LiveList } from './streams/live-list';
import { sweepTogether } from './sweeps';
import { createRecordingFollower } from './videos/follow';
import { ServerRecordings, sweepServerRecordings } from './videos/record-on-server';
import { sweepVideoFiles, sweepVideos } from './videos/sweep';
import { Meters } from './viewing/metering/meters';
import { persistMeters } from './viewing/metering/persist';
import { waitForTicks, tickMeters } from './viewing/metering/tick';
import { startWorker } from './worker';

/** Between two jobs other work comes first for so long. */
const JOBS_REST_MS = 50;

/** A cut comes at most so much later than it is due. */
const TICK_MS = 100;
/**
 * How often a process that may not begin, because others run on what is to be cleared, tries again.
 */
const TRY_AGAIN_MS = 5 * SECOND;
/** How long requests under way may take once the process was told to stop. */
const DRAIN_MS = 10 * SECOND;

const env = readEnv();
const log = createLogger({ level: env.LOG_LEVEL, pretty: env.LOG_PRETTY });
const database = createDb(env.DATABASE_URL, log);
const presence = createPresence(env.DATABASE_URL, { log, timers: systemTimers });
const jobs = createJobs({ url: env.DATABASE_URL, log });
const { storage, uploads } = await openStores(env);
const ffmpeg = await findFfmpeg(env.PATH);
const deps = composeDeps(env);
/**
 * False while the database is of another chain and cannot be cleared: nothing is read or settled
 * then.
 */
let oneChain = true;
// before anything else runs
while (!(await presence.enter(meetTheChain))) await sleep(systemTimers, TRY_AGAIN_MS);
await jobs.install();
const comparison = startWorker(deps, 'compare with chain', MINUTE, meetTheChain);

const server = createServer();
const pages = await createPages(server);
const origins = env.APP_ORIGINS;
const app = createHttpApp({
  deps,
  origins,
  trustedProxies: env.TRUST_PROXY,
  livekitUrl: env.LIVEKIT_URL,
  assets: pages.assets,
  page: pages.render,
});
const answer = getRequestListener(app.fetch);
server.on('request', (request, response) => pages.before(request, response, () => void answer(request, response)));
const socket = attachSocket({ server, deps, origins, trustedProxies: env.TRUST_PROXY });
const follower = createRecordingFollower(deps);
const restreams = createRestreamSender(deps);
const workers = [
  comparison,
  startWorker(deps, 'sweep', 10 * MINUTE, () =>
    Promise.all([sweep(deps), sweepTransactions(deps), sweepNotices(deps), sweepPictures(deps), extendSeries(deps)]),
  ),
  ...(env.CONTRACT_ADDRESS ? startPayments() : []),
  ...startWatching(),
  ...startTelling(),
  startWorker(deps, 'recordings that come in', 2 * SECOND, () => follower.look()),
  startWorker(deps, 'recordings of this server', 2 * SECOND, () => sweepServerRecordings(deps)),
  startWorker(deps, 'sending on', 2 * SECOND, () => restreams.look()),
  startWorker(deps, 'sweep of videos', 5 * MINUTE, () => sweepVideos(deps)),
  startWorker(deps, 'sweep of clips', 5 * MINUTE, () => sweepClips(deps)),
  startWorker(deps, 'sweep of files of videos', HOUR, () => sweepVideoFiles(deps)),
];
/** What these make takes as long as it takes, and is begun anew elsewhere when it is left. */
const packaging = startPackaging();
await new Promise<void>((resolve, reject) => server.once('error', reject).listen(env.PORT, env.HOST, resolve));
const rtmp =
  env.RTMP_URL && env.INGRESS_URL
    ? await openRtmpDoor({ deps, host: env.HOST, port: env.RTMP_PORT, ingress: env.INGRESS_URL })
    : null;
log.info({ origin: deps.config.origin, rtmp: deps.config.rtmp }, 'listening');

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(signal));

function composeDeps(env: Env): Deps {
  const { db } = database;
  const origin = env.APP_ORIGINS[0] ?? `http://localhost:${env.PORT}`;
  const rooms = createRooms({
    url: env.LIVEKIT_URL,
    apiKey: env.LIVEKIT_API_KEY,
    apiSecret: env.LIVEKIT_API_SECRET,
    iceServers: env.ICE_SERVERS,
  });
  return {
    db,
    clock: systemClock,
    timers: systemTimers,
    log,
    rooms,
    recorder: createRecorder({
      url: rooms.url,
      iceServers: rooms.iceServers,
      token: (room) => rooms.recorderToken(room),
      timers: systemTimers,
    }),
    serverRecordings: new ServerRecordings(),
    recentHints: new RecentHints(),
    liveList: new LiveList(),
    videos: new PlayableVideos(),
    ledger: createLedger({
      endpoints: env.CHAIN_URL,
      contract: env.CONTRACT_ADDRESS ?? null,
      operatorSecret: env.OPERATOR_SECRET ?? null,
      faucetSecret: env.FAUCET_SECRET ?? null,
      log,
      timers: systemTimers,
    }),
    knownChain: new KnownChain(),
    transactions: new TransactionFollower(WALLET_TRANSACTIONS),
    settlements: new TransactionFollower(SETTLEMENTS),
    meters: new Meters({ clock: systemClock, log }),
    wallets: createWallets(),
    passwords: createPasswords(),
    sessions: createSessions({ db, clock: systemClock, secure: origin.startsWith('https:') }),
    presence,
    jobs,
    bells: new Bells(),
    mail: createMail({ url: env.SMTP_URL ?? null, from: env.MAIL_FROM ?? '', host: new URL(origin).host }),
    push: createPush({
      keys:
        env.VAPID_PUBLIC_KEY && env.VAPID_PRIVATE_KEY && env.VAPID_SUBJECT
          ? { publicKey: env.VAPID_PUBLIC_KEY, privateKey: env.VAPID_PRIVATE_KEY, subject: env.VAPID_SUBJECT }
          : null,
      loopback: env.LOCAL_DEMO,
    }),
    sealer: createSealer(env.RESTREAM_SECRET ?? null),
    restreamer: createRestreamer({ ffmpeg, timers: systemTimers, loopback: env.LOCAL_DEMO }),
    storage,
    uploads,
    packager: createPackager({ storage, timers: systemTimers, scratch: join(env.STORAGE_DIR, 'scratch'), ffmpeg }),
    pictures: createPictures(),
    linkPictures: createLinkPictures(env.VILOKANAM_DEV ? 'public' : 'build/client'),
    drawnPictures: new DrawnPictures(),
    config: {
      origin,
      localDemo: env.LOCAL_DEMO,
      rtmp: env.RTMP_URL ?? null,
      mostRestreams: env.MAX_RESTREAMS,
      chain: {
        local: env.CHAIN_LOCAL,
        contract: env.CONTRACT_ADDRESS ?? null,
        contractBlock: env.CONTRACT_BLOCK,
        blockUrl: env.BLOCK_URL,
      },
      videos: {
        quota: BigInt(env.VIDEO_QUOTA_GIB) * 1024n ** 3n,
        keepOriginals: env.VIDEO_KEEP_ORIGINALS,
        retentionDays: env.VIDEO_RETENTION_DAYS,
        mostFollowed: env.MAX_FOLLOWED_RECORDINGS,
        heights: env.VIDEO_HEIGHTS,
        serverRecordings: env.MAX_SERVER_RECORDINGS,
      },
    },
  };
}

/** Where files are kept: a folder, or an object store that the environment names. */
async function openStores({ STORAGE_DIR, ...env }: Env) {
  if (!env.S3_ENDPOINT) {
    return {
      storage: createFolderStorage(STORAGE_DIR),
      uploads: createFolderUploads(join(STORAGE_DIR, 'uploads'), systemTimers),
    };
  }
  const options = {
    endpoint: env.S3_ENDPOINT,
    bucket: env.S3_BUCKET ?? '',
    region: env.S3_REGION,
    accessKeyId: env.S3_ACCESS_KEY_ID ?? '',
    secretKey: env.S3_SECRET_KEY ?? '',
  };
  return {
    storage: await createS3Storage(options),
    uploads: await createS3Uploads(options, join(STORAGE_DIR, 'scratch'), systemTimers),
  };
}

/**
 * A chain that is away or behind does not keep the site down; a foreign one does. Whether the
 * database may be used.
 */
async function meetTheChain(): Promise<boolean> {
  try {
    const found = await compareWithChain(deps);
    log.debug({ found }, 'database and chain were compared');
    if (found === 'others run' && oneChain) {
      log.error(
        'The local chain was reset or its contract is another, and another process runs on this database: nothing is cleared, ' +
          'read or settled until all but one are stopped.',
      );
    }
    oneChain = found !== 'others run';
  } catch (error) {
    if (error instanceof ForeignChainError) {
      log.fatal(error.message);
      process.exit(1);
    }
    log.warn(
      { err: error },
      'The chain does not answer, or does not say what it is. It is compared with the database when it does.',
    );
  }
  return oneChain;
}

/** Reading the chain, settling, and taking up what an earlier process left in flight. */
function startPayments() {
  const follow = whileThere(async () => {
    if ((await followChain(deps)) === 'lost') await meetTheChain();
  });
  const settle = whileThere(async () => {
    if (!oneChain) return;
    await deps.settlements.recover(deps);
    const round = await settleDue(deps);
    if (round !== 'nothing due') log.debug({ round }, 'settling');
  });
  return [
    startWorker(deps, 'follow chain', SECOND, follow),
    startWorker(deps, 'settle', 3 * SECOND, settle),
    startWorker(
      deps,
      'recover transactions',
      15 * SECOND,
      whileThere(() => deps.transactions.recover(deps)),
    ),
  ];
}

/**
 * Who sees and pays, and who broadcasts: by the meters of this process, and by holding rows and
 * rooms against each other.
 */
function startWatching() {
  return [
    startWorker(deps, 'meters', TICK_MS, () => tickMeters(deps)),
    startWorker(deps, 'sweeps', 3 * SECOND, sweepTogether(deps)),
  ];
}

/** What is told to people: jobs that are due, and the bells that are open here. */
function startTelling() {
  const handlers = jobHandlers(deps);
  const work = { jobs, log };
  const rest = () => sleep(deps.timers, JOBS_REST_MS);
  return [
    startWorker(deps, 'notices', SECOND, () => runDueJobs(work, handlers, 'notices', rest)),
    startWorker(deps, 'letters', SECOND, () => runDueJobs(work, handlers, 'letters', rest)),
    startWorker(deps, 'job queue', MINUTE, () => maintainJobs(work)),
    startWorker(deps, 'bells', SECOND, () => deps.bells.look(deps)),
  ];
}

/**
 * One video at a time in this process, in a queue of its own: nothing else waits for it. Smaller
 * sizes have another: a video that nobody can play yet does not wait for them.
 */
function startPackaging() {
  const handlers = jobHandlers(deps);
  return [
    startWorker(deps, 'packaging', 2 * SECOND, () => runDueJobs({ jobs, log }, handlers, 'media')),
    startWorker(deps, 'renditions', 5 * SECOND, () => runDueJobs({ jobs, log }, handlers, 'renditions')),
  ];
}

/**
 * That the chain is away is said once a minute, by meetTheChain; work that needs it every second
 * does not repeat it.
 */
function whileThere(work: () => Promise<void>) {
  return async () => {
    try {
      await work();
    } catch (error) {
      if ((await deps.ledger.health()).ok) throw error;
      log.debug({ err: error }, 'the chain is away');
    }
  };
}

/** Remix: built in production, through Vite in this same process in development. */
async function createPages(httpServer: Server) {
  type Middleware = (
    request: Parameters<typeof answer>[0],
    response: Parameters<typeof answer>[1],
    next: () => void,
  ) => void;
  if (!env.VILOKANAM_DEV) {
    // from server/ as from build/
    const entry = new URL('../build/server/index.js', import.meta.url);
    const render = createRequestHandler((await import(entry.href)) as ServerBuild, 'production');
    const before: Middleware = (_request, _response, next) => next();
    return { render, before, assets: 'build/client' };
  }
  const { createServer: createVite } = await import('vite');
  const vite = await createVite({ server: { middlewareMode: true, hmr: { server: httpServer } } });
  const build = () => vite.ssrLoadModule('virtual:remix/server-build') as Promise<ServerBuild>;
  const render = createRequestHandler(build, 'development');
  const before: Middleware = (request, response, next) => vite.middlewares(request as never, response as never, next);
  return { render, before, assets: null };
}

/**
 * In order: no new work, running work to its end, what meters hold into their rows, then what it
 * stands on.
 */
async function stop(signal: string) {
  log.info({ signal }, 'stopping');
  const cancel = systemTimers.setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  jobs.stop();
  await Promise.all([...workers.map((worker) => worker.stop()), rtmp?.close()]);
  await Promise.all([follower.stop(), restreams.stop()]);
  const threads = [...packaging.map((worker) => worker.stop()), deps.serverRecordings.stop()];
  await Promise.race([Promise.all(threads), sleep(systemTimers, DRAIN_MS)]);
  const closed = new Promise((resolve) => server.close(resolve));
  await socket.close();
  server.closeIdleConnections();
  await closed;
  cancel();
  await waitForTicks(deps);
  await persistMeters(deps).catch((error: unknown) =>
    log.error({ err: error }, 'the last vouchers could not be stored'),
  );
  await deps.ledger.close();
  await presence.close();
  await jobs.close();
  await database.close();
  log.info('stopped');
  process.exit(0);
}
