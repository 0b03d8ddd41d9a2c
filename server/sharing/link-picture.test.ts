import sharp from 'sharp';
import { expect, test } from 'vitest';
import { type LinkPictures, type LinkWords } from '../deps';
import { type StreamId } from '../ids';
import { showFrame } from '../pictures/moment';
import { makeAccount, type TestDeps, testDeps } from '../testing/harness';
import { liveWorld } from '../testing/live-world';
import { serve } from '../testing/serve';
import { makeVideoRow } from '../testing/video-rows';
import { drawLinkPicture, type LinkSubject } from './link-picture';

/** Notes what is drawn in place of drawing it. */
function noted(deps: TestDeps) {
  const drawn: { words: LinkWords; picture: boolean }[] = [];
  const linkPictures: LinkPictures = {
    draw: (words, picture) => Promise.resolve(Buffer.from(String(drawn.push({ words, picture: picture !== null })))),
    ownPicture: () => Promise.resolve(null),
  };
  const draw = (subject: LinkSubject, ipAddress = '127.0.0.1') =>
    drawLinkPicture({ ...deps, linkPictures }, { ipAddress }, subject);
  return { drawn, draw, ofStream: (id: StreamId) => draw({ of: 'stream', id }) };
}
const frame = () =>
  sharp({ create: { width: 64, height: 36, channels: 3, background: 'teal' } })
    .png()
    .toBuffer();

test('says what a stream is called, whose it is, what it costs and what is seen in it; drawn once for all, anew when it changes', async () => {
  const { deps, creator, room } = await liveWorld({ title: 'Evening ragas' });
  const { drawn, ofStream } = noted(deps);
  await ofStream(room);
  expect(drawn[0]).toMatchObject({
    words: { title: 'Evening ragas', line: '0.01 UNIT a second', mark: 'live' },
    picture: false,
  });
  expect(drawn[0]?.words.by).toContain(`@${creator.handle}`);
  await Promise.all([ofStream(room), ofStream(room)]);
  expect(drawn).toHaveLength(1);
  await showFrame(deps, room, frame);
  await ofStream(room);
  expect(drawn[1]).toMatchObject({ picture: true });
  const at = new Date('2027-01-05T19:30:00Z');
  const planned = { status: 'scheduled', startedAt: null, thumbnailUrl: null, scheduledAt: at } as const;
  await deps.db.stream.update({ where: { id: room }, data: planned });
  await ofStream(room);
  expect(drawn[2]?.words).toMatchObject({ mark: 'soon', line: '0.01 UNIT a second from 5 January at 19:30 UTC' });
});

test.each([
  ['recording', 3_840_000, 'Recorded, 1 h 4 min. Free to watch'],
  ['upload', 725_000, 'Video, 12 min. Free to watch'],
  ['upload', 40_400, 'Video, 40 s. Free to watch'],
] as const)('of a video (%s, %d ms) it says how long it is', async (kind, durationMs, line) => {
  const deps = await testDeps();
  const { drawn, ofStream } = noted(deps);
  await ofStream((await makeVideoRow(deps, { title: 'Evening ragas' }, { kind, durationMs })).id);
  expect(drawn[0]?.words).toMatchObject({ title: 'Evening ragas', line, mark: null });
});

test('of a stream that not everybody may see there is none; of one for adults there is no picture in it', async () => {
  const { deps, room } = await liveWorld();
  await showFrame(deps, room, frame);
  const { drawn, ofStream } = noted(deps);
  const set = (data: object) => deps.db.stream.update({ where: { id: room }, data });
  for (const visibility of ['followers', 'private', 'password'] as const) {
    await set({ visibility });
    expect(await ofStream(room)).toBeNull();
  }
  await set({ visibility: 'public', hiddenAt: deps.clock.now() });
  expect(await ofStream(room)).toBeNull();
  expect(drawn).toHaveLength(0);
  await set({ visibility: 'unlisted', hiddenAt: null, mature: true });
  expect(await ofStream(room)).not.toBeNull();
  expect(drawn).toMatchObject([{ picture: false }]);
});

test('of a person it says who, and what they show to everybody now', async () => {
  const { deps, creator, room } = await liveWorld({ title: 'Evening ragas' });
  const { drawn, draw } = noted(deps);
  const subject = { of: 'profile', handle: creator.handle.toUpperCase() } as const;
  await draw(subject);
  expect(drawn[0]?.words).toMatchObject({ by: [`@${creator.handle}`], line: 'Evening ragas', mark: 'live' });
  await deps.db.stream.update({ where: { id: room }, data: { visibility: 'followers' } });
  await draw(subject);
  expect(drawn[1]?.words).toMatchObject({ line: 'Live video, paid by the second', mark: null });
  expect(await draw({ of: 'profile', handle: 'nobody-here' })).toBeNull();
});

test('one network has so many drawn and no more; what was drawn is still answered, and others have their own', async () => {
  const deps = await testDeps();
  const { drawn, draw } = noted(deps);
  const { handle, id } = await makeAccount(deps);
  const subject = { of: 'profile', handle } as const;
  const another = (displayName: string) => deps.db.profile.update({ where: { accountId: id }, data: { displayName } });
  for (let at = 0; at < 60; at += 1) {
    await another(`Name ${at}`);
    await draw(subject);
  }
  await draw(subject);
  await another('One more');
  await expect(draw(subject)).rejects.toMatchObject({ code: 'tooManyTries' });
  expect(drawn).toHaveLength(60);
  await draw(subject, '10.0.0.9');
});

test('over HTTP: a PNG that other sites may show, the site’s own where there is none, and nothing at other addresses', async () => {
  const { deps, url } = await serve();
  const { room, creator } = await liveWorld({}, deps);
  const get = (path: string) => fetch(`${url}/link-pictures/${path}`, { redirect: 'manual' });
  const answer = await get(`stream/${room}.png?v=whatever`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('image/png');
  expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
  expect(await sharp(await answer.arrayBuffer()).metadata()).toMatchObject({ format: 'png', width: 1200, height: 630 });
  expect((await get(`profile/${creator.handle}.png`)).status).toBe(200);
  await deps.db.stream.update({ where: { id: room }, data: { visibility: 'private' } });
  const hidden = await get(`stream/${room}.png`);
  expect([hidden.status, hidden.headers.get('location')]).toEqual([302, '/share.png']);
  for (const path of ['', 'stream/1.png', 'stream/../x.png', 'elsewhere/a.png'])
    expect((await get(path)).status).toBe(404);
});
