import { encodeAddress } from '@polkadot/util-crypto';
import { type Page } from 'playwright-core';
import { expect, test } from 'vitest';
import {
  becomeCreator,
  dialog,
  fillWallet,
  linkDemoWallet,
  lookTwice,
  signInDialog,
  signUp,
  useBrowser,
} from './browser';

const { visit } = useBrowser();

/** An account that nobody has: it only gets a part. */
const OTHER = encodeAddress(new Uint8Array(32).fill(7), 42);

/** Signs what the dialog shows, and puts away what is said then: the next time it is said again. */
async function sign(page: Page) {
  await signInDialog(page, 'Who gets a part of your earnings is set.');
  await page.getByRole('button', { name: 'Close this message' }).click();
}

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
  problems.push(...(await lookTwice(page, 'shared with nobody')));

  // What is wrong is said beside its field, and nothing typed is lost: neither by closing the dialog nor by turning back.
  await page.getByRole('button', { name: 'Share these earnings' }).click();
  const part = (number: number) => dialog(page).getByRole('group', { name: `Part ${number}` });
  await part(1).getByLabel('Wallet address').fill(own);
  await part(1).getByLabel('Percent').fill('12.345');
  await dialog(page).getByRole('button', { name: 'Share these earnings' }).click();
  await part(1).getByText('That is this wallet itself.').waitFor();
  await part(1).getByText('At most two decimals, such as 12.25.').waitFor();
  problems.push(...(await lookTwice(page, 'the form with errors')));
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
  problems.push(...(await lookTwice(page, 'shared with somebody')));

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
