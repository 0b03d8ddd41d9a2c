import { expect, test } from 'vitest';
import { compareWithChain } from '../chain/compare';
import { cutClip } from '../clips/cut';
import { cutInput, readInput } from '../clips/input';
import { readClip } from '../clips/read';
import { type AccountId, type SessionId, type StreamId } from '../ids';
import { somebody, withPurse } from '../testing/live-world';
import { makeStream } from '../testing/factories';
import { expectNothingWritten } from '../testing/nothing-written';
import { serve } from '../testing/serve';
import { makeVideo, openAs, signForVideo } from '../testing/videos';
import { RATE } from '../testing/viewings';
import { type PaymentRequired, type SettlementResponse } from '../playback/terms';
import { stored } from '../money';

async function world(video: Parameters<typeof makeVideo>[2] = {}) {
  const { deps, url } = await serve();
  await compareWithChain(deps);
  const creator = await somebody(deps);
  const viewer = await withPurse(deps, { lanes: 2 });
  await deps.db.purse.updateMany({ data: { openedAt: new Date(0) } });
  const made = await makeVideo(deps, creator, video);
  const opened = await openAs(deps, viewer, made.id);
  const get = (file: string, headers: Record<string, string> = {}, method = 'GET') =>
    fetch(`${url}${opened.media}${file}`, { headers, method });
  return { deps, url, creator, viewer, video: made, opened, get };
}

const signedInAs = (accountId: AccountId) => ({ sessionId: 'session' as SessionId, accountId });

type World = Awaited<ReturnType<typeof world>>;

const read = <Said>(answer: Response, header: string) =>
  JSON.parse(Buffer.from(answer.headers.get(header) ?? '', 'base64').toString()) as Said;

/** A payment for the first so many seconds, as x402 has it. */
function payment({ deps, viewer, opened, creator }: World, seconds: bigint, change: Record<string, unknown> = {}) {
  const said = signForVideo(deps, viewer, opened, seconds);
  const voucher = {
    seconds: String(said.seconds),
    amount: String(said.amount),
    extras: String(said.extras),
    signature: said.signature,
  };
  const accepted = {
    scheme: 'batch-settlement',
    network: `eip155:${deps.ledger.domain.chainId}`,
    payTo: creator.h160,
    ...change,
  };
  return Buffer.from(JSON.stringify({ x402Version: 2, accepted, payload: { type: 'voucher', voucher } })).toString(
    'base64',
  );
}

test('a program without a payment is answered 402 with all that it needs to pay', async () => {
  const { deps, creator, video, opened, get, url } = await world();
  const answer = await get('source-00002.m4s');
  expect(answer.status).toBe(402);
  const required = read<PaymentRequired>(answer, 'payment-required');
  expect(await answer.json()).toEqual(required);
  expect(required).toMatchObject({
    x402Version: 2,
    error: 'PAYMENT-SIGNATURE header is required',
    resource: { mimeType: 'video/iso.segment' },
  });
  expect(required.accepts).toEqual([
    {
      scheme: 'batch-settlement',
      network: `eip155:${deps.ledger.domain.chainId}`,
      amount: String(2n * RATE),
      asset: 'native',
      payTo: creator.h160,
      maxTimeoutSeconds: 60,
      extra: expect.objectContaining({
        contract: deps.ledger.domain.contract,
        pricePerSecond: String(RATE),
        stream: video.id,
        from: 2,
        to: 4,
        viewing: opened.viewing,
        voucher: expect.objectContaining({ seconds: '2', amount: String(2n * RATE), extras: '0' }) as unknown,
        openPurse: `${deps.config.origin}/wallet`,
      }) as unknown,
    },
  ]);
  expect(url).toBeTruthy();
});

test('the same request with a payment gets the segment, and what came of it', async () => {
  const it = await world();
  const answer = await it.get('source-00002.m4s', { 'payment-signature': payment(it, 2n) });
  expect(answer.status).toBe(200);
  expect(await answer.text()).toBe('media source-00002.m4s');
  expect(read<SettlementResponse>(answer, 'payment-response')).toEqual({
    success: true,
    transaction: '',
    network: `eip155:${it.deps.ledger.domain.chainId}`,
    payer: it.viewer.h160,
    extra: { commitment: `${it.viewer.h160}/${it.creator.h160}/2` },
  });
  // what is paid for stays so
  expect((await it.get('source-00002.m4s')).status).toBe(200);
  expect((await it.get('audio-00002.m4s')).status).toBe(200);
  expect((await it.get('source-00003.m4s')).status).toBe(402);
});

test('the same payment again pays for nothing more', async () => {
  const it = await world();
  const header = { 'payment-signature': payment(it, 2n) };
  expect((await it.get('source-00002.m4s', header)).status).toBe(200);
  const other = await it.get('source-00003.m4s', header);
  expect(other.status).toBe(402);
  expect(read<SettlementResponse>(other, 'payment-response')).toMatchObject({
    success: false,
    errorReason: 'insufficient_funds',
  });
  expect(read<PaymentRequired>(other, 'payment-required').accepts[0]?.extra.voucher).toMatchObject({ seconds: '4' });
});

test.each([
  ['of another network', { network: 'eip155:1' }, 'invalid_network'],
  ['to somebody else', { payTo: `0x${'9'.repeat(40)}` }, 'invalid_payment_requirements'],
])('a payment %s is refused and writes nothing', async (_, change, errorReason) => {
  const it = await world();
  await expectNothingWritten(it.deps.db, async () => {
    const answer = await it.get('source-00002.m4s', { 'payment-signature': payment(it, 2n, change) });
    expect(answer.status).toBe(402);
    expect(read<SettlementResponse>(answer, 'payment-response')).toMatchObject({ success: false, errorReason });
  });
});

