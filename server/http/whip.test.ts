import { expect, test } from 'vitest';
import { type StreamId } from '../ids';
import { makePayer } from '../testing/factories';
import { giveKey } from '../testing/feeds';
import { expectNothingWritten, makeStream } from '../testing/harness';
import { serve } from '../testing/serve';
import { whipOffer } from '../testing/whip-offer';
import { LARGEST_OFFER } from './whip';

async function world() {
  const { deps, url } = await serve();
  const bela = await makePayer(deps, 1);
  const { id } = await makeStream(deps, { creatorId: bela.id });
  const { key } = await giveKey(deps, bela.id);
  const send = (path: string, init: RequestInit = {}, headers: Record<string, string> = {}) =>
    fetch(`${url}${path}`, { ...init, headers: { authorization: `Bearer ${key}`, ...headers } });
  const offer = (headers: Record<string, string> = {}, body = whipOffer()) =>
    send('/whip', { method: 'POST', body }, { 'content-type': 'application/sdp', ...headers });
  return { deps, url, key, id: id as StreamId, send, offer };
}

test('a program offers, is answered where to find its feed and ways through a network, tells more, and stops', async () => {
  const { deps, id, offer, send } = await world();
  const answer = await offer();
  expect(answer.status).toBe(201);
  expect(answer.headers.get('content-type')).toBe('application/sdp');
  expect(await answer.text()).toMatch(/^v=0/);
  const location = answer.headers.get('location') ?? '';
  expect(location).toMatch(/^\/whip\/[0-9a-f-]{36}$/);
  expect(answer.headers.get('link')).toBe(
    '<turn:media.test:3478?transport=udp>; rel="ice-server"; username="a name"; credential="a secret"; credential-type="password"',
  );
  const fragment = { method: 'PATCH', body: 'a=candidate:1' };
  const type = { 'content-type': 'application/trickle-ice-sdpfrag' };
  const etag = answer.headers.get('etag') ?? '';
  expect((await send(location, fragment, { ...type, 'if-match': etag })).status).toBe(204);
  expect((await send(location, fragment, { ...type, 'if-match': '"another"' })).status).toBe(400);
  expect((await send(location, fragment, type)).status).toBe(400);
  expect((await send(location, fragment, { 'if-match': etag, 'content-type': 'text/plain' })).status).toBe(415);

  expect((await send(location, { method: 'DELETE' })).status).toBe(200);
  expect(await deps.rooms.participants(id)).toEqual([]);
  expect((await send(location, { method: 'DELETE' })).status).toBe(404);
});

test.each([
  ['without a key', { authorization: '' }, whipOffer(), 401],
  ['with a key that is not as keys are', { authorization: 'Basic YTpi' }, whipOffer(), 401],
  ['with a key that nobody has', { authorization: `Bearer obs_${'a'.repeat(32)}` }, whipOffer(), 401],
  ['with a key as long as a book', { authorization: `Bearer obs_${'a'.repeat(4_000)}` }, whipOffer(), 401],
  ['as something else', { 'content-type': 'application/json' }, whipOffer(), 415],
  ['too large', {}, `v=0\r\n${'a=x\r\n'.repeat(LARGEST_OFFER / 5)}`, 413],
  ['empty', {}, '', 400],
  ['that is no offer', {}, 'hello', 400],
])('an offer %s is refused in words, and nothing is written', async (_how, headers, body, status) => {
  const { deps, offer } = await world();
  await expectNothingWritten(deps.db, async () => {
    const answer = await offer(headers, body);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({ status, title: expect.stringMatching(/\.$/) as string });
  });
});

test('a second feed is told that one runs, and a program that tries too often when to come again', async () => {
  const { deps, offer } = await world();
  expect((await offer()).status).toBe(201);
  await expectNothingWritten(deps.db, async () => {
    const second = await offer();
    expect(second.status).toBe(409);
    expect(await second.json()).toMatchObject({ code: 'feedRunning' });
  });
  for (let times = 2; times < 10; times += 1) await offer();
  const refused = await offer();
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '5']);
});

test('a feed is nobody’s who has not its key, and an address that is made up is none', async () => {
  const { deps, offer, send } = await world();
  const location = (await offer()).headers.get('location') ?? '';
  await expectNothingWritten(deps.db, async () => {
    expect((await send(location, { method: 'DELETE' }, { authorization: '' })).status).toBe(401);
    expect((await send('/whip/anything', { method: 'DELETE' })).status).toBe(404);
    expect((await send('/whip/0190aaaa-0000-4000-8000-00000000cafe', { method: 'DELETE' })).status).toBe(404);
  });
});

test('a page of another site may send, by its key alone: it is told what it needs, and no cookie counts', async () => {
  const { url, offer } = await world();
  const origin = 'https://encoder.example';
  const asked = await fetch(`${url}/whip`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    },
  });
  expect(asked.status).toBe(204);
  expect(asked.headers.get('access-control-allow-origin')).toBe('*');
  expect(asked.headers.get('access-control-allow-headers')).toMatch(/authorization/i);
  expect(asked.headers.has('access-control-allow-credentials')).toBe(false);
  const answer = await offer({ origin, cookie: 'session=somebody' });
  expect(answer.status).toBe(201);
  expect(answer.headers.get('access-control-expose-headers')).toMatch(/Location.*Link/);
});

test('neither key nor the media server’s names are in the log', async () => {
  const { deps, key, offer, send } = await world();
  const location = (await offer()).headers.get('location') ?? '';
  await send(location, { method: 'DELETE' });
  await offer({ authorization: `Bearer ${key}x` });
  expect(JSON.stringify(deps.logged)).not.toContain(key);
});
