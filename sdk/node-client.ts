import { WebSocket as NodeSocket } from 'ws';
import { createClient, type Client } from './client';

export interface NodeClientOptions {
  /** The site's address. */
  url: string;
  /** The Cookie header of a session; without it, nobody is signed in. */
  cookie?: string;
}

/** The typed API for programs in Node: what a browser adds by itself, cookie and origin, goes along with the socket too. */
export function createNodeClient({ url, cookie }: NodeClientOptions): Client {
  const session: Record<string, string> = cookie ? { cookie } : {};
  const headers = { origin: new URL(url).origin, ...session };
  class Socket extends NodeSocket {
    constructor(address: string | URL) {
      super(address, { headers });
    }
  }
  return createClient({ url, headers: session, WebSocket: Socket as unknown as typeof WebSocket });
}
