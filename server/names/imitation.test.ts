import { describe, expect, test } from 'vitest';
import { testBrowser } from '../testing/browser';
import { expectNothingWritten, makeAccount, makeCategory, makeCreator, testDeps } from '../testing/harness';
import { looksOf } from './looks';

const PASSWORD = 'three small words';

/** A creator, one of the staff, and somebody who is neither, with a browser. */
async function world() {
  const deps = await testDeps();
  await makeCreator(deps, { handle: 'maya_rao', displayName: 'Maya Rao' });
  await makeAccount(deps, { handle: 'ines', displayName: 'Inés from the team', roles: ['viewer', 'admin'] });
  const mallory = await makeCreator(deps, { handle: 'mallory', displayName: 'Mallory', password: PASSWORD });
  const browser = testBrowser(deps);
  await browser.api.session.signIn({ name: 'mallory', password: PASSWORD });
  const show = (displayName: string) => browser.api.account.updateProfile({ displayName, bio: '', links: [] });
  const refused = (act: () => Promise<unknown>, code: string) =>
    expectNothingWritten(deps.db, () => expect(act()).rejects.toMatchObject({ cause: { code } }));
  return { deps, mallory, browser, show, refused };
}

describe('a display name is refused, and nothing is written,', () => {
  test.each([
    ['an exact copy of a creator’s', 'Maya Rao'],
    ['the same in capitals', 'MAYA RAO'],
    ['a copy with a Cyrillic а', 'M\u0430ya Rao'],
    ['a copy with Greek capitals', '\u039cAYA RAO'],
    ['a copy in full-width letters', 'Ｍａｙａ　Ｒａｏ'],
    ['a copy in mathematical letters', '𝐌𝐚𝐲𝐚 𝐑𝐚𝐨'],
    ['a copy with dots and stars', '★ Maya.Rao ★'],
    ['a copy of a creator’s handle', 'maya_rao'],
    ['a copy of somebody of the staff', 'lnés from the teаm'],
    ['the site’s own voice', 'Admin'],
    ['the site’s own voice, parted', 'A d m i n'],
    ['the site’s own voice with a digit', 'adm1n'],
    ['two voices', 'Official Support'],
    ['the site’s own name with a digit', 'vi1okanam'],
    ['the site’s own name with a bar', 'vi|okanam'],
    ['the site’s own name in Cyrillic', 'vil\u043ek\u0430n\u0430m'],
    ['the site’s own name in circles', 'Ⓥⓘⓛⓞⓚⓐⓝⓐⓜ'],
    ['the site’s own name among others', 'Friends of Vilokanam'],
  ])('%s', async (_what, displayName) => {
    const { refused, show } = await world();
    await refused(() => show(displayName), 'nameImitates');
  });

  test.each([
    ['a zero-width space', 'Maya\u200b Rao'],
    ['a joiner that joins nothing', 'Maya\u200d Rao'],
    ['nothing but one that is not seen', '\u200b'],
    ['a Hangul filler', '\u3164'],
    ['a soft hyphen', 'Ma\u00adya'],
    ['a mark that turns text around', '\u202eoaR ayaM'],
    ['a variation selector after a letter', 'Maya\ufe0f'],
    ['a tag', 'Maya\u{e0041}'],
  ])('%s in it', async (_what, displayName) => {
    const { deps, show } = await world();
    await expectNothingWritten(deps.db, () => expect(show(displayName)).rejects.toMatchObject({ code: 'BAD_REQUEST' }));
  });
});

test.each([
  'Νίκος Παπαδόπουλος',
  'Анна Каренина',
  'ИВАН',
  'माया राव',
  'ಮಾಯಾ ರಾವ್',
  '山田花子',
  'محمد',
  'Maya R.',
  'Mayra Rao',
  'Dev',
  'Tess',
  '👩‍🎤 Maja',
  '❤️',
])('a script is no imitation: %o is a name', async (displayName) => {
  const { show, deps, mallory } = await world();
  await show(displayName);
  const { displayName: stored } = await deps.db.profile.findUniqueOrThrow({ where: { accountId: mallory.id } });
  expect(stored).toBe(displayName);
});

