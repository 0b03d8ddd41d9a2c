import { type IncomingMessage } from 'node:http';
import { type Logger } from 'pino';
import { deviceOf } from '../identity/devices';
import { suspendedPassOf } from '../identity/suspended-pass';
import { type Deps, type Origin, type SignedIn } from '../deps';
import { type Context } from '../trpc/context';
import { type Place } from '../limits/crowd';
import { chosenLanguage, languageOf } from '../../texts/languages';

/**
 * How long a WebSocket believes a session that it has read: an ended session is out of its sockets
 * after this.
 */
const SOCKET_SESSION_MS = 5_000;

/**
 * Where a request comes from. Only as many forwarded addresses are believed as there are proxies of
 * ours in front.
 */
export function originOf(incoming: IncomingMessage, trustedProxies: number): Origin {
  const forwarded = [incoming.headers['x-forwarded-for'] ?? []]
    .flat()
    .join(',')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
  const hops = [...forwarded, incoming.socket.remoteAddress ?? ''];
  const address = hops[Math.max(0, hops.length - 1 - trustedProxies)] ?? '';
  return {
    ipAddress: address.replace(/^::ffff:/, '').slice(0, 45),
    device: deviceOf(incoming.headers.cookie),
    suspendedPass: suspendedPassOf(incoming.headers.cookie),
    userAgent: (incoming.headers['user-agent'] ?? '').slice(0, 300),
  };
}

/**
 * Whether a request that may change something was made by our own pages. Browsers send Origin with
 * each of those; who has none sets it.
 */
export function isOurs(origin: string | undefined | null, ours: readonly string[]): boolean {
  return origin != null && ours.includes(origin);
}

interface RequestParts {
  deps: Deps;
  log: Logger;
  origin: Origin;
  cookie: string | null;
  /** Accept-Language. */
  accepts: string | undefined;
}

/**
 * The context of one HTTP request: the session is read once, and renewed in the answer when it is
 * due.
 */
export function httpContext(
  { deps, log, origin, ...asked }: RequestParts,
  setCookie: (header: string) => void,
): Context {
  let read: Promise<SignedIn | null> | undefined;
  const who = () =>
    (read ??= deps.sessions.read(asked.cookie).then((found) => {
      if (found.setCookie) setCookie(found.setCookie);
      return found.signedIn;
    }));
  return { deps, log, origin, who, setCookie, place: null, ...languageAsked(asked) };
}

/**
 * The context of a WebSocket: the session is read again from time to time, for it may end while the
 * socket lives.
 */
export function socketContext({ deps, log, origin, ...asked }: RequestParts, place: Place | null): Context {
  let read: { at: number; signedIn: Promise<SignedIn | null> } | undefined;
  const who = () => {
    const now = deps.clock.now().getTime();
    if (!read || now - read.at >= SOCKET_SESSION_MS) {
      read = { at: now, signedIn: deps.sessions.read(asked.cookie).then((found) => found.signedIn) };
      read.signedIn.catch(() => (read = undefined)); // a database that was away is asked again
    }
    return read.signedIn;
  };
  return { deps, log, origin, who, setCookie: null, place, ...languageAsked(asked) };
}

function languageAsked({ cookie, accepts }: Pick<RequestParts, 'cookie' | 'accepts'>) {
  return { language: languageOf(cookie, accepts), languageChosen: chosenLanguage(cookie) !== null };
}
