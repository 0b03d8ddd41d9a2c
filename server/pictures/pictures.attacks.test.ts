import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { DAY, HOUR } from '../clock';
import { type Deps, type Storage } from '../deps';
import { type AccountId } from '../ids';
import { expectNothingWritten, makeAccount, makeCreator, makeStream, testDeps } from '../testing/harness';
import { serve } from '../testing/serve';
import { readKey, videoKey } from '../storage-key';
import { type PicturePlace } from './places';
import { clearPicture, setPicture } from './set';
import { sweepPictures } from './sweep';

const photo = (background = 'teal') =>
  sharp({ create: { width: 64, height: 64, channels: 3, background } })
    .jpeg()
    .toBuffer();
const member = (accountId: AccountId) => ({
  signedIn: { accountId, sessionId: '' as never },
  origin: { ipAddress: '127.0.0.1', userAgent: 'test' },
});
const keysOf = (url: string) =>
  [url, url.replace(/-(\d+)\./, (_all, width: string) => `-${Number(width) / 2}.`)].map((one) =>
    readKey(one.slice('/files/'.length))!,
  );
const there = (storage: Storage, url: string) =>
  Promise.all(keysOf(url).map(async (key) => (await storage.stat(key)) !== null));
const set = async (deps: Deps, id: AccountId, place: PicturePlace, bytes?: Buffer) =>
  (await setPicture(deps, member(id), place, async () => bytes ?? (await photo()))).url;

async function world() {
  const deps = await testDeps();
  const creator = await makeCreator(deps);
  const stranger = await makeCreator(deps);
  const stream = await makeStream(deps, { creatorId: creator.id });
  return { deps, creator, stranger, stream };
}

test('a picture is shown at its place in two sizes; the next one takes its place, and the files of the first go', async () => {
  const { deps, creator, stream } = await world();
  const first = await set(deps, creator.id, { of: 'avatar' });
  const second = await set(deps, creator.id, { of: 'avatar' });
  const banner = await set(deps, creator.id, { of: 'banner' });
  const cover = await set(deps, creator.id, { of: 'cover', streamId: stream.id });
  expect(await deps.db.profile.findUnique({ where: { accountId: creator.id } })).toMatchObject({
    avatarUrl: second,
    bannerUrl: banner,
  });
  expect(await deps.db.stream.findUnique({ where: { id: stream.id } })).toMatchObject({ coverUrl: cover });
  for (const url of [second, banner, cover]) expect(await there(deps.storage, url)).toEqual([true, true]);
  expect(await there(deps.storage, first)).toEqual([false, false]);
  expect(await deps.db.picture.count()).toBe(3);
  await clearPicture(deps, member(creator.id), { of: 'avatar' });
  expect((await deps.db.profile.findUnique({ where: { accountId: creator.id } }))?.avatarUrl).toBeNull();
  expect(await there(deps.storage, second)).toEqual([false, false]);
  const actions = await deps.db.auditEntry.findMany({ where: { actorId: creator.id }, select: { action: true } });
  expect(new Set(actions.map(({ action }) => action))).toEqual(
    new Set(['account.pictureChanged', 'account.pictureRemoved', 'stream.pictureChanged']),
  );
});

test('a cover that another stream shows too stays when one of them gets another', async () => {
  const { deps, creator, stream } = await world();
  const cover = await set(deps, creator.id, { of: 'cover', streamId: stream.id });
  const next = await makeStream(deps, { creatorId: creator.id, coverUrl: cover });
  await set(deps, creator.id, { of: 'cover', streamId: stream.id });
  expect(await there(deps.storage, cover)).toEqual([true, true]);
  await clearPicture(deps, member(creator.id), { of: 'cover', streamId: next.id });
  expect(await there(deps.storage, cover)).toEqual([false, false]);
});

