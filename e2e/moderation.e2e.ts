import { inject, test, expect } from 'vitest';
import { type Page } from 'playwright-core';
import { amount } from '../sdk/money';
import { enter, eventually, planStream, type Actor } from './actor';
import { overflow, problemsInBothThemes, signUp, useBrowser } from './browser';
import { goLive } from './on-air';
import { card, moves, untilItMoves } from './watch-page';

const { visit } = useBrowser();

/** The page of somebody who is signed in as an actor of this test. */
async function pageOf({ cookie }: Actor): Promise<Page> {
  const { context, page } = await visit();
  const pairs = cookie.split('; ').map((pair) => pair.split('=') as [string, string]);
  await context.addCookies(pairs.map(([name, value]) => ({ name, value, url: inject('url') })));
  return page;
}

test('a creator bans a watching viewer: the picture ends at once with clear words, rejoining is refused, an appeal is read, and taken back they are in again', async () => {
  const [creator, guest] = [await enter(inject('url')), await enter(inject('url'))];
  const stream = await planStream(creator, { title: `Order in the chat ${Date.now()}`, rate: amount(0n) });
  const show = await goLive(creator, stream);
  try {
    const { page: viewer } = await visit();
    const handle = await signUp(viewer);
    await viewer.goto(`/watch/${stream}`);
    await untilItMoves(viewer);

    // somebody reports them, without scripts
    const profile = await creator.trpc.discovery.profile.query({ handle });
    const { context, page: reporter } = await visit({ javaScriptEnabled: false });
    const pairs = guest.cookie.split('; ').map((pair) => pair.split('=') as [string, string]);
    await context.addCookies(pairs.map(([name, value]) => ({ name, value, url: inject('url') })));
    await reporter.goto(`/report?subject=person&id=${profile.creator.id}&streamId=${stream}&name=${handle}`);
    await reporter.getByLabel('What is wrong').selectOption('harassment');
    await reporter.getByLabel('What happened').fill('Shouts at everybody.');
    await reporter.getByRole('button', { name: 'Report' }).click();
    await reporter.getByText('Thank you. It will be looked at.').waitFor();

    const keeper = await pageOf(creator);
    await keeper.goto('/dashboard/moderation', { waitUntil: 'networkidle' });
    await keeper.getByText('Shouts at everybody.').waitFor();
    expect(await problemsInBothThemes(keeper, 'what waits')).toEqual([]);
    await keeper.setViewportSize({ width: 1440, height: 900 });

    await keeper.getByRole('link', { name: 'People' }).click();
    const form = keeper.locator('form', { has: keeper.getByRole('heading', { name: 'Ban somebody' }) });
    await form.getByLabel('Name').fill(handle);
    await form.getByLabel('Reason').fill('Shouting.');
    await form.getByRole('button', { name: 'Ban', exact: true }).click();
    await keeper.getByText('They are out, and what they watched here has ended.').waitFor();
    expect(await problemsInBothThemes(keeper, 'people')).toEqual([]);

    await card(viewer, 'This creator keeps you out of their streams.').waitFor({ timeout: 10_000 });
    await viewer.getByText('“Shouting.”').waitFor();
    expect(await moves(viewer).catch(() => false)).toBe(false);
    await viewer.reload();
    await card(viewer, 'This creator keeps you out of their streams.').waitFor();
    await viewer.getByLabel('Do you see it otherwise?').fill('I am sorry, it was the cat.');
    await viewer.locator('main form').filter({ hasText: 'Do you see it otherwise?' }).getByRole('button').click();
    await viewer.getByText('will read it').waitFor();
    expect(await overflow(viewer)).toBe(0);
    expect(await problemsInBothThemes(viewer, 'a banned person')).toEqual([]);

    await keeper.goto('/dashboard/moderation?show=queue', { waitUntil: 'networkidle' });
    await keeper.getByText('it was the cat').waitFor();
    await keeper.getByRole('button', { name: /^Let in again/ }).click();
    await keeper.getByText('They are told what you decided.').waitFor();
    await viewer.reload();
    await untilItMoves(viewer);

    await keeper.goto('/dashboard/moderation?show=log');
    await eventually('the log has both deeds', 5_000, async () => {
      const text = await keeper.getByRole('main').innerText();
      return text.includes('banned') && text.includes('let in again') && text.includes('Shouting.');
    });
  } finally {
    await show.end();
  }
});
