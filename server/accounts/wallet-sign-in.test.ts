import { describe, expect, test } from 'vitest';
import { MINUTE, SECOND } from '../clock';
import { type WalletScheme } from '../deps';
import { testBrowser } from '../testing/browser';
import { expectNothingWritten, makeAccount, testDeps } from '../testing/harness';
import { testWallet, type TestWallet } from '../testing/wallets';

const schemes: WalletScheme[] = ['sr25519', 'ed25519', 'ecdsa'];

async function world(scheme: WalletScheme = 'sr25519') {
  const deps = await testDeps();
  const browser = testBrowser(deps);
  const wallet = testWallet(scheme);
  const challenge = await browser.api.session.walletChallenge({ address: wallet.address });
  const refuses = async (signed: { nonce: string; signature: string }, code: string) => {
    await expectNothingWritten(deps.db, () =>
      expect(browser.api.session.walletSignIn(signed)).rejects.toMatchObject({ cause: { code } }),
    );
    expect(browser.cookie).toBeNull();
  };
  return { deps, browser, wallet, challenge, refuses, signed: signedBy(wallet, challenge) };
}

function signedBy(wallet: TestWallet, { nonce, statement }: { nonce: string; statement: string }) {
  return { nonce, signature: wallet.sign(statement) };
}

test('what the wallet shows can be read by a person: who asks, for what, until when, and that it is free', async () => {
  const { deps, challenge, wallet } = await world();
  expect(challenge.nonce).toMatch(/^[0-9a-f]{40}$/); // 160 bits
  expect(challenge.expiresAt).toEqual(new Date(deps.clock.now().getTime() + 5 * MINUTE));
  expect(challenge.statement).toBe(
    [
      'localhost:3000 asks you to sign in with this wallet:',
      wallet.address,
      '',
      'Signing is free and moves no money. Sign only if you are on localhost:3000 now.',
      '',
      'URI: http://localhost:3000',
      `Nonce: ${challenge.nonce}`,
      'Issued at: 2026-03-01T12:00:00.000Z',
      'Expires at: 2026-03-01T12:05:00.000Z',
    ].join('\n'),
  );
});

describe.each(schemes)('with a wallet of %s', (scheme) => {
  test('a newcomer gets an account with a made-up name, and comes back to it', async () => {
    const { deps, browser, wallet, signed } = await world(scheme);
    const { account, created } = await browser.api.session.walletSignIn(signed);
    expect(created).toBe(true);
    expect(account).toMatchObject({ email: null, roles: ['viewer'], hasPassword: false });
    expect(account.handle).toMatch(/^guest_[a-z0-9]{9}$/);
    expect((await browser.api.session.me()).account).toEqual(account);

    const elsewhere = testBrowser(deps);
    const again = await elsewhere.api.session.walletChallenge({ address: wallet.address });
    deps.clock.advance(MINUTE);
    expect(await elsewhere.api.session.walletSignIn(signedBy(wallet, again))).toEqual({ account, created: false });
    expect(await deps.db.wallet.findMany()).toMatchObject([
      { accountId: account.id, address: wallet.address, scheme, lastUsedAt: deps.clock.now() },
    ]);
    const log = await deps.db.auditEntry.findMany({ orderBy: { id: 'asc' } });
    expect(log.map(({ action, detail }) => [action, detail])).toEqual([
      ['account.signedUp', { by: 'wallet' }],
      ['account.signedIn', { by: 'wallet' }],
      ['account.signedIn', { by: 'wallet' }],
    ]);
  });

  test('a forged signature is refused, and nothing is written', async () => {
    const { wallet, challenge, refuses } = await world(scheme);
    const signature = wallet.sign(challenge.statement);
    const flipped = `${signature.slice(0, 20)}${signature[20] === '0' ? '1' : '0'}${signature.slice(21)}`;
    const { nonce } = challenge;
    await refuses({ nonce, signature: flipped }, 'badSignature');
    await refuses({ nonce, signature: wallet.sign(`${challenge.statement} `) }, 'badSignature');
    await refuses({ nonce, signature: `0x${'00'.repeat(64)}` }, 'badSignature');
    for (const other of schemes) {
      await refuses({ nonce, signature: testWallet(other, 9).sign(challenge.statement) }, 'badSignature');
    }
  });
});

