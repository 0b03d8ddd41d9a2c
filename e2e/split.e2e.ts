import { encodeAddress } from '@polkadot/util-crypto';
import { type Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { amount, type Amount, exactAmount } from '../sdk/money';
import { bytesOf, type H160 } from '../sdk/voucher';
import { contractAddress } from '../app/features/earnings/contract-address';
import { enter, eventually, openPurse, planckAt, unit } from './actor';
import { databaseOf, query } from './books';
import {
  becomeCreator,
  dialog,
  fillWallet,
  linkDemoWallet,
  problemsInBothThemes,
  signInDialog,
  signUp,
  useBrowser,
} from './browser';

const { visit } = useBrowser({ media: false });
const LONG = { timeout: 60_000 };

/** An account that nobody has: it only gets a part. */
const OTHER = encodeAddress(new Uint8Array(32).fill(7), 42);

/** Signs what the dialog shows, and puts away what is said then: the next time it is said again. */
async function sign(page: Page) {
  await signInDialog(page, 'Who gets a part of your earnings is set.');
  await page.getByRole('button', { name: 'Close this message' }).click();
}

/**
 * A viewer with a purse has signed for so much, and the server holds the voucher: what watching
 * comes to, without the watching.
 */
async function owe(creator: H160, owed: Amount): Promise<void> {
  const viewer = await enter(inject('url'));
  const maxRate = unit('0.05');
  await openPurse(viewer, { deposit: unit('1'), maxRate });
  const { chain, wallets } = await viewer.trpc.purse.overview.query();
  const domain = { chainId: chain.chainId!, contract: chain.contract! };
  const { nonce, openedAt } = wallets[0]!.purse!;
  const seconds = owed / maxRate;
  await eventually('the seconds have passed on the chain', 60_000, async () => {
    const { time } = (await viewer.trpc.purse.overview.query()).chain;
    return time.getTime() >= openedAt.getTime() + Number(seconds) * 1_000;
  });
  const key = await viewer.keys.loadOrCreate({ ...domain, viewer: viewer.h160 });
  const voucher = {
    viewer: viewer.h160,
    purseNonce: nonce,
    key: 0,
    creator,
    seconds,
    amount: owed,
    extras: amount(0n),
  };
  const { signature } = await key.signVoucher(domain, voucher);
  await query(
    databaseOf(inject('dataDir')),
    `INSERT INTO vouchers (viewer, purse_nonce, key, creator, seconds, amount, extras, signature, received_at, running_since)
     VALUES ($1, $2, 0, $3, $4, $5, 0, $6, now() - interval '1 minute', now())`,
    [viewer.h160, nonce, creator, String(seconds), String(owed), bytesOf(signature)],
  );
}

test('a creator whose wallet holds nothing is paid by the platform, which says before what it keeps', async () => {
  const { page } = await visit();
  const problems: string[] = [];
  await signUp(page);
  await becomeCreator(page);
  await page.goto('/wallet');
  await linkDemoWallet(page);
  const address = (await page.locator('main [title^="5"]').first().getAttribute('title')) ?? '';
  const owed = unit('0.25');
  await owe(contractAddress(address)!, owed);

  await page.goto('/dashboard/earnings');
  await page.getByTitle('0.25 UNIT').first().waitFor();
  await page.getByRole('button', { name: 'Withdraw', exact: true }).and(page.locator(':enabled')).waitFor(LONG);
  await page.getByRole('button', { name: 'Withdraw', exact: true }).click();
  await dialog(page)
    .getByText(/does not hold enough for the chain’s fee.*sends it for you and keeps 0\.00\d+ UNIT/)
    .waitFor();
  const arrives = dialog(page).getByText('Arrives in your wallet').locator('..').locator('[title]');
  const said = ((await arrives.getAttribute('title')) ?? '').replace(' UNIT', '');
  await dialog(page).getByText('every account on this chain has to hold that much').waitFor();
  problems.push(...(await problemsInBothThemes(page, 'what the platform keeps')));
  await dialog(page).getByRole('button', { name: 'Let the platform send it' }).click();
  await dialog(page).waitFor({ state: 'detached' });
  await page.getByRole('status').filter({ hasText: /^(Asked for|Sent)\./ }).waitFor(); // prettier-ignore
  problems.push(...(await problemsInBothThemes(page, 'asked for')));
  await page.getByText('It is in your wallet.').waitFor(LONG);
  await page.getByText('kept for sending it').waitFor();
  problems.push(...(await problemsInBothThemes(page, 'arrived')));
  expect(unit(said)).toBeLessThan(owed);

  // The file of what is not settled can be taken, by nobody else; here all of it is settled.
  const file = await page.request.get('/dashboard/earnings/vouchers');
  expect(file.headers()['content-disposition']).toMatch(/^attachment; filename="vouchers-.*\.json"$/);
  expect(await file.json()).toMatchObject({ format: 'vilokanam vouchers, version 2', vouchers: [] });
  const { page: stranger } = await visit();
  const refused = await stranger.request.get('/dashboard/earnings/vouchers');
  expect(new URL(refused.url()).pathname).toBe('/sign-in');

  // What was said has arrived, down to what the account's own units can tell.
  await page.goto('/wallet');
  const planck = await planckAt(inject('url'));
  const spendable = `${exactAmount(amount(unit(said) - (unit(said) % planck)))} UNIT`;
  await page.getByTitle(spendable, { exact: true }).first().waitFor();
  expect(problems).toEqual([]);
}, 240_000);

test('somebody who is no creator finds what others share with them', async () => {
  const { page } = await visit();
  await signUp(page);
  await page.goto('/dashboard');
  await page.getByRole('link', { name: 'Withdraw your part here' }).click();
  await page.waitForURL('**/dashboard/earnings');
  await linkDemoWallet(page);
  await page.goto('/dashboard/earnings');
  await page.getByText('Ready to withdraw').waitFor();
}, 60_000);

test('a creator shares earnings, sees with whom, changes it and shares no more', async () => {
  const { page } = await visit();
  const problems: string[] = [];
  await signUp(page);
  await becomeCreator(page);
  await page.goto('/wallet');
  await linkDemoWallet(page);
  await fillWallet(page);
  const own = (await page.locator('main [title^="5"]').first().getAttribute('title')) ?? '';

  await page.goto('/dashboard/earnings');
  await page.getByText('Nobody. All of it goes to this wallet.').waitFor();
  problems.push(...(await problemsInBothThemes(page, 'shared with nobody')));

  // What is wrong is said beside its field, and nothing typed is lost: neither by closing the
  // dialog nor by turning back.
  await page.getByRole('button', { name: 'Share these earnings' }).click();
  const part = (number: number) => dialog(page).getByRole('group', { name: `Part ${number}` });
  await part(1).getByLabel('Wallet address').fill(own);
  await part(1).getByLabel('Percent').fill('12.345');
  await dialog(page).getByRole('button', { name: 'Share these earnings' }).click();
  await part(1).getByText('That is this wallet itself.').waitFor();
  await part(1).getByText('At most two decimals, such as 12.25.').waitFor();
  problems.push(...(await problemsInBothThemes(page, 'the form with errors')));
  await part(1).getByLabel('Wallet address').fill(OTHER);
  await part(1).getByLabel('Percent').fill('12.25');
  await dialog(page).getByText('You keep 87.75 %.').waitFor();
  await dialog(page).getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Share these earnings' }).click();
  expect(await part(1).getByLabel('Wallet address').inputValue()).toBe(OTHER);
  await dialog(page).getByRole('button', { name: 'Share these earnings' }).click();
  const words = dialog(page).getByRole('group', { name: 'What you sign' });
  expect(await words.textContent()).toContain('gets12.25 %You keep87.75 %');
  await dialog(page).getByRole('button', { name: 'Back' }).click();
  expect(await part(1).getByLabel('Percent').inputValue()).toBe('12.25');
  await dialog(page).getByRole('button', { name: 'Share these earnings' }).click();
  await sign(page);

  const parts = page.getByRole('region', { name: /^Earnings of/ }).getByRole('listitem');
  await parts.filter({ hasText: '12.25 %' }).waitFor();
  expect(await parts.filter({ hasText: 'This wallet' }).textContent()).toBe('This wallet87.75 %');
  problems.push(...(await problemsInBothThemes(page, 'shared with somebody')));

  await page.getByRole('button', { name: 'Change', exact: true }).click();
  await dialog(page).getByRole('button', { name: 'Add somebody' }).click();
  await part(2)
    .getByLabel('Wallet address')
    .fill(`0x${'ab'.repeat(20)}`);
  await part(2).getByLabel('Percent').fill('90');
  await dialog(page).getByText('That is 2.25 % too much.').waitFor();
  await dialog(page).getByRole('button', { name: 'Set these parts' }).click();
  await part(2).getByText('With this it is 102.25 % in all. Give less.').waitFor();
  await part(2).getByLabel('Percent').fill('0.01');
  await dialog(page).getByRole('button', { name: 'Set these parts' }).click();
  await sign(page);
  await parts.filter({ hasText: '87.74 %' }).waitFor();

  await page.getByRole('button', { name: 'Change', exact: true }).click();
  await dialog(page).getByRole('button', { name: 'Remove part 2' }).click();
  await dialog(page).getByRole('button', { name: 'Remove part 1' }).click();
  await dialog(page).getByRole('button', { name: 'Share no more' }).click();
  await sign(page);
  await page.getByText('Nobody. All of it goes to this wallet.').waitFor();
  expect(problems).toEqual([]);
}, 180_000);
