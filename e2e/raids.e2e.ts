import { expect, inject, test } from 'vitest';
import { enter, planStream, unit } from './actor';
import { accessibilityProblems, becomeCreator, dialog, overflow, signUp, useBrowser } from './browser';
import { goLive } from './on-air';
import { goLiveInStudio, planInStudio } from './studio-page';
import { card, untilItMoves } from './watch-page';

const studio = useBrowser({ camera: true });
const seat = useBrowser();

test('viewers are sent on to another stream with a word, and nothing is paid there before they say so', async () => {
  const other = await enter(inject('url'));
  const title = `A lathe to go to ${Date.now()}`;
  const to = await planStream(other, { title, rate: unit('0.001') });
  const air = await goLive(other, to);

  const { page: creator } = await studio.visit();
  await signUp(creator);
  await becomeCreator(creator);
  const from = await planInStudio(creator, { title: 'A bowl, turned for free', price: '0' });
  await goLiveInStudio(creator, from);
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
