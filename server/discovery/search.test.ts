import { expect, describe, test } from 'vitest';
import { searchInput } from '../../schemas/discovery';
import { type AccountId } from '../ids';
import { follow } from '../follows/follow';
import { makeAccount, makeCreator, makeStream, testDeps, type TestDeps } from '../testing/harness';
import { readQuery, isMistyped, wordsOf } from './search-words';
import { search } from './search';
import { suggest } from './suggest';

const nobody = { signedIn: null, origin: { ipAddress: '192.0.2.1', userAgent: '' } };

const as = (accountId: AccountId) => ({ ...nobody, signedIn: { accountId } });

function ask(deps: TestDeps, q: string, more: { show?: 'live' | 'past' | 'all'; cursor?: string | null } = {}) {
  return search(deps, nobody, searchInput.parse({ q, ...more }));
}

async function live(deps: TestDeps, changes: Partial<Parameters<typeof makeStream>[1]> = {}) {
  const creatorId = changes.creatorId ?? (await makeCreator(deps)).id;
  return makeStream(deps, { status: 'live', ...changes, creatorId });
}

const titles = ({ live: found }: Awaited<ReturnType<typeof search>>) => found.items.map(({ title }) => title);

describe('a stream is found by', () => {
  const cases = {
    'a word of its title': 'marmalade',
    'the beginning of a word': 'marm',
    'other forms of an English word': 'cooks',
    'a tag': 'slow',
    'a word of its description': 'grandmother',
    'its category': 'music',
    'the name of its creator': 'zoë',
    'the name without its accents': 'zoe',
    'the handle of its creator': '@kitchen_zoe',
    'words from different places': 'ZOE marmalade',
    'a mistyped word': 'marmelade',
    'letters that changed places': 'maramlade',
    'a script that joins its letters': 'ಕನ್ನಡ',
  };

  test.each(Object.entries(cases))('%s', async (_, q) => {
    const deps = await testDeps();
    const creator = await makeCreator(deps, { handle: 'kitchen_zoe', displayName: 'Zoë Kitchen' });
    await live(deps, {
      creatorId: creator.id,
      title: 'Cooking marmalade ಕನ್ನಡ',
      tags: ['slow food'],
      description: 'As my grandmother did.',
    });
    await live(deps, { title: 'Something else', categorySlug: 'talk' });
    expect(titles(await ask(deps, q))).toEqual(['Cooking marmalade ಕನ್ನಡ']);
  });
});

test('what stands in the title comes before what stands in the description, a whole word before a beginning', async () => {
  const deps = await testDeps();
  await live(deps, { title: 'One', description: 'piano' });
  await live(deps, { title: 'Pianola' });
  await live(deps, { title: 'Piano' });
  expect(titles(await ask(deps, 'piano'))).toEqual(['Piano', 'Pianola', 'One']);
});

test('says which words it looked for instead of one that nothing has', async () => {
  const deps = await testDeps();
  await live(deps, { title: 'Piano' });
  expect((await ask(deps, 'paino')).meant).toEqual(['piano']);
  expect((await ask(deps, 'piano')).meant).toEqual([]);
});

