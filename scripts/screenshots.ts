// npm run screenshots: the pages as people see them, into docs/screenshots. Starts the product by itself.
import { mkdirSync } from 'node:fs';
import { chromium, type Page } from 'playwright-core';
import { startProduct } from '../e2e/product';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from './demo-accounts.mjs';
import { findChromium } from './launcher/chromium.mjs';

const FOLDER = 'docs/screenshots';
const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1440, height: 900 } };
const [creator] = DEMO_ACCOUNTS;

/** Before anybody is signed in, and after. */
const OPEN = { home: '/', 'sign-in': '/sign-in', profile: `/@${creator.handle}`, watch: 'a live stream' };
const SIGNED_IN = { dashboard: '/dashboard', 'new-stream': '/dashboard/new', settings: '/settings' };

mkdirSync(FOLDER, { recursive: true });
const product = await startProduct();
const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
try {
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await browser.newContext({ baseURL: product.url, viewport, colorScheme, deviceScaleFactor: 1 });
      const page = await context.newPage();
      const take = async (name: string, path: string) => {
        await page.goto(path, { waitUntil: 'networkidle' });
        await page.screenshot({ path: `${FOLDER}/${name}-${size}-${colorScheme}.png` });
        console.log(`${name} ${size} ${colorScheme}`);
      };
      for (const [name, path] of Object.entries(OPEN))
        await take(name, path.startsWith('/') ? path : await liveStream(page));
      await signIn(page);
      for (const [name, path] of Object.entries(SIGNED_IN)) await take(name, path);
      await context.close();
    }
  }
} finally {
  await browser.close();
  await product.stop();
}

async function liveStream(page: Page): Promise<string> {
  await page.goto('/');
  return (await page.locator('a[href^="/watch/"]').first().getAttribute('href')) ?? '/';
}

async function signIn(page: Page): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('Name or e-mail').fill(creator.handle);
  await page.getByLabel('Password', { exact: true }).fill(DEMO_PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL(`${product.url}/`);
}
