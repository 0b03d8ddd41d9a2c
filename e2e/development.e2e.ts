import { afterAll, beforeAll, expect, test } from 'vitest';
import { useBrowser } from './browser';
import { type Product, startProduct } from './product';

const { visit } = useBrowser();
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
