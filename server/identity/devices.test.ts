import { expect, test } from 'vitest';
import { DAY, MINUTE } from '../clock';
import { testBrowser } from '../testing/browser';
import { expectNothingWritten, makeAccount, testDeps, type TestDeps } from '../testing/harness';
import { testWallet } from '../testing/wallets';
import { deviceOf } from './devices';
import { sweep } from '../accounts/sweep';

const PASSWORD = 'three small words';
const RIGHT = { name: 'asha', password: PASSWORD };
const WRONG = { name: 'asha', password: 'three wrong words' };

/** An owner whose browser signed in before and is signed out now. */
async function world() {
  const deps = await testDeps();
  const asha = await makeAccount(deps, { handle: 'asha', email: 'asha@example.org', password: PASSWORD });
  const browser = testBrowser(deps);
  await browser.api.session.signIn(RIGHT);
  await browser.api.session.signOut();
  return { deps, asha, browser };
}

/** Wrong tries until they are refused, from many networks and then from the owner's own. */
async function attack(deps: TestDeps) {
  for (let count = 0; count < 8; count += 1) {
    const stranger = testBrowser(deps, { ipAddress: `198.51.100.${count}` });
    await expect(stranger.api.session.signIn(WRONG)).rejects.toThrow();
  }
  for (let count = 0; count < 40; count += 1) {
    await testBrowser(deps)
      .api.session.signIn({ name: `name${count}`, password: 'x' })
      .catch(() => undefined);
  }
  await expect(testBrowser(deps).api.session.signIn(RIGHT)).rejects.toMatchObject({ cause: { code: 'tooManyTries' } });
}

test('wrong tries of strangers, from elsewhere and from the same network, do not lock the owner out of a known browser', async () => {
  const { deps, browser, asha } = await world();
  await attack(deps);
  expect((await browser.api.session.signIn({ name: 'asha@example.org', password: PASSWORD })).id).toBe(asha.id);
});

test('a known browser has its own tries: after eight wrong ones it waits too, and nothing is written', async () => {
  const { deps, browser } = await world();
  for (let count = 0; count < 8; count += 1) {
    await expect(browser.api.session.signIn(WRONG)).rejects.toMatchObject({ cause: { code: 'wrongCredentials' } });
  }
  await expectNothingWritten(deps.db, () =>
    expect(browser.api.session.signIn(RIGHT)).rejects.toMatchObject({ cause: { code: 'tooManyTries' } }),
  );
  deps.clock.advance(MINUTE);
  await browser.api.session.signIn(RIGHT);
});

test('a browser is known to the accounts that signed in with it, and to no other', async () => {
  const { deps } = await world();
  await makeAccount(deps, { handle: 'mallory', password: PASSWORD });
  const mallory = testBrowser(deps, { ipAddress: '203.0.113.1' });
  await mallory.api.session.signIn({ name: 'mallory', password: PASSWORD });
  await attack(deps);
  await expect(mallory.api.session.signIn(RIGHT)).rejects.toMatchObject({ cause: { code: 'tooManyTries' } });
});

test('a made-up device is known to nobody and is never kept', async () => {
  const { deps } = await world();
  const planted = 'ab'.repeat(20);
  const browser = testBrowser(deps, { ipAddress: '203.0.113.1', device: planted });
  await browser.api.session.signIn(RIGHT);
  expect(browser.setCookies.join()).not.toContain(planted);
  await attack(deps);
  const other = testBrowser(deps, { ipAddress: '203.0.113.2', device: planted });
  await expect(other.api.session.signIn(RIGHT)).rejects.toMatchObject({ cause: { code: 'tooManyTries' } });
});

test('a wallet’s owner is asked to sign in a known browser, however often strangers asked for that wallet', async () => {
  const { deps } = await world();
  const wallet = testWallet();
  const browser = testBrowser(deps);
  const { nonce, statement } = await browser.api.session.walletChallenge({ address: wallet.address });
  await browser.api.session.walletSignIn({ nonce, signature: wallet.sign(statement) });
  const ask = (from: ReturnType<typeof testBrowser>) => from.api.session.walletChallenge({ address: wallet.address });
  for (let count = 0; count < 9; count += 1) await ask(testBrowser(deps, { ipAddress: `198.51.100.${count}` }));
  await expect(ask(testBrowser(deps, { ipAddress: '198.51.100.99' }))).rejects.toMatchObject({
    cause: { code: 'tooManyTries' },
  });
  await ask(browser);
});

