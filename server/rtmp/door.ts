import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { SECOND } from '../clock';
import { type Deps, type Origin } from '../deps';
import { DomainError } from '../errors';
import { type StartDeps } from '../feeds/start';
import { endRtmpFeed, startRtmpFeed } from '../feeds/start-rtmp';
import { uuidv7 } from '../ids';
import { createCrowd } from '../limits/crowd';
import { networkOf } from '../limits/network';
import { MalformedRtmpError } from './amf';
import { ProgramReader, type Publish } from './program-reader';

/** From the first byte to the wish to send. */
const ASKS_WITHIN = 10 * SECOND;
/** Without a byte for so long a program is gone: a line that broke says nothing. */
const SILENT_FOR = 15 * SECOND;
/** Of one network, and of all together. */
const MOST_OF_A_NETWORK = 32;
const MOST_AT_ALL = 2_000;
/** These pass: a program that comes again by itself is let in later. */
const WORTH_ANOTHER_TRY = new Set(['feedRunning', 'mediaAway', 'tooManyTries', 'offerRefused']);

interface Options {
  deps: StartDeps & Pick<Deps, 'config'>;
  host: string;
  port: number;
  /** Where LiveKit Ingress takes RTMP. */
  ingress: string;
}

/**
 * Where programs send by RTMP. The key is looked at here, by the rules of WHIP; all else, media
 * too, goes between the program and LiveKit Ingress as it comes.
 */
export async function openRtmpDoor({ deps, host, port, ingress }: Options) {
  const crowd = createCrowd({ socketsPerNetwork: MOST_OF_A_NETWORK, followedPerSocket: 0, followedPerNetwork: 0 });
  const open = new Set<Promise<void>>();
  const sockets = new Set<Socket>();
  const server = createServer((program) => {
    program.on('error', () => program.destroy());
    const address = (program.remoteAddress ?? '').replace(/^::ffff:/, '').slice(0, 45);
    const place = crowd.enter(networkOf(address));
    if (!place) return void program.destroy();
    sockets.add(program);
    const over = serve(deps, program, address, new URL(ingress)).finally(() => {
      place.leave();
      sockets.delete(program);
      open.delete(over);
    });
    open.add(over);
  });
  server.maxConnections = MOST_AT_ALL;
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  return {
    port: (server.address() as AddressInfo).port,
    /** What is sent ends: programs come again, to another process. */
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await Promise.all(open);
      await closed;
    },
  };
}

/** One program, from its first byte to its last. Never rejects. */
async function serve(deps: Options['deps'], program: Socket, ipAddress: string, ingress: URL): Promise<void> {
  const log = deps.log.child({ connectionId: uuidv7(deps.clock.now()) });
  const media = connect(Number(ingress.port || 1935), ingress.hostname);
  const gone = new AbortController();
  const closed = new Promise<void>((resolve) => {
    program.once('close', resolve);
    media.once('close', resolve);
  }).then(() => {
    gone.abort();
    program.destroy();
    media.destroy();
  });
  media.on('error', (error) => {
    log.warn({ err: error }, 'LiveKit Ingress is gone');
    media.destroy();
  });
  for (const socket of [program, media]) socket.setNoDelay(true);
  media.pipe(program);
  try {
    const publish = await untilAsked(deps, program, media, closed);
    if (publish) await letThrough({ ...deps, log }, program, media, publish, ipAddress, gone.signal);
    await closed;
  } catch (error) {
    if (error instanceof MalformedRtmpError) log.info({ err: error }, 'a program sent what is not RTMP');
    else log.error({ err: error }, 'a program that sends by RTMP could not be served');
  }
  program.destroy();
  media.destroy();
  await closed;
}

/** What comes goes on until the program asks to send; null when it goes before. */
async function untilAsked(
  { timers }: Options['deps'],
  program: Socket,
  media: Socket,
  closed: Promise<void>,
): Promise<Publish | null> {
  const reader = new ProgramReader();
  const cancel = timers.setTimeout(() => program.destroy(), ASKS_WITHIN);
  try {
    return await new Promise<Publish | null>((resolve, reject) => {
      const take = (bytes: Buffer) => {
        try {
          const { goesOn, publish } = reader.read(bytes);
          for (const part of goesOn) media.write(part);
          if (!publish) return;
          program.pause();
          program.off('data', take);
          resolve(publish);
        } catch (error) {
          reject(error as Error);
        }
      };
      program.on('data', take);
      void closed.then(() => resolve(null));
    });
  } finally {
    cancel();
  }
}

async function letThrough(
  deps: Options['deps'],
  program: Socket,
  media: Socket,
  { key, software, withKey, refusal }: Publish,
  ipAddress: string,
  gone: AbortSignal,
): Promise<void> {
  const origin: Origin = { ipAddress, userAgent: software.slice(0, 300) };
  let passed = false;
  const pass = (other: string) => {
    passed = true;
    media.write(withKey(other));
    program.setTimeout(SILENT_FOR, () => program.destroy());
    program.pipe(media);
  };
  try {
    const feed = await startRtmpFeed(deps, { key, origin }, { pass, gone });
    await untilAborted(gone);
    await endRtmpFeed(deps, feed);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { code } = error;
    deps.log.info({ code }, 'a feed by RTMP was refused');
    if (!gone.aborted && !passed && !WORTH_ANOTHER_TRY.has(code))
      await new Promise<void>((done) => program.end(refusal(code), done));
    program.destroy();
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
