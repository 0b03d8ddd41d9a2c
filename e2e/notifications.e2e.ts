import { expect, inject, test } from 'vitest';
import { enter, planStream, unit } from './actor';
import { freshHandle, PASSWORD, problemsInBothThemes, signIn, signUp, useBrowser } from './browser';
import { linkIn, mailsFor } from './mailbox';

const { visit } = useBrowser({ media: false });

test('the bell of a follower rings without a reload when a creator goes live, leads to the stream and stays read', async () => {
  const creator = await enter(inject('url'));
  const title = `Tuning the veena ${Date.now()}`;
  const stream = await planStream(creator, { title, rate: unit('0') });
  const { account } = await creator.trpc.session.me.query();
  const { page } = await visit();
  await signUp(page);
  await page.goto(`/@${account?.handle}`);
  await page.getByRole('button', { name: /^Follow/ }).click();
  await page.getByRole('button', { name: /^Following/ }).waitFor();
  await page.getByRole('button', { name: 'Notices: none unread' }).waitFor();

  await creator.trpc.broadcast.start.mutate({ id: stream, payee: null });
  const bell = page.getByRole('button', { name: 'Notices: 1 unread' });
  await bell.waitFor({ timeout: 20_000 });
  expect(await page.title()).toMatch(/^\(1\) /);
  await bell.click();
  await page
    .getByRole('dialog', { name: 'Notices' })
    .getByRole('link', { name: new RegExp(title) })
    .click();
  await page.waitForURL(new RegExp(`/watch/${stream}`));
  await page.getByRole('button', { name: 'Notices: none unread' }).waitFor();

  await page.goto('/notifications');
  await page.getByRole('link', { name: new RegExp(title) }).waitFor();
  expect(await page.getByText('Not read yet').count()).toBe(0);
  expect(await problemsInBothThemes(page, 'notices')).toEqual([]);
  await page.goto('/following');
  await page.getByRole('button', { name: /^Mute/ }).click();
  await page.getByRole('button', { name: /^Tell me again/ }).waitFor();
  expect(await problemsInBothThemes(page, 'following')).toEqual([]);
  await creator.trpc.broadcast.end.mutate({ id: stream });
});

test('a password that was forgotten is set anew by a real mail, without JavaScript too; other browsers are signed out', async () => {
  const dataDir = inject('dataDir');
  const email = `${freshHandle('mail')}@example.org`;
  const owner = await visit();
  const handle = freshHandle();
  await owner.page.goto('/sign-up');
  await owner.page.getByLabel('Name', { exact: true }).fill(handle);
  await owner.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await owner.page.getByLabel('E-mail').fill(email);
  await owner.page.getByRole('button', { name: 'Create account' }).click();
  await owner.page.waitForURL((url) => !url.pathname.startsWith('/sign-up'));

  const { page } = await visit({ javaScriptEnabled: false });
  const confirm = await linkIn(dataDir, email, 'Confirm your e-mail address');
  await page.goto(pathOf(confirm));
  await page.getByRole('button', { name: 'Confirm this address' }).click();
  await page.getByRole('heading', { name: 'Your address is confirmed' }).waitFor();

  await page.goto('/sign-in');
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  for (const address of [`nobody_${email}`, email]) {
    await page.goto('/reset');
    await page.getByLabel('Your e-mail address').fill(address);
    await page.getByRole('button', { name: 'Send the link' }).click();
    await page.getByText('If that is the confirmed address of an account').waitFor();
  }
  const link = await linkIn(dataDir, email, 'Choose a new password');
  expect(mailsFor(dataDir, `nobody_${email}`)).toEqual([]);
  await page.goto(pathOf(link));
  await page.getByText(`For @${handle}`).waitFor();
  await page.getByLabel('New password').fill('quite another sentence');
  await page.getByRole('button', { name: 'Set the password' }).click();
  await page.waitForURL(/\/sign-in/);
  expect(await page.content()).toContain('Your new password is set.');
  await page.goto(pathOf(link));
  await page.getByText('This link is not good').waitFor();

  await owner.page.goto('/settings');
  await owner.page.waitForURL(/\/sign-in/);
  await signIn(owner.page, handle, 'quite another sentence');
  await owner.page.getByText('The password was set anew').first().waitFor();
  await owner.page.goto('/settings#notices');
  await owner.page.getByLabel('They plan a stream: E-mail').check();
  await owner.page.getByRole('button', { name: 'Save choices' }).click();
  await owner.page.getByText('Saved.').waitFor();
  await owner.page.reload();
  expect(await owner.page.getByLabel('They plan a stream: E-mail').isChecked()).toBe(true);
});

const pathOf = (link: string) => link.replace(/^https?:\/\/[^/]+/, '');
