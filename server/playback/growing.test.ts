import { expect, test } from 'vitest';
import { amount } from '../../sdk/money';
import { browseInput } from '../../schemas/discovery';
import { later } from '../clock';
import { compareWithChain } from '../chain/compare';
import { browse } from '../discovery/browse';
import { readHome } from '../discovery/home';
import { readProfile } from '../discovery/profile';
import { readStream } from '../discovery/stream';
import { readBegunVideos, readNewVideos, readRecordings } from '../discovery/videos';
import { DomainError } from '../errors';
import { type Prisma } from '../generated/prisma/client';
import { type AccountId } from '../ids';
import { amountOf, stored } from '../money';
import { readPublished } from '../schedule/published';
import { sql } from '../sql';
import { makeAccount, testDeps, type TestDeps } from '../testing/harness';
import { anotherProcess, somebody, withPurse } from '../testing/live-world';
import { makeGrowing, openAs, signForVideo } from '../testing/videos';
import { RATE } from '../testing/viewings';
import { isRewindableFor, rewindableFor } from '../access/visibility';
import { claimSeconds } from './claim';
import { describeVideo } from './describe';
import { openMedia } from './media';
import { growingPlaylist } from './playlists';
import { FOLLOWER_GONE_AFTER } from './videos';

type Opened = Awaited<ReturnType<typeof openAs>>;
type Growing = Awaited<ReturnType<typeof makeGrowing>>;

/** A site on its chain, and a creator who is not live yet. */
async function world() {
  const deps = await testDeps();
  await compareWithChain(deps);
  return { deps, creator: await somebody(deps) };
}

const get = (deps: TestDeps, { media }: Opened, file: string, untilSegment: number | null = null) =>
  openMedia(deps, media.slice('/media/'.length, -1), file, untilSegment);
const playlistOf = async (deps: TestDeps, opened: Opened, untilSegment: number | null = null) => {
  const answer = await get(deps, opened, 'source.m3u8', untilSegment);
  return answer.kind === 'playlist' ? answer.text : answer.kind;
};
const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => {
      if (!(error instanceof DomainError)) throw error;
      return error.code;
    },
  );
const rewindOf = async (deps: TestDeps, who: AccountId | null, { source }: Growing, pass: string | null = null) =>
  (await readStream(deps, who, source, { pass })).rewind;

test('a recording that comes in is named by the page of its live stream, with the moment at which it begins, and described as growing', async () => {
  const { deps, creator } = await world();
  const one = await makeGrowing(deps, creator);
  expect(await rewindOf(deps, null, one)).toEqual({ videoId: one.id, fromMs: 4_000 });
  const about = await describeVideo(deps, null, { videoId: one.id, adult: false });
  expect(about).toMatchObject({
    growing: true,
    durationMs: 20_000,
    source: { parts: [{ atMs: 0, startsAtMs: 4_000 }] },
  });
  deps.clock.advance(FOLLOWER_GONE_AFTER + 1_000);
  expect((await describeVideo(deps, null, { videoId: one.id, adult: false })).growing).toBe(false);
});

test('who may go back in a stream: whoever may watch it, as far as its recording will be for them, by Prisma and in SQL alike', async () => {
  const { deps } = await world();
  const { db, clock } = deps;
  const [follower, stranger] = [await makeAccount(deps), await makeAccount(deps)];
  const rows: [
    string,
    Prisma.StreamUncheckedCreateInput['visibility'],
    'public' | 'followers' | 'private' | null,
    string,
  ][] = [
    ['public, as its stream', 'public', null, 'nobody stranger follower creator'],
    ['unlisted, as its stream', 'unlisted', null, 'nobody stranger follower creator'],
    ['public, for followers', 'public', 'followers', 'follower creator'],
    ['public, for nobody', 'public', 'private', 'creator'],
    ['for followers, then for all', 'followers', 'public', 'follower creator'],
    ['private, then for all', 'private', 'public', 'creator'],
    ['with a password, as its stream', 'password', null, 'creator'],
  ];
  for (const [name, visibility, opensAs, expected] of rows) {
    const creator = await somebody(deps);
    await db.follow.create({ data: { followerId: follower.id, creatorId: creator.id, createdAt: clock.now() } });
    const people = { nobody: null, stranger: stranger.id, follower: follower.id, creator: creator.id };
    const one = await makeGrowing(deps, creator, { source: { visibility: visibility! }, video: { opensAs } });
    const may: string[] = [];
    for (const [who, viewer] of Object.entries(people)) {
      const byPrisma = (await db.stream.count({ where: { AND: [rewindableFor(viewer), { id: one.id }] } })) > 0;
      const bySql = await db.$queryRaw<unknown[]>(
        sql`SELECT id FROM streams t WHERE t.id = ${one.id}::uuid AND ${isRewindableFor(viewer)}`,
      );
      expect(bySql.length > 0, `${name}: ${who}`).toBe(byPrisma);
      const opens = (await refusalOf(openAs(deps, viewer && { id: viewer }, one.id))) === null;
      expect(opens, `${name}: ${who}`).toBe(byPrisma);
      if (byPrisma) may.push(who);
    }
    expect(may.join(' '), name).toBe(expected);
  }
});