describe('who may see what', () => {
  test.each(['unlisted', 'followers', 'private'] as const)(
    'nobody finds what is %s, its followers and its creator neither',
    async (visibility) => {
      const deps = await testDeps();
      const stream = await live(deps, { title: 'Hidden marmalade', tags: ['hush'], visibility });
      const follower = await makeAccount(deps);
      await follow(deps, follower.id, stream.creatorId as AccountId);
      for (const who of [nobody, as(follower.id), as(stream.creatorId as AccountId)]) {
        const found = await search(deps, who, searchInput.parse({ q: 'marmalade' }));
        expect([found.live.items, found.meant]).toEqual([[], []]);
        expect((await search(deps, who, searchInput.parse({ q: 'hush' }))).tags.items).toEqual([]);
        expect((await suggest(deps, who, 'marma')).streams).toEqual([]);
      }
      // not even as a word that somebody may have meant
      expect(await deps.db.searchWord.count({ where: { word: { in: ['marmalade', 'hush', 'hidden'] } } })).toBe(0);
    },
  );

  test('a stream that is made private is found no longer, nor is its tag', async () => {
    const deps = await testDeps();
    const { id } = await live(deps, { title: 'Marmalade', tags: ['jam'] });
    expect(titles(await ask(deps, 'marmalade'))).toEqual(['Marmalade']);
    await deps.db.stream.update({ where: { id }, data: { visibility: 'private' } });
    const found = await ask(deps, 'jam');
    expect([titles(await ask(deps, 'marmalade')), found.tags.items]).toEqual([[], []]);
  });

  test('nothing is left of who has gone: neither they, nor their streams, nor a word of their names', async () => {
    const deps = await testDeps();
    const { id } = await makeCreator(deps, { handle: 'quentin', displayName: 'Quentin' });
    await makeStream(deps, { creatorId: id, title: 'Marmalade', status: 'ended' });
    expect((await ask(deps, 'quentin')).creators.items).toHaveLength(1);
    await deps.db.account.update({ where: { id }, data: { deletedAt: deps.clock.now(), handle: 'deleted-0' } });
    for (const q of ['quentin', 'marmalade']) {
      const { creators, past } = await ask(deps, q);
      expect([creators.items, past.items]).toEqual([[], []]);
    }
    expect(await deps.db.searchWord.findMany()).toEqual([]);
  });

  test('a stream for adults is found, and says so', async () => {
    const deps = await testDeps();
    await live(deps, { title: 'Marmalade', mature: true });
    expect((await ask(deps, 'marmalade')).live.items).toMatchObject([{ mature: true }]);
  });

  test('whoever only watches is no creator to be found', async () => {
    const deps = await testDeps();
    await makeAccount(deps, { handle: 'marmalade' });
    expect((await ask(deps, 'marmalade')).creators.items).toEqual([]);
  });
});

test('what changes is found by its new words alone, a name by those of all its streams', async () => {
  const deps = await testDeps();
  const creator = await makeCreator(deps, { displayName: 'Before' });
  const { id } = await live(deps, { creatorId: creator.id, title: 'Old' });
  await deps.db.stream.update({ where: { id }, data: { title: 'New' } });
  await deps.db.profile.update({ where: { accountId: creator.id }, data: { displayName: 'After' } });
  const found = await Promise.all(['old', 'before', 'new', 'after'].map(async (q) => titles(await ask(deps, q))));
  expect(found).toEqual([[], [], ['New'], ['New']]);
  await deps.db.stream.update({
    where: { id },
    data: { status: 'ended', endedAt: deps.clock.now(), endReason: 'creatorEnded' },
  });
  const { live: now, past } = await ask(deps, 'new');
  expect([now.items.length, past.items.length]).toEqual([0, 1]);
});

test('finds creators and tags with how much is live, and categories', async () => {
  const deps = await testDeps();
  const creator = await makeCreator(deps, { handle: 'jazzhands', displayName: 'Jazz Hands' });
  await live(deps, { creatorId: creator.id, tags: ['jazz', 'late jazz'], categorySlug: 'jazz' });
  const { creators, tags, categories } = await ask(deps, 'jazz');
  expect(creators.items).toMatchObject([{ handle: 'jazzhands', live: true, followers: 0 }]);
  expect(tags.items).toEqual([
    { tag: 'jazz', live: 1, soon: 0 },
    { tag: 'late jazz', live: 1, soon: 0 },
  ]);
  expect(categories).toMatchObject([{ slug: 'jazz', live: 1 }]);
});

test('suggests from two letters on: creators, streams to come or live, tags', async () => {
  const deps = await testDeps();
  const creator = await makeCreator(deps, { handle: 'jazzhands' });
  await live(deps, { creatorId: creator.id, title: 'Jazz tonight', tags: ['jazz'] });
  await makeStream(deps, { creatorId: creator.id, title: 'Jazz of old', status: 'ended' });
  expect(await suggest(deps, nobody, 'j')).toEqual({ creators: [], streams: [], tags: [] });
  const { creators, streams, tags } = await suggest(deps, nobody, 'ja');
  expect([creators.map(({ handle }) => handle), streams.map(({ title }) => title), tags]).toEqual([
    ['jazzhands'],
    ['Jazz tonight'],
    ['jazz'],
  ]);
});

