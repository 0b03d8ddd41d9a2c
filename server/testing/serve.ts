import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { afterEach } from 'vitest';
import { WebSocket } from 'ws';
import { createHttpApp, type HttpOptions } from '../http/app';
import { type CrowdLimits } from '../limits/crowd';
import { attachSocket, SOCKET_PATH } from '../http/socket';
import { testDeps } from './harness';

let stopServer = () => Promise.resolve();
afterEach(() => stopServer());

/** The whole HTTP side on a free port; only Remix is replaced, by what the test says. */
export async function serve(
  page: HttpOptions['page'] = () => Promise.resolve(new Response('a page')),
  crowd?: CrowdLimits,
) {
  const deps = await testDeps();
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const app = createHttpApp({
    deps,
    origins: [url],
    trustedProxies: 0,
    livekitUrl: 'ws://127.0.0.1:7880',
    assets: 'public',
    page,
  });
  const listener = getRequestListener(app.fetch);
  server.on('request', (request, response) => void listener(request, response));
  const socket = attachSocket({ server, deps, origins: [url], trustedProxies: 0, crowd });
  stopServer = async () => {
    await socket.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  const open = (headers: Record<string, string>) =>
    new WebSocket(`${url.replace('http', 'ws')}${SOCKET_PATH}`, { headers });
  return { deps, url, open, socket };
}

/** With which code it was closed, or with which status it was refused. */
export const ended = (socket: WebSocket) =>
  new Promise<number | string>((resolve) => {
    socket.on('close', resolve);
    socket.on('unexpected-response', (_request, response) => resolve(`refused with ${response.statusCode}`));
    socket.on('error', () => undefined);
  });
