import { type Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { DEMO_ACCOUNTS } from '../scripts/demo-accounts.mjs';
import { accessibilityProblems, overflow, signIn, signUp, useBrowser } from './browser';

const { visit } = useBrowser({ media: false });
const creator = DEMO_ACCOUNTS[0]?.handle ?? '';
const PAGES = [
  '/',
  '/search',
  '/search?q=music',
  '/browse',
  '/browse?show=past',
  '/c/music',
  `/@${creator}`,
  '/sign-in',
  '/sign-up',
  '/blocks/1',
  '/there-is-no-such-page',
];
/** Of whoever is signed in. */
const OWN_PAGES = [
  '/settings',
  '/settings/blocked',
  '/wallet',
  '/dashboard',
  '/dashboard/videos',
  '/dashboard/videos/new',
  '/dashboard/moderation',
  '/report?subject=person&name=Maya',
];

test('a browser that likes Arabic best gets Arabic from right to left, before any script runs', async () => {
  const { page } = await visit({ locale: 'ar-EG', javaScriptEnabled: false });
  await page.goto('/sign-in');
  expect(await page.locator('html').getAttribute('lang')).toBe('ar');
  expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
  await page.getByRole('heading', { name: 'تسجيل الدخول', level: 1 }).waitFor();
  expect(await page.title()).toBe('تسجيل الدخول · Vilokanam');
});

test('who reads English loads no other language', async () => {
  const { page } = await visit();
  const loaded: string[] = [];
  page.on('request', (request) => loaded.push(request.url()));
  await page.goto('/sign-in', { waitUntil: 'networkidle' });
  expect(loaded.filter((url) => /\/ar-[^/]*\.js/.test(url))).toEqual([]);
});

test('the language is chosen in the menu, stays for this browser, and is said in refusals', async () => {
  const { page } = await visit();
  await page.goto('/sign-in', { waitUntil: 'networkidle' });
  await page.getByRole('button', { name: 'Language' }).click();
  await page.getByRole('menuitemradio', { name: 'العربية' }).click();
  await page.getByRole('heading', { name: 'تسجيل الدخول', level: 1 }).waitFor();
  await page.waitForLoadState('networkidle');
  await page.getByRole('main').getByRole('button', { name: 'تسجيل الدخول', exact: true }).click();
  await page.getByText('اكتب كلمة مرورك.').waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'تسجيل الدخول', level: 1 }).waitFor();
});

test('it is chosen without scripts by a button at the end of the page', async () => {
  const { page } = await visit({ javaScriptEnabled: false });
  await page.goto('/search?q=music');
  await page.getByRole('button', { name: 'العربية' }).click();
  expect(await page.locator('html').getAttribute('lang')).toBe('ar');
  expect(new URL(page.url()).search).toBe('?q=music');
});

test('who chose elsewhere reads their language wherever they sign in', async () => {
  const other = await visit();
  const handle = await signUp(other.page);
  await other.page.goto('/settings#language');
  await other.page.locator('#language').getByRole('button', { name: 'العربية' }).click();
  await other.page.getByRole('heading', { name: 'الإعدادات', level: 1 }).waitFor();
  const { page } = await visit();
  await signIn(page, handle);
  await page.waitForURL(`${inject('url')}/`);
  await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('ar');
});

test.each([390, 768, 1440, 1920])('in Arabic every page is accessible and fits a screen of %i px', async (width) => {
  const { page } = await visit({ locale: 'ar', viewport: { width, height: 900 } });
  expect(await problemsOf(page, PAGES)).toEqual([]);
});

test.each([390, 1440])('and so do the pages of who is signed in on a screen of %i px', async (width) => {
  const { page } = await visit({ viewport: { width, height: 900 } });
  await signUp(page);
  await page.goto('/settings#language');
  await page.locator('#language').getByRole('button', { name: 'العربية' }).click();
  await page.getByRole('heading', { name: 'الإعدادات', level: 1 }).waitFor();
  expect(await problemsOf(page, OWN_PAGES)).toEqual([]);
});

async function problemsOf(page: Page, paths: readonly string[]): Promise<string[]> {
  const problems: string[] = [];
  for (const path of paths) {
    await page.goto(path);
    problems.push(...(await accessibilityProblems(page)).map((problem) => `${path}: ${problem}`));
    const wide = await overflow(page);
    if (wide > 0) problems.push(`${path}: wider than the screen by ${wide} px`);
  }
  return problems;
}
