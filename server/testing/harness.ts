import { type Logger } from 'pino';
import { systemTimers } from '../../sdk/timers';
import { KnownChain } from '../chain/known-chain';
import { TransactionFollower } from '../chain/transaction-follower';
import { type Deps } from '../deps';
import { createJobs } from '../gateways/jobs';
import { createPasswords } from '../gateways/passwords';
import { createLinkPictures } from '../gateways/link-pictures';
import { createPictures } from '../gateways/pictures';
import { createRestreamer } from '../gateways/restreamer';
import { createSealer } from '../gateways/sealer';
import { createSessions } from '../gateways/sessions';
import { createFolderUploads } from '../gateways/uploads-folder';
import { createWallets } from '../gateways/wallets';
import { type JobQueue } from '../jobs/types';
import { createLogger } from '../log';
import { Bells } from '../notifications/bells';
import { WALLET_TRANSACTIONS } from '../purses/in-flight';
import { RecentHints } from '../rooms/recent-hints';
import { SETTLEMENTS } from '../settling/in-flight';
import { ServerRecordings } from '../videos/record-on-server';
import { PlayableVideos } from '../playback/videos';
import { DrawnPictures } from '../sharing/drawn-pictures';
import { LiveList } from '../streams/live-list';
import { Meters } from '../viewing/metering/meters';
import { testDatabase } from './database';
import { keptMail, type KeptMail } from './kept-mail';
import { keptPush, type KeptPush } from './kept-push';
import { testFfmpeg, testPackager } from './packager';
import { testFolder, testStorage } from './storage';
import { fakeLedger, type FakeLedger } from './fake-ledger';
import { fakeRecorder, type FakeRecorder } from './fake-recorder';
import { fakeRooms, type FakeRooms } from './fake-rooms';
import { testClock, type TestClock } from './test-clock';

export { makeDatabase } from './database';
export { expectNothingWritten } from './nothing-written';
export { makeAccount, makeCreator, makeStream, makeCategory } from './factories';
export { testClock } from './test-clock';

/** Where the purse contract is, as far as the server under test was told. */
export const TEST_CONTRACT = `0x${'c0'.repeat(20)}` as const;

/** One line of the log. */
export type LogEntry = Record<string, unknown> & { level: number; msg?: string };

/**
 * Deps as the server has them, on a database of this test file; only media server, chain and time
 * are the test's own.
 */
export interface TestDeps extends Deps {
  clock: TestClock;
  rooms: FakeRooms;
  recorder: FakeRecorder;
  ledger: FakeLedger;
  jobs: JobQueue;
  mail: KeptMail;
  push: KeptPush;
  /**
   * All that was logged, debugging included. Its JSON is what a log file would hold: assert that no
   * secret is in it.
   */
  logged: LogEntry[];
}

function capturingLogger(entries: LogEntry[]): Logger {
  return createLogger({
    level: 'trace',
    to: { write: (line: string) => void entries.push(JSON.parse(line) as LogEntry) },
  });
}

/** What a process remembers, at its start. */
export function emptyMemory(deps: Pick<Deps, 'clock' | 'log'>) {
  return {
    meters: new Meters(deps),
    recentHints: new RecentHints(),
    bells: new Bells(),
    liveList: new LiveList(),
    videos: new PlayableVideos(),
    serverRecordings: new ServerRecordings(),
    drawnPictures: new DrawnPictures(),
    knownChain: new KnownChain(),
    transactions: new TransactionFollower(WALLET_TRANSACTIONS),
    settlements: new TransactionFollower(SETTLEMENTS),
  };
}

/**
 * The first call in a test finds the database empty; further ones in the same test share what is in
 * it.
 */
export async function testDeps(overrides: Partial<TestDeps> = {}): Promise<TestDeps> {
  const { db, url } = await testDatabase();
  const clock = overrides.clock ?? testClock();
  const logged: LogEntry[] = [];
  const log = overrides.log ?? capturingLogger(logged);
  const storage = overrides.storage ?? testStorage();
  return {
    db,
    clock,
    timers: clock.timers,
    log,
    logged,
    rooms: fakeRooms({ clock }),
    ledger: fakeLedger({ clock }),
    ...emptyMemory({ clock, log }),
    wallets: createWallets(),
    passwords: createPasswords(),
    sessions: createSessions({ db, clock, secure: false }),
    presence: { alone: (work) => work() },
    jobs: overrides.jobs ?? createJobs({ url, log }),
    mail: keptMail(),
    push: keptPush(),
    sealer: createSealer('a secret of these tests'),
    restreamer: createRestreamer({ ffmpeg: testFfmpeg, timers: systemTimers, loopback: false }),
    storage,
    uploads: createFolderUploads(testFolder(), systemTimers),
    packager: testPackager(storage),
    recorder: fakeRecorder(),
    pictures: createPictures(),
    linkPictures: createLinkPictures('public'),
    config: {
      origin: 'http://localhost:3000',
      localDemo: false,
      rtmp: 'rtmp://localhost/live',
      mostRestreams: 4,
      chain: { local: true, contract: TEST_CONTRACT, contractBlock: 1, blockUrl: '/blocks/{number}' },
      videos: {
        quota: 50n * 1024n ** 3n,
        keepOriginals: true,
        retentionDays: 0,
        mostFollowed: 4,
        heights: [480],
        serverRecordings: 2,
      },
    },
    ...overrides,
  };
}
