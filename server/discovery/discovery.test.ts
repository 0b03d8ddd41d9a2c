import { describe, expect, test } from 'vitest';
import { readChat } from '../chat/read';
import { follow, unfollow } from '../follows/follow';
import { type AccountId, type StreamId } from '../ids';
import {
  expectNothingWritten,
  makeAccount,
  makeCreator,
  makeStream,
  testDeps,
  type TestDeps,
} from '../testing/harness';
import { browseInput } from '../../schemas/discovery';
import { browse } from './browse';
import { readCategory, readCategoryCards } from './categories';
import { readHome } from './home';
import { readProfile } from './profile';
import { readStream } from './stream';

const live = async (deps: TestDeps, changes: Partial<Parameters<typeof makeStream>[1]> = {}) => {
  const counts = {
    peakViewers: changes.currentViewers,
    totalViewers: changes.currentViewers,
    viewerNetworks: changes.currentViewers,
  };
  return makeStream(deps, { creatorId: (await makeCreator(deps)).id, status: 'live', ...counts, ...changes });
};

describe('home', () => {
  test('shows what is live, the featured one first, then by viewers; nothing twice', async () => {
    const deps = await testDeps();
    const small = await live(deps, { currentViewers: 1 });
    const large = await live(deps, { currentViewers: 9 });
    const featured = await live(deps, { featured: true, currentViewers: 3 });
    const home = await readHome(deps, null);
    expect(home.featured?.id).toBe(featured.id);
    expect(home.live.map(({ id }) => id)).toEqual([large.id, small.id]);
  });

  test('is not empty-handed when nothing is live', async () => {
    const deps = await testDeps();
    expect(await readHome(deps, null)).toMatchObject({ featured: null, live: [], following: [] });
  });

  test('shows what comes soon, the next one first, and leaves out what should have begun', async () => {
    const deps = await testDeps();
    const creatorId = (await makeCreator(deps)).id;
    const at = (minutes: number) => new Date(deps.clock.now().getTime() + minutes * 60_000);
    const later = await makeStream(deps, { creatorId: (await makeCreator(deps)).id, scheduledAt: at(90) });
    const next = await makeStream(deps, { creatorId, scheduledAt: at(30) });
    await makeStream(deps, { creatorId, scheduledAt: at(-1) });
    await makeStream(deps, { creatorId, scheduledAt: null });
    expect((await readHome(deps, null)).soon.map(({ id }) => id)).toEqual([next.id, later.id]);
  });

  test('gives each creator one place in what comes soon, here and in a category, for however many they plan', async () => {
    const deps = await testDeps();
    const [crowd, other] = [await makeCreator(deps), await makeCreator(deps)];
    const at = (minutes: number) => new Date(deps.clock.now().getTime() + minutes * 60_000);
    for (let planned = 0; planned < 12; planned += 1) {
      await makeStream(deps, { creatorId: crowd.id, scheduledAt: at(30 + (planned >> 1)) });
    }
    const second = await makeStream(deps, { creatorId: other.id, scheduledAt: at(600) });
    const here = browseInput.parse({ show: 'soon', category: 'music' });
    for (const soon of [(await readHome(deps, null)).soon, (await browse(deps, null, here)).items]) {
      expect(soon.map(({ creator }) => creator.id)).toEqual([crowd.id, other.id]);
      expect(soon[0]?.scheduledAt).toEqual(at(30));
      expect(soon[1]?.id).toBe(second.id);
    }
  });

  test('puts those whom I follow on a shelf of their own', async () => {
    const deps = await testDeps();
    const [viewer, first, followed] = [
      await makeAccount(deps),
      await live(deps, { currentViewers: 9 }),
      await live(deps),
    ];
    await follow(deps, viewer.id, followed.creatorId as AccountId);
    const home = await readHome(deps, viewer.id);
    expect([home.featured?.id, home.following.map(({ id }) => id), home.live]).toEqual([first.id, [followed.id], []]);
  });
});

describe('who sees a stream', () => {
  const everybody = (text: string) => ({ nobody: text, stranger: text, follower: text, invited: text, creator: text });
  const cases = {
    public: everybody('listed'),
    unlisted: everybody('by its link'),
    followers: { ...everybody('by its link'), follower: 'listed', creator: 'listed' },
    private: { ...everybody('not at all'), invited: 'by its link', creator: 'listed' },
  } as const;

  async function seenBy(deps: TestDeps, viewer: AccountId | null, id: StreamId) {
    const home = await readHome(deps, viewer);
    if ([home.featured, ...home.live, ...home.following].some((card) => card?.id === id)) return 'listed';
    const found = await readStream(deps, viewer, id).catch(() => null);
    if (found) return 'by its link';
    for (const read of [() => readStream(deps, viewer, id), () => readChat(deps, viewer, id)]) {
      await expect(read()).rejects.toMatchObject({ code: 'notFound' });
    }
    return 'not at all';
  }

  test.each(Object.entries(cases))('%s', async (visibility, expected) => {
    const deps = await testDeps();
    const stream = await live(deps, { visibility: visibility as keyof typeof cases });
    const [stranger, follower, invited] = [await makeAccount(deps), await makeAccount(deps), await makeAccount(deps)];
    await follow(deps, follower.id, stream.creatorId as AccountId);
    await deps.db.streamInvite.create({ data: { streamId: stream.id, accountId: invited.id } });
    const who = {
      nobody: null,
      stranger: stranger.id,
      follower: follower.id,
      invited: invited.id,
      creator: stream.creatorId as AccountId,
    };
    const seen = await Promise.all(
      Object.entries(who).map(async ([name, id]) => [name, await seenBy(deps, id, stream.id)]),
    );
    expect(Object.fromEntries(seen)).toEqual(expected);
  });
});