test('nobody gives a picture to the stream of somebody else, or takes one away: nothing of it is even read', async () => {
  const { deps, stranger, stream } = await world();
  let read = 0;
  const place = { of: 'cover', streamId: stream.id } as const;
  await expectNothingWritten(deps.db, async () => {
    const put = setPicture(deps, member(stranger.id), place, () => ((read += 1), photo()));
    await expect(put).rejects.toMatchObject({ code: 'notFound' });
    await expect(clearPicture(deps, member(stranger.id), place)).rejects.toMatchObject({ code: 'notFound' });
  });
  expect(read).toBe(0);
});

test('what is no picture, or too large a one, changes nothing and leaves no file', async () => {
  const { deps, creator } = await world();
  await expectNothingWritten(deps.db, async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');
    await expect(set(deps, creator.id, { of: 'avatar' }, svg)).rejects.toMatchObject({ code: 'notAPicture' });
    const pictures = { encode: () => Promise.resolve('tooLarge' as const) };
    await expect(set({ ...deps, pictures }, creator.id, { of: 'avatar' })).rejects.toMatchObject({
      code: 'pictureTooLarge',
    });
  });
});

test('who sends pictures too fast is refused before they are read, and may again after a while', async () => {
  const { deps, creator } = await world();
  let read = 0;
  const send = () => setPicture(deps, member(creator.id), { of: 'avatar' }, () => ((read += 1), photo()));
  for (let sent = 0; sent < 10; sent += 1) await send();
  await expect(send()).rejects.toMatchObject({ code: 'tooManyTries' });
  expect(read).toBe(10);
  deps.clock.advance(HOUR);
  await send();
  expect(await deps.db.picture.count()).toBe(1);
});

test('of two that come at once one is shown, and no file is left of the other', async () => {
  const { deps, creator } = await world();
  const urls = await Promise.all([set(deps, creator.id, { of: 'avatar' }), set(deps, creator.id, { of: 'avatar' })]);
  const { avatarUrl } = (await deps.db.profile.findUnique({ where: { accountId: creator.id } }))!;
  for (const url of urls) expect((await there(deps.storage, url))[0]).toBe(url === avatarUrl);
});

test('an upload that breaks off is swept later; what is shown, and what is coming in, is not', async () => {
  const { deps, creator } = await world();
  const broken: Storage = { ...deps.storage, put: () => Promise.reject(new Error('the disk is full')) };
  const kept = await set(deps, creator.id, { of: 'banner' });
  await expect(set({ ...deps, storage: broken }, creator.id, { of: 'avatar' })).rejects.toThrow('the disk is full');
  expect((await deps.db.profile.findUnique({ where: { accountId: creator.id } }))?.avatarUrl).toBeNull();
  expect(await sweepPictures(deps)).toBe(0);
  deps.clock.advance(DAY);
  expect(await sweepPictures(deps)).toBe(1);
  expect(await sweepPictures(deps)).toBe(0);
  expect(await there(deps.storage, kept)).toEqual([true, true]);
  expect(await deps.db.picture.findMany({ select: { url: true } })).toEqual([{ url: kept }]);
});

test('what the database does not take as a picture of ours is shown nowhere', async () => {
  const { deps, creator } = await world();
  for (const avatarUrl of ['https://elsewhere.example/a.png', '//elsewhere.example/a.png', 'javascript:alert(1)'])
    await expect(deps.db.profile.update({ where: { accountId: creator.id }, data: { avatarUrl } })).rejects.toThrow();
});

async function door() {
  const { deps, url } = await serve();
  const creator = await makeCreator(deps);
  const cookie = (await deps.sessions.create(creator.id, { ipAddress: '', userAgent: '' })).split(';')[0] ?? '';
  const post = (path: string, bytes: Uint8Array | null, headers: Record<string, string> = {}, name = 'a.jpg') => {
    const body = new FormData();
    if (bytes) body.set('picture', new File([bytes as Uint8Array<ArrayBuffer>], name, { type: 'text/html' }));
    const sent = { origin: url, cookie, accept: 'application/json', ...headers };
    return fetch(`${url}${path}`, { method: 'POST', headers: sent, body, redirect: 'manual' });
  };
  return { deps, url, creator, cookie, post };
}
const codeOf = async (answer: Response) =>
  ((await answer.json()) as { error: { json: { data: { code: string } } } }).error.json.data.code;

