import { type Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { enter, planStream, unit } from './actor';
import { accessibilityProblems, becomeCreator, dialog, overflow, signUp, useBrowser } from './browser';
import { goLive } from './on-air';
import { card, untilItMoves } from './watch-page';

const studio = useBrowser({ camera: true });
const seat = useBrowser();

/** Signs up as a creator, goes live for free, and tells the id of the stream. */
async function goLiveForFree(page: Page): Promise<string> {
  await signUp(page);
  await becomeCreator(page);
  await page.goto('/dashboard/new');
  await page.getByLabel('Title').fill('A bowl, turned for free');
  await page.getByLabel('Category', { exact: true }).selectOption({ index: 1 });
  await page.getByLabel(/price/i).first().fill('0');
  await page.getByRole('button', { name: 'Save stream' }).click();
  await page.waitForURL(/\/dashboard(\?|$)/);
  const link = await page.getByRole('link', { name: 'A bowl, turned for free' }).first().getAttribute('href');
  const id = /streams\/([0-9a-f-]{36})/.exec(link ?? '')![1]!;
  await page.goto(`/dashboard/streams/${id}/live`);
  await page.getByRole('button', { name: 'Turn on camera and microphone' }).click();
  await page.getByRole('button', { name: 'Go live' }).click();
  await page.getByText('You are live. Viewers see and hear this.').waitFor({ timeout: 20_000 });
  return id;
}

test('viewers are sent on to another stream with a word, and nothing is paid there before they say so', async () => {
  const other = await enter(inject('url'));
  const title = `A lathe to go to ${Date.now()}`;
  const to = await planStream(other, { title, rate: unit('0.001') });
  const air = await goLive(other, to);

  const { page: creator } = await studio.visit();
  const from = await goLiveForFree(creator);
  const { page: viewer } = await seat.visit({ phone: true });
  await viewer.goto(`/watch/${from}`);
  await untilItMoves(viewer);

  await creator.getByRole('button', { name: 'End stream' }).click();
  await creator.getByRole('button', { name: 'Send viewers on' }).click();
  const asked = dialog(creator);
  await asked.getByLabel('Search what is live').fill('no such stream anywhere');
  await asked.getByText('Nothing that is live goes by these words.').waitFor();
  await asked.getByLabel('Search what is live').fill(title.toUpperCase());
  await asked.getByRole('radio', { name: title }).check();
  await asked.getByLabel('A word to them').fill('Be kind to him, he is new');
  expect(await accessibilityProblems(creator)).toEqual([]);
  await asked.getByRole('button', { name: /^End, and send/ }).click();
  await creator.getByText('The stream has ended.').waitFor();

  await viewer.getByText('“Be kind to him, he is new”').waitFor();
  expect(await accessibilityProblems(viewer)).toEqual([]);
  expect(await overflow(viewer)).toBe(0);
  // whoever does nothing is led there
  await viewer.waitForURL(new RegExp(`/watch/${to}`), { timeout: 30_000 });
  await card(viewer, 'Sign in').first().waitFor();
  const { paying } = await other.trpc.broadcast.state.query({ id: to });
  expect(paying).toBe(0);

  const { page: late } = await seat.visit();
  await late.goto(`/watch/${from}`);
  await late.getByRole('link', { name: 'Go there' }).waitFor();
  await air.end();
  await late.reload();
  await late.getByText('Ended', { exact: false }).first().waitFor();
  expect(await late.getByRole('link', { name: 'Go there' }).count()).toBe(0);
}, 120_000);
