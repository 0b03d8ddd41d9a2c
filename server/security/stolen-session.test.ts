import { describe, expect, test } from 'vitest';
import { DAY, MINUTE, SECOND } from '../clock';
import { testBrowser, type TestBrowser } from '../testing/browser';
import { expectNothingWritten, makeCreator, testDeps, type TestDeps } from '../testing/harness';
import { copyOf, hasLinked, link, proveBy, signedBy, signInBy } from '../testing/members';
import { testWallet } from '../testing/wallets';
import { PROOF_LIFETIME } from './proof';

const PASSWORD = 'three small words';
const NEW = 'three other words';

/**
 * Asha, a creator who is paid to a wallet, has been signed in for a while on her laptop; a thief
 * has a copy of its cookie.
 */
async function world() {
  const deps = await testDeps();
  const asha = await makeCreator(deps, { handle: 'asha', email: 'asha@example.org', password: PASSWORD });
  const [hers, thiefs] = [testWallet('ed25519', 1), testWallet('sr25519', 66)];
  const { id: walletId } = await hasLinked(deps, asha.id, hers);
  const laptop = testBrowser(deps, { userAgent: 'Laptop' });
  await laptop.api.session.signIn({ name: 'asha', password: PASSWORD });
  deps.clock.advance(PROOF_LIFETIME);
  await laptop.api.session.me(); // notes that the session was seen
  return { deps, asha, hers, thiefs, walletId, laptop, thief: copyOf(laptop, deps) };
}

/** The same with an account that has no password: it came with its wallet. */
async function walletOnly() {
  const deps = await testDeps();
  const hers = testWallet('ed25519', 1);
  const laptop = testBrowser(deps);
  const { account } = await signInBy(hers, laptop);
  deps.clock.advance(PROOF_LIFETIME);
  await laptop.api.session.me();
  return { deps, hers, account, laptop, thief: copyOf(laptop, deps) };
}

/**
 * Refused with that code: nothing is written, no cookie is given, and both browsers stay signed in.
 */
async function refuses(deps: TestDeps, browser: TestBrowser, act: () => Promise<unknown>, code: string) {
  const { cookie } = browser;
  await expectNothingWritten(deps.db, () => expect(act()).rejects.toMatchObject({ cause: { code } }));
  expect(browser.cookie).toBe(cookie);
}

const statementsFor = async ({ db }: TestDeps, address: string) => db.walletChallenge.count({ where: { address } });