test('a forged payment is refused', async () => {
  const it = await world();
  const other = { ...it, viewer: await withPurse(it.deps) };
  const answer = await it.get('source-00002.m4s', { 'payment-signature': payment(other, 2n) });
  expect(answer.status).toBe(402);
  expect(read<SettlementResponse>(answer, 'payment-response')).toMatchObject({ errorReason: 'invalid_signature' });
});

test.each([
  ['nothing that can be read', 'x'],
  ['JSON that is no payment', Buffer.from('{"x402Version":2}').toString('base64')],
  ['another scheme', Buffer.from('{"x402Version":2,"accepted":{"scheme":"exact"}}').toString('base64')],
  ['more than a payment has', 'a'.repeat(9_000)],
])('a header with %s is answered 400', async (_, header) => {
  const it = await world();
  expect((await it.get('source-00002.m4s', { 'payment-signature': header })).status).toBe(400);
});

test('playlists name files that lie beside them', async () => {
  const { get } = await world({ seconds: 5 });
  const master = await get('master.m3u8');
  expect(master.headers.get('content-type')).toBe('application/vnd.apple.mpegurl');
  expect(await master.text()).toContain('RESOLUTION=640x360\nsource.m3u8');
  expect(await (await get('source.m3u8')).text()).toBe(
    [
      '#EXTM3U',
      '#EXT-X-VERSION:7',
      '#EXT-X-TARGETDURATION:2',
      '#EXT-X-PLAYLIST-TYPE:VOD',
      '#EXT-X-INDEPENDENT-SEGMENTS',
      '#EXT-X-MAP:URI="source-1-init.mp4"',
      ...[
        '#EXTINF:2.000,',
        'source-00001.m4s',
        '#EXTINF:2.000,',
        'source-00002.m4s',
        '#EXTINF:1.000,',
        'source-00003.m4s',
      ],
      '#EXT-X-ENDLIST',
      '',
    ].join('\n'),
  );
});

test('a part of a file is sent where one is asked for', async () => {
  const { get } = await world({ ratePerSecond: '0' });
  const part = await get('source-00001.m4s', { range: 'bytes=6-11' });
  expect([part.status, await part.text(), part.headers.get('content-range')]).toEqual([206, 'source', 'bytes 6-11/22']);
  const last = await get('source-00001.m4s', { range: 'bytes=-4' });
  expect([last.status, await last.text()]).toEqual([206, '.m4s']);
  const beyond = await get('source-00001.m4s', { range: 'bytes=99-' });
  expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */22']);
  const head = await get('source-00001.m4s', {}, 'HEAD');
  expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '22', '']);
  const whole = await get('source-00001.m4s');
  expect([whole.status, whole.headers.get('cache-control')]).toEqual([200, 'private, max-age=21600, immutable']);
});

test('a program that asks for a page of something paid is told what it costs', async () => {
  const { deps, url, creator, video } = await world();
  const ask = (id: string) => fetch(`${url}/watch/${id}`, { headers: { accept: 'application/json' } });
  const recorded = await ask(video.id);
  expect(recorded.status).toBe(402);
  expect(read<PaymentRequired>(recorded, 'payment-required').accepts[0]).toMatchObject({
    amount: String(RATE),
    extra: { join: `${deps.config.origin}/trpc/playback.open` },
  });
  const priced = { ratePerSecond: stored(RATE), payee: creator.h160, status: 'live' as const };
  const live = await makeStream(deps, { creatorId: creator.id, ...priced });
  const answer = await ask(live.id);
  expect([answer.status, read<PaymentRequired>(answer, 'payment-required').accepts[0]?.extra.join]).toEqual([
    402,
    `${deps.config.origin}/trpc/viewing.join`,
  ]);
  const free = await makeVideo(deps, creator, { ratePerSecond: '0' });
  expect(await (await ask(free.id)).json()).toEqual({ stream: free.id, free: true, recorded: true });
  const hidden = await makeVideo(deps, creator, { visibility: 'private' });
  expect((await ask(hidden.id)).status).toBe(404);
  expect((await ask('0'.repeat(36) as StreamId)).status).toBe(404);
  const page = await fetch(`${url}/watch/${video.id}`, { headers: { accept: 'text/html,application/json' } });
  expect(await page.text()).toBe('a page');
});

test('the files of a clip are served by its address without a payment, with ranges, and to any page; nothing else is', async () => {
  const { deps, url, creator, video } = await world();
  const member = { origin: { ipAddress: '192.0.2.7', userAgent: 'test' }, signedIn: signedInAs(creator.id) };
  const input = cutInput.parse({ videoId: video.id, fromMs: 0, toMs: 10_000, title: 'The knot' });
  const { id } = await cutClip(deps, member, input);
  const page = await readClip(deps, null, readInput.parse({ id }));
  const media = page.kind === 'clip' ? page.media : '';
  const playlist = await fetch(`${url}${media}source.m3u8`);
  expect(playlist.headers.get('content-type')).toBe('application/vnd.apple.mpegurl');
  expect((await playlist.text()).match(/\.m4s/g)).toHaveLength(5);
  const part = await fetch(`${url}${media}source-00001.m4s`, { headers: { range: 'bytes=0-4' } });
  expect([part.status, await part.text()]).toEqual([206, 'media']);
  expect(part.headers.get('access-control-allow-origin')).toBe('*');
  for (const path of [`${media}index.json`, `${media}source-00009.m4s`, '/media/clips/', '/media/clips/a/b.m4s'])
    expect((await fetch(`${url}${path}`)).status).toBe(404);
});
