// npm run screenshots: the pages as people see them, into docs/screenshots. Starts the product by
// itself.
import { mkdirSync } from 'node:fs';
import { chromium, type Page } from 'playwright-core';
import { databaseOf, query } from '../e2e/books';
import { startProduct } from '../e2e/product';
import { seedVideo } from '../e2e/video-fixture';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from './demo-accounts.mjs';
import { findChromium } from './launcher/chromium.mjs';

const FOLDER = 'docs/screenshots';
const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1440, height: 900 } };
const [creator] = DEMO_ACCOUNTS;

/** Before anybody is signed in, and after. */
const OPEN = {
  home: '/',
  search: '/search?q=piano',
  browse: '/browse',
  'sign-in': '/sign-in',
  profile: `/@${creator.handle}`,
  watch: 'a live stream',
  video: 'a recording',
  clip: 'a clip of it',
};
const SIGNED_IN = {
  dashboard: '/dashboard',
  videos: '/dashboard/videos',
  upload: '/dashboard/videos/new',
  clips: '/dashboard/clips',
  obs: '/dashboard/obs',
  restream: '/dashboard/restream',
  moderation: '/dashboard/moderation?show=rules',
  notices: '/notifications',
  'new-stream': '/dashboard/new',
  settings: '/settings',
};

/** What is shown from right to left too. */
const IN_ARABIC = new Set([
  'home',
  'search',
  'browse',
  'profile',
  'watch',
  'video',
  'clip',
  'videos',
  'moderation',
  'notices',
]);

mkdirSync(FOLDER, { recursive: true });
const product = await startProduct();
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: [
    ...['--no-sandbox', '--autoplay-policy=no-user-gesture-required'],
    ...['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
  ],
});
try {
  const video = await seedRecording();
  const clip = await cutClip(video);
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await browser.newContext({ baseURL: product.url, viewport, colorScheme, deviceScaleFactor: 1 });
      const page = await context.newPage();
      const take = async (name: string, path: string) => {
        await page.goto(path, { waitUntil: 'networkidle' });
        await page.screenshot({ path: `${FOLDER}/${name}-${size}-${colorScheme}.png` });
        console.log(`${name} ${size} ${colorScheme}`);
      };
      const open = { ...OPEN, watch: await liveStream(page), video, clip };
      for (const [name, path] of Object.entries(open)) await take(name, path);
      await signIn(page);
      for (const [name, path] of Object.entries(SIGNED_IN)) await take(name, path);
      await context.addCookies([{ name: 'language', value: 'ar', url: product.url }]);
      for (const [name, path] of Object.entries({ ...open, ...SIGNED_IN }))
        if (IN_ARABIC.has(name)) await take(`${name}-arabic`, path);
      await context.close();
    }
  }
  await takeStory();
} finally {
  await browser.close();
  await product.stop();
}

/** A recording of the creator's last stream that people talked in, free in its first seconds. */
async function seedRecording(): Promise<string> {
  const database = databaseOf(product.dataDir);
  const [source] = await query<{ id: string; title: string; cover_url: string | null }>(
    database,
    `SELECT t.id, t.title, t.cover_url FROM streams t JOIN accounts a ON a.id = t.creator_id
    WHERE a.handle = $1 AND t.status = 'ended' AND EXISTS (SELECT FROM chat_messages m WHERE m.stream_id = t.id)
    ORDER BY t.ended_at DESC LIMIT 1`,
    [creator.handle],
  );
  const ratePerSecond = 10n ** 15n;
  const wish = { creator: creator.handle, title: source?.title ?? 'A recording', ratePerSecond, freeSeconds: 20 };
  const id = await seedVideo(product.dataDir, database, { ...wish, sourceId: source?.id ?? null });
  await query(database, 'UPDATE streams SET cover_url = $2 WHERE id = $1', [id, source?.cover_url ?? null]);
  return `/watch/${id}`;
}