describe('a stolen session without a proof', () => {
  test('cannot link the thief’s wallet, nor ask it to sign; the creator’s stays the one that is paid', async () => {
    const { deps, thief, thiefs, laptop, hers } = await world();
    const address = thiefs.address;
    await refuses(deps, thief, () => thief.api.account.linkChallenge({ address }), 'proofNeeded');
    expect(await statementsFor(deps, address)).toBe(0);
    expect((await laptop.api.security.payee()).wallet?.address).toBe(hers.address);
  });

  test('cannot link it with a statement that was signed while there was a proof', async () => {
    const { deps, thief, thiefs, laptop } = await world();
    await laptop.api.security.prove({ password: PASSWORD });
    thief.cookie = laptop.cookie;
    deps.clock.advance(PROOF_LIFETIME - SECOND);
    const signed = signedBy(thiefs, await thief.api.account.linkChallenge({ address: thiefs.address }));
    deps.clock.advance(SECOND);
    await thief.api.session.me();
    await refuses(deps, thief, () => thief.api.account.linkWallet(signed), 'proofNeeded');
    expect(await deps.db.wallet.count({ where: { address: thiefs.address } })).toBe(0);
  });

  test('cannot unlink the creator’s wallet', async () => {
    const { deps, thief, walletId } = await world();
    await refuses(deps, thief, () => thief.api.account.unlinkWallet({ id: walletId }), 'proofNeeded');
    expect(await deps.db.wallet.count({ where: { id: walletId } })).toBe(1);
  });

  test('cannot choose another linked wallet to be paid', async () => {
    const { deps, thief, asha, hers } = await world();
    const { id } = await hasLinked(deps, asha.id, testWallet('ed25519', 2), 0);
    await refuses(deps, thief, () => thief.api.security.choosePayee({ id }), 'proofNeeded');
    expect((await thief.api.security.payee()).wallet?.address).toBe(hers.address);
  });

  test('cannot set a first password, which would outlive the session', async () => {
    const { deps, thief, account } = await walletOnly();
    await refuses(deps, thief, () => thief.api.account.changePassword({ next: NEW }), 'proofNeeded');
    expect(await deps.db.passwordCredential.count({ where: { accountId: account.id } })).toBe(0);
  });

  test('cannot change the password, also right after its owner signed in', async () => {
    const { deps, thief, laptop } = await world();
    await refuses(deps, thief, () => thief.api.account.changePassword({ next: NEW }), 'proofNeeded');
    await laptop.api.session.signIn({ name: 'asha', password: PASSWORD });
    const early = copyOf(laptop, deps);
    await refuses(deps, early, () => early.api.account.changePassword({ next: NEW }), 'proofNeeded');
    await refuses(
      deps,
      early,
      () => early.api.account.changePassword({ current: 'three wrong words', next: NEW }),
      'wrongPassword',
    );
    await testBrowser(deps).api.session.signIn({ name: 'asha', password: PASSWORD });
  });

  test.each([
    ['e-mail address', { handle: 'asha', email: 'thief@example.org' }],
    ['name', { handle: 'thief', email: 'asha@example.org' }],
  ])('cannot change the %s by which one signs in', async (_what, names) => {
    const { deps, thief, asha } = await world();
    await refuses(deps, thief, () => thief.api.account.update(names), 'proofNeeded');
    expect(await deps.db.account.findUnique({ where: { id: asha.id } })).toMatchObject({
      handle: 'asha',
      email: 'asha@example.org',
    });
  });

  test('cannot delete the account, also right after its owner signed in', async () => {
    const { deps, thief, laptop, asha } = await world();
    await refuses(deps, thief, () => thief.api.account.delete({ handle: 'asha' }), 'proofNeeded');
    await laptop.api.session.signIn({ name: 'asha', password: PASSWORD });
    const early = copyOf(laptop, deps);
    await refuses(deps, early, () => early.api.account.delete({ handle: 'asha' }), 'proofNeeded');
    expect(await deps.db.account.findUnique({ where: { id: asha.id } })).toMatchObject({ deletedAt: null });
  });

  test('cannot delete an account that has no password', async () => {
    const { deps, thief, account } = await walletOnly();
    const { id, handle } = account;
    await refuses(deps, thief, () => thief.api.account.delete({ handle }), 'proofNeeded');
    expect(await deps.db.account.findUnique({ where: { id } })).toMatchObject({ deletedAt: null, handle });
  });
});

