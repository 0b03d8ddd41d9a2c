import { WebSocket as NodeSocket } from 'ws';
import { createClient, type Client } from './client';
import { type Procedures } from './protocol';

export interface NodeClientOptions {
  /** The site's address. */
  url: string;
  /** The Cookie header of a session; without it, nobody is signed in. */
  cookie?: string;
  /** More headers for each request, and for the socket. */
  headers?: Record<string, string>;
}

/**
 * The API for programs in Node: what a browser adds by itself, cookie and origin, goes along with
 * the socket too.
 */
export function createNodeClient<Known = Procedures>(options: NodeClientOptions): Client<Known> {
  const { url, cookie, headers: more = {} } = options;
  const session: Record<string, string> = cookie ? { ...more, cookie } : more;
  const headers = { origin: new URL(url).origin, ...session };
  class Socket extends NodeSocket {
    constructor(address: string | URL) {
      super(address, { headers });
    }
  }
  return createClient<Known>({ url, headers: session, WebSocket: Socket as unknown as typeof WebSocket });
}
