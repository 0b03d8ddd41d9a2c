import { createTRPCClient, createWSClient, httpBatchLink, splitLink, type TRPCLink, wsLink } from '@trpc/client';
import { type AnyTRPCRouter } from '@trpc/server';
import { observable } from '@trpc/server/observable';
import superjson from 'superjson';
import { type Procedures } from './protocol';
import { type Cancel, systemTimers } from './timers';
import { type SignedVoucher } from './voucher';

export interface ClientOptions {
  /**
   * The site's address, such as https://vilokanam.example; in its own pages the empty string will
   * do.
   */
  url: string;
  /** More headers for each request: outside a browser, the cookie. */
  headers?: Record<string, string>;
  /**
   * A WebSocket constructor where the platform has none, or none that sends cookie and origin:
   * `createNodeClient` brings one.
   */
  WebSocket?: typeof WebSocket;
  /**
   * After so many milliseconds a socket that nothing uses is closed; the next use opens another.
   * Without it, one that was opened stays until `close`.
   */
  closeUnusedAfter?: number;
}

/** A connection to a site's API. */
export interface Client<Known = Procedures> {
  /** The procedures that are known of the API; the SDK needs those of a viewing. */
  trpc: Known;
  /** Says that a viewing is left, from a page that is going away: nothing waits for the answer. */
  sendLeave(input: { viewing: string; newest: SignedVoucher | null }): void;
  /**
   * What is followed from now on goes over a new socket: one knows the session by whose cookie it
   * was opened. What is followed already stays on the old one until it ends.
   */
  renewSocket(): void;
  close(): Promise<void>;
}

/** A socket, and how many operations are on it. */
interface Line {
  socket: ReturnType<typeof createWSClient>;
  using: number;
  cancelClosing: Cancel;
}

/**
 * A viewing is given up by the server half a minute after it last heard of it: by then there were
 * several tries.
 */
const RECONNECT_AT_MOST_MS = 4_000;
const KEEP_ALIVE = { enabled: true, intervalMs: 3_000, pongTimeoutMs: 2_000 };

/** The server takes no more calls in one request. */
const CALLS_IN_A_REQUEST = 10;

/**
 * Whether an operation goes over the socket: subscriptions, and all of a viewing but joining, which
 * needs the session's cookie.
 */
function isLive({ type, path }: { type: string; path: string }): boolean {
  return type === 'subscription' || (path.startsWith('viewing.') && path !== 'viewing.join');
}

/**
 * The API: queries and mutations in batches over HTTP; subscriptions and vouchers over one
 * WebSocket that opens when it is needed. Whoever knows more of the API than the SDK says so by
 * `Known`.
 */
export function createClient<Known = Procedures>({
  url,
  headers = {},
  WebSocket,
  closeUnusedAfter,
}: ClientOptions): Client<Known> {
  // Outside a browser nobody sets Origin, and without it nothing that changes state is accepted.
  const origin: Record<string, string> = typeof document === 'undefined' ? { origin: new URL(url).origin } : {};
  const base = url || globalThis.location.origin;
  const lines = new Set<Line>();
  let line: Line | undefined;
  const use = () => {
    line ??= openLine();
    line.using += 1;
    line.cancelClosing();
    return line;
  };
  const openLine = (): Line => {
    const socket = createWSClient({
      url: `${base.replace(/^http/, 'ws')}/trpc-ws`,
      WebSocket,
      keepAlive: KEEP_ALIVE,
      retryDelayMs: (attempt) => Math.min(RECONNECT_AT_MOST_MS, attempt === 0 ? 0 : 250 * 2 ** attempt),
    });
    const opened: Line = { socket, using: 0, cancelClosing: () => undefined };
    lines.add(opened);
    return opened;
  };
  const closeLine = async (closing: Line) => {
    if (line === closing) line = undefined;
    lines.delete(closing);
    await closing.socket.close();
  };
  const closeIfUnused = (unused: Line) => {
    if (unused.using > 0) return;
    if (unused !== line) return void closeLine(unused);
    if (closeUnusedAfter === undefined) return;
    unused.cancelClosing = systemTimers.setTimeout(() => void closeLine(unused), closeUnusedAfter);
  };
  const overSocket: TRPCLink<AnyTRPCRouter> = (runtime) => (operation) =>
    observable((observer) => {
      const used = use();
      const running = wsLink<AnyTRPCRouter>({ client: used.socket, transformer: superjson })(runtime)(operation);
      const listening = running.subscribe(observer);
      return () => {
        listening.unsubscribe();
        used.using -= 1;
        closeIfUnused(used);
      };
    });
  const trpc = createTRPCClient<AnyTRPCRouter>({
    links: [
      splitLink({
        condition: isLive,
        true: overSocket,
        false: httpBatchLink({
          url: `${base}/trpc`,
          maxItems: CALLS_IN_A_REQUEST,
          transformer: superjson,
          headers: { ...origin, ...headers },
        }),
      }),
    ],
  });
  return {
    trpc: trpc as Known,
    sendLeave(input) {
      void fetch(`${base}/trpc/viewing.leave`, {
        method: 'POST',
        keepalive: true,
        headers: { 'content-type': 'application/json', ...origin, ...headers },
        body: superjson.stringify(input),
      }).catch(() => undefined);
    },
    renewSocket() {
      const before = line;
      line = undefined;
      if (before) closeIfUnused(before);
    },
    close: async () => void (await Promise.all([...lines].map(closeLine))),
  };
}
