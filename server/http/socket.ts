import { type IncomingMessage, type Server } from 'node:http';
import { type Duplex } from 'node:stream';
import { applyWSSHandler } from '@trpc/server/adapters/ws';
import { WebSocket, WebSocketServer } from 'ws';
import { SECOND } from '../clock';
import { uuidv7 } from '../ids';
import { type Deps } from '../deps';
import { appRouter } from '../trpc/root';
import { networkOf } from '../limits/network';
import { MOST_CALLS } from './app';
import { createCrowd, type CrowdLimits, type Place } from '../limits/crowd';
import { refusalBody } from './refusal-body';
import { isOurs, originOf, socketContext } from './request';

const OPENING_BRACKET = 0x5b;
/** What JSON allows before a value: space, tab, line feed, carriage return. */
const BLANKS = [0x20, 0x09, 0x0a, 0x0d];

/** Where the API is reached over a WebSocket. */
export const SOCKET_PATH = '/trpc-ws';
const MAX_MESSAGE_BYTES = 64 * 1024;
/** A client that does not answer the goodbye is cut off after so long. */
const CLOSE_WITHIN = 2 * SECOND;
/** A viewer sends a voucher a second and now and then a chat message; this is far above it. */
const MAX_REQUESTS_A_SECOND = 60;

export interface SocketOptions {
  server: Server;
  deps: Deps;
  origins: readonly string[];
  trustedProxies: number;
  /** How many sockets and subscriptions at once. */
  crowd?: CrowdLimits;
}

/**
 * Serves the API over WebSockets on the same port. `close` lets clients go with a word, so that
 * they reconnect elsewhere.
 */
export function attachSocket({ server, deps, origins, trustedProxies, crowd: limits }: SocketOptions) {
  const crowd = createCrowd(limits);
  const places = new WeakMap<IncomingMessage, Place>();
  const wss = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
    WebSocket: LimitedSocket,
  });
  const handler = applyWSSHandler({
    wss,
    router: appRouter,
    keepAlive: { enabled: true, pingMs: 30_000, pongWaitMs: 10_000 },
    createContext: ({ req }) => {
      const log = deps.log.child({ socketId: uuidv7(deps.clock.now()) });
      const origin = originOf(req, trustedProxies);
      const { cookie = null, 'accept-language': accepts } = req.headers;
      return socketContext({ deps, log, origin, cookie, accepts }, places.get(req) ?? null);
    },
  });

  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (new URL(request.url ?? '/', 'http://localhost').pathname !== SOCKET_PATH) {
      if (server.listenerCount('upgrade') === 1) socket.destroy(); // in development the other listener is Vite's
      return;
    }
    if (!isOurs(request.headers.origin, origins)) {
      deps.log.warn({ origin: request.headers.origin }, 'refused a socket of a foreign origin');
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    const network = networkOf(originOf(request, trustedProxies).ipAddress);
    const place = crowd.enter(network);
    if (!place) {
      deps.log.warn({ network }, 'refused a socket: its network has all of its places');
      const told = 'Too many connections from your network. Close some, then try again.';
      const head = `HTTP/1.1 429 Too Many Requests\r\nConnection: close\r\nRetry-After: 30\r\nContent-Type: text/plain`;
      socket.end(`${head}\r\nContent-Length: ${told.length}\r\n\r\n${told}`);
      return;
    }
    socket.once('close', place.leave);
    places.set(request, place);
    wss.handleUpgrade(request, socket, head, (accepted) => wss.emit('connection', accepted, request));
  };
  server.on('upgrade', upgrade);

  return {
    async close() {
      server.off('upgrade', upgrade);
      handler.broadcastReconnectNotification();
      for (const client of wss.clients) client.close(1001, 'The server restarts; reconnect.');
      const cancel = deps.timers.setTimeout(() => {
        for (const client of wss.clients) client.terminate();
      }, CLOSE_WITHIN);
      await new Promise<void>((resolve) => wss.close(() => resolve()));
      cancel();
    },
  };
}

/**
 * Who floods the socket is let go, and nothing of what was too much is heard: what a socket costs
 * us is then bounded by what a connection costs them. Several requests in one message count as
 * several, and more than may go together are refused one by one.
 */
class LimitedSocket extends WebSocket {
  #left = MAX_REQUESTS_A_SECOND;
  #since = performance.now();
  #flooded = false;

  override emit(event: string | symbol, ...args: unknown[]): boolean {
    if (event === 'message' && !this.#accepts(requestsIn(args[0] as Buffer))) return false;
    return super.emit(event, ...args);
  }

  #accepts(requests: unknown[]): boolean {
    const now = performance.now();
    if (now - this.#since >= 1_000) {
      this.#left = MAX_REQUESTS_A_SECOND;
      this.#since = now;
    }
    this.#left -= Math.max(1, requests.length);
    if (this.#left < 0 || this.#flooded) {
      this.#flooded = true;
      this.close(1008, 'Too many messages.');
      return false;
    }
    if (requests.length <= MOST_CALLS) return true;
    for (const request of requests)
      this.send(JSON.stringify({ id: idOf(request), ...refusalBody('tooManyCalls', 'en').body }));
    return false;
  }
}

/** The requests of a message that holds several; a message of one is not read twice. */
function requestsIn(message: Buffer): unknown[] {
  const first = message.find((byte) => !BLANKS.includes(byte));
  if (first !== OPENING_BRACKET) return [];
  try {
    return JSON.parse(message.toString()) as unknown[];
  } catch {
    return [];
  }
}

function idOf(request: unknown): unknown {
  return typeof request === 'object' && request !== null && 'id' in request ? request.id : null;
}
