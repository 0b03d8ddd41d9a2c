import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, isIP, type Socket } from 'node:net';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { connect as connectTls, rootCertificates } from 'node:tls';
import { type Timers } from '../../sdk/timers';
import { SECOND } from '../clock';
import { type Restreamer, type RestreamFailure, type RestreamRun, type RestreamTo } from '../deps';
import { isLoopback, isPublic, lookupPublic } from './public-hosts';
import { KeyInPlace } from './restream-key';

/** So long another site may take to answer. */
const CONNECT_MS = 10 * SECOND;
/** It takes pictures once so many bytes went out to it after the key. */
const TAKEN_BYTES = 64 * 1024;
/** Another site that takes nothing for so long is gone. */
const STUCK_MS = 30 * SECOND;
/** The key goes out at the beginning: releaseStream, FCPublish, publish. */
const TIMES_OF_KEY = 3;
/** What FFmpeg still has to say when there is no more, and when it was told to stop. */
const LAST_MS = 5 * SECOND;

interface RestreamerOptions {
  /** Null: nothing is sent on. */
  ffmpeg: string | null;
  timers: Timers;
  /** This machine is an address like others: for tests, and for trying things out. */
  loopback: boolean;
  /** Certificates that are good beside those that Node knows: for tests. */
  trusted?: readonly string[];
}

/** An address of RTMP, taken apart. */
interface Place {
  secure: boolean;
  host: string;
  port: number;
  /** What servers call the application: the path, with what is asked after it. */
  app: string;
}

/**
 * FFmpeg never connects to anywhere but here: a relay takes what it sends, puts the key in, and
 * brings it to the address, which is looked up and has to be public at that moment.
 */
export function createRestreamer({ ffmpeg, timers, loopback, trusted = [] }: RestreamerOptions): Restreamer {
  let encoders: Promise<string> | undefined;
  return {
    on: ffmpeg !== null,
    accepts: (address) => placeOf(address, loopback) !== null,
    async send(to, run, how) {
      const place = placeOf(to.address, loopback);
      if (!place) return 'addressRefused';
      if (!ffmpeg) return 'cannotEncode';
      const copies = /^(avc1|avc3)\./.test(run.codecs);
      encoders ??= encodersOf(ffmpeg);
      if (!copies && !(await encoders).includes('libx264')) return 'cannotEncode';
      if (how.signal.aborted) return 'ended';
      return sendBy({ ffmpeg, timers, loopback, trusted, place, copies }, to, run, how);
    },
  };
}

interface Way extends RestreamerOptions {
  ffmpeg: string;
  place: Place;
  trusted: readonly string[];
  copies: boolean;
}

async function sendBy(
  { ffmpeg, place, copies, ...way }: Way,
  to: RestreamTo,
  { bytes }: RestreamRun,
  { signal, sending }: { signal: AbortSignal; sending(): void },
): Promise<'ended' | RestreamFailure> {
  const { timers } = way;
  const reached = await reach(place, way, signal);
  if (typeof reached === 'string') return signal.aborted ? 'ended' : reached;
  const standIn = standInFor(to.key);
  let taken = false;
  let toldToEnd = false;
  const relay = await openRelay(reached, new KeyInPlace(standIn, to.key), timers, () => {
    taken = true;
    sending();
  });
  const child = spawn(ffmpeg, argumentsOf(place, relay.port, standIn, copies), {
    env: { NODE_ENV: 'production' },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', resolve);
  });
  const stop = () => {
    toldToEnd = true;
    child.kill('SIGKILL');
    relay.close();
  };
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  // what it cannot take any more, its end says
  const fed = pipeline(Readable.from(bytes, { objectMode: false }), child.stdin).then(
    () => true,
    () => false,
  );
  // what is still read from storage must not keep an end from being seen
  const first = await Promise.race([fed, ended.then(() => 'program' as const), relay.closed]);
  try {
    if (first === true) {
      const late = timers.setTimeout(() => child.kill('SIGKILL'), LAST_MS);
      const code = await ended;
      late();
      if (code === 0 || toldToEnd) return 'ended';
    }
    if (toldToEnd) return 'ended';
    // it speaks to the other site once it could read what it is given
    if (relay.came()) return taken ? 'brokenOff' : 'refused';
    return first === 'there' ? 'unreachable' : 'cannotEncode';
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
    await ended;
  }
}

function argumentsOf({ secure, host, port, app }: Place, relay: number, standIn: string, copies: boolean): string[] {
  const name = isIP(host) === 6 ? `[${host}]` : host;
  const video = copies
    ? ['-c:v', 'copy']
    : ['-c:v', 'libx264', '-preset', 'veryfast', '-tune', 'zerolatency', '-pix_fmt', 'yuv420p', '-g', '60'];
  const rate = copies ? [] : ['-b:v', '3500k', '-maxrate', '4500k', '-bufsize', '7000k'];
  return [
    ...['-hide_banner', '-loglevel', 'quiet', '-protocol_whitelist', 'pipe', '-f', 'mp4', '-i', 'pipe:0'],
    ...['-map', '0:v:0', '-map', '0:a:0?', '-map_metadata', '-1', ...video, ...rate],
    ...['-c:a', 'aac', '-b:a', '160k', '-ar', '44100', '-ac', '2', '-f', 'flv', '-flvflags', 'no_duration_filesize'],
    ...['-rtmp_live', 'live', '-rtmp_app', app, '-rtmp_playpath', standIn],
    ...['-rtmp_tcurl', `${secure ? 'rtmps' : 'rtmp'}://${name}:${port}/${app}`, `rtmp://127.0.0.1:${relay}/`],
  ];
}

