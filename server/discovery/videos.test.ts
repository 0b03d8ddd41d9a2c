import { describe, expect, test } from 'vitest';
import { browseInput, searchInput } from '../../schemas/discovery';
import { later, SECOND } from '../clock';
import { follow } from '../follows/follow';
import { type AccountId, type StreamId } from '../ids';
import { makeAccount, makeCreator, makeStream, testDeps, type TestDeps } from '../testing/harness';
import { makeVideoRow } from '../testing/video-rows';
import { browse } from './browse';
import { readHome } from './home';
import { readProfile } from './profile';
import { search } from './search';
import { readStream } from './stream';
import { suggest } from './suggest';

const nobody = { signedIn: null, origin: { ipAddress: '192.0.2.9', userAgent: '' } };
const titles = (cards: { title: string }[]) => cards.map(({ title }) => title);
const list = async (deps: TestDeps, wanted: object, viewer: AccountId | null = null) =>
  titles((await browse(deps, viewer, browseInput.parse(wanted))).items);
const look = async (deps: TestDeps, q: string) => search(deps, nobody, searchInput.parse({ q }));

/** Where somebody left a video; the later ones were left later. */
async function left(deps: TestDeps, accountId: AccountId, videoId: StreamId, positionMs: number) {
  deps.clock.advance(SECOND);
  await deps.db.playback.create({ data: { accountId, videoId, positionMs, updatedAt: deps.clock.now() } });
}

describe('a video that can be played', () => {
  test('is found by its own filter, newest first, by what else is wanted, and by its words', async () => {
    const deps = await testDeps();
    const creatorId = (await makeCreator(deps, { handle: 'maker' })).id;
    await makeVideoRow(deps, { creatorId, title: 'Old lathe', ratePerSecond: '10' });
    await makeVideoRow(deps, { creatorId, title: 'New lathe', categorySlug: 'talk', tags: ['wood'] });
    await makeStream(deps, { creatorId, status: 'live', title: 'Live lathe' });
    expect(await list(deps, { show: 'videos' })).toEqual(['New lathe', 'Old lathe']);
    expect(await list(deps, { show: 'videos', price: 'paid' })).toEqual(['Old lathe']);
    expect(await list(deps, { show: 'videos', category: 'talk', tags: ['wood'] })).toEqual(['New lathe']);
    expect(await list(deps, { show: 'live' })).toEqual(['Live lathe']);
    expect(await list(deps, { show: 'past' })).toEqual([]);
    const found = await look(deps, 'lathe');
    expect([titles(found.live.items), titles(found.videos.items), titles(found.past.items)]).toEqual([
      ['Live lathe'],
      ['New lathe', 'Old lathe'],
      [],
    ]);
    expect((await suggest(deps, nobody, 'new lat')).streams).toMatchObject([
      { title: 'New lathe', status: 'recorded' },
    ]);
    const { live, videos, past } = await readProfile(deps, null, 'maker');
    expect([live?.title, titles(videos), titles(past)]).toEqual(['Live lathe', ['New lathe', 'Old lathe'], []]);
    expect(videos[0]?.video).toEqual({ kind: 'upload', durationMs: 600_000, ready: true });
    expect(titles((await readHome(deps, null)).videos)).toEqual(['New lathe', 'Old lathe']);
  });

  test('stands once beside the stream that it was recorded of', async () => {
    const deps = await testDeps();
    const source = await makeStream(deps, { creatorId: (await makeCreator(deps)).id, status: 'ended', title: 'Loom' });
    const { creatorId } = source;
    await makeVideoRow(deps, { creatorId, title: 'Loom' }, { kind: 'recording', sourceId: source.id });
    const { past, videos } = await look(deps, 'loom');
    expect([past.items.length, videos.items.length]).toEqual([1, 1]);
    expect(await list(deps, { show: 'past' })).toEqual(['Loom']);
    expect(await list(deps, { show: 'videos' })).toEqual(['Loom']);
  });

  test.each(['followers', 'unlisted', 'password', 'private'] as const)(
    'for %s is shown to those alone who are shown such a stream',
    async (visibility) => {
      const deps = await testDeps();
      const { creatorId, title } = await makeVideoRow(deps, { visibility, title: 'Quiet' });
      const [follower, stranger] = [await makeAccount(deps), await makeAccount(deps)];
      await follow(deps, follower.id, creatorId as AccountId);
      for (const viewer of [null, stranger.id]) {
        expect(await list(deps, { show: 'videos' }, viewer)).toEqual([]);
        expect((await readHome(deps, viewer)).videos).toEqual([]);
      }
      expect((await look(deps, 'quiet')).videos.items).toEqual([]);
      const seen = visibility === 'followers' ? [title] : [];
      expect(await list(deps, { show: 'videos' }, follower.id)).toEqual(seen);
      expect(titles((await readHome(deps, follower.id)).videos)).toEqual(seen);
    },
  );
});

