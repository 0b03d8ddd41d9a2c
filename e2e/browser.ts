import AxeBuilder from '@axe-core/playwright';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import { findChromium, findHeadlessShell } from '../scripts/launcher/chromium.mjs';
import { ownNetwork } from './network';

/**
 * Whoever sits before a screen of their own: a browser context with its page, and what its console
 * complained about.
 */
export interface Visitor {
  context: BrowserContext;
  page: Page;
  complaints: string[];
}

const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const DESKTOP: BrowserContextOptions = { viewport: { width: 1440, height: 900 } };

/**
 * A camera and a microphone that are not there: a green picture with a clock, and a beep a second;
 * nobody has to allow them. Ten pictures a second are half the work of twenty, and show as much.
 */
const CAMERA = ['--use-fake-device-for-media-stream=fps=10', '--use-fake-ui-for-media-stream'];

/**
 * Chromium for a test file. After each test its visitors are gone, and a complaint of their
 * consoles is a failure. `media`: something is played or recorded.
 */
export function useBrowser({ camera = false, media = true } = {}) {
  let browser: Browser;
  const visitors: Visitor[] = [];
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: media ? findChromium() : findHeadlessShell(),
      args: [
        ...['--no-sandbox', '--disable-quic', '--disable-background-networking', '--disable-component-update'],
        ...(camera ? CAMERA : []),
      ],
    });
  });
  afterEach(async () => {
    const leaving = visitors.splice(0);
    await Promise.all(leaving.map(({ context }) => context.close()));
    expect(leaving.flatMap(({ complaints }) => complaints)).toEqual([]);
  });
  afterAll(() => browser.close());

  async function visit(options: BrowserContextOptions & { phone?: boolean } = {}): Promise<Visitor> {
    const { phone = false, ...rest } = options;
    const place = { baseURL: inject('url'), extraHTTPHeaders: ownNetwork() };
    const context = await browser.newContext({ locale: 'en-GB', ...place, ...(phone ? PHONE : DESKTOP), ...rest });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      // A refusal is an answer; what a link prefetches may not be needed after all, or be asked for
      // before Remix has discovered the link's route, which it says and then goes on without
      // prefetching. LiveKit's client is surprised when its channels close with the page,
      // or a stream ends while it still connects or takes a message, or a guest takes away what the
      // server takes too.
      const expected =
        /status of (400|401|403|404|409|429)|preloaded using link preload but not used|^Tried to prefetch \S+ but no routes matched|^DataChannel error on|^publisher data channel|^Abort connection attempt due to user|^abort transport connection|^received unpublished event for unknown track|^error reading from signal stream/.test(
          message.text(),
        );
      if (['error', 'warning'].includes(message.type()) && !expected) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    const visitor = { context, page, complaints };
    visitors.push(visitor);
    return visitor;
  }
  return { visit };
}

/**
 * Waits until nothing moves: colours on their way from one theme to the other are neither's, and
 * axe would judge them.
 */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise((seen) => requestAnimationFrame(seen));
    await frame();
    await frame();
    const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    const deadline = new Promise((passed) => setTimeout(passed, 2_000));
    await Promise.race([Promise.allSettled(ending.map(({ finished }) => finished)), deadline]);
  });
}

/** What axe finds against WCAG 2.2 AA, in a form that names the place. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  await settled(page);
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')} (${node.failureSummary ?? ''})`),
  );
}

/** How far the page is wider than the screen. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/**
 * What axe and the edge of the screen say of what is shown. Colours are the theme's and places the
 * width's: two looks see both of each.
 */
export async function problemsInBothThemes(page: Page, what: string): Promise<string[]> {
  const problems: string[] = [];
  for (const { width, colorScheme } of [
    { width: 390, colorScheme: 'dark' },
    { width: 1440, colorScheme: 'light' },
  ] as const) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    const found = await accessibilityProblems(page);
    if ((await overflow(page)) > 0) found.push(`wider than the screen by ${await overflow(page)} px`);
    problems.push(...found.map((problem) => `${what}, ${width} px, ${colorScheme}: ${problem}`));
  }
  return problems;
}

let named = 0;
/** A name that nobody has yet, in this run or an earlier one. */
export function freshHandle(prefix = 'guest'): string {
  return `${prefix}_${Date.now().toString(36)}${(named += 1)}`.slice(0, 24);
}

export const PASSWORD = 'a sentence that nobody guesses';

/** Signs up through the page, as a person does. */
export async function signUp(page: Page, handle = freshHandle()): Promise<string> {
  await page.goto('/sign-up');
  await page.getByLabel('Name', { exact: true }).fill(handle);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-up'));
  return handle;
}

/** Becomes a creator, signed in already; ends on the dashboard. */
export async function becomeCreator(page: Page): Promise<void> {
  await page.goto('/dashboard');
  await page.getByRole('button', { name: /creator/i }).click();
  await page.getByRole('heading', { name: 'Dashboard' }).waitFor();
}

/** Signs in through the page. */
export async function signIn(page: Page, name: string, password = PASSWORD): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('Name or e-mail').fill(name);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

export const dialog = (page: Page) => page.getByRole('dialog');
export const notice = (page: Page, text: string) => page.getByRole('status', { name: 'Notices' }).getByText(text);

/** What the faucet gave, without the little that keeps an account alive. */
export const FILLED = /Your wallet has 99\.9\d* UNIT\. What/;

/** Links the demo wallet on the page of the purse. */
export async function linkDemoWallet(page: Page): Promise<void> {
  if (!page.url().includes('/wallet')) await page.goto('/wallet');
  await page.getByRole('button', { name: 'Link a wallet' }).click();
  await page.getByRole('button', { name: 'Demo wallet' }).click();
  await page.getByRole('button', { name: 'Sign and link' }).click();
  await dialog(page).waitFor({ state: 'detached' });
}

/** Has the faucet fill the wallet, on the page of the purse. */
export async function fillWallet(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Get 100 UNIT of play money' }).click();
  await page.getByText(FILLED).waitFor();
}

/** Signs what the dialog shows, and waits until it is final. */
export async function signInDialog(page: Page, done: string, wallet = 'Demo wallet'): Promise<void> {
  await dialog(page)
    .getByRole('button', { name: `Sign with ${wallet}` })
    .click();
  await notice(page, done).waitFor({ timeout: 30_000 });
  await dialog(page).waitFor({ state: 'detached' });
}
