import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { testBrowser } from '../testing/browser';
import { expectNothingWritten, makeAccount, testDeps, type TestDeps } from '../testing/harness';
import { linksInput } from '../../schemas/links';
import { parseLinks } from './links';
import { rolesOf } from './roles';

const PROFILE = {
  displayName: 'ಆಶಾ Rao 👩‍🎤',
  bio: 'Veena, mostly.\nSundays.',
  links: [{ label: 'Home', url: 'https://asha.example/' }],
};

async function world() {
  const deps = await testDeps();
  const asha = await makeAccount(deps, { handle: 'asha', email: 'asha@example.org', password: 'three small words' });
  const browser = testBrowser(deps);
  await browser.api.session.signIn({ name: 'asha', password: 'three small words' });
  return { deps, asha, browser };
}

const actions = async ({ db }: TestDeps) =>
  (await db.auditEntry.findMany({ orderBy: { id: 'asc' } })).map(({ action }) => action).slice(1);

describe('the profile', () => {
  test('is what its owner writes, in whatever script', async () => {
    const { deps, browser } = await world();
    await browser.api.account.updateProfile(PROFILE);
    const { profile, account } = await browser.api.account.settings();
    expect(profile).toEqual({ ...PROFILE, avatarUrl: null, bannerUrl: null });
    expect(account.displayName).toBe(PROFILE.displayName);
    expect(await actions(deps)).toEqual(['account.profileChanged']);
  });

  test('is refused after twenty in a row, nothing is written, and half a minute later it is taken again', async () => {
    const { deps, browser } = await world();
    for (let written = 0; written < 20; written += 1) await browser.api.account.updateProfile(PROFILE);
    await expectNothingWritten(deps.db, () =>
      expect(browser.api.account.updateProfile(PROFILE)).rejects.toMatchObject({
        cause: { code: 'tooManyTries', retryAfterSeconds: 30 },
      }),
    );
    deps.clock.advance(30_000);
    await browser.api.account.updateProfile(PROFILE);
  });

  test.each([
    ['a link that runs a script', { links: [{ label: 'x', url: 'javascript:alert(1)' }] }],
    ['a link that runs one, in disguise', { links: [{ label: 'x', url: ' \tjAvascript:alert(1)' }] }],
    ['a link with data in it', { links: [{ label: 'x', url: 'data:text/html,<script>alert(1)</script>' }] }],
    ['a link without a site', { links: [{ label: 'x', url: '/@mallory' }] }],
    ['a link to whatever scheme the page has', { links: [{ label: 'x', url: '//evil.example' }] }],
    ['a link that shows another site', { links: [{ label: 'x', url: 'https://bank.example@evil.example/' }] }],
    ['a link without a name', { links: [{ label: ' ', url: 'https://asha.example' }] }],
    ['a link whose name turns text around', { links: [{ label: '\u202egro', url: 'https://asha.example' }] }],
    ['six links', { links: Array(6).fill({ label: 'x', url: 'https://asha.example' }) as typeof PROFILE.links }],
    ['a long biography', { bio: 'a'.repeat(1_001) }],
    ['a biography with control characters', { bio: 'a\u0007b' }],
    ['a biography that turns text around', { bio: 'a\u202eb' }],
    ['no display name', { displayName: '' }],
    ['a display name that turns text around', { displayName: 'a\u2066b' }],
  ])('is refused with %s, and nothing is written', async (_what, change) => {
    const { deps, browser } = await world();
    await expectNothingWritten(deps.db, () =>
      expect(browser.api.account.updateProfile({ ...PROFILE, ...change })).rejects.toMatchObject({
        code: 'BAD_REQUEST',
      }),
    );
  });

  test('property: a link that is let in is http or https, and is let out again as it is', () => {
    const scheme = fc.constantFrom('http://', 'HTTPS://', 'javascript:', 'data:', '//', 'ftp://', 'https:\\\\', '');
    fc.assert(
      fc.property(
        scheme,
        fc.oneof(fc.webAuthority({ withUserInfo: true }), fc.string({ unit: 'binary' })),
        (start, rest) => {
          const { data } = linksInput.safeParse([{ label: 'x', url: `${start}${rest}` }]);
          if (!data) return;
          const url = data[0]?.url ?? '';
          expect(['http:', 'https:']).toContain(new URL(url).protocol);
          expect(new URL(url).username).toBe('');
          expect(parseLinks(data)).toEqual(data);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('names', () => {
  test('are changed, and sign in from then on', async () => {
    const { deps, asha, browser } = await world();
    await browser.api.account.update({ handle: '@Asha_Rao', email: 'Rao@example.org' });
    expect((await browser.api.session.me()).account).toMatchObject({ handle: 'asha_rao', email: 'rao@example.org' });
    const log = await deps.db.auditEntry.findMany({ where: { action: 'account.handleChanged' } });
    expect(log).toMatchObject([{ actorId: asha.id, detail: { from: 'asha', to: 'asha_rao' } }]);
    expect(await actions(deps)).toEqual(['account.handleChanged', 'account.emailChanged']);
    const other = testBrowser(deps);
    expect((await other.api.session.signIn({ name: 'rao@example.org', password: 'three small words' })).id).toBe(
      asha.id,
    );
  });

  test('stay where nothing changed: nothing is written, and it is no try', async () => {
    const { deps, browser } = await world();
    const limits = await deps.db.rateLimit.count();
    await expectNothingWritten(deps.db, () =>
      browser.api.account.update({ handle: 'asha', email: 'asha@example.org' }),
    );
    expect(await deps.db.rateLimit.count()).toBe(limits);
  });

  test('lose the e-mail address by an empty field', async () => {
    const { browser } = await world();
    await browser.api.account.update({ handle: 'asha', email: '' });
    expect((await browser.api.session.me()).account?.email).toBeNull();
  });

  test.each([
    ['a handle that somebody has', { handle: 'bela', email: null }, 'handleTaken'],
    ['an e-mail address that somebody has', { handle: 'asha', email: 'BELA@example.org' }, 'emailTaken'],
    ['a handle that the site keeps', { handle: 'moderator', email: null }, 'handleReserved'],
  ])('are refused for %s, and nothing is written', async (_what, names, code) => {
    const { deps, browser } = await world();
    await makeAccount(deps, { handle: 'bela', email: 'bela@example.org' });
    await expectNothingWritten(deps.db, () =>
      expect(browser.api.account.update(names)).rejects.toMatchObject({ cause: { code } }),
    );
  });

  test('are refused after too many tries: "taken" tells who is here', async () => {
    const { deps, browser } = await world();
    await makeAccount(deps, { handle: 'bela', email: 'bela@example.org' });
    const ask = () => browser.api.account.update({ handle: 'asha', email: 'bela@example.org' });
    for (let count = 0; count < 10; count += 1)
      await expect(ask()).rejects.toMatchObject({ cause: { code: 'emailTaken' } });
    await expectNothingWritten(deps.db, () => expect(ask()).rejects.toMatchObject({ cause: { code: 'tooManyTries' } }));
  });
});

describe('becoming a creator', () => {
  test('adds the role, once', async () => {
    const { deps, asha, browser } = await world();
    await browser.api.account.becomeCreator();
    await browser.api.account.becomeCreator();
    expect(await rolesOf(deps, asha.id)).toEqual(['viewer', 'creator']);
    expect(await actions(deps)).toEqual(['account.becameCreator']);
  });

  test('is refused to who is not signed in, and nothing is written', async () => {
    const { deps } = await world();
    await expectNothingWritten(deps.db, () =>
      expect(testBrowser(deps).api.account.becomeCreator()).rejects.toMatchObject({ cause: { code: 'notSignedIn' } }),
    );
  });
});