test.each(['receiving', 'processing', 'failed', 'deleted'] as const)(
  'a video that is %s is in no list, its creator’s own and one that was made public by mistake included',
  async (status) => {
    const deps = await testDeps();
    const me = await makeCreator(deps, { handle: 'maker' });
    for (const visibility of ['private', 'public'] as const) {
      const { id } = await makeVideoRow(deps, { creatorId: me.id, visibility, title: 'Unfinished' }, { status });
      await left(deps, me.id, id, 5_000);
    }
    for (const viewer of [null, me.id]) {
      expect(await list(deps, { show: 'videos' }, viewer)).toEqual([]);
      expect((await readProfile(deps, viewer, 'maker')).videos).toEqual([]);
      expect(await readHome(deps, viewer)).toMatchObject({ videos: [], begun: [] });
    }
    const found = await look(deps, 'unfinished');
    expect([found.videos.items, found.past.items]).toEqual([[], []]);
  },
);

test('what the site took down is in no list of videos', async () => {
  const deps = await testDeps();
  await makeVideoRow(deps, { hiddenAt: deps.clock.now(), title: 'Gone' });
  expect(await list(deps, { show: 'videos' })).toEqual([]);
  expect((await look(deps, 'gone')).videos.items).toEqual([]);
});

describe('home', () => {
  test('offers to go on with what was left in between, the last one first, and not what was seen to its end', async () => {
    const deps = await testDeps();
    const me = await makeAccount(deps);
    const [first, second, seen, fresh] = [
      await makeVideoRow(deps, { title: 'First' }),
      await makeVideoRow(deps, { title: 'Second' }),
      await makeVideoRow(deps, { title: 'Seen' }),
      await makeVideoRow(deps, { title: 'Fresh' }),
    ];
    await left(deps, me.id, first.id, 60_000);
    await left(deps, me.id, second.id, 5_000);
    await left(deps, me.id, seen.id, 590_000);
    await left(deps, me.id, fresh.id, 0);
    const home = await readHome(deps, me.id);
    expect(home.begun.map(({ stream, positionMs }) => [stream.title, positionMs])).toEqual([
      ['Second', 5_000],
      ['First', 60_000],
    ]);
    expect(titles(home.videos)).toEqual(['Fresh', 'Seen']);
    expect((await readHome(deps, null)).begun).toEqual([]);
    expect((await readHome(deps, (await makeAccount(deps)).id)).begun).toEqual([]);
  });

  test('does not offer to go on where one may not watch any more', async () => {
    const deps = await testDeps();
    const me = await makeAccount(deps);
    const { id } = await makeVideoRow(deps);
    await left(deps, me.id, id, 60_000);
    for (const visibility of ['private', 'password', 'followers'] as const) {
      await deps.db.stream.update({ where: { id }, data: { visibility } });
      expect((await readHome(deps, me.id)).begun).toEqual([]);
    }
  });

  test('puts new videos of whom one follows before others, and none twice', async () => {
    const deps = await testDeps();
    const me = await makeAccount(deps);
    const followed = await makeVideoRow(deps, { title: 'Followed' });
    await follow(deps, me.id, followed.creatorId as AccountId);
    for (let made = 0; made < 9; made += 1) await makeVideoRow(deps, { title: `Other ${made}` });
    const videos = titles((await readHome(deps, me.id)).videos);
    expect(videos.slice(0, 2)).toEqual(['Followed', 'Other 8']);
    expect(new Set(videos).size).toBe(8);
  });
});

test('the videos of a profile come page by page, nothing twice, nothing left out', async () => {
  const deps = await testDeps();
  const { id: creatorId } = await makeCreator(deps, { handle: 'maker' });
  const made: string[] = [];
  for (let n = 0; n < 50; n += 1) made.unshift((await makeVideoRow(deps, { creatorId })).id);
  const seen: string[] = [];
  let next: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof readProfile>> = await readProfile(deps, null, 'maker', null, next);
    seen.push(...page.videos.map(({ id }) => id));
    next = page.videosNext;
  } while (next);
  expect(seen).toEqual(made);
  expect((await readProfile(deps, null, 'maker', null, "'; --")).videos).toHaveLength(24);
});

test('the page of a stream that is over offers what can be played of it, to whom lists show that', async () => {
  const deps = await testDeps();
  const source = await makeStream(deps, { creatorId: (await makeCreator(deps)).id, status: 'ended' });
  const of = { kind: 'recording', sourceId: source.id } as const;
  const { creatorId } = source;
  await makeVideoRow(deps, { creatorId, title: 'First' }, of);
  await makeVideoRow(deps, { creatorId, title: 'Second', visibility: 'followers' }, of);
  await makeVideoRow(deps, { creatorId, title: 'Third' }, { ...of, status: 'processing' });
  await makeVideoRow(deps, { creatorId, title: 'Of another' });
  const follower = await makeAccount(deps);
  await follow(deps, follower.id, creatorId as AccountId);
  const seenBy = async (viewer: AccountId | null) => titles((await readStream(deps, viewer, source.id)).recordings);
  expect(await seenBy(null)).toEqual(['First']);
  expect(await seenBy(follower.id)).toEqual(['First', 'Second']);
});

test('the page of a video promises nobody a preview of their own: its first seconds are free for all', async () => {
  const deps = await testDeps();
  const { id } = await makeVideoRow(deps, {
    ratePerSecond: '10',
    previewSeconds: 30,
    startedAt: later(deps.clock.now(), -SECOND),
  });
  const page = await readStream(deps, null, id, { ipAddress: '192.0.2.1' });
  expect(page).toMatchObject({ status: 'recorded', preview: null, previewSeconds: 30, video: { ready: true } });
});