test('over HTTP: what is sent is served as WebP whatever it was called, kept for good, and runs nothing', async () => {
  const { url, post } = await door();
  const answer = await post('/pictures/avatar', await photo(), {}, '../../x.html');
  expect(answer.status).toBe(200);
  const { url: at } = (await answer.json()) as { url: string };
  const served = await fetch(`${url}${at}`);
  expect(served.status).toBe(200);
  const { headers } = served;
  expect(headers.get('content-type')).toBe('image/webp');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'; sandbox");
  expect(headers.get('set-cookie')).toBeNull();
  const bytes = Buffer.from(await served.arrayBuffer());
  expect(Number(headers.get('content-length'))).toBe(bytes.length);
  expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 256 });
});

test.each([
  '/files/',
  '/files/pictures/',
  '/files/../package.json',
  '/files/..%2f..%2fpackage.json',
  '/files/pictures/%2e%2e/%2e%2e/package.json',
  `/files/pictures/${'a'.repeat(32)}-256.webp`,
  `/files/videos/${'a'.repeat(32)}/index.json`,
])('%s serves nothing', async (path) => {
  const { url } = await serve();
  const answer = await fetch(`${url}${path}`);
  expect(answer.headers.get('content-type')).not.toContain('image');
  expect(await answer.text()).not.toContain('vilokanam"');
});

test('a file of a video is not for everybody who knows its key', async () => {
  const { deps, url } = await serve();
  const key = videoKey('a'.repeat(32), 'source-00001.m4s');
  await deps.storage.put(key, Buffer.from('film'));
  expect((await fetch(`${url}/files/${key}`)).status).toBe(404);
});

test('over HTTP: who is not signed in, another site, and who sends nothing or too much is refused; nothing is written', async () => {
  const { deps, post } = await door();
  const { id } = await makeStream(deps, { creatorId: (await makeAccount(deps)).id });
  await expectNothingWritten(deps.db, async () => {
    expect(await codeOf(await post('/pictures/avatar', await photo(), { cookie: '' }))).toBe('notSignedIn');
    expect(await codeOf(await post('/pictures/avatar', await photo(), { origin: 'https://evil.example' }))).toBe(
      'foreignOrigin',
    );
    expect(await codeOf(await post(`/pictures/cover/${id}`, await photo()))).toBe('notFound');
    expect(await codeOf(await post('/pictures/avatar', null))).toBe('noPicture');
    expect((await post('/pictures/elsewhere', await photo())).status).toBe(404);
    expect((await post('/pictures/cover/1', await photo())).status).toBe(404);
    const large = await post('/pictures/avatar', Buffer.alloc(11 * 1024 * 1024)).catch(() => null);
    if (large) expect(await codeOf(large)).toBe('pictureTooLarge'); // else it was cut off while it was sent
  });
});

test('a plain form goes back to its page, which says what became of it', async () => {
  const { deps, creator, post } = await door();
  const saved = await post('/pictures/banner', await photo(), { accept: 'text/html' });
  expect([saved.status, saved.headers.get('location')]).toEqual([303, '/settings']);
  expect(saved.headers.get('set-cookie')).toContain('told=pictureSaved');
  const wrong = await post('/pictures/banner', Buffer.from('no'), { accept: 'text/html' });
  expect(wrong.headers.get('set-cookie')).toContain('told=notAPicture');
  const removed = await post('/pictures/banner?do=remove', null, { accept: 'text/html' });
  expect(removed.headers.get('set-cookie')).toContain('told=pictureRemoved');
  expect((await deps.db.profile.findUnique({ where: { accountId: creator.id } }))?.bannerUrl).toBeNull();
});

test('what is stored is what was made of the pixels, not what was sent', async () => {
  const { deps, creator } = await world();
  const sent = await photo();
  const url = await set(deps, creator.id, { of: 'avatar' }, sent);
  const { content } = (await deps.storage.read(keysOf(url)[0]!))!;
  const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
  expect(hash(new Uint8Array(await new Response(content).arrayBuffer()))).not.toBe(hash(sent));
});
