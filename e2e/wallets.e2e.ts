import { Keyring } from '@polkadot/keyring';
import { u8aToHex } from '@polkadot/util';
import { cryptoWaitReady, mnemonicGenerate } from '@polkadot/util-crypto';
import { type Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { freshHandle, signUp, useBrowser } from './browser';

const { visit } = useBrowser({ media: false });
beforeAll(() => cryptoWaitReady());

/**
 * Puts a wallet extension into the page whose keys are the test's: it wraps and signs as real ones
 * do.
 */
async function installWallet(page: Page, options: { type?: 'sr25519' | 'ed25519' | 'ecdsa'; tamper?: boolean } = {}) {
  const { type = 'sr25519', tamper = false } = options;
  const pair = new Keyring({ type }).addFromUri(mnemonicGenerate());
  await page.exposeFunction('signAsWallet', (data: string) => {
    const text = Buffer.from(data.slice(2), 'hex').toString();
    const signature = pair.sign(`<Bytes>${text}${tamper ? '.' : ''}</Bytes>`);
    return u8aToHex(signature);
  });
  await page.addInitScript(
    ({ address, keyType }) => {
      const signRaw = async ({ data }: { data: string }) => ({
        signature: await (window as unknown as { signAsWallet(data: string): Promise<string> }).signAsWallet(data),
      });
      const accounts = { get: () => Promise.resolve([{ address, name: 'Test account', type: keyType }]) };
      window.injectedWeb3 = {
        talisman: { version: '1', enable: () => Promise.resolve({ accounts, signer: { signRaw } }) },
      };
    },
    { address: pair.address, keyType: type },
  );
  return pair.address;
}

async function continueWithWallet(page: Page, wallet = 'Talisman', door = '/sign-in') {
  await page.goto(door);
  await page.getByRole('button', { name: 'Continue with a wallet' }).click();
  await page.getByRole('button', { name: wallet }).click();
  const dialog = page.getByRole('dialog');
  const statement = await dialog.getByLabel('The text to sign').textContent();
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  return statement ?? '';
}

test.each(['sr25519', 'ed25519', 'ecdsa'] as const)(
  'a %s wallet makes an account at first, and finds it again',
  async (type) => {
    const { page } = await visit();
    const address = await installWallet(page, { type });
    const statement = await continueWithWallet(page);
    expect(statement).toContain(address);
    expect(statement).toContain(new URL(page.url()).host);
    await page.waitForURL('**/settings?welcome');
    const handle = await page.getByLabel('Name', { exact: true }).inputValue();

    await page.context().clearCookies();
    await continueWithWallet(page);
    await page.waitForURL((url) => url.pathname === '/');
    await page.goto('/settings');
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe(handle);
  },
);

test('a signature over another text signs nobody in', async () => {
  const { page } = await visit();
  await installWallet(page, { tamper: true });
  await continueWithWallet(page);
  expect(await page.getByRole('dialog').getByRole('alert').textContent()).toContain('does not fit');
  await page.goto('/settings');
  await page.waitForURL(/sign-in/);
});

test('the demo wallet of a local installation needs no extension', async () => {
  const { page } = await visit();
  await continueWithWallet(page, 'Demo wallet');
  await page.waitForURL('**/settings?welcome');
});

test('a wallet is linked to an account that has a password, and then signs in to it', async () => {
  const { page } = await visit();
  await installWallet(page);
  const handle = await signUp(page);
  await page.goto('/settings');
  await page.getByRole('button', { name: 'Link a wallet' }).click();
  await page.getByRole('button', { name: 'Talisman' }).click();
  await page.getByRole('button', { name: 'Sign and link' }).click();
  await page.getByText('Test account').waitFor();

  await page.context().clearCookies();
  await continueWithWallet(page);
  await page.waitForURL((url) => url.pathname === '/');
  await page.goto('/settings');
  expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe(handle);
});

test('a new account of a wallet chooses a name, and is led on to where it was going', async () => {
  const { page } = await visit({ phone: true });
  await installWallet(page);
  await page.goto('/');
  const going = (await page.locator('a[href^="/watch/"]').first().getAttribute('href')) ?? '';
  await continueWithWallet(page, 'Talisman', `/sign-in?next=${encodeURIComponent(going)}`);
  await page.waitForURL('**/settings?welcome&next=*');
  await page.getByRole('link', { name: 'Go on to the stream' }).waitFor();
  await page.getByRole('button', { name: 'Choose a name' }).click();
  const name = page.getByLabel('Name', { exact: true });
  expect(await name.evaluate((field) => field === document.activeElement)).toBe(true);
  await name.fill(freshHandle('fresh'));
  await page.getByRole('button', { name: 'Save account' }).click();
  await page.locator('#account').getByRole('link', { name: 'Go on to the stream' }).click();
  await page.waitForURL(`**${going}`);

  await page.goto('/settings?welcome&next=//evil.example/');
  expect(await page.getByRole('link', { name: 'See what is live' }).getAttribute('href')).toBe('/');
});