test('whoever gave the password of a stream may go back in it, and nobody by another one', async () => {
  const { deps, creator } = await world();
  const one = await makeGrowing(deps, creator, { source: { visibility: 'password' } });
  const member = await makeAccount(deps);
  await deps.db.streamUnlock.create({
    data: { streamId: one.source, accountId: member.id, createdAt: deps.clock.now() },
  });
  expect(await rewindOf(deps, member.id, one)).toMatchObject({ videoId: one.id });
  expect(await rewindOf(deps, null, one, 'forged')).toBeNull();
  expect(await refusalOf(openAs(deps, null, one.id, { pass: 'forged' }))).toBe('notFound');
  const opened = await openAs(deps, member, one.id);
  expect(await playlistOf(deps, opened)).toContain('#EXTM3U');
});

test('who is banned, too young or asks for what was taken down is refused as at its stream, also with a pass from before', async () => {
  const { deps, creator } = await world();
  const { db, clock } = deps;
  const viewer = await makeAccount(deps);
  const one = await makeGrowing(deps, creator, { source: { ratePerSecond: '0' }, recording: { ratePerSecond: '0' } });
  const opened = await openAs(deps, viewer, one.id);
  expect(await get(deps, opened, 'source-00001.m4s')).toMatchObject({ kind: 'file' });
  await db.restriction.create({
    data: { kind: 'ban', creatorId: creator.id, accountId: viewer.id, givenById: creator.id, createdAt: clock.now() },
  });
  clock.advance(6_000);
  expect(await get(deps, opened, 'source-00001.m4s')).toEqual({ kind: 'nothing' });
  expect(await refusalOf(openAs(deps, viewer, one.id))).toBe('banned');
  expect(await rewindOf(deps, viewer.id, one)).toBeNull();
  const anybody = await openAs(deps, null, one.id);
  expect(await get(deps, anybody, 'source-00001.m4s')).toMatchObject({ kind: 'file' });
  // its stream became one for adults after the recording began
  await db.stream.update({ where: { id: one.source }, data: { mature: true } });
  expect(await refusalOf(openAs(deps, null, one.id))).toBe('adultsOnly');
  expect(await refusalOf(openAs(deps, null, one.id, { adult: true }))).toBeNull();
  await db.stream.update({ where: { id: one.source }, data: { hiddenAt: clock.now() } });
  clock.advance(6_000);
  expect(await get(deps, anybody, 'source-00001.m4s')).toEqual({ kind: 'nothing' });
  expect(await refusalOf(openAs(deps, null, one.id, { adult: true }))).toBe('notFound');
  await db.stream.update({ where: { id: one.source }, data: { hiddenAt: null, visibility: 'private' } });
  clock.advance(6_000);
  expect(await get(deps, anybody, 'source-00001.m4s')).toEqual({ kind: 'nothing' });
  await db.stream.update({ where: { id: one.source }, data: { visibility: 'public' } });
  await db.account.update({ where: { id: creator.id }, data: { suspendedAt: clock.now() } });
  expect(await refusalOf(openAs(deps, null, one.id, { adult: true }))).toBe('notFound');
});

test('nothing goes round the price of a stream: a recording that is cheaper waits until it is over', async () => {
  const { deps, creator } = await world();
  const one = await makeGrowing(deps, creator, { recording: { ratePerSecond: stored(amount(RATE - 1n)) } });
  expect(await rewindOf(deps, null, one)).toBeNull();
  expect(await refusalOf(openAs(deps, null, one.id))).toBe('notFound');
  await deps.db.stream.update({ where: { id: one.id }, data: { ratePerSecond: stored(RATE) } });
  deps.clock.advance(3_000);
  expect(await rewindOf(deps, null, one)).toMatchObject({ videoId: one.id });
  expect(await refusalOf(openAs(deps, null, one.id))).toBeNull();
});

