import sharp from 'sharp';
import { expect, test } from 'vitest';
import { endBroadcast } from '../broadcast/end';
import { DAY, SECOND } from '../clock';
import { readLiveCounts } from '../discovery/live-counts';
import { readHome } from '../discovery/home';
import { readStream } from '../discovery/stream';
import { type AccountId, type StreamId } from '../ids';
import { follow } from '../follows/follow';
import { readKey } from '../storage-key';
import { expectNothingWritten, makeAccount, makeCreator, makeStream, type TestDeps } from '../testing/harness';
import { liveWorld } from '../testing/live-world';
import { serve } from '../testing/serve';
import { showFrame, takeFrame } from './moment';
import { sweepPictures } from './sweep';

const frame = (background = 'teal') =>
  sharp({ create: { width: 640, height: 360, channels: 3, background } })
    .jpeg()
    .toBuffer();
const by = (accountId: AccountId) => ({
  signedIn: { accountId, sessionId: '' as never },
  origin: { ipAddress: '127.0.0.1', userAgent: 'test' },
});
const momentOf = async ({ db }: TestDeps, id: StreamId) =>
  (await db.stream.findUniqueOrThrow({ where: { id } })).thumbnailUrl;
const isKept = async ({ storage }: TestDeps, url: string | null) =>
  (await storage.stat(readKey(url?.slice('/files/'.length) ?? '')!)) !== null;

test('lists show the newest frame while it is live; the one before goes, and after the end all of it', async () => {
  const { deps, creator, room } = await liveWorld();
  await deps.db.stream.update({ where: { id: room }, data: { coverUrl: '/seed/a.svg' } });
  await takeFrame(deps, by(creator.id), room, () => frame());
  const first = await momentOf(deps, room);
  await takeFrame(deps, by(creator.id), room, () => frame('red'));
  const second = await momentOf(deps, room);
  expect(await readStream(deps, null, room)).toMatchObject({ thumbnailUrl: second, coverUrl: '/seed/a.svg' });
  expect((await readLiveCounts(deps, null, [room])).streams).toMatchObject([{ moment: second }]);
  expect([await isKept(deps, first), await isKept(deps, second)]).toEqual([false, true]);
  expect(await deps.db.picture.count()).toBe(1);
  await endBroadcast(deps, creator.id, room);
  expect(await readStream(deps, null, room)).toMatchObject({ thumbnailUrl: '/seed/a.svg' });
  expect([await isKept(deps, second), await deps.db.picture.count()]).toEqual([false, 0]);
});

test('nobody sends a frame of the stream of somebody else, or of one that is not live: nothing is read or written', async () => {
  const { deps, creator, room } = await liveWorld();
  const stranger = await makeCreator(deps);
  const planned = await makeStream(deps, { creatorId: creator.id, status: 'scheduled' });
  const over = await makeStream(deps, { creatorId: creator.id, status: 'ended' });
  let read = 0;
  const send = (who: AccountId, id: StreamId) => takeFrame(deps, by(who), id, () => ((read += 1), frame()));
  await expectNothingWritten(deps.db, async () => {
    await expect(send(stranger.id, room)).rejects.toMatchObject({ code: 'notFound' });
    await expect(send(creator.id, planned.id)).rejects.toMatchObject({ code: 'streamNotLive' });
    await expect(send(creator.id, over.id)).rejects.toMatchObject({ code: 'streamNotLive' });
  });
  expect(read).toBe(0);
});

test('of what is for adults no frame is taken', async () => {
  const { deps, creator, room } = await liveWorld({ mature: true });
  await expectNothingWritten(deps.db, () =>
    expect(takeFrame(deps, by(creator.id), room, () => frame())).rejects.toMatchObject({ code: 'notAllowed' }),
  );
});

test('a third frame within half a minute is refused before it is read', async () => {
  const { deps, creator, room } = await liveWorld();
  let read = 0;
  const send = () => takeFrame(deps, by(creator.id), room, () => ((read += 1), frame()));
  await send();
  await send();
  await expect(send()).rejects.toMatchObject({ code: 'tooManyTries' });
  expect(read).toBe(2);
  deps.clock.advance(30 * SECOND);
  await send();
});

test('what is no picture changes nothing; of a picture with a page behind it nothing but the pixels is kept', async () => {
  const { deps, creator, room } = await liveWorld();
  const script = Buffer.from('<script>alert(1)</script>');
  await expectNothingWritten(deps.db, async () => {
    await expect(takeFrame(deps, by(creator.id), room, () => Promise.resolve(script))).rejects.toMatchObject({
      code: 'notAPicture',
    });
  });
  await showFrame(deps, room, async () => Buffer.concat([await frame(), script]));
  const { content } = (await deps.storage.read(readKey((await momentOf(deps, room))!.slice('/files/'.length))!))!;
  expect(await new Response(content).text()).not.toContain('script');
});

