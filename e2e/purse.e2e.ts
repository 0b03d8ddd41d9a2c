import { Keyring } from '@polkadot/keyring';
import { u8aToHex } from '@polkadot/util';
import { cryptoWaitReady, mnemonicGenerate } from '@polkadot/util-crypto';
import { type Locator, type Page } from 'playwright-core';
import { beforeAll, expect, inject, test } from 'vitest';
import { databaseOf, query } from './books';
import {
  dialog,
  FILLED,
  fillWallet,
  linkDemoWallet,
  problemsInBothThemes,
  notice,
  signIn,
  signInDialog,
  signUp,
  useBrowser,
} from './browser';

const { visit } = useBrowser({ media: false });
beforeAll(() => cryptoWaitReady());

/** Presses Tab until this has the focus. */
async function tabTo(page: Page, target: Locator) {
  for (let presses = 0; presses < 40; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('forty presses of Tab do not lead there');
}

test('a purse is opened, topped up, changed, kept open, closed and opened again, each time with the words read first', async () => {
  const { page } = await visit({ colorScheme: 'light' });
  const problems: string[] = [];
  await page.goto('/wallet');
  await page.waitForURL(/sign-in/);
  await signUp(page);
  await page.goto('/wallet');
  await page.getByText('No wallet is linked to your account.').waitFor();
  await linkDemoWallet(page);
  await fillWallet(page);

  // What is wrong is said beside its field before anything is asked of the wallet, and nothing
  // typed is lost.
  const deposit = page.getByLabel('Deposit, in UNIT');
  await deposit.fill('1000');
  await page.getByLabel('Highest price a minute').fill('a lot');
  await page.getByRole('button', { name: 'Open purse' }).click();
  await page.getByText(/Your wallet has 99\.\d+ UNIT\. Type less/).waitFor();
  await expect.poll(() => deposit.evaluate((field) => field === document.activeElement)).toBe(true);
  expect(await page.getByLabel('Highest price a minute').inputValue()).toBe('a lot');
  expect(await dialog(page).count()).toBe(0);
  problems.push(...(await problemsInBothThemes(page, 'the form with errors')));

  await deposit.fill('20');
  await page.getByLabel('Highest price a minute').fill('0.60');
  await page
    .getByText('That is 36 UNIT an hour. Your deposit lasts 33 min at that price, and longer at a lower one.')
    .waitFor();
  expect(await page.getByLabel(/tips/i).count()).toBe(0); // there is nothing to spend it on
  await page.getByRole('button', { name: 'Open purse' }).click();
  const words = dialog(page).getByRole('group', { name: 'What you sign' });
  expect(await words.textContent()).toContain('You deposit20.00 UNIT');
  expect(await words.textContent()).toContain('at most 0.60 UNIT a minute');
  problems.push(...(await problemsInBothThemes(page, 'what is signed')));
  await signInDialog(page, 'Your purse is open.');
  await page.getByText('Left to spend').waitFor();
  await page
    .getByText('It pays at most 0.60 UNIT a minute, for one stream at a time, and nothing else, until')
    .waitFor();
  problems.push(...(await problemsInBothThemes(page, 'the open purse')));

  const block = page.getByRole('row', { name: /Opened/ }).getByRole('link');
  await block.last().click();
  await page.waitForURL(/\/blocks\/\d+$/);
  await page.getByText('A purse was opened with 20.00 UNIT.').waitFor();
  problems.push(...(await problemsInBothThemes(page, 'a block')));
  await page.goBack();

  // By keyboard alone.
  await page.getByRole('button', { name: 'Top up' }).focus();
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByLabel('Add, in UNIT'));
  await page.keyboard.type('5.5');
  await page.keyboard.press('Enter');
  await dialog(page).getByText('You add').waitFor();
  await tabTo(page, dialog(page).getByRole('button', { name: 'Sign with Demo wallet' }));
  await page.keyboard.press('Enter');
  await notice(page, 'Your purse is topped up.').waitFor({ timeout: 30_000 });
  await page.getByTitle('25.5 UNIT').first().waitFor();

  await page.getByRole('button', { name: 'Change limits' }).click();
  await dialog(page).getByLabel('Highest price a minute').fill('1.20');
  await dialog(page).getByText('1 stream at a time').click();
  await dialog(page).getByLabel('Streams at a time').selectOption('2');
  await dialog(page).getByRole('button', { name: 'Change limits' }).click();
  await signInDialog(page, 'Your purse has its new limits.');
  await page.getByText('It pays at most 1.20 UNIT a minute, for up to 2 streams at a time').waitFor();

  await page.getByRole('button', { name: 'Close the purse' }).click();
  await dialog(page)
    .getByRole('button', { name: /Close in 1 minute/ })
    .click();
  await signInDialog(page, 'Your purse is closing.');
  expect(await page.getByRole('timer').textContent()).toMatch(/^[01]:\d\d$/);
  problems.push(...(await problemsInBothThemes(page, 'the closing purse')));
  await page.getByRole('button', { name: 'Keep it open' }).click();
  await signInDialog(page, 'Your purse stays open.');

  await page.getByRole('button', { name: 'Close the purse' }).click();
  await dialog(page).getByRole('button', { name: 'Close at once' }).click();
  await signInDialog(page, 'Your purse is closed.');
  await page.getByText('Your last purse is closed.').waitFor();
  await page.getByText(/Your wallet has 99\.\d\d UNIT/).waitFor();

  await page.getByRole('button', { name: 'Open purse' }).click();
  await signInDialog(page, 'Your purse is open.');
  await page.getByTitle('20 UNIT', { exact: true }).first().waitFor();
  expect(problems).toEqual([]);
}, 180_000);