test('a new session at every sign-in: the one that the browser had ends', async () => {
  const { deps, browser, wallet, signed } = await world();
  await browser.api.session.walletSignIn(signed);
  const first = browser.cookie;
  const again = await browser.api.session.walletChallenge({ address: wallet.address });
  await browser.api.session.walletSignIn(signedBy(wallet, again));
  expect(browser.cookie).not.toBe(first);
  expect((await deps.sessions.read(first)).signedIn).toBeNull();
  expect(await deps.db.session.count()).toBe(1);
});

test('any spelling of the address asks for the same wallet', async () => {
  const { browser } = await world();
  const { statement } = await browser.api.session.walletChallenge({
    address: ' 15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5 ',
  });
  expect(statement).toContain('5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY');
});

describe('a wallet sign-in is refused, and nothing is written,', () => {
  test('with a statement that was used', async () => {
    const { deps, browser, signed, refuses } = await world();
    await browser.api.session.walletSignIn(signed);
    browser.cookie = null;
    await refuses(signed, 'challengeUsed');
    expect(await deps.db.session.count()).toBe(1);
  });

  test('with a statement that has expired, and not a second earlier', async () => {
    const { deps, browser, signed, refuses } = await world();
    deps.clock.advance(5 * MINUTE);
    await refuses(signed, 'challengeExpired');
    deps.clock.advance(-SECOND);
    await browser.api.session.walletSignIn(signed);
  });

  test('with a statement for another wallet', async () => {
    const { browser, challenge, refuses } = await world();
    const mallory = testWallet('sr25519', 66);
    await refuses(signedBy(mallory, challenge), 'badSignature');
    // Nor does the victim's statement fit a nonce that the attacker asked for.
    const own = await browser.api.session.walletChallenge({ address: mallory.address });
    await refuses({ nonce: own.nonce, signature: mallory.sign(challenge.statement) }, 'badSignature');
    await refuses({ nonce: challenge.nonce, signature: mallory.sign(own.statement) }, 'badSignature');
  });

  test('with a statement that was made to link a wallet', async () => {
    const { deps, wallet, refuses } = await world();
    const asha = testBrowser(deps);
    await asha.api.session.signUp({ handle: 'asha', displayName: 'Asha', password: 'three small words' });
    const link = await asha.api.account.linkChallenge({ address: wallet.address });
    await refuses(signedBy(wallet, link), 'challengeUnknown');
  });

  test('with a statement that was made for another site', async () => {
    const { deps, browser, wallet, refuses } = await world();
    const config = { ...deps.config, origin: 'https://evil.example' };
    const evil = testBrowser({ ...deps, config });
    const { nonce, statement } = await evil.api.session.walletChallenge({ address: wallet.address });
    expect(statement).toContain('evil.example');
    await refuses({ nonce, signature: wallet.sign(statement) }, 'challengeUnknown');
    // What the other site got signed does not fit a nonce of ours either.
    const ours = await browser.api.session.walletChallenge({ address: wallet.address });
    await refuses({ nonce: ours.nonce, signature: wallet.sign(statement) }, 'badSignature');
  });

  test('with a nonce that is none of ours', async () => {
    const { refuses, signed } = await world();
    await refuses({ ...signed, nonce: '0'.repeat(40) }, 'challengeUnknown');
  });

  test('with words where a nonce and a signature should be', async () => {
    const { deps, browser, signed } = await world();
    for (const change of [
      { nonce: "' OR 1=1 --" },
      { nonce: '' },
      { signature: '0x' },
      { signature: 'x'.repeat(130) },
    ]) {
      await expectNothingWritten(deps.db, () =>
        expect(browser.api.session.walletSignIn({ ...signed, ...change })).rejects.toMatchObject({
          code: 'BAD_REQUEST',
        }),
      );
    }
  });

  test('for what is no address', async () => {
    const { deps, browser } = await world();
    for (const address of [
      '0x9621dde636de098b43efb0fa9b61facfe328f99d',
      '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQZ',
    ]) {
      await expectNothingWritten(deps.db, () =>
        expect(browser.api.session.walletChallenge({ address })).rejects.toMatchObject({
          cause: { code: 'badAddress' },
        }),
      );
    }
  });

  test('when too many statements were asked for one wallet, from wherever', async () => {
    const { deps, wallet } = await world(); // the first of ten
    const ask = (count: number) =>
      testBrowser(deps, { ipAddress: `198.51.100.${count}` }).api.session.walletChallenge({ address: wallet.address });
    for (let count = 1; count < 10; count += 1) await ask(count);
    await expectNothingWritten(deps.db, () =>
      expect(ask(10)).rejects.toMatchObject({ cause: { code: 'tooManyTries', retryAfterSeconds: 30 } }),
    );
  });

  test('when too many statements were asked for from one network', async () => {
    const { deps, browser } = await world(); // the first of thirty
    const ask = (seed: number) => browser.api.session.walletChallenge({ address: testWallet('ed25519', seed).address });
    for (let seed = 1; seed < 30; seed += 1) await ask(seed);
    await expectNothingWritten(deps.db, () =>
      expect(ask(30)).rejects.toMatchObject({ cause: { code: 'tooManyTries', retryAfterSeconds: 10 } }),
    );
  });

  test('when too many signatures were tried for one statement', async () => {
    const { browser, challenge, signed, refuses } = await world();
    const forged = { nonce: challenge.nonce, signature: testWallet('ed25519', 5).sign('something') };
    for (let count = 0; count < 10; count += 1) await browser.api.session.walletSignIn(forged).catch(() => undefined);
    await refuses(signed, 'tooManyTries');
  });
});

