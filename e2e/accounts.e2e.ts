import { inject, expect, test } from 'vitest';
import { becomeCreator, freshHandle, PASSWORD, signIn, signUp, useBrowser } from './browser';

const { visit } = useBrowser({ media: false });

test('somebody signs up, signs out and comes back', async () => {
  const { page } = await visit();
  const handle = await signUp(page);
  await page.getByRole('button', { name: `Account of ${handle}` }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('link', { name: 'Sign in' }).waitFor();

  await signIn(page, handle.toUpperCase());
  await page.goto(`/@${handle}`);
  await page.getByRole('heading', { name: handle }).waitFor();
});

test('a wrong password and a name that nobody has get the same answer, and what was typed stays', async () => {
  const { page } = await visit();
  const said: (string | null)[] = [];
  for (const name of ['ravi', freshHandle('nobody')]) {
    await signIn(page, name, 'not the password');
    said.push(await page.getByRole('alert').textContent());
    expect(await page.getByLabel('Name or e-mail').inputValue()).toBe(name);
  }
  expect(said[0]).toContain('do not belong together');
  expect(said[0]).toBe(said[1]);
});

test('what is wrong with a sign-up is said beside the field', async () => {
  const { page } = await visit();
  await page.goto('/sign-up');
  await page.getByLabel('Name', { exact: true }).fill('x');
  await page.getByLabel('Password', { exact: true }).fill('short');
  await page.getByRole('button', { name: 'Create account' }).click();
  const name = page.getByLabel('Name', { exact: true });
  await page.getByRole('alert').waitFor();
  expect(await name.getAttribute('aria-invalid')).toBe('true');
  expect(await name.inputValue()).toBe('x');
});

test('what is wrong is said before anything is sent, and no more once it is mended', async () => {
  const { page } = await visit();
  await page.goto('/sign-up', { waitUntil: 'networkidle' });
  const sent: string[] = [];
  page.on('request', (request) => request.method() === 'POST' && sent.push(request.url()));
  const name = page.getByLabel('Name', { exact: true });
  await name.fill('x');
  await page.getByLabel('Password', { exact: true }).fill('short');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByText('A name has at least 3 characters.').waitFor();
  await page.getByText('A password has at least 10 characters.').waitFor();
  expect(await name.evaluate((field) => field === document.activeElement)).toBe(true);
  await name.fill('xavier');
  await page.getByText('A name has at least 3 characters.').waitFor({ state: 'detached' });
  await page.getByText('A password has at least 10 characters.').waitFor();
  expect(sent).toEqual([]);
});

test('a name that is taken is said beside it for as long as it stands there', async () => {
  const { page } = await visit();
  await page.goto('/sign-up', { waitUntil: 'networkidle' });
  const name = page.getByLabel('Name', { exact: true });
  await name.fill('maya');
  await page.getByLabel('Password', { exact: true }).fill('three small words');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('alert').getByText('That name is taken.').waitFor();
  expect(await name.getAttribute('aria-invalid')).toBe('true');
  await page.getByLabel('Password', { exact: true }).fill('four quite small words');
  expect(await name.getAttribute('aria-invalid')).toBe('true');
  await name.fill('mayamaya');
  await expect.poll(() => name.getAttribute('aria-invalid')).toBeNull();
});

test('without JavaScript everything wrong is said beside its field, and what was typed stays, but for the password', async () => {
  const { page } = await visit({ javaScriptEnabled: false });
  await page.goto('/sign-up');
  await page.getByLabel('Name', { exact: true }).fill('x');
  await page.getByLabel('Password', { exact: true }).fill('short');
  await page.getByLabel('E-mail').fill('nobody@nowhere');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.getByRole('alert').getByText('Some of this needs another look.').waitFor();
  for (const sentence of [
    'A name has at least 3 characters.',
    'A password has at least 10 characters.',
    'That is not an e-mail address.',
  ])
    expect(await page.getByText(sentence).count(), sentence).toBe(1);
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('x');
  expect(await page.getByLabel('E-mail').inputValue()).toBe('nobody@nowhere');
  expect(await page.content()).not.toContain('short"');
});

test('signing in leads back to where one wanted to go, and never to another site', async () => {
  const { page } = await visit();
  const handle = await signUp(page);
  await page.context().clearCookies();
  await page.goto('/settings');
  await page.waitForURL(/\/sign-in\?next=/);
  await page.getByLabel('Name or e-mail').fill(handle);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL('**/settings');

  await page.context().clearCookies();
  await page.goto('/sign-in?next=https://evil.example/');
  await page.getByLabel('Name or e-mail').fill(handle);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL(`${inject('url')}/`);
});

test('links are added row by row, and what is wrong with one is said beside it', async () => {
  const { page } = await visit();
  const handle = await signUp(page);
  await page.goto('/settings', { waitUntil: 'networkidle' });
  await page.getByRole('button', { name: 'Add another link' }).click();
  await page.getByLabel('Label of link 2').fill('Scores');
  await page.getByLabel('Address of link 2').fill('scores.example');
  const save = page.getByRole('button', { name: 'Save your page' });
  await save.click();
  await page.getByText('A link starts with https://.').waitFor();
  expect(await page.getByLabel('Address of link 2').getAttribute('aria-invalid')).toBe('true');
  expect(await page.getByLabel('Address of link 1').getAttribute('aria-invalid')).toBeNull();
  await page.getByLabel('Address of link 2').fill('https://scores.example/');
  await save.click();
  await page.getByText('Your page is saved.').waitFor();
  await page.goto(`/@${handle}`);
  expect(await page.getByRole('link', { name: 'Scores' }).getAttribute('href')).toBe('https://scores.example/');
});

test('the list of sessions shows each browser, and ends the other one', async () => {
  const [mine, other] = [await visit(), await visit({ phone: true })];
  const handle = await signUp(mine.page);
  await signIn(other.page, handle);
  await other.page.waitForURL(`${inject('url')}/`);

  await mine.page.goto('/settings');
  await mine.page.getByText('This browser', { exact: true }).waitFor();
  await mine.page.getByRole('button', { name: 'Sign out all other browsers' }).click();
  await mine.page.getByRole('button', { name: 'Sign out all other browsers' }).waitFor({ state: 'detached' });

  await other.page.goto('/settings');
  await other.page.waitForURL(/sign-in/);
  await mine.page.reload();
  expect(new URL(mine.page.url()).pathname).toBe('/settings');
});

test('after too many wrong passwords the door stays shut for a while, for the right one too', async () => {
  const { page } = await visit();
  const handle = await signUp(page);
  await page.context().clearCookies();
  await expect
    .poll(
      async () => {
        await signIn(page, handle, 'wrong, again and again');
        return page.getByRole('alert').textContent();
      },
      { timeout: 30_000, interval: 10 },
    )
    .toContain('Too many tries');
  await signIn(page, handle);
  expect(await page.getByRole('alert').textContent()).toContain('Too many tries');
});

test('all of it works without JavaScript', async () => {
  const { page } = await visit({ javaScriptEnabled: false });
  const handle = await signUp(page);
  await becomeCreator(page);
  await page.goto('/settings');
  await page.getByLabel(/^About you/).fill('I write without scripts.');
  await page.getByLabel('Label of link 1').fill('Scores');
  await page.getByLabel('Address of link 1').fill('https://scores.example/');
  await page.getByRole('button', { name: 'Save' }).first().click();
  await page.goto(`/@${handle}`);
  await page.getByText('I write without scripts.').waitFor();
  expect(await page.getByRole('link', { name: 'Scores' }).getAttribute('href')).toBe('https://scores.example/');
});