test('a reload in the middle goes on with the same transaction, and another browser is told why it cannot pay', async () => {
  const { page } = await visit();
  const handle = await signUp(page);
  await linkDemoWallet(page);
  await fillWallet(page);
  const progress = '**/trpc/purse.transaction**';
  await page.route(progress, () => undefined); // the page learns nothing of it until the reload
  await page.getByRole('button', { name: 'Open purse' }).click();
  await dialog(page).getByRole('button', { name: 'Sign with Demo wallet' }).click();
  await dialog(page).getByText('On its way').waitFor();
  await page.unroute(progress);
  await page.reload();
  await notice(page, 'Your purse is open.').waitFor({ timeout: 30_000 });
  await page.getByText('Left to spend').waitFor();
  expect(await page.getByRole('row', { name: /Opened/ }).count()).toBe(1);

  const other = await visit();
  await signIn(other.page, handle);
  await other.page.waitForURL((url) => url.pathname === '/');
  await other.page.goto('/wallet');
  await other.page.getByText('This browser cannot pay from your purse.').waitFor();
  await other.page.getByRole('button', { name: 'Pay from this browser' }).click();
  await dialog(other.page).getByRole('button', { name: 'Pay from this browser' }).click();
  await dialog(other.page).getByRole('button', { name: 'Sign with Demo wallet' }).click();
  const said = await dialog(other.page).getByRole('alert').textContent();
  expect(said).toContain('The demo wallet of this browser does not hold');
  expect(said).toContain('nothing was charged');
}, 120_000);