test.each([
  ['of which nothing can be played yet', { liveMs: 0 }],
  ['that failed', { status: 'failed', failure: 'truncated' }],
  ['that was removed', { status: 'deleted', deletedAt: new Date(0) }],
  ['whose stream is gone', { sourceId: null }],
] as const)('a recording %s cannot be played by anybody', async (_, data) => {
  const { deps, creator } = await world();
  const one = await makeGrowing(deps, creator);
  const opened = await openAs(deps, null, one.id);
  await deps.db.video.update({ where: { streamId: one.id }, data });
  deps.clock.advance(6_000);
  expect(await get(deps, opened, 'source.m3u8')).toEqual({ kind: 'nothing' });
  expect(await refusalOf(openAs(deps, null, one.id))).toBe('notFound');
  expect(await refusalOf(openAs(deps, creator, one.id))).toBe('notFound');
  expect(await rewindOf(deps, null, one)).toBeNull();
});

test('what comes in stands in no list, no search, no feed and on no card, for whoever plays it too', async () => {
  const { deps, creator } = await world();
  const viewer = await makeAccount(deps);
  const now = deps.clock.now();
  await deps.db.follow.create({ data: { followerId: viewer.id, creatorId: creator.id, createdAt: now } });
  const free = { ratePerSecond: '0', title: 'Bhairavi at dawn', tags: ['ragas'] };
  const one = await makeGrowing(deps, creator, { source: { ...free, title: 'Live' }, recording: free });
  await openAs(deps, viewer, one.id);
  await deps.db.playback.updateMany({ data: { positionMs: 2_000 } });
  for (const who of [null, viewer.id]) {
    const shown = JSON.stringify(
      [
        await readHome(deps, who),
        await readProfile(deps, who, creator.handle, null, null),
        await browse(deps, who, browseInput.parse({ show: 'videos' })),
        await browse(deps, who, browseInput.parse({})),
        await readNewVideos(deps, who, 20),
        await readNewVideos(deps, who, 20, true),
        await readRecordings(deps, who, one.source),
        who ? await readBegunVideos(deps, who, 20) : [],
        await readPublished(deps, one.id),
      ],
      (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value),
    );
    expect(shown).not.toContain(one.id);
    expect(shown).not.toContain('Bhairavi');
    expect(await refusalOf(readStream(deps, who, one.id))).toBe('notFound');
  }
  expect(await deps.db.streamSearch.count({ where: { streamId: one.id } })).toBe(0);
  expect(await deps.db.notification.count({ where: { streamId: one.id } })).toBe(0);
});

test('a second is paid once: what is had while it comes in is had when it is ready, and only what is there is given', async () => {
  const { deps, creator } = await world();
  const viewer = await withPurse(deps, { lanes: 2 });
  await deps.db.purse.updateMany({ data: { openedAt: new Date(0) } });
  const one = await makeGrowing(deps, creator, { seconds: 10 });
  const opened = await openAs(deps, viewer, one.id);
  expect(opened).toMatchObject({ free: false, freeSeconds: 0, owned: [] });
  const claim = (from: number, to: number, voucher: ReturnType<typeof signForVideo> | null = null, at = deps) =>
    claimSeconds(at, { viewing: opened.viewing!, from, to, voucher });
  expect(await get(deps, opened, 'source-00005.m4s')).toMatchObject({ kind: 'unpaid', span: [8, 10] });
  // ten are there: of twelve that are signed for, ten are given and two stay to their credit
  const given = await claim(0, 12, signForVideo(deps, viewer, opened, 12n));
  expect(given).toMatchObject({ granted: true, owned: [[0, 10]], credit: 2 });
  expect(await refusalOf(claim(10, 12))).toBe('malformed');
  expect(await get(deps, opened, 'source-00006.m4s')).toEqual({ kind: 'nothing' });
  await one.growTo(14);
  // this process has not heard of the newest seconds, which another one packaged: it looks
  expect(await get(deps, opened, 'source-00006.m4s')).toMatchObject({ kind: 'unpaid', span: [10, 12] });
  expect(await claim(10, 12, null, anotherProcess(deps))).toMatchObject({ granted: true, owned: [[0, 12]], credit: 0 });
  await one.makeReady(14);
  deps.clock.advance(3_000);
  expect(await get(deps, opened, 'source.m3u8')).toEqual({ kind: 'nothing' });
  const after = await openAs(deps, viewer, one.id);
  expect(after).toMatchObject({ owned: [[0, 12]], credit: 0 });
  expect(await get(deps, after, 'source-00006.m4s')).toMatchObject({ kind: 'file' });
  expect(await get(deps, after, 'source-00007.m4s')).toMatchObject({ kind: 'unpaid', span: [12, 14] });
  const rows = await deps.db.viewing.findMany({ where: { accountId: viewer.id, streamId: one.id } });
  expect(rows.reduce((sum, { secondsPaid }) => sum + secondsPaid, 0n)).toBe(12n);
  expect(rows.reduce((sum, { amount }) => sum + amountOf(amount), 0n)).toBe(12n * RATE);
});

