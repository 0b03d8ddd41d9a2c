import { createTRPCClient, createWSClient, httpBatchLink, splitLink, type TRPCLink, wsLink } from '@trpc/client';
import superjson from 'superjson';
import { type AppRouter } from '../server/trpc/root';

export interface ClientOptions {
  /** The site's address, such as https://vilokanam.example; in its own pages the empty string will do. */
  url: string;
  /** More headers for each request: outside a browser, the cookie. */
  headers?: Record<string, string>;
  /** A WebSocket constructor where the platform has none. */
  WebSocket?: typeof WebSocket;
}

/** The typed API: queries and mutations in batches over HTTP, subscriptions over one WebSocket that opens when it is needed. */
export function createClient({ url, headers = {}, WebSocket }: ClientOptions) {
  // Outside a browser nobody sets Origin, and without it nothing that changes state is accepted.
  const origin = typeof document === 'undefined' ? { origin: new URL(url).origin } : {};
  const base = url || globalThis.location.origin;
  let socket: ReturnType<typeof createWSClient> | undefined;
  const overSocket: TRPCLink<AppRouter> = (runtime) => {
    let link: ReturnType<TRPCLink<AppRouter>> | undefined;
    return (operation) => {
      socket ??= createWSClient({ url: `${base.replace(/^http/, 'ws')}/trpc-ws`, WebSocket });
      link ??= wsLink<AppRouter>({ client: socket, transformer: superjson })(runtime);
      return link(operation);
    };
  };
  const trpc = createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (operation) => operation.type === 'subscription',
        true: overSocket,
        false: httpBatchLink({ url: `${base}/trpc`, transformer: superjson, headers: { ...origin, ...headers } }),
      }),
    ],
  });
  return { trpc, close: async () => socket?.close() };
}

/** What `createClient` gives. */
export type Client = ReturnType<typeof createClient>;