describe('a profile', () => {
  test('is found whatever the case, shows what is public, and knows who looks', async () => {
    const deps = await testDeps();
    const creator = await makeCreator(deps, { handle: 'maya', displayName: 'Maya' });
    const now = await makeStream(deps, { creatorId: creator.id, status: 'live' });
    await makeStream(deps, { creatorId: creator.id, status: 'ended', visibility: 'private' });
    const viewer = await makeAccount(deps);
    await follow(deps, viewer.id, creator.id);
    const page = await readProfile(deps, viewer.id, 'MAYA');
    expect(page.creator).toMatchObject({
      handle: 'maya',
      displayName: 'Maya',
      followers: 1,
      following: true,
      isMe: false,
    });
    expect([page.live?.id, page.soon, page.past]).toEqual([now.id, [], []]);
  });

  test('of nobody, or of somebody who has left, is not there', async () => {
    const deps = await testDeps();
    const { handle } = await makeAccount(deps, { handle: 'gone', deletedAt: deps.clock.now() });
    await expect(readProfile(deps, null, handle)).rejects.toMatchObject({ code: 'notFound' });
    await expect(readProfile(deps, null, 'never')).rejects.toMatchObject({ code: 'notFound' });
  });
});

test('a category counts what is live and public in it', async () => {
  const deps = await testDeps();
  await live(deps, { currentViewers: 4 });
  await live(deps, { currentViewers: 3, visibility: 'unlisted' });
  expect(await readCategoryCards(deps)).toMatchObject([{ slug: 'music', live: 1, viewers: 4 }]);
  expect(await readCategory(deps, 'music')).toMatchObject({ name: 'Music', live: 1 });
  await expect(readCategory(deps, 'none')).rejects.toMatchObject({ code: 'notFound' });
});

describe('following', () => {
  test('twice is following once, and the creator hears of it once, however often somebody comes back', async () => {
    const deps = await testDeps();
    const [viewer, creator] = [await makeAccount(deps), await makeCreator(deps)];
    await Promise.all([follow(deps, viewer.id, creator.id), follow(deps, viewer.id, creator.id)]);
    await unfollow(deps, viewer.id, creator.id);
    await unfollow(deps, viewer.id, creator.id);
    await follow(deps, viewer.id, creator.id);
    expect([await deps.db.follow.count(), await deps.db.newFollower.count()]).toEqual([1, 1]);
  });

  test('oneself or nobody is refused', async () => {
    const deps = await testDeps();
    const viewer = await makeAccount(deps);
    await expectNothingWritten(deps.db, async () => {
      await expect(follow(deps, viewer.id, viewer.id)).rejects.toMatchObject({ code: 'followSelf' });
      await expect(follow(deps, viewer.id, '0198c0de-0000-7000-8000-000000000000' as AccountId)).rejects.toMatchObject({
        code: 'notFound',
      });
    });
  });
});

test('past streams come page by page, each once, those that ended together too; what was cancelled is none', async () => {
  const deps = await testDeps();
  const creator = await makeCreator(deps, { handle: 'asha' });
  for (let made = 0; made < 50; made += 1) await makeStream(deps, { creatorId: creator.id, status: 'ended' });
  const off = { status: 'ended', startedAt: null, endReason: 'cancelled' } as const;
  await makeStream(deps, { creatorId: creator.id, ...off });
  const seen: string[] = [];
  let before: string | null = null;
  do {
    const { past, pastNext }: Awaited<ReturnType<typeof readProfile>> = await readProfile(deps, null, 'asha', before);
    seen.push(...past.map(({ id }) => id));
    before = pastNext;
  } while (before !== null);
  expect(seen).toHaveLength(50);
  expect(new Set(seen).size).toBe(50);
  for (const forged of ['x', '1.x', `${'9'.repeat(15)}.${'a'.repeat(36)}`, "1' OR 1=1"])
    expect((await readProfile(deps, null, 'asha', forged)).past).toHaveLength(24);
});
