import { describe, expect, test } from 'vitest';
import { MINUTE } from '../clock';
import { testBrowser, type TestBrowser } from '../testing/browser';
import { expectNothingWritten, testDeps, type TestDeps } from '../testing/harness';
import { testWallet, type TestWallet } from '../testing/wallets';

async function signedUp(deps: TestDeps, handle: string) {
  const browser = testBrowser(deps);
  const me = await browser.api.session.signUp({ handle, displayName: handle, password: 'three small words' });
  return { browser, me };
}

async function withWalletOnly(deps: TestDeps, wallet: TestWallet) {
  const browser = testBrowser(deps);
  const { nonce, statement } = await browser.api.session.walletChallenge({ address: wallet.address });
  const { account } = await browser.api.session.walletSignIn({ nonce, signature: wallet.sign(statement) });
  return { browser, me: account };
}

async function world() {
  const deps = await testDeps();
  return { deps, wallet: testWallet('ed25519'), ...(await signedUp(deps, 'asha')) };
}

async function signed({ api }: TestBrowser, wallet: TestWallet) {
  const { nonce, statement } = await api.account.linkChallenge({ address: wallet.address });
  return { nonce, statement, signature: wallet.sign(statement) };
}

const actions = async ({ db }: TestDeps) =>
  (await db.auditEntry.findMany({ orderBy: { id: 'asc' } })).map(({ action }) => action).slice(2);

describe('linking a wallet', () => {
  test('asks it by a statement that names the account, and signs in from then on', async () => {
    const { deps, browser, me, wallet } = await world();
    const { nonce, statement, signature } = await signed(browser, wallet);
    expect(statement).toContain('localhost:3000 asks to link this wallet to the account @asha:');
    const { id } = await browser.api.account.linkWallet({ nonce, signature, label: ' My phone ' });
    expect((await browser.api.account.settings()).wallets).toEqual([
      {
        id,
        address: wallet.address,
        scheme: 'ed25519',
        label: 'My phone',
        linkedAt: deps.clock.now(),
        lastUsedAt: null,
      },
    ]);
    expect(await actions(deps)).toEqual(['account.walletLinked']);
    expect((await withWalletOnly(deps, wallet)).me.id).toBe(me.id);
  });

  test('again gives it another label, and is still one wallet', async () => {
    const { deps, browser, wallet } = await world();
    await browser.api.account.linkWallet({ ...(await signed(browser, wallet)), label: 'Phone' });
    await browser.api.account.linkWallet({ ...(await signed(browser, wallet)), label: 'Laptop' });
    expect((await browser.api.account.settings()).wallets).toMatchObject([{ label: 'Laptop' }]);
    expect(await actions(deps)).toEqual(['account.walletLinked']);
  });

  test('takes whatever name the wallet has for it, made to fit', async () => {
    const { browser, wallet } = await world();
    await browser.api.account.linkWallet({ ...(await signed(browser, wallet)), label: ` \u202e${'🪕'.repeat(60)}` });
    expect((await browser.api.account.settings()).wallets[0]?.label).toBe('🪕'.repeat(40));
  });

  describe('is refused, and nothing is written,', () => {
    const refuses = (deps: TestDeps, act: () => Promise<unknown>, code: string) =>
      expectNothingWritten(deps.db, () => expect(act()).rejects.toMatchObject({ cause: { code } }));

    test('for who is not signed in', async () => {
      const { deps, browser, wallet } = await world();
      const link = await signed(browser, wallet);
      const nobody = testBrowser(deps);
      await refuses(deps, () => nobody.api.account.linkChallenge({ address: wallet.address }), 'notSignedIn');
      await refuses(deps, () => nobody.api.account.linkWallet(link), 'notSignedIn');
    });

    test('with a statement that another account asked for', async () => {
      const { deps, browser, wallet } = await world();
      const mallory = await signedUp(deps, 'mallory');
      const link = await signed(browser, wallet);
      await refuses(deps, () => mallory.browser.api.account.linkWallet(link), 'challengeUnknown');
      // Nor when that account goes by another name now, and this one has taken the name that the
      // statement says.
      await browser.api.account.update({ handle: 'asha_rao', email: null });
      await mallory.browser.api.account.update({ handle: 'asha', email: null });
      await refuses(deps, () => mallory.browser.api.account.linkWallet(link), 'challengeUnknown');
      await refuses(deps, () => browser.api.account.linkWallet(link), 'challengeUnknown');
    });

    test('with a statement that was made to sign in', async () => {
      const { deps, browser, wallet } = await world();
      const { nonce, statement } = await testBrowser(deps).api.session.walletChallenge({ address: wallet.address });
      const signature = wallet.sign(statement);
      await refuses(deps, () => browser.api.account.linkWallet({ nonce, signature }), 'challengeUnknown');
    });

    test('with a statement that was used, or has expired', async () => {
      const { deps, browser, wallet } = await world();
      const [first, second] = [await signed(browser, wallet), await signed(browser, wallet)];
      await browser.api.account.linkWallet(first);
      await refuses(deps, () => browser.api.account.linkWallet(first), 'challengeUsed');
      deps.clock.advance(5 * MINUTE);
      await browser.api.session.me(); // notes that the session was seen
      await refuses(deps, () => browser.api.account.linkWallet(second), 'challengeExpired');
    });

    test('with a statement that was made for another site', async () => {
      const { deps, browser, wallet } = await world();
      const evil = testBrowser({ ...deps, config: { ...deps.config, origin: 'https://evil.example' } });
      evil.cookie = browser.cookie;
      const link = await signed(evil, wallet);
      await refuses(deps, () => browser.api.account.linkWallet(link), 'challengeUnknown');
    });

    test('with a signature of another wallet', async () => {
      const { deps, browser, wallet } = await world();
      const { nonce, statement } = await signed(browser, wallet);
      const signature = testWallet('ed25519', 2).sign(statement);
      await refuses(deps, () => browser.api.account.linkWallet({ nonce, signature }), 'badSignature');
    });

    test('for a wallet that another account has; the statement is not spent', async () => {
      const { deps, browser, wallet } = await world();
      const other = await withWalletOnly(deps, wallet);
      const link = await signed(browser, wallet);
      await refuses(deps, () => browser.api.account.linkWallet(link), 'walletTaken');
      expect((await other.browser.api.account.settings()).wallets).toHaveLength(1);
    });
  });

  test('to two accounts at the same moment links it to one', async () => {
    const { deps, browser, wallet } = await world();
    const bela = (await signedUp(deps, 'bela')).browser;
    const links = [await signed(browser, wallet), await signed(bela, wallet)] as const;
    const settled = await Promise.allSettled([
      browser.api.account.linkWallet(links[0]),
      bela.api.account.linkWallet(links[1]),
    ]);
    expect(settled.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(settled.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { cause: { code: 'walletTaken' } },
    });
    expect(await deps.db.wallet.count()).toBe(1);
  });
});