test('of two frames that come at once one is shown, and no file is left of the other', async () => {
  const { deps, room } = await liveWorld();
  await Promise.all([showFrame(deps, room, () => frame()), showFrame(deps, room, () => frame('red'))]);
  expect(await isKept(deps, await momentOf(deps, room))).toBe(true);
  expect(await deps.db.picture.count()).toBe(1);
});

test('a frame that comes while the stream ends is shown nowhere and not kept; what a crash left is swept', async () => {
  const { deps, creator, room } = await liveWorld();
  const late = showFrame(deps, room, async () => {
    await endBroadcast(deps, creator.id, room);
    return frame();
  });
  await expect(late).rejects.toMatchObject({ code: 'streamNotLive' });
  expect([await momentOf(deps, room), await deps.db.picture.count()]).toEqual([null, 0]);
  const url = `/files/thumbnails/${'a'.repeat(32)}-1280.webp`;
  await deps.db.picture.create({ data: { url, accountId: creator.id, createdAt: deps.clock.now() } });
  deps.clock.advance(DAY);
  expect(await sweepPictures(deps)).toBe(1);
});

test('over HTTP: a frame is for who may watch, in both its sizes, and is kept by no shared cache', async () => {
  const { deps, url } = await serve();
  const { creator, room } = await liveWorld({ visibility: 'followers' }, deps);
  const [fan, stranger] = [await makeAccount(deps), await makeAccount(deps)];
  await follow(deps, fan.id, creator.id);
  const cookieOf = async (id: AccountId) =>
    (await deps.sessions.create(id, { ipAddress: '', userAgent: '' })).split(';')[0] ?? '';
  const send = async (cookie: string, bytes: Uint8Array, id: string = room, origin = url) => {
    const body = new FormData();
    body.set('picture', new File([bytes as Uint8Array<ArrayBuffer>], 'a.jpg'));
    const answer = await fetch(`${url}/pictures/moment/${id}`, { method: 'POST', headers: { origin, cookie }, body });
    return answer.status;
  };
  const [mine, theirs, fans] = [await cookieOf(creator.id), await cookieOf(stranger.id), await cookieOf(fan.id)];
  await expectNothingWritten(deps.db, async () => {
    expect(await send('', await frame())).toBe(401);
    expect(await send(theirs, await frame())).toBe(404);
    expect(await send(mine, await frame(), 'x')).toBe(404);
    expect(await send(mine, await frame(), room, 'https://evil.example')).toBe(403);
  });
  expect(await send(mine, await frame())).toBe(204);
  const shown = (await momentOf(deps, room))!;
  const get = (path: string, cookie: string) => fetch(`${url}${path}`, { headers: { cookie } });
  const statuses = async (path: string) =>
    Promise.all(['', theirs, fans, mine].map(async (cookie) => (await get(path, cookie)).status));
  expect(await statuses(shown)).toEqual([404, 404, 200, 200]);
  expect(await statuses(shown.replace('-1280.', '-640.'))).toEqual([404, 404, 200, 200]);
  expect((await get(shown, fans)).headers.get('cache-control')).toContain('private');

  // nor do pages and counts name it to who may not watch
  const named = async (viewer: AccountId | null) => [
    (await readStream(deps, viewer, room)).thumbnailUrl,
    (await readLiveCounts(deps, viewer, [room])).streams[0]?.moment,
  ];
  expect(await named(stranger.id)).toEqual([null, null]);
  expect(await named(fan.id)).toEqual([shown, shown]);
  expect(
    JSON.stringify(await readHome(deps, null), (_key, value: unknown) => (typeof value === 'bigint' ? 0 : value)),
  ).not.toContain(shown);

  await deps.db.stream.update({ where: { id: room }, data: { visibility: 'public' } });
  expect(await statuses(shown)).toEqual([200, 200, 200, 200]);
  for (const data of [{ visibility: 'private' }, { visibility: 'password' }] as const) {
    await deps.db.stream.update({ where: { id: room }, data });
    expect(await statuses(shown)).toEqual([404, 404, 404, 200]);
  }
  await deps.db.stream.update({ where: { id: room }, data: { visibility: 'public', mature: true } });
  expect(await statuses(shown)).toEqual([404, 404, 404, 404]);
  expect(await named(null)).toEqual([null, null]);
  await deps.db.stream.update({ where: { id: room }, data: { mature: false, hiddenAt: deps.clock.now() } });
  expect(await statuses(shown)).toEqual([404, 404, 404, 404]);

  // at the end: the connection is closed with it
  const large = await send(mine, Buffer.alloc(2 * 1024 * 1024)).catch(() => 413); // or cut off while it was sent
  expect(large).toBe(413);
});
