import { type Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { amount } from '../sdk/money';
import { enter, eventually, planStream } from './actor';
import { databaseOf, query } from './books';
import { overflow, PASSWORD, problemsInBothThemes, signIn, signUp, useBrowser } from './browser';

const { visit } = useBrowser();

const messages = (page: Page) => page.getByRole('group', { name: 'Messages' });
const split = (page: Page) => page.getByRole('separator', { name: 'Height of the picture' });
const pictureHeight = (page: Page) =>
  page
    .locator('div.aspect-video')
    .first()
    .evaluate((box) => box.getBoundingClientRect().height);

/** A stream that begins soon: people write in its chat already. */
async function soon() {
  const creator = await enter(inject('url'));
  const scheduledAt = new Date(Date.now() + 30 * 60_000);
  const stream = await planStream(creator, { title: `Soon ${Date.now()}`, rate: amount(0n), scheduledAt });
  const say = (body: string) =>
    creator.trpc.chat.send.mutate({ streamId: stream, clientId: crypto.randomUUID(), body, replyTo: null });
  return { stream, say };
}

test('on a phone the line between picture and chat is drawn by hand and by keys, and remembered', async () => {
  const { stream, say } = await soon();
  await say('hello down there');
  const { page } = await visit({ phone: true });
  await page.goto(`/watch/${stream}`, { waitUntil: 'networkidle' });
  await split(page).waitFor();
  await messages(page).getByText('hello down there').waitFor();
  // picture, line and chat fill the screen
  const below = await messages(page).evaluate((box) => box.getBoundingClientRect().bottom);
  expect(below).toBeLessThanOrEqual(844);

  await split(page).focus();
  await page.keyboard.press('End');
  expect(await split(page).getAttribute('aria-valuenow')).toBe('55');
  expect(await pictureHeight(page)).toBeCloseTo(0.55 * 844, -1);
  for (let presses = 0; presses < 20; presses += 1) await page.keyboard.press('ArrowUp');
  expect(await split(page).getAttribute('aria-valuenow')).toBe('15');
  expect(await pictureHeight(page)).toBeGreaterThanOrEqual(160);

  const place = (await split(page).boundingBox())!;
  await page.mouse.move(place.x + place.width / 2, place.y + place.height / 2);
  await page.mouse.down();
  await page.mouse.move(place.x + place.width / 2, place.y + 0.2 * 844, { steps: 5 });
  await page.mouse.up();
  const drawn = Number(await split(page).getAttribute('aria-valuenow'));
  expect(drawn).toBeGreaterThan(25);
  await page.reload();
  await split(page).waitFor();
  await expect.poll(() => split(page).getAttribute('aria-valuenow')).toBe(String(drawn));
  expect(await overflow(page)).toBe(0);
  expect(await problemsInBothThemes(page, 'the line between picture and chat')).toEqual([]);
});

test('what a blocked person says lies folded, live and before, until they are unblocked under settings', async () => {
  const { stream, say } = await soon();
  await say('buy my things');
  await say('buy them now');
  const { page } = await visit();
  await signUp(page);
  await page.goto(`/watch/${stream}`);
  await messages(page).getByText('buy them now').hover();
  await messages(page)
    .getByRole('button', { name: /What to do with/ })
    .last()
    .click();
  await page.getByRole('menuitem', { name: 'Block' }).click();
  await messages(page).getByText('2 messages of somebody you blocked').waitFor();
  expect(await messages(page).getByText('buy them now').isVisible()).toBe(false);
  await say('buy still more');
  await messages(page).getByText('3 messages of somebody you blocked').click();
  await messages(page).getByText('buy still more').waitFor();
  await page.reload();
  await messages(page).getByText('3 messages of somebody you blocked').waitFor();
  expect(await problemsInBothThemes(page, 'folded lines')).toEqual([]);

  await page.goto('/settings/blocked');
  await page.getByRole('button', { name: /^Unblock/ }).click();
  await page.getByText('You have blocked nobody.').waitFor();
  await page.goto(`/watch/${stream}`);
  await messages(page).getByText('buy still more').waitFor();
});

test('who signs in to a suspended account reads why and answers once, without scripts too; the site lets them in', async () => {
  const { page: owner } = await visit({ javaScriptEnabled: false });
  const handle = await signUp(owner);
  const { page: site } = await visit();
  const admin = await signUp(site);
  const database = databaseOf(inject('dataDir'));
  await query(database, `UPDATE accounts SET roles = '{viewer,admin}' WHERE handle = $1`, [admin]);
  await site.goto('/admin');
  await site.getByRole('link', { name: 'Kept out' }).click();
  await site.getByLabel('Name').fill(handle);
  await site.locator('form', { hasText: 'Suspend an account' }).getByLabel('Reason').fill('Stolen films.');
  await site.getByRole('button', { name: 'Suspend' }).click();
  await site.getByText('The account is suspended').waitFor();

  await signIn(owner, handle, PASSWORD);
  await owner.waitForURL(/\/suspended$/);
  await owner.getByText('“Stolen films.”').waitFor();
  expect(await overflow(owner)).toBe(0);
  await owner.getByLabel('Do you see it otherwise?').fill('They are my own films.');
  await owner.getByRole('button', { name: 'Send' }).click();
  await owner.getByText('will read it').waitFor();

  await site.goto('/admin?show=appeals');
  await site.getByText('They are my own films.').waitFor();
  expect(await problemsInBothThemes(site, 'appeals')).toEqual([]);
  await site.getByRole('button', { name: `Let in again ${handle}` }).click();
  await site.getByText('They are told what you decided.').waitFor();
  await eventually('they are in again', 20_000, async () => {
    await signIn(owner, handle, PASSWORD);
    return !/sign-in|suspended/.test(owner.url());
  });
});