describe('unlinking a wallet', () => {
  test('leaves the password, and the wallet is a stranger from then on', async () => {
    const { deps, browser, me, wallet } = await world();
    const { id } = await browser.api.account.linkWallet(await signed(browser, wallet));
    await browser.api.account.unlinkWallet({ id });
    expect((await browser.api.account.settings()).wallets).toEqual([]);
    expect(await actions(deps)).toEqual(['account.walletLinked', 'account.walletUnlinked']);
    expect((await withWalletOnly(deps, wallet)).me.id).not.toBe(me.id);
  });

  test('is refused for the last way in, and nothing is written', async () => {
    const { deps, wallet } = await world();
    const { browser } = await withWalletOnly(deps, wallet);
    const { id } = (await browser.api.account.settings()).wallets[0]!;
    await expectNothingWritten(deps.db, () =>
      expect(browser.api.account.unlinkWallet({ id })).rejects.toMatchObject({ cause: { code: 'lastCredential' } }),
    );
  });

  test('of both wallets at the same moment leaves one', async () => {
    const { deps, wallet } = await world();
    const { browser } = await withWalletOnly(deps, wallet);
    await browser.api.account.linkWallet(await signed(browser, testWallet('ecdsa')));
    const { wallets } = await browser.api.account.settings();
    expect(wallets).toHaveLength(2);
    const settled = await Promise.allSettled(wallets.map(({ id }) => browser.api.account.unlinkWallet({ id })));
    expect(settled.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await deps.db.wallet.count()).toBe(1);
  });

  test('of somebody else is refused as if it did not exist, and nothing is written', async () => {
    const { deps, browser, wallet } = await world();
    const { id } = await browser.api.account.linkWallet(await signed(browser, wallet));
    const mallory = (await signedUp(deps, 'mallory')).browser;
    await expectNothingWritten(deps.db, () =>
      expect(mallory.api.account.unlinkWallet({ id })).rejects.toMatchObject({ cause: { code: 'notFound' } }),
    );
  });
});