describe('a proof', () => {
  test('by the password lets its session link, unlink and choose for five minutes, and not a moment longer', async () => {
    const { deps, laptop, walletId } = await world();
    await laptop.api.security.prove({ password: PASSWORD });
    deps.clock.advance(PROOF_LIFETIME - 1);
    const second = testWallet('ecdsa', 7);
    const { id } = await link(second, laptop, 'Second');
    await laptop.api.security.choosePayee({ id });
    expect((await laptop.api.security.payee()).wallet?.address).toBe(second.address);
    deps.clock.advance(1);
    await laptop.api.session.me();
    await refuses(deps, laptop, () => laptop.api.account.unlinkWallet({ id: walletId }), 'proofNeeded');
    await laptop.api.security.prove({ password: PASSWORD });
    await laptop.api.account.unlinkWallet({ id: walletId });
    expect((await laptop.api.account.settings()).wallets).toMatchObject([{ id }]);
  });

  test('by a linked wallet does the same where there is no password, and sets the first one', async () => {
    const { deps, laptop, hers } = await walletOnly();
    await proveBy(hers, laptop);
    await laptop.api.account.changePassword({ next: NEW });
    expect((await laptop.api.session.me()).account?.hasPassword).toBe(true);
    expect((await deps.db.auditEntry.findMany({ orderBy: { id: 'asc' } })).map(({ action }) => action)).toEqual([
      ...['account.signedUp', 'account.signedIn', 'account.ownerProved', 'account.passwordSet'],
    ]);
  });

  test('by a linked wallet sets a new password for who has lost the old one', async () => {
    const { deps, laptop, hers } = await world();
    await proveBy(hers, laptop);
    await laptop.api.account.changePassword({ next: NEW });
    await testBrowser(deps).api.session.signIn({ name: 'asha', password: NEW });
  });

  test('says in the wallet for which account it is', async () => {
    const { laptop, hers } = await world();
    const { statement } = await laptop.api.security.proofChallenge({ address: hers.address });
    expect(statement).toContain('localhost:3000 asks for your consent to a change of the account @asha:');
    expect(statement).toContain(hers.address);
  });

  test('that is stale counts for nothing, by the second', async () => {
    const { deps, laptop, thief, walletId } = await world();
    await laptop.api.security.prove({ password: PASSWORD });
    deps.clock.advance(PROOF_LIFETIME);
    await laptop.api.session.me();
    thief.cookie = laptop.cookie;
    await refuses(deps, thief, () => thief.api.account.unlinkWallet({ id: walletId }), 'proofNeeded');
  });

  test('of one session is none in another of the same account', async () => {
    const { deps, laptop, walletId } = await world();
    const phone = testBrowser(deps);
    await phone.api.session.signIn({ name: 'asha', password: PASSWORD });
    deps.clock.advance(PROOF_LIFETIME);
    await Promise.all([phone.api.session.me(), laptop.api.session.me()]);
    await laptop.api.security.prove({ password: PASSWORD });
    await refuses(deps, phone, () => phone.api.account.unlinkWallet({ id: walletId }), 'proofNeeded');
  });

  test('that was asked for in one session cannot be given in another, whose holder had it signed', async () => {
    const { deps, laptop, hers } = await world();
    const phone = testBrowser(deps);
    await phone.api.session.signIn({ name: 'asha', password: PASSWORD });
    const signed = signedBy(hers, await phone.api.security.proofChallenge({ address: hers.address }));
    await refuses(deps, laptop, () => laptop.api.security.proveByWallet(signed), 'challengeUnknown');
    expect(await deps.db.session.count({ where: { confirmedAt: { not: null } } })).toBe(0);
  });

  test('of somebody else is none: their password, their wallet, what they were asked to sign', async () => {
    const { deps, thief, thiefs } = await world();
    const mallory = testBrowser(deps);
    const own = { handle: 'mallory', displayName: 'M', password: 'mallory knows this' };
    await hasLinked(deps, (await mallory.api.session.signUp(own)).id, thiefs);
    await refuses(deps, thief, () => thief.api.security.prove({ password: 'mallory knows this' }), 'wrongPassword');
    const { address } = thiefs;
    await refuses(deps, thief, () => thief.api.security.proofChallenge({ address }), 'walletNotLinked');
    const signed = signedBy(thiefs, await mallory.api.security.proofChallenge({ address }));
    await refuses(deps, thief, () => thief.api.security.proveByWallet(signed), 'challengeUnknown');
  });

  test('is no signature that was given to sign in, or to link a wallet; and none of it signs in or links', async () => {
    const { deps, laptop, hers } = await world();
    const { address } = hers;
    const signIn = signedBy(hers, await testBrowser(deps).api.session.walletChallenge({ address }));
    await refuses(deps, laptop, () => laptop.api.security.proveByWallet(signIn), 'challengeUnknown');
    const proof = signedBy(hers, await laptop.api.security.proofChallenge({ address }));
    await refuses(deps, laptop, () => laptop.api.account.linkWallet(proof), 'challengeUnknown');
    await refuses(deps, laptop, () => testBrowser(deps).api.session.walletSignIn(proof), 'challengeUnknown');
    await laptop.api.security.proveByWallet(proof);
    const relink = signedBy(hers, await laptop.api.account.linkChallenge({ address }));
    await refuses(deps, laptop, () => laptop.api.security.proveByWallet(relink), 'challengeUnknown');
  });

  test('by a wallet that was unlinked after it had been asked is none', async () => {
    const { deps, laptop, hers, walletId } = await world();
    const signed = signedBy(hers, await laptop.api.security.proofChallenge({ address: hers.address }));
    await deps.db.wallet.delete({ where: { id: walletId } });
    await refuses(deps, laptop, () => laptop.api.security.proveByWallet(signed), 'walletNotLinked');
  });

  test('by a forged signature is none, and does not spend the statement', async () => {
    const { deps, laptop, hers, thiefs } = await world();
    const { nonce, statement } = await laptop.api.security.proofChallenge({ address: hers.address });
    const forged = { nonce, signature: thiefs.sign(statement) };
    await refuses(deps, laptop, () => laptop.api.security.proveByWallet(forged), 'badSignature');
    await laptop.api.security.proveByWallet({ nonce, signature: hers.sign(statement) });
  });

  test('that is given twice counts once: the second prolongs nothing', async () => {
    const { deps, laptop, hers, walletId } = await world();
    const signed = signedBy(hers, await laptop.api.security.proofChallenge({ address: hers.address }));
    await laptop.api.security.proveByWallet(signed);
    deps.clock.advance(MINUTE);
    await refuses(deps, laptop, () => laptop.api.security.proveByWallet(signed), 'challengeUsed');
    deps.clock.advance(PROOF_LIFETIME - MINUTE);
    await laptop.api.session.me();
    await refuses(deps, laptop, () => laptop.api.account.unlinkWallet({ id: walletId }), 'proofNeeded');
  });

  test('that is given twice at the same moment counts once', async () => {
    const { deps, laptop, thief, hers } = await world();
    const signed = signedBy(hers, await laptop.api.security.proofChallenge({ address: hers.address }));
    const both = await Promise.allSettled([
      laptop.api.security.proveByWallet(signed),
      thief.api.security.proveByWallet(signed),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await deps.db.session.count()).toBe(1);
    expect(await deps.db.auditEntry.count({ where: { action: 'account.ownerProved' } })).toBe(1);
  });

  test('by a password that was changed while it was being verified is none', async () => {
    const { deps, asha, laptop } = await world();
    const verify: typeof deps.passwords.verify = async (hash, password) => {
      const fits = await deps.passwords.verify(hash, password);
      await deps.db.passwordCredential.update({ where: { accountId: asha.id }, data: { hash: 'another' } });
      return fits;
    };
    const browser = testBrowser({ ...deps, passwords: { ...deps.passwords, verify } });
    browser.cookie = laptop.cookie;
    await expectNothingWritten(
      deps.db,
      () =>
        expect(browser.api.security.prove({ password: PASSWORD })).rejects.toMatchObject({
          cause: { code: 'wrongPassword' },
        }),
      { except: ['password_credentials'] },
    );
  });

  test('is not to be guessed: after too many tries the right password is refused too, and its owner elsewhere is not', async () => {
    const { deps, thief } = await world();
    let verified = 0;
    const verify: typeof deps.passwords.verify = (...args) => ((verified += 1), deps.passwords.verify(...args));
    for (let count = 0; count < 9; count += 1) {
      const from = { ipAddress: `198.51.100.${count}` };
      const guessing = testBrowser({ ...deps, passwords: { ...deps.passwords, verify } }, from);
      guessing.cookie = thief.cookie;
      const password = count < 8 ? 'three wrong words' : PASSWORD;
      await refuses(
        deps,
        guessing,
        () => guessing.api.security.prove({ password }),
        count < 8 ? 'wrongPassword' : 'tooManyTries',
      );
    }
    expect(verified).toBe(8);
    const phone = testBrowser(deps);
    await phone.api.session.signIn({ name: 'asha', password: PASSWORD });
    await phone.api.security.prove({ password: PASSWORD });
  });

  test('is not to be fished for: too many statements asked for in one session are refused, elsewhere they are not', async () => {
    const { deps, thief, hers } = await world();
    const { address } = hers;
    for (let count = 0; count < 10; count += 1) await thief.api.security.proofChallenge({ address });
    await refuses(deps, thief, () => thief.api.security.proofChallenge({ address }), 'tooManyTries');
    await signInBy(hers, testBrowser(deps));
  });

  test('of nobody: who is not signed in is told so', async () => {
    const { deps, hers } = await world();
    const nobody = testBrowser(deps);
    await refuses(deps, nobody, () => nobody.api.security.prove({ password: PASSWORD }), 'notSignedIn');
    await refuses(deps, nobody, () => nobody.api.security.proofChallenge({ address: hers.address }), 'notSignedIn');
  });

  test('leaves neither password nor nonce nor signature in the log', async () => {
    const { deps, laptop, hers } = await world();
    await laptop.api.security.prove({ password: PASSWORD });
    const signed = signedBy(hers, await laptop.api.security.proofChallenge({ address: hers.address }));
    await laptop.api.security.proveByWallet(signed);
    const log = JSON.stringify(deps.logged);
    for (const secret of [PASSWORD, signed.nonce, signed.signature]) expect(log).not.toContain(secret);
  });
});

describe('a copy of the cookie', () => {
  test('is nobody’s from the moment its owner proves themself: the proof is not shared', async () => {
    const { deps, laptop, thief, walletId } = await world();
    await laptop.api.security.prove({ password: PASSWORD });
    expect(laptop.cookie).not.toBe(thief.cookie);
    await refuses(deps, thief, () => thief.api.account.unlinkWallet({ id: walletId }), 'notSignedIn');
    expect((await thief.api.session.me()).account).toBeNull();
    expect((await laptop.api.session.me()).account?.handle).toBe('asha');
  });

  test('does nothing by a request that was under way when its owner proved themself', async () => {
    const { deps, laptop, thief, walletId } = await world();
    const { api } = thief;
    await api.session.me(); // its session is read
    await laptop.api.security.prove({ password: PASSWORD });
    await refuses(deps, thief, () => api.account.unlinkWallet({ id: walletId }), 'notSignedIn');
  });

  test('that was used before its owner could is told to them, and ends with their next proof', async () => {
    const { laptop, thief, thiefs } = await world();
    await laptop.api.session.signIn({ name: 'asha', password: PASSWORD });
    thief.cookie = laptop.cookie;
    await link(thiefs, thief); // within the minutes after a sign-in
    expect((await laptop.api.session.me()).account).toBeNull();
    await laptop.api.session.signIn({ name: 'asha', password: PASSWORD });
    const [news] = (await laptop.api.session.me()).news;
    expect(news).toMatchObject({
      kind: 'walletLinked',
      wallet: { address: thiefs.address },
      ipAddress: '198.51.100.66',
      userAgent: 'Thief',
    });
    await laptop.api.account.changePassword({ current: PASSWORD, next: NEW });
    expect((await thief.api.session.me()).account).toBeNull();
    expect(thief.cookie).toBeNull();
  });

  test('whose holder linked a wallet cannot prove anything by it for a day: the password stays the owner’s', async () => {
    const { deps, laptop, thief, thiefs, hers } = await world();
    await laptop.api.session.signIn({ name: 'asha', password: PASSWORD });
    thief.cookie = laptop.cookie;
    await link(thiefs, thief);
    const { address } = thiefs;
    await refuses(deps, thief, () => thief.api.security.proofChallenge({ address }), 'walletTooNew');
    await refuses(deps, thief, () => thief.api.account.changePassword({ next: NEW }), 'proofNeeded');
    deps.clock.advance(DAY - 1);
    await thief.api.session.me();
    await refuses(deps, thief, () => thief.api.security.proofChallenge({ address }), 'walletTooNew');
    deps.clock.advance(1);
    await proveBy(thiefs, thief); // nobody took it off the account in a whole day
    await laptop.api.session.signIn({ name: 'asha', password: PASSWORD });
    await proveBy(hers, laptop);
  });

  test('an answer to a request with the old one does not take the new one away', async () => {
    const { deps, laptop, thief } = await world();
    await laptop.api.security.prove({ password: PASSWORD });
    expect(await deps.sessions.read(thief.cookie)).toEqual({ signedIn: null, setCookie: null });
  });
});

describe('each of these changes ends all other sessions, the present one goes on under a new name', () => {
  const changes: [string, (browser: TestBrowser, deps: TestDeps) => Promise<unknown>][] = [
    ['linking a wallet', (browser) => link(testWallet('sr25519', 9), browser)],
    [
      'unlinking one',
      async (browser, { db }) => browser.api.account.unlinkWallet({ id: (await db.wallet.findFirstOrThrow()).id }),
    ],
    ['a new password', (browser) => browser.api.account.changePassword({ current: PASSWORD, next: NEW })],
    ['another name', (browser) => browser.api.account.update({ handle: 'asha_rao', email: 'asha@example.org' })],
    ['another e-mail address', (browser) => browser.api.account.update({ handle: 'asha', email: null })],
  ];
  test.each(changes)('%s', async (_what, change) => {
    const { deps, laptop } = await world();
    const phone = testBrowser(deps);
    await phone.api.session.signIn({ name: 'asha', password: PASSWORD });
    await laptop.api.security.prove({ password: PASSWORD });
    const thief = copyOf(laptop, deps);
    await change(laptop, deps);
    expect((await laptop.api.session.me()).account).not.toBeNull();
    expect((await phone.api.session.me()).account).toBeNull();
    expect((await thief.api.session.me()).account).toBeNull();
    expect(await deps.db.session.count()).toBe(1);
  });

  test('and one that changes nothing ends none', async () => {
    const { deps, laptop, hers } = await world();
    const phone = testBrowser(deps);
    await phone.api.session.signIn({ name: 'asha', password: PASSWORD });
    await laptop.api.security.prove({ password: PASSWORD });
    await link(hers, laptop, 'Another label');
    await laptop.api.account.update({ handle: 'asha', email: 'asha@example.org' });
    expect((await phone.api.session.me()).account).not.toBeNull();
    expect(await deps.db.securityEvent.count()).toBe(0);
  });

  test('a change that is refused ends none either, and tells nothing', async () => {
    const { deps, laptop } = await walletOnly();
    const [{ id } = { id: '' }] = (await laptop.api.account.settings()).wallets;
    await proveBy(testWallet('ed25519', 1), laptop);
    await refuses(deps, laptop, () => laptop.api.account.unlinkWallet({ id }), 'lastCredential');
  });
});