describe('whatever is typed is words, never an error', () => {
  const oddities = [
    '',
    ' ',
    '%',
    "'",
    "'; DROP TABLE streams; --",
    '\\',
    "\\' | !x",
    'a & | ! ( ) <-> :*',
    'marmalade:*ABCD',
    '!marmalade',
    '~live',
    '#jam',
    '\0',
    '\u202Emarmalade',
    '\uD800',
    '🎹'.repeat(100),
    'x'.repeat(100_000),
    'word '.repeat(5_000),
    'the a of',
    'ﷺ'.repeat(400),
    '1e999',
    '-1.5',
    'ಕನ್ನಡ',
    '日本語',
    'İstanbul',
    'e\u0301',
  ];

  test.each(oddities.map((q) => [q.slice(0, 30), q]))('%j', async (_, q) => {
    const deps = await testDeps();
    await live(deps, { title: 'Plain thing' });
    const found = await ask(deps, q);
    await suggest(deps, nobody, searchInput.parse({ q }).q);
    expect(titles(found)).toEqual([]);
  });

  test('an operator changes nothing', async () => {
    const deps = await testDeps();
    await live(deps, { title: 'Marmalade' });
    expect(titles(await ask(deps, '!marmalade'))).toEqual(['Marmalade']);
    expect(titles(await ask(deps, 'marmalade | cheese'))).toEqual([]);
  });

  test.each(['x', '1_2', 'NaN_0198c0de-0000-7000-8000-000000000000', "'_'", '9'.repeat(200)])(
    'a cursor that is not ours (%s) is the first page',
    async (cursor) => {
      const deps = await testDeps();
      await live(deps, { title: 'Marmalade' });
      expect(titles(await ask(deps, 'marmalade', { show: 'live', cursor }))).toEqual(['Marmalade']);
    },
  );
});

test('pages hold still while streams are added: nothing twice, nothing left out', async () => {
  const deps = await testDeps();
  const creatorId = (await makeCreator(deps)).id;
  const past = () => makeStream(deps, { creatorId, title: 'Marmalade', status: 'ended' });
  const before = [];
  for (let made = 0; made < 60; made += 1) before.push((await past()).id);
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const found: Awaited<ReturnType<typeof search>> = await ask(deps, 'marmalade', { show: 'past', cursor });
    seen.push(...found.past.items.map(({ id }) => id));
    cursor = found.past.more;
    await past();
  } while (cursor);
  expect(new Set(seen).size).toBe(seen.length);
  expect(before.filter((id) => !seen.includes(id))).toEqual([]);
});

test('a network that asks too fast is refused, and others are not', async () => {
  const deps = await testDeps();
  const asking = Array.from({ length: 70 }, () => ask(deps, 'x').catch(({ code }: { code: string }) => code));
  expect(await Promise.all(asking)).toContain('tooManyTries');
  const elsewhere = { ...nobody, origin: { ipAddress: '198.51.100.7', userAgent: '' } };
  expect((await search(deps, elsewhere, searchInput.parse({ q: 'x' }))).live.items).toEqual([]);
});

test.each([
  ['piano', 'piano', true],
  ['paino', 'piano', true],
  ['pano', 'piano', true],
  ['pianno', 'piano', true],
  ['pimno', 'piano', true],
  ['pinao', 'piano', true],
  ['paint', 'piano', false],
  ['marmelad', 'marmalade', true],
  ['cat', 'dog', false],
])('%s for %s is a slip: %s', (typed, meant, slip) => {
  expect(isMistyped(typed, meant)).toBe(slip);
});

test('reads at most eight words of forty letters, each once', async () => {
  expect(wordsOf('a A á b-c_d')).toEqual(['a', 'b', 'c', 'd']);
  expect(wordsOf('w1 w2 w3 w4 w5 w6 w7 w8 w9')).toHaveLength(8);
  expect(wordsOf('y'.repeat(90))).toEqual(['y'.repeat(40)]);
  expect(await readQuery(await testDeps(), '?!')).toBeNull();
});
