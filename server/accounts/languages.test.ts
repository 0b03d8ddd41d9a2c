import { expect, test } from 'vitest';
import { testBrowser } from '../testing/browser';
import { expectNothingWritten, testDeps } from '../testing/harness';

const PASSWORD = 'three small words';

async function world() {
  const deps = await testDeps();
  const laptop = testBrowser(deps);
  const account = await laptop.api.session.signUp({ handle: 'mira', password: PASSWORD });
  const stored = async () => (await deps.db.account.findUniqueOrThrow({ where: { id: account.id } })).language;
  return { deps, laptop, stored };
}

test('who signs up is written to in the language of their page', async () => {
  const { stored } = await world();
  expect(await stored()).toBe('en');
});

test('a choice is kept for the account, and by the browser', async () => {
  const { laptop, stored } = await world();
  await laptop.api.session.chooseLanguage({ language: 'ar' });
  expect(await stored()).toBe('ar');
  expect(laptop.setCookies.at(-1)).toMatch(/^language=ar; Path=\/; Max-Age=31536000; SameSite=Lax$/);
});

test('another browser takes the choice over when one signs in there', async () => {
  const { deps, laptop, stored } = await world();
  await laptop.api.session.chooseLanguage({ language: 'ar' });
  const phone = testBrowser(deps, { ipAddress: '192.0.2.7' });
  await phone.api.session.signIn({ name: 'mira', password: PASSWORD });
  expect(phone.setCookies.some((cookie) => cookie.startsWith('language=ar;'))).toBe(true);
  expect(await stored()).toBe('ar');
});

test('who is not signed in chooses for the browser alone', async () => {
  const { deps } = await world();
  const guest = testBrowser(deps, { ipAddress: '192.0.2.8' });
  await expectNothingWritten(deps.db, () => guest.api.session.chooseLanguage({ language: 'ar' }));
  expect(guest.setCookies).toHaveLength(1);
});

test('a language that there is not is refused', async () => {
  const { deps, laptop } = await world();
  await expectNothingWritten(deps.db, () =>
    expect(laptop.api.session.chooseLanguage({ language: 'xx' as 'en' })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    }),
  );
});
