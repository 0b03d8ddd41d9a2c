import { describe, expect, inject, test } from 'vitest';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '../scripts/demo-accounts.mjs';
import { accessibilityProblems, overflow, signIn, useBrowser } from './browser';

const { visit } = useBrowser({ media: false });
const creator = DEMO_ACCOUNTS[0]?.handle ?? '';

const open = [
  '/',
  '/search?q=music',
  '/search',
  '/browse',
  '/tags/music',
  '/c/music',
  `/@${creator}`,
  '/sign-in',
  '/sign-up',
  '/there-is-no-such-page',
];
const own = [
  ...['/settings', '/settings/blocked', '/wallet', '/dashboard', '/dashboard/new', '/dashboard/obs'],
  ...['/dashboard/videos', '/dashboard/videos/new', '/dashboard/restream'],
];

describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
  test.each([false, true])(
    'every page is accessible by WCAG 2.2 AA and fits its screen (phone: %s)',
    async (phone) => {
      const { page } = await visit({ colorScheme, phone });
      const problems: string[] = [];
      const look = async (path: string) => {
        await page.goto(path);
        problems.push(...(await accessibilityProblems(page)).map((problem) => `${path}: ${problem}`));
        if ((await overflow(page)) > 0) problems.push(`${path}: wider than the screen by ${await overflow(page)} px`);
      };
      for (const path of open) await look(path);
      await page.goto('/');
      const watch = await page.locator('a[href^="/watch/"]').first().getAttribute('href');
      await look(watch ?? '/');
      await signIn(page, creator, DEMO_PASSWORD);
      await page.waitForURL(`${inject('url')}/`);
      for (const path of own) await look(path);
      expect(problems).toEqual([]);
    },
    180_000,
  );
});

test('home shows what is live with its price, and leads to the stream', async () => {
  const { page } = await visit();
  await page.goto('/');
  await page.getByText('UNIT a minute').first().waitFor();
  await page.locator('a[href^="/watch/"]').first().click();
  await page.waitForURL(/\/watch\//);
  await page.getByRole('heading', { level: 1 }).waitFor();
});

test('the way through the page by keyboard begins with a skip link and shows where one is', async () => {
  const { page } = await visit();
  // React 18 may fail on a key that is pressed while the page comes alive (its error 345)
  await page.goto('/', { waitUntil: 'networkidle' });
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toMatch(/skip/i);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineStyle);
  expect(outline).not.toBe('none');
});

test('the theme is chosen once and is there before anything is painted', async () => {
  const { page } = await visit({ colorScheme: 'light' });
  await page.goto('/');
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await page.getByRole('button', { name: /theme|appearance/i }).click();
  // the page is dark at once; the server knows a moment later
  const answered = page.waitForResponse(
    (response) => response.request().method() === 'POST' && /\/theme/.test(response.url()),
  );
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await expect.poll(background).not.toBe(light);
  await answered;
  const dark = await background();
  await page.reload({ waitUntil: 'commit' });
  expect(await background()).toBe(dark);
});

test('a page that is not there says so with 404, a stream of nobody too', async () => {
  const { page } = await visit();
  for (const path of [
    '/nowhere',
    '/@nobody_at_all',
    '/watch/0198c0de-0000-7000-8000-000000000000',
    '/watch/nonsense',
  ]) {
    expect((await page.goto(path))?.status(), path).toBe(404);
  }
});

test('assets are kept for good, pages are not kept at all', async () => {
  const { page } = await visit();
  await page.goto('/');
  const script = await page.evaluate(() => document.querySelector<HTMLLinkElement>('link[rel=modulepreload]')?.href);
  const asset = await page.request.get(script ?? '');
  expect(asset.headers()['cache-control']).toContain('immutable');
  expect(asset.headers()['content-encoding']).toBe('br');
  expect((await page.request.get('/')).headers()['cache-control']).toBe('private, no-store');
});

test('the engines are all there', async () => {
  const health = await fetch(`${inject('url')}/healthz`);
  expect(await health.json()).toMatchObject({ ok: true, media: { ok: true }, chain: { ok: true } });
});
