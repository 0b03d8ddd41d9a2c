import { expect, test } from 'vitest';
import { WebSocket as NodeSocket } from 'ws';
import { type ApiProcedures } from '../server/trpc/root';
import { liveWorld } from '../server/testing/live-world';
import { serve } from '../server/testing/serve';
import { createClient } from './client';

/** A page of a creator who is live, with the sockets that it has opened. */
async function page() {
  const { deps, url } = await serve();
  const { creator, room } = await liveWorld({}, deps);
  const cookie = (await deps.sessions.create(creator.id, { ipAddress: '', userAgent: '' })).split(';')[0] ?? '';
  const sent = { origin: url, cookie };
  const sockets: NodeSocket[] = [];
  class Socket extends NodeSocket {
    constructor(address: string | URL) {
      super(address, { headers: { ...sent } });
      sockets.push(this);
    }
  }
  const WebSocket = Socket as unknown as typeof globalThis.WebSocket;
  const client = createClient<ApiProcedures>({ url, WebSocket, closeUnusedAfter: 20 });
  /** Follows, and waits for the first that is told. */
  const follow = (more: { onError?: () => void } = {}) =>
    new Promise<{ unsubscribe(): void }>((resolve) => {
      const onData = () => resolve(following);
      const following = client.trpc.broadcast.follow.subscribe({ id: room }, { onData, ...more });
    });
  return { client, sockets, sent, follow };
}
const closed = (socket: NodeSocket | undefined) => new Promise((resolve) => socket?.once('close', resolve));

test('all that is followed goes over one socket; it closes when nothing is followed any more, and another opens', async () => {
  const { client, sockets, follow } = await page();
  const first = await follow();
  const second = await follow();
  first.unsubscribe();
  const third = await follow();
  expect(sockets).toHaveLength(1);
  second.unsubscribe();
  third.unsubscribe();
  await closed(sockets[0]);
  await follow();
  expect(sockets).toHaveLength(2);
  await client.close();
});

test('a renewed socket goes by the cookie of now; the old one stays for what is on it, and no longer', async () => {
  const { client, sockets, sent, follow } = await page();
  const { cookie } = sent;
  const following = await follow();
  client.renewSocket();
  sent.cookie = '';
  await new Promise<void>((refused) => void follow({ onError: refused }));
  client.renewSocket();
  sent.cookie = cookie;
  await follow();
  expect(sockets).toHaveLength(3);
  const gone = closed(sockets[0]);
  following.unsubscribe();
  await gone;
  await client.close();
});
