import { expect, inject, test } from 'vitest';
import { DEMO_PASSWORD } from '../scripts/demo-accounts.mjs';
import { becomeCreator, signIn, signUp, useBrowser } from './browser';

const { visit } = useBrowser();

test('a creator plans a stream, others find it, it is changed and cancelled', async () => {
  const { page } = await visit();
  const title = `Grinding a telescope mirror ${Date.now()}`;
  const handle = await signUp(page);
  await becomeCreator(page);

  await page.getByRole('link', { name: 'New stream' }).first().click();
  await page.getByLabel('Title').fill(title);
  await page.getByLabel('Category', { exact: true }).selectOption({ index: 1 });
  await page.getByLabel('Tags').fill('optics, Glass');
  await page.getByLabel(/price/i).first().fill('0.25');
  const tomorrow = new Date(Date.now() + 24 * 3_600_000);
  await page.getByLabel('Day').fill(tomorrow.toISOString().slice(0, 10));
  await page.getByLabel('Time').fill('20:00');
  await page.getByRole('button', { name: 'Save stream' }).click();
  await page.waitForURL(/\/dashboard(\?|$)/);
  await page.getByRole('link', { name: title }).first().waitFor();

  const viewer = await visit({ phone: true });
  await viewer.page.goto(`/@${handle}`);
  await viewer.page.getByRole('link', { name: title }).first().click();
  await viewer.page.waitForURL(/\/watch\//);
  await viewer.page
    .getByText(/0\.25 UNIT a minute/)
    .first()
    .waitFor();
  await viewer.page
    .getByText(/15\.00 UNIT an hour|15 UNIT an hour/)
    .first()
    .waitFor();

  await page.getByRole('link', { name: title }).first().click();
  await page.getByLabel('Title').fill(`${title}, second part`);
  await page.getByRole('button', { name: 'Save changes' }).click();
  await page.getByText('Your changes are saved.').waitFor();
  await viewer.page.reload();
  await viewer.page.getByRole('heading', { name: `${title}, second part` }).waitFor();

  await page.getByRole('button', { name: 'Cancel stream' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel the stream' }).click();
  await page.getByText('The stream is cancelled.').waitFor();
  expect((await viewer.page.reload())?.status()).toBe(404);
});

test('a form that is not right keeps what was typed and says what to change', async () => {
  const { page } = await visit();
  await signUp(page);
  await becomeCreator(page);
  await page.goto('/dashboard/new');
  await page.getByLabel('Description').fill('kept');
  await page.getByLabel(/price/i).first().fill('a lot');
  await page.getByRole('button', { name: 'Save stream' }).click();
  await page.getByText('Give the stream a title').first().waitFor();
  expect(await page.getByLabel('Description').inputValue()).toBe('kept');
  expect(await page.getByLabel(/price/i).first().inputValue()).toBe('a lot');
});

test('a private stream is there for guests alone', async () => {
  const { page } = await visit();
  await signUp(page);
  await becomeCreator(page);
  await page.goto('/dashboard/new');
  await page.getByLabel('Title').fill('A rehearsal for friends');
  await page.getByLabel('Category', { exact: true }).selectOption({ index: 1 });
  await page.getByRole('radio', { name: 'Private' }).check();
  await page.getByRole('button', { name: 'Save stream' }).click();
  await page.getByRole('link', { name: 'A rehearsal for friends' }).first().click();
  await page.getByLabel('Invite by name').fill('nobody_of_that_name');
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  await page.getByText('Nobody here has that name.').waitFor();
  await page.getByLabel('Invite by name').fill('@Ravi');
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  await page.getByText('@ravi').waitFor();
  const link = await page.getByRole('link', { name: 'See its page' }).getAttribute('href');

  const [guest, stranger] = [await visit(), await visit()];
  await signIn(guest.page, 'ravi', DEMO_PASSWORD);
  await guest.page.waitForURL(`${inject('url')}/`);
  expect((await guest.page.goto(link ?? ''))?.status()).toBe(200);
  expect((await stranger.page.goto(link ?? ''))?.status()).toBe(404);

  await page.getByRole('button', { name: /Take back the invitation/ }).click();
  await page.getByText('@ravi').waitFor({ state: 'detached' });
  expect((await guest.page.goto(link ?? ''))?.status()).toBe(404);
});
