import { type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { eventually } from './actor';
import { accessibilityProblems, problemsInBothThemes, overflow, useBrowser } from './browser';
import { type Product, startProduct } from './product';

const { visit } = useBrowser({ media: false });
/** A page is made at its first visit. */
const FIRST_VISIT_MS = 120_000;

let development: Product;
beforeAll(async () => {
  development = await startProduct('--dev');
}, 180_000);
afterAll(() => development.stop());

test('npm run dev serves pages that come alive, from their first visit on', async () => {
  const { page } = await visit({ baseURL: development.url, colorScheme: 'light' });
  await page.goto('/');
  await page.getByRole('button', { name: 'Theme' }).click();
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe('dark');
  await page.goto('/sign-in');
  await page.getByRole('button', { name: 'Continue with a wallet' }).click();
  await page.getByRole('button', { name: 'Demo wallet' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/settings?welcome');
});

test('the page of all components shows each of them, accessible and within the screen, in both themes', async () => {
  const { page } = await visit({ baseURL: development.url });
  await page.goto('/gallery', { waitUntil: 'networkidle', timeout: FIRST_VISIT_MS });
  const specimens = await page.locator('[data-specimen]').all();
  expect(specimens.length).toBeGreaterThan(80);
  expect(await problemsInBothThemes(page, 'components')).toEqual([]);
  expect(await blank(page, specimens)).toEqual([]);
}, 300_000);

test('what opens from the page of all components is accessible and within the screen, too', async () => {
  const { page } = await visit({ baseURL: development.url, phone: true });
  await page.goto('/gallery', { waitUntil: 'networkidle', timeout: FIRST_VISIT_MS });
  const problems: string[] = [];
  const press = (name: string) => page.getByRole('button', { name }).click();
  const look = async (what: string) => {
    problems.push(...(await accessibilityProblems(page)).map((problem) => `${what}: ${problem}`));
    if ((await overflow(page)) > 0) problems.push(`${what}: wider than the screen by ${await overflow(page)} px`);
  };
  // what is pressed before the page has come alive does nothing
  await eventually('a press is answered', 60_000, async () => {
    const answered = await page.getByRole('alert').isVisible();
    if (!answered) await press('Refuse the form');
    return answered;
  });
  await press('Say that it is done');
  await press('Say a long problem');
  await look('notes');
  await press('Open the dialog');
  await page.getByRole('dialog').waitFor();
  await look('dialog');
  await page.keyboard.press('Escape');
  await press('Ask a question');
  await page.getByRole('alertdialog').waitFor();
  await look('question');
  await page.keyboard.press('Escape');
  await press('Open the menu');
  await page.getByRole('menu').waitFor();
  await look('menu');
  expect(problems).toEqual([]);
}, 120_000);

test('a build has no page of all components', async () => {
  expect((await fetch(`${inject('url')}/gallery`)).status).toBe(404);
});

/** Those of which the screen shows nothing: one colour all over. */
async function blank(page: Page, specimens: Locator[]): Promise<string[]> {
  const found: string[] = [];
  for (const specimen of specimens) {
    const picture = (await specimen.screenshot({ animations: 'disabled' })).toString('base64');
    const colours = await page.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
      context?.drawImage(bitmap, 0, 0);
      const pixels = new Uint32Array(context?.getImageData(0, 0, bitmap.width, bitmap.height).data.buffer ?? []);
      return new Set(pixels).size;
    }, picture);
    if (colours < 2) found.push((await specimen.getAttribute('data-specimen')) ?? '');
  }
  return found;
}
