import { inject, expect, test } from 'vitest';
import { becomeCreator, freshHandle, PASSWORD, signIn, signUp, useBrowser } from './browser';

const { visit } = useBrowser();

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

test('the list of sessions shows each browser, and ends the other one', async () => {
  const [mine, other] = [await visit(), await visit({ phone: true })];
  const handle = await signUp(mine.page);
  await signIn(other.page, handle);
  await other.page.waitForURL(`${inject('url')}/`);

  await mine.page.goto('/settings');
  await mine.page.getByText('This browser').waitFor();
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
  await page.getByLabel('About you').fill('I write without scripts.');
  await page.getByRole('button', { name: 'Save' }).first().click();
  await page.goto(`/@${handle}`);
  await page.getByText('I write without scripts.').waitFor();
});
