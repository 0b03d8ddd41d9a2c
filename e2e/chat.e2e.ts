import { type Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { becomeCreator, PASSWORD, problemsInBothThemes, signUp, useBrowser } from './browser';
import { eventually } from './actor';
import { layCable } from './cable';
import { databaseOf, query } from './books';
import { goLiveInStudio, planInStudio } from './studio-page';
import { untilItMoves } from './watch-page';

/** Browsers of their own: one with a camera, one without. */
const studio = useBrowser({ camera: true });
const seat = useBrowser();

/** Somebody signs up and goes live for free; ends in the studio. */
async function goLive(page: Page): Promise<string> {
  await signUp(page);
  await becomeCreator(page);
  const stream = await planInStudio(page, { title: `Talking, live ${Date.now()}`, price: '0' });
  await goLiveInStudio(page, stream);
  return stream;
}

const field = (page: Page) => page.getByRole('combobox', { name: 'Message' });
const messages = (page: Page) => page.getByRole('group', { name: 'Messages' });
const said = (page: Page, text: string) => messages(page).getByText(text, { exact: true });

async function say(page: Page, text: string): Promise<void> {
  await field(page).fill(text);
  await field(page).press('Enter');
  await said(page, text).waitFor();
}

test('creator and viewer talk, nothing is lost or doubled over a break, and a stranger is led to sign in', async () => {
  const cable = await layCable();
  const [creator, viewer, stranger] = [
    (await studio.visit()).page,
    (await seat.visit(cable.options)).page,
    (await seat.visit({ phone: true })).page,
  ];
  await cable.carryMedia(viewer);
  const stream = await goLive(creator);
  const handle = await signUp(viewer);
  await viewer.goto(`/watch/${stream}`);
  await untilItMoves(viewer);

  await say(viewer, 'hello from the first row');
  await said(creator, 'hello from the first row').waitFor();
  await field(creator).pressSequentially(`welcome @${handle.slice(0, 5)}`);
  await creator.getByRole('option', { name: handle }).waitFor();
  await field(creator).press('Tab');
  await field(creator).pressSequentially('see https://example.org/a');
  await field(creator).press('Enter');
  const link = messages(viewer).getByRole('link', { name: 'https://example.org/a' });
  await link.waitFor();
  expect(await link.getAttribute('rel')).toBe('noopener noreferrer nofollow ugc');
  await messages(viewer)
    .getByRole('link', { name: `@${handle}` })
    .waitFor();

  cable.pull();
  for (const text of ['missed one', 'missed two', 'missed three']) await say(creator, text);
  await field(viewer).fill('said without a line');
  await field(viewer).press('Enter');
  await messages(viewer).getByText('Sending').waitFor();
  cable.plugIn();
  for (const text of ['missed one', 'missed two', 'missed three', 'said without a line'])
    await said(viewer, text).waitFor({ timeout: 30_000 });
  await said(creator, 'said without a line').waitFor({ timeout: 30_000 });
  await eventually(
    'what was sent is sent',
    20_000,
    async () => (await messages(viewer).getByText('Sending').count()) === 0,
  );
  for (const text of ['missed one', 'missed two', 'missed three', 'said without a line'])
    expect(await said(viewer, text).count()).toBe(1);

  // the viewer takes one back: it is gone in the studio at once
  await said(viewer, 'said without a line').hover();
  const menus = viewer.getByRole('button', { name: `What to do with the message of ${handle}` });
  await menus.last().click();
  await viewer.getByRole('menuitem', { name: 'Delete' }).click();
  await said(creator, 'This message was deleted.').waitFor();
  expect(await said(creator, 'said without a line').count()).toBe(0);

  // emoji come from this site, under its own rules
  await viewer.getByRole('button', { name: 'Emoji' }).click();
  await viewer.getByRole('searchbox', { name: 'Search emoji' }).fill('lotus');
  await viewer.getByRole('gridcell', { name: /lotus/ }).first().click();
  await field(viewer).press('Enter');
  await messages(creator).getByText(/🪷|🧘/u).waitFor();

  await stranger.goto(`/watch/${stream}`);
  await said(stranger, 'missed three').waitFor();
  await untilItMoves(stranger);
  await field(stranger).fill('may I say something?');
  await stranger.getByRole('link', { name: 'Sign in' }).last().click();
  await stranger.waitForURL(/sign-in\?next=/);
  await stranger.getByLabel('Name or e-mail').fill(handle);
  await stranger.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await stranger.getByRole('button', { name: 'Sign in', exact: true }).click();
  await stranger.waitForURL(new RegExp(`/watch/${stream}$`));
  await expect.poll(() => field(stranger).inputValue()).toBe('may I say something?');

  await viewer.goto(`/watch/${stream}/chat`);
  await said(viewer, 'missed three').waitFor();
  await say(creator, 'and to the window');
  await said(viewer, 'and to the window').waitFor();
  expect(await problemsInBothThemes(viewer, 'chat window')).toEqual([]);
  const count = `SELECT count(*)::int AS count FROM chat_messages WHERE stream_id = '${stream}'`;
  expect(await query(databaseOf(inject('dataDir')), count)).toEqual([{ count: 8 }]);
  await cable.close();
}, 150_000);