test('the free seconds of what comes in are free before all of them are there', async () => {
  const { deps, creator } = await world();
  const one = await makeGrowing(deps, creator, { seconds: 4, recording: { previewSeconds: 6 } });
  const opened = await openAs(deps, null, one.id);
  expect(opened.freeSeconds).toBe(6);
  expect(await get(deps, opened, 'source-00002.m4s')).toMatchObject({ kind: 'file' });
  await one.growTo(8);
  expect(await get(deps, opened, 'source-00003.m4s')).toMatchObject({ kind: 'file' });
  expect(await get(deps, opened, 'source-00004.m4s')).toMatchObject({ kind: 'unpaid' });
});

test('the playlist of what comes in waits for the next segment, for a while, and ends with the recording', async () => {
  const { deps, creator } = await world();
  const one = await makeGrowing(deps, creator, { seconds: 4 });
  const opened = await openAs(deps, null, one.id);
  const first = await playlistOf(deps, opened);
  expect(first).toContain('#EXT-X-PLAYLIST-TYPE:EVENT');
  expect(first).toContain('#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,HOLD-BACK=6.0');
  expect(first).toContain(`#EXT-X-PROGRAM-DATE-TIME:${later(deps.clock.now(), 4_000).toISOString()}`);
  expect(first).not.toContain('ENDLIST');
  expect(await playlistOf(deps, opened, 1)).toBe(first); // that segment is there
  expect(await playlistOf(deps, opened, 9)).toBe(first); // and that one will not be soon
  let answered = false;
  const waits = playlistOf(deps, opened, 2).finally(() => (answered = true));
  const look = async () => {
    deps.clock.advance(250);
    await new Promise((resolve) => setTimeout(resolve, 20));
  };
  for (let times = 0; times < 4; times += 1) await look();
  expect(answered).toBe(false);
  await one.growTo(6);
  while (!answered) await look();
  expect(await waits).toContain('source-00003.m4s');
  answered = false;
  const vain = playlistOf(deps, opened, 3).finally(() => (answered = true));
  const began = deps.clock.now().getTime();
  while (!answered) await look();
  expect(await vain).not.toContain('source-00004.m4s');
  expect(deps.clock.now().getTime() - began).toBeLessThan(8_000);
  await deps.db.video.update({ where: { streamId: one.id }, data: { liveAt: null } });
  deps.clock.advance(1_000);
  const last = await playlistOf(deps, opened, 3);
  expect(last).toContain('#EXT-X-ENDLIST');
  expect(last).not.toContain('SERVER-CONTROL');
});

test('a recording in several parts has the time of each where it begins', () => {
  const segment = (number: number, init: string, discontinuity = false) => ({
    ...{ file: `source-0000${number}.m4s`, startMs: (number - 1) * 2_000, durationMs: 2_000, bytes: 1, init },
    ...(discontinuity ? { discontinuity } : {}),
  });
  const segments = [segment(1, 'a.mp4'), segment(2, 'a.mp4'), segment(3, 'b.mp4', true)];
  const rendition = { name: 'source', codecs: '', bandwidth: 1, width: 1, height: 1, segments };
  const text = growingPlaylist(rendition, false, [new Date(1_000), new Date(60_000)]);
  expect(text.split('\n').filter((line) => /DATE-TIME|MAP|DISCONT|m4s/.test(line))).toEqual([
    '#EXT-X-MAP:URI="a.mp4"',
    '#EXT-X-PROGRAM-DATE-TIME:1970-01-01T00:00:01.000Z',
    'source-00001.m4s',
    'source-00002.m4s',
    '#EXT-X-DISCONTINUITY',
    '#EXT-X-MAP:URI="b.mp4"',
    '#EXT-X-PROGRAM-DATE-TIME:1970-01-01T00:01:00.000Z',
    'source-00003.m4s',
  ]);
});
