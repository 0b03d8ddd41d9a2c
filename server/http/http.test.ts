import { describe, expect, test, vi } from 'vitest';
import { type WebSocket } from 'ws';
import { createClient } from '../../sdk/client';
import { type ApiProcedures } from '../trpc/root';
import { SECOND } from '../clock';
import { type Origin } from '../deps';
import { expectNothingWritten, makeAccount } from '../testing/harness';
import { ended, serve } from '../testing/serve';
import { type Health } from './health';
import { originOf } from './request';

const nowhere: Origin = { ipAddress: '127.0.0.1', userAgent: 'test' };
const PASSWORD = 'a long enough sentence';
/** Asks session.me over an open socket, by the wire format that tRPC documents. */
function ask(socket: WebSocket, id: number): Promise<{ result: { data: { json: { account: unknown } } } }> {
  return new Promise((resolve) => {
    const hear = (text: Buffer) => {
      const answer = JSON.parse(text.toString()) as { id: number; result: { data: { json: { account: unknown } } } };
      if (answer.id === id) resolve(answer);
    };
    socket.on('message', hear);
    socket.send(
      JSON.stringify({
        id,
        method: 'query',
        params: { path: 'session.me', input: { json: null, meta: { values: ['undefined'] } } },
      }),
    );
  });
}

describe('a request that changes something', () => {
  const signUp = (url: string, headers: Record<string, string>) =>
    fetch(`${url}/trpc/session.signUp`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ json: { handle: 'asha', displayName: 'Asha', password: PASSWORD } }),
    });

  test.each([
    ['from another site', { origin: 'https://evil.example' }],
    ['from a page without an address', { origin: 'null' }],
    ['from another port', { origin: 'http://127.0.0.1:1' }],
    ['from nowhere', {}],
  ])('%s is refused, over the API and on pages, and nothing is written', async (_name, headers) => {
    let rendered = 0;
    const { deps, url } = await serve(() => Promise.resolve(new Response(`${(rendered += 1)}`)));
    await expectNothingWritten(deps.db, async () => {
      const refused = await signUp(url, headers as Record<string, string>);
      expect(refused.status).toBe(403);
      expect(await refused.json()).toMatchObject({ error: { json: { data: { code: 'foreignOrigin' } } } });
      expect(
        (await fetch(`${url}/sign-up`, { method: 'POST', headers: headers as Record<string, string>, body: 'a=b' }))
          .status,
      ).toBe(403);
    });
    expect(rendered).toBe(0);
  });

  test('from our own page is done, and the cookie is on the answer', async () => {
    const { deps, url } = await serve();
    const answer = await signUp(url, { origin: url });
    expect(answer.status).toBe(200);
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^vilokanam=.+HttpOnly/);
    expect(cookie).toMatch(/SameSite=Lax/i);
    expect(JSON.stringify(deps.logged)).not.toContain(PASSWORD);
    expect(JSON.stringify(deps.logged)).not.toContain(cookie.split(/[=;]/)[1]);
  });

  test('by GET changes nothing', async () => {
    const { deps, url } = await serve();
    const input = encodeURIComponent(
      JSON.stringify({ json: { handle: 'asha', displayName: 'Asha', password: PASSWORD } }),
    );
    await expectNothingWritten(deps.db, async () => {
      expect((await fetch(`${url}/trpc/session.signUp?input=${input}`, { headers: { origin: url } })).status).toBe(405);
    });
  });

  test('and is too large is refused before it is read', async () => {
    const { url } = await serve();
    const answer = await fetch(`${url}/sign-up`, {
      method: 'POST',
      headers: { origin: url },
      body: 'x'.repeat(1024 * 1024 + 1),
    });
    expect(answer.status).toBe(413);
  });
});