test('at signing up, a handle and a name that imitate are refused, and nothing is written', async () => {
  const { deps } = await world();
  const signUp = (handle: string, displayName: string) =>
    testBrowser(deps).api.session.signUp({ handle, displayName, password: PASSWORD });
  for (const [handle, displayName, code] of [
    ['mayarao', 'Somebody', 'nameImitates'],
    ['m_aya_ra0', 'Somebody', 'nameImitates'],
    ['rnaya_rao', 'Somebody', 'nameImitates'],
    ['somebody', 'Мaya Rao', 'nameImitates'],
    ['ad_min', 'Somebody', 'handleReserved'],
    ['adm1n', 'Somebody', 'handleReserved'],
    ['vi1okanam', 'Somebody', 'handleReserved'],
    ['real_vilokanam', 'Somebody', 'handleReserved'],
  ] as const) {
    await expectNothingWritten(deps.db, () =>
      expect(signUp(handle, displayName)).rejects.toMatchObject({ cause: { code } }),
    );
  }
});

test('a handle is changed to none that imitates; one’s own may be spelt anew', async () => {
  const { browser, refused } = await world();
  await refused(() => browser.api.account.update({ handle: 'maya__rao', email: null }), 'nameImitates');
  await browser.api.account.update({ handle: 'mall_ory', email: null });
  expect((await browser.api.session.me()).account?.handle).toBe('mall_ory');
});

test('two viewers may share a name; the first who becomes a creator has it, and the other is no creator under it', async () => {
  const { deps } = await world();
  const browsers = [];
  for (const handle of ['priya_one', 'priya_two']) {
    const browser = testBrowser(deps);
    await browser.api.session.signUp({ handle, displayName: 'Priya', password: PASSWORD });
    browsers.push(browser);
  }
  const [first, second] = browsers;
  const asked = await Promise.allSettled(browsers.map(({ api }) => api.account.becomeCreator()));
  expect(asked.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const refusedOne = asked[0]?.status === 'rejected' ? first : second;
  expect((await refusedOne?.api.session.me())?.account?.roles).toEqual(['viewer']);
  await refusedOne?.api.account.updateProfile({ displayName: 'Priya K.', bio: '', links: [] });
  await refusedOne?.api.account.becomeCreator();
});

test('what a creator gave up is free, and so is the name of a deleted account', async () => {
  const { browser, show, deps } = await world();
  await show('Mal the Great');
  await show('Mallory');
  const other = testBrowser(deps);
  await other.api.session.signUp({ handle: 'other', displayName: 'Mal the Great', password: PASSWORD });
  await browser.api.account.delete({ handle: 'mallory', password: PASSWORD });
  await other.api.account.updateProfile({ displayName: 'Mallory', bio: '', links: [] });
});

test('a title in the site’s voice or a staff name is refused, and one of hidden characters; a creator’s name may be one', async () => {
  const { browser, deps, refused } = await world();
  await makeCategory(deps);
  const stream = (title: string) => ({
    title,
    description: '',
    categorySlug: 'music',
    tags: [],
    language: 'en',
    mature: false,
    visibility: 'public' as const,
    ratePerSecond: 0n,
    previewSeconds: 0,
    viewerLimit: null,
    scheduledAt: null,
  });
  const create = (title: string) => browser.api.streams.create(stream(title));
  for (const title of ['Vilokanam', 'ADMIN', 'Support team', '\u0430dmin', 'Inés from the team']) {
    await refused(() => create(title), 'titleImitates');
  }
  for (const title of ['\u200b', '\u200b\u200b', 'Jazz\u200b', 'Ja\u2060zz', '\u2800', 'One\nTwo']) {
    await expectNothingWritten(deps.db, () => expect(create(title)).rejects.toMatchObject({ code: 'BAD_REQUEST' }));
  }
  const { id } = await create('How I left Vilokanam');
  await create('Maya Rao');
  await refused(() => browser.api.streams.update({ ...stream('Admin'), id }), 'titleImitates');
});

test('names that differ are told apart, and those of the lists do not take ordinary words with them', () => {
  const shares = (one: string, other: string) => looksOf(one).some((look) => looksOf(other).includes(look));
  expect(shares('mail', 'mall')).toBe(false);
  expect(shares('Мария', 'Mapия')).toBe(true);
  expect(shares('Anna', 'Hanna')).toBe(false);
  expect(shares('vilokanam', 'viIokanam')).toBe(true);
});