test('of two wallets this browser pays from the purse that it has the key of, and tells both apart', async () => {
  const { page } = await visit({ colorScheme: 'light' });
  const handle = await signUp(page);
  await linkDemoWallet(page);
  await fillWallet(page);
  await page.getByLabel('Deposit, in UNIT').fill('10');
  await page.getByRole('button', { name: 'Open purse' }).click();
  await signInDialog(page, 'Your purse is open.');

  const other = await visit({ colorScheme: 'light' });
  await signIn(other.page, handle);
  await other.page.waitForURL((url) => url.pathname === '/');
  await other.page.goto('/settings');
  await other.page.getByRole('button', { name: 'Link a wallet' }).click();
  await other.page.getByRole('button', { name: 'Demo wallet' }).click();
  await dialog(other.page).getByRole('button', { name: 'Another account' }).click();
  await dialog(other.page).getByRole('button', { name: 'Make another account' }).click();
  await dialog(other.page)
    .getByRole('button', { name: /^Demo account 2/ })
    .click();
  await dialog(other.page).getByRole('button', { name: 'Sign and link' }).click();
  await dialog(other.page).waitFor({ state: 'detached' });

  await other.page.goto('/wallet');
  await other.page.getByText('This browser cannot pay from your purse.').waitFor();
  const wallets = other.page.getByRole('navigation', { name: 'Your wallets' });
  await wallets.getByText('Its key is in another browser').waitFor();
  await wallets.getByRole('link', { name: /Demo account 2/ }).click();
  await fillWallet(other.page);
  await other.page.getByLabel('Deposit, in UNIT').fill('5');
  await other.page.getByRole('button', { name: 'Open purse' }).click();
  await signInDialog(other.page, 'Your purse is open.');
  await wallets.getByText('Pays from this browser').waitFor();
  const problems = await problemsInBothThemes(other.page, 'two wallets');
  if (process.env.SHOTS) await other.page.screenshot({ path: `${process.env.SHOTS}/two-wallets.png`, fullPage: true });
  await other.page.goto('/wallet');
  await other.page.getByRole('link', { name: /^Use Demo account 2/ }).waitFor();

  const paid = `/watch/${await aPaidStream()}`;
  await other.page.goto(paid);
  await other.page.getByRole('button', { name: /^(Watch for|Go on after it)/ }).waitFor({ timeout: 20_000 });
  expect(await other.page.getByText('This browser cannot pay').count()).toBe(0);
  await signIn(page, handle); // linking a wallet there ended the session here
  await page.waitForURL((url) => url.pathname === '/');
  await page.goto(paid);
  await page
    .getByRole('button', { name: /^(Watch for|Go on after it|Watch here instead)/ })
    .waitFor({ timeout: 20_000 });
  expect(await page.getByText('This browser cannot pay').count()).toBe(0);
  expect(problems).toEqual([]);
}, 180_000);

/** One that the demo studio plays, dear to nobody. */
async function aPaidStream(): Promise<string> {
  const [row] = await query<{ id: string }>(
    databaseOf(inject('dataDir')),
    `SELECT id FROM streams WHERE demo AND status = 'live' AND rate_per_second > 0 ORDER BY rate_per_second LIMIT 1`,
  );
  return row!.id;
}

test('a wallet that says no is charged nothing, and what was typed stays', async () => {
  const { page } = await visit();
  const pair = new Keyring({ type: 'sr25519' }).addFromUri(mnemonicGenerate());
  await page.exposeFunction('signAsWallet', (data: string) =>
    u8aToHex(pair.sign(`<Bytes>${Buffer.from(data.slice(2), 'hex').toString()}</Bytes>`)),
  );
  await page.addInitScript((address) => {
    const { signAsWallet } = window as unknown as { signAsWallet(data: string): Promise<string> };
    const accounts = { get: () => Promise.resolve([{ address, name: 'Test account', type: 'sr25519' }]) };
    const signer = {
      signRaw: async ({ data }: { data: string }) => ({ signature: await signAsWallet(data) }),
      signPayload: () => Promise.reject(new Error('Cancelled')),
    };
    window.injectedWeb3 = { talisman: { version: '1', enable: () => Promise.resolve({ accounts, signer }) } };
  }, pair.address);
  await signUp(page);
  await page.goto('/wallet');
  await page.getByRole('button', { name: 'Link a wallet' }).click();
  await page.getByRole('button', { name: 'Talisman' }).click();
  await page.getByRole('button', { name: 'Sign and link' }).click();
  await page.getByRole('button', { name: 'Get 100 UNIT of play money' }).click();
  await page.getByText(FILLED).waitFor();

  await page.getByLabel('Deposit, in UNIT').fill('12.5');
  await page.getByRole('button', { name: 'Open purse' }).click();
  await dialog(page).getByRole('button', { name: 'Sign with Talisman' }).click();
  await dialog(page).getByText('Your wallet said no. Nothing was sent and nothing was charged.').waitFor();
  await dialog(page).getByRole('button', { name: 'Back' }).click();
  expect(await page.getByLabel('Deposit, in UNIT').inputValue()).toBe('12.5');
  await page.reload();
  await page.getByText(FILLED).waitFor();
  await page.getByText('Nothing yet.').waitFor();
}, 60_000);

test('a block that is not known yet, and one that is no number, say so', async () => {
  const { page } = await visit();
  expect((await page.goto('/blocks/999999999'))?.status()).toBe(404);
  await page.getByText('We do not know this block.').waitFor();
  expect((await page.goto('/blocks/first'))?.status()).toBe(404);
});