/** Takes one connection, FFmpeg's, and brings it to the other site. */
async function openRelay(far: Socket, key: KeyInPlace, timers: Timers, taken: () => void) {
  let came = false;
  let sent = 0;
  let before = { written: 0, isStuck: false };
  const late = timers.setTimeout(() => sent < TAKEN_BYTES && far.destroy(), STUCK_MS);
  const look = timers.setInterval(() => {
    const { bytesWritten: written } = far;
    if (before.isStuck && before.written === written && far.writableNeedDrain) far.destroy();
    before = { written, isStuck: far.writableNeedDrain };
  }, STUCK_MS);
  let farEnded: (who: 'there') => void = () => {};
  const closed = new Promise<'there'>((resolve) => (farEnded = resolve));
  const outwards = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const isKeyOut = key.count >= TIMES_OF_KEY;
      if (isKeyOut) {
        const isTaken = sent >= TAKEN_BYTES;
        sent += chunk.length;
        if (!isTaken && sent >= TAKEN_BYTES) taken();
      }
      done(null, isKeyOut ? chunk : key.pass(chunk));
    },
  });
  const server = createServer((near) => {
    // the first one is FFmpeg, which was told of the port: whoever else comes is sent away
    if (came) return void near.destroy();
    came = true;
    server.close();
    near.setNoDelay(true);
    // each of the three ends with the others
    pipeline(near, outwards, far).catch(() => undefined);
    pipeline(far, near).catch(() => undefined);
  });
  far.once('close', () => farEnded('there'));
  far.once('end', () => farEnded('there'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    closed,
    came: () => came,
    close() {
      late();
      look();
      server.close();
      far.destroy();
    },
  };
}

/** Connects to the other site, if it is public at this moment. */
function reach(
  { host, port, secure }: Place,
  { loopback, timers, trusted }: Pick<Way, 'loopback' | 'timers' | 'trusted'>,
  signal: AbortSignal,
): Promise<Socket | RestreamFailure> {
  const look = lookupPublic(loopback);
  let isInside = false;
  const lookup: typeof look = (name, options, done) =>
    look(name, options, (error, ...found) => {
      isInside = error !== null && error.code === undefined;
      done(error, ...found);
    });
  const options = { host, port, lookup, timeout: CONNECT_MS };
  return new Promise((resolve) => {
    const named = isIP(host) ? {} : { servername: host };
    const known = trusted.length > 0 ? { ca: [...rootCertificates, ...trusted] } : {};
    const socket = secure ? connectTls({ ...options, ...named, ...known }) : connect(options);
    // an address that no DNS stands behind is not looked up
    const late = timers.setTimeout(() => socket.destroy(), CONNECT_MS);
    const give = (found: Socket | RestreamFailure) => {
      late();
      signal.removeEventListener('abort', abort);
      resolve(found);
    };
    const abort = () => void socket.destroy();
    signal.addEventListener('abort', abort, { once: true });
    socket.on('error', () => undefined);
    socket.once('close', () => give(isInside ? 'addressRefused' : 'unreachable'));
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      // two pipelines listen to its end
      socket.setTimeout(0).setNoDelay(true).setMaxListeners(20);
      give(socket);
    });
    if (signal.aborted) abort();
  });
}

/** Null where it is no address of RTMP, or leads to where nothing may be sent. */
function placeOf(address: string, loopback: boolean): Place | null {
  if (address.length > 500 || !/^rtmps?:\/\/[\x21-\x7e]+$/.test(address)) return null;
  // browsers and Node know no rtmp: a host is read as strictly as one of https
  const url = URL.parse(address.replace(/^rtmp/, 'http'));
  if (!url || url.username !== '' || url.password !== '' || url.hash !== '') return null;
  const secure = address.startsWith('rtmps:');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const written = /^rtmps?:\/\/[^/?]*?:(\d+)(?:[/?]|$)/.exec(address)?.[1];
  const port = written === undefined ? (secure ? 443 : 1935) : Number(written);
  const app = `${url.pathname}${url.search}`.replace(/^\/+|\/+$/g, '');
  if (app === '' || !isGoodPort(port)) return null;
  const isGood = isIP(host) ? isPublic(host) : host.includes('.');
  return isGood || (loopback && isLoopback(host)) ? { secure, host, port, app } : null;
}

/** What is below is of other services, which nobody should be made to speak to. */
const isGoodPort = (port: number) => port === 80 || port === 443 || (port >= 1_024 && port <= 65_535);

/** As long as the key, of letters that need no care, and not to be found in anything else. */
function standInFor(key: string): string {
  const { length } = Buffer.from(key);
  return randomBytes(length).toString('hex').slice(0, length);
}

function encodersOf(ffmpeg: string): Promise<string> {
  return new Promise((resolve) =>
    execFile(ffmpeg, ['-hide_banner', '-encoders'], { env: { NODE_ENV: 'production' } }, (_error, words) =>
      resolve(words),
    ),
  );
}