test('with another password no browser is known but the one that it was changed in: a thief who had signed in has no tries of their own', async () => {
  const { deps, asha, browser } = await world();
  const thief = testBrowser(deps, { ipAddress: '203.0.113.1' });
  await thief.api.session.signIn(RIGHT);
  await browser.api.session.signIn(RIGHT);
  expect(await deps.db.knownDevice.count({ where: { accountId: asha.id } })).toBe(2);
  const NEXT = 'three other words';
  await browser.api.account.changePassword({ current: PASSWORD, next: NEXT });
  expect(await deps.db.knownDevice.count({ where: { accountId: asha.id } })).toBe(1);
  await browser.api.session.signOut();
  deps.clock.advance(10 * MINUTE); // all tries are to be had again
  for (let count = 0; count < 8; count += 1)
    await expect(thief.api.session.signIn(RIGHT)).rejects.toMatchObject({ cause: { code: 'wrongCredentials' } });
  // the thief's tries were everybody's, and the owner's browser has its own
  const stranger = testBrowser(deps, { ipAddress: '203.0.113.2' });
  const refused = { cause: { code: 'tooManyTries' } };
  await expect(stranger.api.session.signIn({ name: 'asha', password: NEXT })).rejects.toMatchObject(refused);
  await expect(thief.api.session.signIn({ name: 'asha', password: NEXT })).rejects.toMatchObject(refused);
  expect((await browser.api.session.signIn({ name: 'asha', password: NEXT })).id).toBe(asha.id);
});

test('a refused change of the password forgets no browser', async () => {
  const { deps, browser } = await world();
  await testBrowser(deps, { ipAddress: '203.0.113.1' }).api.session.signIn(RIGHT);
  await browser.api.session.signIn(RIGHT);
  const change = browser.api.account.changePassword({ current: 'three wrong words', next: 'three other words' });
  await expect(change).rejects.toMatchObject({ cause: { code: 'wrongPassword' } });
  expect(await deps.db.knownDevice.count()).toBe(2);
});

test('the cookie is kept from scripts and other sites, its secret stands in no table, and in the log neither', async () => {
  const { deps, browser } = await world();
  const header = browser.setCookies.find((one) => one.includes('vilokanam-device')) ?? '';
  expect(header).toMatch(/^vilokanam-device=[0-9a-f]{40}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/);
  const secret = deviceOf(header.split(';')[0]) ?? 'none';
  expect(JSON.stringify(await deps.db.knownDevice.findMany())).not.toContain(secret);
  expect(JSON.stringify(deps.logged)).not.toContain(secret);
  expect(deviceOf('a=b; __Host-vilokanam-device=' + secret)).toBe(secret);
  expect(deviceOf('vilokanam-device=DROP TABLE')).toBeNull();
});

test('twenty browsers are known at most; a year without a sign-in, or the account’s end, forgets them', async () => {
  const { deps, browser, asha } = await world();
  for (let count = 0; count < 22; count += 1) {
    deps.clock.advance(MINUTE);
    await testBrowser(deps, { ipAddress: `198.51.100.${count}` }).api.session.signIn(RIGHT);
  }
  expect(await deps.db.knownDevice.count({ where: { accountId: asha.id } })).toBe(20);
  await browser.api.session.signIn(RIGHT);
  await browser.api.account.delete({ handle: 'asha', password: PASSWORD });
  expect(await deps.db.knownDevice.count()).toBe(0);
  await makeAccount(deps, { handle: 'bela', password: PASSWORD });
  await browser.api.session.signIn({ name: 'bela', password: PASSWORD });
  deps.clock.advance(400 * DAY);
  expect((await sweep(deps)).devices).toBe(1);
});