describe('an answer', () => {
  test('carries a policy that runs scripts by this answer’s nonce alone, and an id that the log knows', async () => {
    let nonce = '';
    const { deps, url } = await serve((_request, context) => Promise.resolve(new Response((nonce = context.nonce))));
    const { headers } = await fetch(`${url}/`);
    expect(nonce).toHaveLength(24);
    expect(headers.get('content-security-policy')).toContain(`script-src 'self' 'nonce-${nonce}'`);
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(deps.logged).toContainEqual(
      expect.objectContaining({ requestId: headers.get('x-request-id'), path: '/', status: 200 }),
    );
    const first = nonce;
    await fetch(`${url}/`);
    expect(nonce).not.toBe(first);
  });

  test('that failed says what it means for money, not what broke', async () => {
    const { deps, url } = await serve(() => Promise.reject(new Error('the secret of the database')));
    const answer = await fetch(`${url}/`);
    expect(answer.status).toBe(500);
    const text = await answer.text();
    expect(text).toContain('Nothing was charged');
    expect(text).toContain(answer.headers.get('x-request-id'));
    expect(text).not.toContain('secret');
    expect(deps.logged).toContainEqual(expect.objectContaining({ msg: 'request failed' }));
  });

  test('of the health page names each engine; without the chain the site still serves', async () => {
    const { deps, url } = await serve();
    deps.ledger.setReachable(false);
    const answer = await fetch(`${url}/healthz`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      ok: true,
      database: { ok: true },
      media: { ok: true },
      chain: { ok: false },
    });
  });

  test('of the health page, however often it is asked for, asks the engines once a second', async () => {
    const { deps, url } = await serve();
    const asked = vi.spyOn(deps.rooms, 'health');
    const ask = async () => {
      const answers = await Promise.all([1, 2, 3].map(() => fetch(`${url}/healthz`)));
      return Promise.all(answers.map(async (answer) => ((await answer.json()) as Health).chain.ok));
    };
    expect(await ask()).toEqual([true, true, true]);
    deps.ledger.setReachable(false);
    expect(await ask()).toEqual([true, true, true]);
    expect(asked).toHaveBeenCalledTimes(1);
    deps.clock.advance(SECOND);
    expect(await ask()).toEqual([false, false, false]);
    expect(asked).toHaveBeenCalledTimes(2);
  });
});

describe('the SDK', () => {
  test('outside a browser calls the typed API as who holds the cookie, money as bigint', async () => {
    const { deps, url } = await serve();
    const account = await makeAccount(deps, { handle: 'asha' });
    const cookie = (await deps.sessions.create(account.id, nowhere)).split(';')[0] ?? '';
    const { trpc, close } = createClient<ApiProcedures>({ url, headers: { cookie } });
    expect((await trpc.session.me.query()).account?.handle).toBe('asha');
    await trpc.account.becomeCreator.mutate();
    expect((await trpc.streams.dashboard.query()).figures.earned).toBe(0n);
    await expect(trpc.streams.cancel.mutate({ id: 'no id' as never })).rejects.toMatchObject({
      data: { code: 'badInput', fields: { id: 'That is not an id.' } },
    });
    await close();
  });

  test.each(['streams.dashboard', 'account.settings'])('%s is not for who is not signed in', async (path) => {
    const { url } = await serve();
    const answer = await fetch(`${url}/trpc/${path}`);
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ error: { json: { data: { code: 'notSignedIn' } } } });
  });
});

describe('a socket', () => {
  test.each([['https://evil.example'], ['null'], ['']])('of %o is refused', async (origin) => {
    const { open } = await serve();
    expect(await ended(open(origin ? { origin } : {}))).toBe('refused with 403');
  });

  test('forgets a session within five seconds of its end', async () => {
    const { deps, url, open } = await serve();
    const account = await makeAccount(deps);
    const cookie = (await deps.sessions.create(account.id, nowhere)).split(';')[0] ?? '';
    const socket = open({ origin: url, cookie });
    await new Promise((resolve) => socket.once('open', resolve));
    expect((await ask(socket, 1)).result.data.json.account).not.toBeNull();
    await deps.sessions.endAll(account.id);
    deps.clock.advance(5 * SECOND);
    expect((await ask(socket, 2)).result.data.json.account).toBeNull();
    socket.close();
  });

  test('with a message that is too large is let go', async () => {
    const { url, open } = await serve();
    const socket = open({ origin: url });
    await new Promise((resolve) => socket.once('open', resolve));
    socket.send('x'.repeat(64 * 1024 + 1));
    expect(await ended(socket)).toBe(1009);
  });

  test('is told to come back when the server stops', async () => {
    const { url, open, socket: sockets } = await serve();
    const socket = open({ origin: url });
    await new Promise((resolve) => socket.once('open', resolve));
    const end = ended(socket);
    await sockets.close();
    expect(await end).toBe(1001);
  });
});

test('an address that a client claims is believed only as far as our own proxies vouch for it', () => {
  const request = {
    headers: { 'x-forwarded-for': '6.6.6.6, 203.0.113.9' },
    socket: { remoteAddress: '::ffff:10.0.0.1' },
  };
  const address = (proxies: number) => originOf(request as never, proxies).ipAddress;
  expect([address(0), address(1), address(2), address(9)]).toEqual(['10.0.0.1', '203.0.113.9', '6.6.6.6', '6.6.6.6']);
});
