import { randomUUID } from 'node:crypto';
import { type Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { parseAmount } from '../sdk/money';
import { eventually, pause } from './actor';
import { databaseOf, query } from './books';
import { becomeCreator, fillWallet, linkDemoWallet, problemsInBothThemes, signUp, useBrowser } from './browser';
import { seedVideo } from './video-fixture';
import { bar, card, comeWithPurse, cost } from './watch-page';

const seat = useBrowser();
const RATE = parseAmount('0.001')!;

/** Somebody who has a wallet to be paid at. */
async function creatorWithWallet(): Promise<string> {
  const { page, context } = await seat.visit();
  const handle = await signUp(page);
  await becomeCreator(page);
  await page.goto('/wallet');
  await linkDemoWallet(page);
  await fillWallet(page);
  await context.close();
  return handle;
}

const seed = (wish: Parameters<typeof seedVideo>[2]) =>
  seedVideo(inject('dataDir'), databaseOf(inject('dataDir')), wish);

const slider = (page: Page) => page.getByRole('slider', { name: 'Place in the video' });
const player = (page: Page) => page.getByRole('group', { name: 'Player' });

/** Where the video is, in seconds. */
const at = (page: Page) =>
  page.locator('video[aria-label="The video"]').evaluate((video) => (video as HTMLVideoElement).currentTime);

/** Whether frames come that are not all the same. */
async function moves(page: Page): Promise<boolean> {
  return page.locator('video[aria-label="The video"]').evaluate(async (element) => {
    const video = element as HTMLVideoElement;
    const look = () => [video.currentTime, video.getVideoPlaybackQuality().totalVideoFrames] as const;
    const [time, frames] = look();
    await new Promise((passed) => setTimeout(passed, 500));
    const [later, more] = look();
    return video.videoWidth > 0 && later > time && more > frames;
  });
}
const untilItMoves = (page: Page) => eventually('the video moves', 20_000, () => moves(page));

/** What the tables say of what somebody has of a video. */
async function ownedOf(video: string): Promise<{ owned: string; count: number; paid: number; amount: string }[]> {
  return query(
    databaseOf(inject('dataDir')),
    `SELECT owned::text, (SELECT coalesce(sum(upper(r) - lower(r)), 0)::int FROM unnest(owned) r) AS count,
      (SELECT coalesce(sum(seconds_paid), 0)::int FROM viewings WHERE stream_id = video_id AND account_id = playbacks.account_id) AS paid,
      (SELECT coalesce(sum(amount), 0)::text FROM viewings WHERE stream_id = video_id AND account_id = playbacks.account_id) AS amount
    FROM playbacks WHERE video_id = $1 ORDER BY cardinality(ARRAY(SELECT unnest(owned))) DESC`,
    [video],
  );
}

test('a free video plays for whoever comes; keys and the bar move it, and whoever comes again goes on where they left', async () => {
  const creator = await creatorWithWallet();
  const video = await seed({ creator, title: `Free clay ${Date.now()}` });
  const { page } = await seat.visit();
  await signUp(page);
  await page.goto(`/watch/${video}`);
  await untilItMoves(page);
  await player(page).focus();
  const before = await at(page);
  await page.keyboard.press('l');
  await eventually('ten seconds are skipped', 5_000, async () => (await at(page)) >= before + 10);
  await untilItMoves(page);
  await page.keyboard.press('6');
  await eventually('six tenths are sought', 5_000, async () => (await at(page)) >= 24);
  await untilItMoves(page);
  await page.keyboard.press('k');
  await eventually('it stands', 5_000, async () => !(await moves(page)));
  const left = await at(page);
  await slider(page).focus();
  await page.keyboard.press('ArrowLeft');
  await eventually('five seconds back', 5_000, async () => (await at(page)) < left - 4);
  const place = await at(page);
  await page.reload();
  await page.getByText('You left at').waitFor();
  await untilItMoves(page);
  expect(await at(page)).toBeGreaterThan(place - 1.5);
  await page.getByRole('button', { name: 'From the beginning' }).click();
  await eventually('it begins anew', 5_000, async () => (await at(page)) < 5);
  await page.goto(`/watch/${video}?t=12`);
  await untilItMoves(page);
  expect(await at(page)).toBeGreaterThan(11.5);
  await page.keyboard.press('k');
  expect(await problemsInBothThemes(page, 'a free video')).toEqual([]);
}, 180_000);

test('a paid video costs each distinct second once: played again and sought, what it cost is what is owned', async () => {
  const creator = await creatorWithWallet();
  const video = await seed({ creator, title: `Paid clay ${Date.now()}`, ratePerSecond: RATE, seconds: 60 });
  const { page } = await seat.visit();
  await comeWithPurse(page, video, '1');
  await page.getByRole('button', { name: 'Watch from here for 0.06 UNIT a minute' }).click();
  await untilItMoves(page);
  await eventually('some seconds are owned', 30_000, async () => (await cost(page)).seconds >= 8);
  await page.keyboard.press('k');
  await pause(1_500);
  const [first] = await ownedOf(video);
  expect(first).toMatchObject({ count: first!.paid, amount: String(BigInt(first!.count) * RATE) });
  const shown = await cost(page);
  expect(shown).toEqual({ seconds: first!.count, amount: BigInt(first!.count) * RATE });
  await page.locator(`[data-owned="${first!.count}"]`).waitFor();
  expect(await page.locator('[data-range="owned"]').count()).toBe(1);

  // what is owned plays again for nothing, and pausing costs nothing
  await slider(page).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('k');
  await untilItMoves(page);
  await page.keyboard.press('k');
  await pause(1_500);
  expect(await cost(page)).toEqual(shown);

  // far ahead another part is bought
  await page.keyboard.press('6');
  await page.keyboard.press('k');
  await untilItMoves(page);
  await page.keyboard.press('k');
  await eventually(
    'two parts are owned',
    10_000,
    async () => (await page.locator('[data-range="owned"]').count()) === 2,
  );
  await pause(1_500);
  const [second] = await ownedOf(video);
  expect(second!.count).toBeGreaterThan(first!.count);
  expect(second).toMatchObject({ count: second!.paid, amount: String(BigInt(second!.count) * RATE) });
  expect((await cost(page)).amount).toBe(BigInt(second!.count) * RATE);

  await page.reload();
  await page.locator(`[data-owned="${second!.count}"]`).waitFor();
  await page.getByText('You left at').waitFor();
  await bar(page).getByRole('button', { name: 'Stop paying' }).click();
  await player(page).focus();
  await page.keyboard.press('k');
  await eventually('it stops where nothing more is owned', 30_000, async () =>
    card(page, 'Paid by the second').isVisible(),
  );
  const [third] = await ownedOf(video);
  expect(third!.count).toBe(third!.paid);
  expect(await problemsInBothThemes(page, 'a paid video')).toEqual([]);
}, 240_000);

test('the free beginning of a paid video plays for everybody, then an account is asked for, and no other second is sent', async () => {
  const creator = await creatorWithWallet();
  const wish = { creator, title: `Half free ${Date.now()}`, ratePerSecond: RATE, freeSeconds: 4 };
  const video = await seed(wish);
  const { page } = await seat.visit();
  const fetched: string[] = [];
  page.on('response', (response) => {
    if (response.url().endsWith('.m4s') && response.ok()) fetched.push(response.url());
  });
  await page.goto(`/watch/${video}`);
  await untilItMoves(page);
  await card(page, 'Create account').waitFor({ timeout: 20_000 });
  expect(fetched.every((url) => /-0000[01]\.m4s$/.test(url))).toBe(true);
}, 120_000);

test('beside a recording stands what was said when it was live, as far as it has come', async () => {
  const creator = await creatorWithWallet();
  const database = databaseOf(inject('dataDir'));
  const source = randomUUID();
  await query(
    database,
    `INSERT INTO streams (id, creator_id, title, category_slug, visibility, status, end_reason, rate_per_second, started_at, ended_at, created_at, updated_at)
    SELECT $1, id, 'Loom, live', (SELECT slug FROM categories ORDER BY position LIMIT 1), 'public', 'ended', 'creatorEnded', 0,
      now() - interval '2 hours', now() - interval '1 hour', now(), now() FROM accounts WHERE handle = $2`,
    [source, creator],
  );
  for (const [seconds, words] of [
    [1, 'right at the beginning'],
    [25, 'in the middle of it'],
  ] as const)
    await query(
      database,
      `INSERT INTO chat_messages (id, stream_id, author_id, body, sent_at)
      SELECT $1, s.id, s.creator_id, $3, s.started_at + $4 * interval '1 second' FROM streams s WHERE s.id = $2`,
      [randomUUID(), source, words, seconds],
    );
  const video = await seed({ creator, title: 'Loom, recorded', sourceId: source });
  const { page } = await seat.visit();
  await page.goto(`/watch/${video}`);
  await untilItMoves(page);
  await page.getByText('right at the beginning').waitFor();
  expect(await page.getByText('in the middle of it').count()).toBe(0);
  await player(page).focus();
  await page.keyboard.press('7');
  await page.getByText('in the middle of it').waitFor();
  await page.goto(`/watch/${source}`);
  await page.getByRole('link', { name: 'Loom, recorded' }).click();
  await page.waitForURL(`**/watch/${video}`);
  await page.goto('/browse?show=videos');
  await page.getByRole('link', { name: 'Loom, recorded' }).first().waitFor();
}, 120_000);

test('a clip is cut of what somebody bought, plays for a stranger who pays nothing, and is gone when it is deleted', async () => {
  const creator = await creatorWithWallet();
  const video = await seed({ creator, title: `Knots ${Date.now()}`, ratePerSecond: RATE, seconds: 60 });
  const { page } = await seat.visit();
  await comeWithPurse(page, video, '1');
  await page.getByRole('button', { name: 'Watch from here for 0.06 UNIT a minute' }).click();
  await untilItMoves(page);
  await eventually('enough of it is owned', 40_000, async () => (await at(page)) > 9);
  await page.keyboard.press('k');
  await player(page).hover();
  await page.getByRole('button', { name: 'Make a clip' }).click();
  const dialog = page.getByRole('dialog', { name: 'Make a clip' });
  const begins = dialog.getByRole('slider', { name: 'Where it begins' });
  const ends = dialog.getByRole('slider', { name: 'Where it ends' });
  await begins.focus();
  await page.keyboard.press('End');
  const length = async () =>
    Number(await ends.getAttribute('aria-valuenow')) - Number(await begins.getAttribute('aria-valuenow'));
  await eventually('it is as short as can be', 5_000, async () => (await length()) === 5);
  await eventually('what is chosen is shown', 20_000, () =>
    dialog.getByLabel('What the clip shows').evaluate((shown) => (shown as HTMLVideoElement).currentTime > 1),
  );
  await dialog.getByRole('button', { name: 'Make the clip' }).click();
  await dialog.getByText('Give the clip a title').waitFor();
  await dialog.getByLabel('Title').fill('How the bowline holds');
  await dialog.getByRole('button', { name: 'Make the clip' }).click();
  await page.getByRole('link', { name: 'Open the clip' }).click();
  await page.waitForURL('**/clips/*');
  const address = page.url();
  await untilItMoves(page);
  expect(await problemsInBothThemes(page, 'a clip')).toEqual([]);

  const { page: stranger } = await seat.visit();
  await stranger.goto(address);
  await stranger.getByRole('heading', { name: 'How the bowline holds' }).waitFor();
  await untilItMoves(stranger);
  expect(
    await stranger.locator('video[aria-label="The video"]').evaluate((shown) => (shown as HTMLVideoElement).duration),
  ).toBeLessThan(12);
  const picture = await stranger.locator('meta[property="og:image"]').getAttribute('content');
  expect(
    (await stranger.request.get(new URL(new URL(picture!).pathname, address).href)).headers()['content-type'],
  ).toBe('image/png');
  await stranger.goto(`/@${creator}?show=clips`);
  await stranger.getByRole('link', { name: 'How the bowline holds' }).click();
  await stranger.waitForURL(address);
  await stranger.getByRole('link', { name: 'Watch all of the video' }).click();
  await stranger.waitForURL(`**/watch/${video}?t=*`);

  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete the clip' }).click();
  await page.getByText('The clip is deleted.').waitFor();
  expect((await stranger.request.get(address)).status()).toBe(404);
}, 240_000);
