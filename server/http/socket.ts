import { type IncomingMessage, type Server } from 'node:http';
import { type Duplex } from 'node:stream';
import { applyWSSHandler } from '@trpc/server/adapters/ws';
import { WebSocket, WebSocketServer } from 'ws';
import { uuidv7 } from '../ids';
import { type Deps } from '../deps';
import { appRouter } from '../trpc/root';
import { isOurs, originOf, socketContext } from './request';

/** Where the API is reached over a WebSocket. */
export const SOCKET_PATH = '/trpc-ws';
const MAX_MESSAGE_BYTES = 64 * 1024;
/** A viewer sends a voucher a second and now and then a chat message; this is far above it. */
const MAX_REQUESTS_A_SECOND = 60;

export interface SocketOptions {
  server: Server;
  deps: Deps;
  origins: readonly string[];
  trustedProxies: number;
}

/** Serves the API over WebSockets on the same port. `close` lets clients go with a word, so that they reconnect elsewhere. */
export function attachSocket({ server, deps, origins, trustedProxies }: SocketOptions) {
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
      return socketContext({ deps, log, origin: originOf(req, trustedProxies), cookie: req.headers.cookie ?? null });
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
    wss.handleUpgrade(request, socket, head, (accepted) => wss.emit('connection', accepted, request));
  };
  server.on('upgrade', upgrade);

  return {
    async close() {
      server.off('upgrade', upgrade);
      handler.broadcastReconnectNotification();
      for (const client of wss.clients) client.close(1001, 'The server restarts; reconnect.');
      await new Promise<void>((resolve) => {
        wss.close(() => resolve());
        setTimeout(() => {
          for (const client of wss.clients) client.terminate();
        }, 2_000).unref();
      });
    },
  };
}

/**
 * Who floods the socket is let go, and nothing of what was too much is heard: what a socket costs us is then bounded by what a
 * connection costs them. Several requests in one message count as several.
 */
class LimitedSocket extends WebSocket {
  #left = MAX_REQUESTS_A_SECOND;
  #since = performance.now();
  #flooded = false;

  override emit(event: string | symbol, ...args: unknown[]): boolean {
    if (event === 'message' && !this.#accepts(String(args[0]))) return false;
    return super.emit(event, ...args);
  }

  #accepts(text: string): boolean {
    const now = performance.now();
    if (now - this.#since >= 1_000) {
      this.#left = MAX_REQUESTS_A_SECOND;
      this.#since = now;
    }
    this.#left -= requestsIn(text);
    if (this.#left >= 0 && !this.#flooded) return true;
    this.#flooded = true;
    this.close(1008, 'Too many messages.');
    return false;
  }
}

function requestsIn(text: string): number {
  if (!/^\s*\[/.test(text)) return 1;
  try {
    return Math.max(1, (JSON.parse(text) as unknown[]).length);
  } catch {
    return 1;
  }
}