describe('at the same moment', () => {
  test('one statement used twice signs in once', async () => {
    const { deps, signed } = await world();
    const browsers = [1, 2, 3, 4].map(() => testBrowser(deps));
    const settled = await Promise.allSettled(browsers.map((browser) => browser.api.session.walletSignIn(signed)));
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const one of settled) {
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ cause: { code: 'challengeUsed' } });
    }
    expect(await deps.db.account.count()).toBe(1);
    expect(await deps.db.session.count()).toBe(1);
    expect(await deps.db.auditEntry.count()).toBe(2);
  });

  test('two statements of one unknown wallet make one account', async () => {
    const { deps, browser, wallet, signed } = await world();
    const other = signedBy(wallet, await browser.api.session.walletChallenge({ address: wallet.address }));
    const entered = await Promise.all([signed, other].map((one) => testBrowser(deps).api.session.walletSignIn(one)));
    expect(entered.map(({ created }) => created).sort()).toEqual([false, true]);
    expect(entered[0]?.account.id).toBe(entered[1]?.account.id);
    expect(await deps.db.account.count()).toBe(1);
  });
});

test('a wallet signs in to the account that it is linked to, under whatever handle', async () => {
  const { deps, browser, wallet, signed } = await world();
  const asha = await makeAccount(deps, { handle: 'asha' });
  const { h160 } = deps.wallets.parseAddress(wallet.address)!;
  await deps.db.wallet.create({ data: { accountId: asha.id, address: wallet.address, h160, scheme: wallet.scheme } });
  expect(await browser.api.session.walletSignIn(signed)).toMatchObject({ created: false, account: { id: asha.id } });
});

test('no signature and no nonce is in the log', async () => {
  const { deps, browser, signed, refuses } = await world();
  await refuses({ ...signed, signature: testWallet('ed25519', 5).sign('something') }, 'badSignature');
  await browser.api.session.walletSignIn(signed);
  const log = JSON.stringify(deps.logged);
  for (const secret of [signed.nonce, signed.signature, browser.cookie!.split('=')[1]!])
    expect(log).not.toContain(secret);
});
