import { describe, expect, test } from 'vitest';
import { browseInput } from '../../schemas/discovery';
import { HOUR, later } from '../clock';
import { follow } from '../follows/follow';
import { type AccountId } from '../ids';
import { makeAccount, makeCreator, makeStream, testDeps, type TestDeps } from '../testing/harness';
import { makeVideoRow } from '../testing/video-rows';
import { browse } from './browse';
import { trendingScore } from './trending';

type Changes = Partial<Parameters<typeof makeStream>[1]>;

async function live(deps: TestDeps, changes: Changes = {}) {
  const watched = changes.viewerNetworks ?? 0;
  const counts = { currentViewers: watched, peakViewers: watched, totalViewers: watched };
  return makeStream(deps, { creatorId: (await makeCreator(deps)).id, status: 'live', ...counts, ...changes });
}

const ask = (deps: TestDeps, wanted: Record<string, unknown> = {}, viewer: AccountId | null = null) =>
  browse(deps, viewer, browseInput.parse(wanted));

const titles = ({ items }: Awaited<ReturnType<typeof browse>>) => items.map(({ title }) => title);

describe('a list holds what is asked for alone', () => {
  const cases: Record<string, Record<string, unknown>> = {
    'of a category': { category: 'talk' },
    'in a language': { language: 'kn' },
    'with all of several tags': { tags: ['late', 'loud'] },
    'that costs something': { price: 'paid', most: 10n },
    'free of cost, and so below any price': { price: 'free', most: 0n },
  };

  test.each(Object.entries(cases))('%s', async (_, wanted) => {
    const deps = await testDeps();
    const right = { categorySlug: 'talk', language: 'kn', tags: ['loud', 'late'], title: 'Right' };
    await live(deps, { ...right, ratePerSecond: wanted.price === 'free' ? '0' : '10' });
    await live(deps, { title: 'Wrong', ratePerSecond: wanted.price === 'free' ? '1' : '11', tags: ['late'] });
    expect(titles(await ask(deps, wanted))).toEqual(['Right']);
  });

  test('of its time', async () => {
    const deps = await testDeps();
    const creatorId = (await makeCreator(deps)).id;
    for (const status of ['live', 'scheduled', 'ended'] as const) {
      await makeStream(deps, { creatorId, status, title: status });
    }
    const lists = await Promise.all(['live', 'soon', 'past'].map(async (show) => titles(await ask(deps, { show }))));
    expect(lists).toEqual([['live'], ['scheduled'], ['ended']]);
  });
});

test('nobody but followers finds what is for followers, nobody at all what is unlisted or private', async () => {
  const deps = await testDeps();
  const stream = await live(deps, { visibility: 'followers', title: 'For followers' });
  await live(deps, { visibility: 'unlisted' });
  await live(deps, { visibility: 'private' });
  const follower = await makeAccount(deps);
  await follow(deps, follower.id, stream.creatorId as AccountId);
  expect(titles(await ask(deps))).toEqual([]);
  for (const sort of ['viewers', 'trending', 'newest']) {
    expect(titles(await ask(deps, { sort }))).toEqual([]);
    expect(titles(await ask(deps, { sort }, follower.id))).toEqual(['For followers']);
  }
});

test('live streams stand by paying viewers, by novelty, or by what is sought just now', async () => {
  const deps = await testDeps();
  const at = (hours: number) => later(deps.clock.now(), -hours * HOUR);
  await live(deps, { title: 'paid', payingViewers: 3, viewerNetworks: 3, startedAt: at(30) });
  await live(deps, { title: 'crowded', viewerNetworks: 40, startedAt: at(4) });
  await live(deps, { title: 'made up', currentViewers: 97, peakViewers: 97, totalViewers: 97, startedAt: at(5) });
  await live(deps, { title: 'young', viewerNetworks: 8, startedAt: at(0.5) });
  expect(titles(await ask(deps))).toEqual(['paid', 'crowded', 'young', 'made up']);
  expect(titles(await ask(deps, { sort: 'newest' }))).toEqual(['young', 'crowded', 'made up', 'paid']);
  expect(titles(await ask(deps, { sort: 'trending' }))).toEqual(['young', 'crowded', 'paid', 'made up']);
});

test('a trending score decays, grows with who pays and with networks, and not with names', () => {
  const now = new Date('2026-11-30T12:00:00Z');
  const score = (payingViewers: number, viewerNetworks: number, hours: number) =>
    trendingScore({ payingViewers, viewerNetworks, startedAt: later(now, -hours * HOUR) }, now);
  expect(score(0, 10, 2)).toBeLessThan(score(0, 10, 1));
  expect(score(1, 10, 1)).toBeGreaterThan(score(0, 12, 1));
  expect(score(0, 11, 1)).toBeGreaterThan(score(0, 10, 1));
  expect(score(0, 0, 0)).toBe(0);
});

describe('pages hold still while streams come: nothing twice, nothing left out', () => {
  const cases = [
    { sort: 'viewers' },
    { sort: 'newest' },
    { sort: 'trending' },
    { show: 'past' },
    { show: 'soon' },
    { show: 'videos' },
  ];

  test.each(cases)('%o', async (wanted) => {
    const deps = await testDeps();
    const status = wanted.show === 'past' ? 'ended' : wanted.show === 'soon' ? 'scheduled' : 'live';
    const make = async (watched = 0) =>
      wanted.show === 'videos'
        ? (await makeVideoRow(deps)).id
        : (
            await makeStream(deps, {
              creatorId: (await makeCreator(deps)).id,
              status,
              viewerNetworks: watched,
              payingViewers: watched,
            })
          ).id;
    const before = [];
    for (let made = 0; made < 55; made += 1) before.push(await make(made % 3));
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof browse>> = await ask(deps, { ...wanted, cursor });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.more;
      await make(1);
      deps.clock.advance(1_000);
    } while (cursor);
    expect(new Set(seen).size).toBe(seen.length);
    expect(before.filter((id) => !seen.includes(id as never))).toEqual([]);
  });
});

test.each(['', 'x', '1_1_x', "'; --", '1_0198c0de-0000-7000-8000-000000000000'])(
  'a cursor that is of no such list (%j) is the first page',
  async (cursor) => {
    const deps = await testDeps();
    await live(deps, { title: 'Here' });
    expect(titles(await ask(deps, { cursor }))).toEqual(['Here']);
  },
);