/** A clip of a video, by its creator. */
async function cutClip(video: string): Promise<string> {
  const context = await browser.newContext({ baseURL: product.url, viewport: SIZES.desktop });
  const page = await context.newPage();
  await signIn(page);
  await page.goto(`${video}?t=20`);
  await page.getByRole('slider', { name: 'Place in the video' }).and(page.locator('[data-place^="0:2"]')).waitFor();
  await page.getByRole('group', { name: 'Player' }).hover();
  await page.getByRole('button', { name: 'Make a clip' }).click();
  await page.getByLabel('Title').fill('The knot that holds');
  await page.getByRole('button', { name: 'Make the clip' }).click();
  const path = await page.getByRole('link', { name: 'Open the clip' }).getAttribute('href');
  await context.close();
  if (!path) throw new Error('a clip has an address');
  return path;
}

/**
 * One person for all that follows: opens a purse, watches and pays, then goes live. Each step takes
 * the chain or the camera a moment.
 */
async function takeStory(): Promise<void> {
  const context = await browser.newContext({
    baseURL: product.url,
    viewport: SIZES.desktop,
    deviceScaleFactor: 1,
    reducedMotion: 'reduce', // the theme is changed on the page: no picture is taken on the way
    permissions: ['camera', 'microphone'],
  });
  const page = await context.newPage();
  const sign = () => page.getByRole('dialog').getByRole('button', { name: /^Sign/ }).click();
  await page.goto('/sign-in');
  await page.getByRole('button', { name: 'Continue with a wallet' }).click();
  await page.getByRole('button', { name: 'Demo wallet' }).click();
  await sign();
  await page.waitForURL('**/settings?welcome');
  await page.goto('/wallet');
  await page.getByRole('button', { name: /play money/ }).click();
  await takeInAll(page, 'purse-new', 'Open purse');
  await page.getByRole('button', { name: 'Open purse' }).click();
  await takeInAll(page, 'purse-sign', 'Sign with Demo wallet');
  await sign();
  await takeInAll(page, 'purse', 'Top up');
  await page.goto(await liveStream(page));
  await page.getByRole('button', { name: /^(Watch for|Go on after it)/ }).click();
  await page
    .getByText(/\d \S+, \d+ s/)
    .first()
    .waitFor({ timeout: 90_000 }); // once the preview is over
  await takeInAll(page, 'watching', 'Stop paying');
  await goLive(page);
  await takeInAll(page, 'on-air', 'End stream');
  await context.close();
}

async function goLive(page: Page): Promise<void> {
  await page.goto('/dashboard');
  await page.getByRole('button', { name: /creator/i }).click();
  await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
  await page.goto('/dashboard/new');
  await page.getByLabel('Title').fill('Turning a bowl from green ash');
  await page.getByLabel('Category', { exact: true }).selectOption({ index: 1 });
  await page.getByLabel(/price/i).first().fill('0.06');
  await page.getByRole('button', { name: 'Save stream' }).click();
  await page.waitForURL(/\/dashboard(\?|$)/);
  const planned = page.getByRole('link', { name: 'Turning a bowl from green ash' }).first();
  await page.goto(`${await planned.getAttribute('href')}/live`);
  await page.getByRole('button', { name: 'Turn on camera and microphone' }).click();
  await page.getByRole('button', { name: 'Go live' }).click();
  await page.getByText('You are live. Viewers see and hear this.').waitFor();
}

/** What is on the page as soon as it shows this button, in all sizes and themes. */
async function takeInAll(page: Page, name: string, button: string): Promise<void> {
  await page.getByRole('button', { name: button, exact: true }).waitFor();
  await page.getByRole('status', { name: 'Notices' }).locator(':scope > *').first().waitFor({ state: 'detached' });
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      // the new theme is on the screen two frames later
      await page.evaluate(() => new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen))));
      await page.screenshot({ path: `${FOLDER}/${name}-${size}-${colorScheme}.png` });
      console.log(`${name} ${size} ${colorScheme}`);
    }
  }
}

/** The first one on the home page that has a price. */
async function liveStream(page: Page): Promise<string> {
  await page.goto('/');
  const paid = page.getByRole('article').filter({ hasText: /a minute/ });
  return (await paid.locator('a[href^="/watch/"]').first().getAttribute('href')) ?? '/';
}

async function signIn(page: Page): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('Name or e-mail').fill(creator.handle);
  await page.getByLabel('Password', { exact: true }).fill(DEMO_PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL(`${product.url}/`);
}
