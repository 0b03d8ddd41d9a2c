import { describe, expect, test } from 'vitest';
import { testBrowser } from '../testing/browser';
import { expectNothingWritten, makeAccount, testDeps, type TestDeps } from '../testing/harness';
import { testWallet } from '../testing/wallets';

const OLD = 'three small words';
const NEW = 'three other words';

async function world() {
  const deps = await testDeps();
  const asha = await makeAccount(deps, { handle: 'asha_rao_veena', password: OLD });
  const [laptop, phone] = [testBrowser(deps), testBrowser(deps)];
  for (const browser of [laptop, phone]) await browser.api.session.signIn({ name: 'asha_rao_veena', password: OLD });
  return { deps, asha, laptop, phone };
}

const lastAction = async ({ db }: TestDeps) => (await db.auditEntry.findFirst({ orderBy: { id: 'desc' } }))?.action;

test('ends all other sessions, gives this browser a new one, and the new password is the one that counts', async () => {
  const { deps, laptop, phone } = await world();
  const before = laptop.cookie;
  await laptop.api.account.changePassword({ current: OLD, next: NEW });
  expect(await lastAction(deps)).toBe('account.passwordChanged');
  expect(laptop.cookie).not.toBe(before);
  expect((await deps.sessions.read(before)).signedIn).toBeNull();
  expect((await laptop.api.session.me()).account?.handle).toBe('asha_rao_veena');
  expect((await phone.api.session.me()).account).toBeNull();
  expect(await deps.db.session.count()).toBe(1);
  await expect(phone.api.session.signIn({ name: 'asha_rao_veena', password: OLD })).rejects.toMatchObject({
    cause: { code: 'wrongCredentials' },
  });
  await phone.api.session.signIn({ name: 'asha_rao_veena', password: NEW });
});

test('an account that came with a wallet sets its first password without one, and signs in by it', async () => {
  const deps = await testDeps();
  const [browser, wallet] = [testBrowser(deps), testWallet()];
  const { nonce, statement } = await browser.api.session.walletChallenge({ address: wallet.address });
  const { account } = await browser.api.session.walletSignIn({ nonce, signature: wallet.sign(statement) });
  await browser.api.account.changePassword({ next: NEW });
  expect(await lastAction(deps)).toBe('account.passwordSet');
  expect((await browser.api.session.me()).account?.hasPassword).toBe(true);
  const me = await testBrowser(deps).api.session.signIn({ name: account.handle, password: NEW });
  expect(me.id).toBe(account.id);
});

describe('is refused, and nothing is written, sessions included,', () => {
  test.each([
    ['without the current password', { next: NEW }, 'proofNeeded'],
    ['with a wrong current password', { current: NEW, next: NEW }, 'wrongPassword'],
    ['for a much used password', { current: OLD, next: 'Qwertyuiop' }, 'passwordTooCommon'],
    ['for the handle', { current: OLD, next: 'ASHA_RAO_VEENA' }, 'passwordTooCommon'],
  ])('%s', async (_what, input, code) => {
    const { deps, laptop } = await world();
    const { cookie } = laptop;
    await expectNothingWritten(deps.db, () =>
      expect(laptop.api.account.changePassword(input)).rejects.toMatchObject({ cause: { code } }),
    );
    expect(laptop.cookie).toBe(cookie);
  });

  test('for a short one', async () => {
    const { deps, laptop } = await world();
    await expectNothingWritten(deps.db, () =>
      expect(laptop.api.account.changePassword({ current: OLD, next: 'nine char' })).rejects.toMatchObject({
        cause: { issues: [{ path: ['next'] }] },
      }),
    );
  });

  test('for who is not signed in', async () => {
    const { deps } = await world();
    await expectNothingWritten(deps.db, () =>
      expect(testBrowser(deps).api.account.changePassword({ current: OLD, next: NEW })).rejects.toMatchObject({
        cause: { code: 'notSignedIn' },
      }),
    );
  });

  test('after too many tries, from whichever network, before a password is verified', async () => {
    const { deps, laptop } = await world();
    let verified = 0;
    const verify: typeof deps.passwords.verify = (...args) => ((verified += 1), deps.passwords.verify(...args));
    for (let count = 0; count < 6; count += 1) {
      const thief = testBrowser(
        { ...deps, passwords: { ...deps.passwords, verify } },
        { ipAddress: `198.51.100.${count}` },
      );
      thief.cookie = laptop.cookie;
      const code = count < 5 ? 'wrongPassword' : 'tooManyTries';
      await expectNothingWritten(deps.db, () =>
        expect(thief.api.account.changePassword({ current: 'three wrong words', next: NEW })).rejects.toMatchObject({
          cause: { code },
        }),
      );
    }
    expect(verified).toBe(5);
  });

  test('after too many tries from one network, of however many accounts', async () => {
    const { deps } = await world();
    const thief = testBrowser(deps, { ipAddress: '198.51.100.1' });
    for (let count = 0; count < 21; count += 1) {
      const { id } = await makeAccount(deps);
      await deps.db.passwordCredential.create({ data: { accountId: id, hash: await cheapHash() } });
      thief.cookie = (await deps.sessions.create(id, { ipAddress: '', userAgent: '' })).split(';')[0] ?? null;
      const code = count < 20 ? 'wrongPassword' : 'tooManyTries';
      await expectNothingWritten(deps.db, () =>
        expect(thief.api.account.changePassword({ current: 'three wrong words', next: NEW })).rejects.toMatchObject({
          cause: { code },
        }),
      );
    }
  });

  test('when it was changed elsewhere while the old one was being verified', async () => {
    const { deps, asha, laptop } = await world();
    const other = await cheapHash();
    const hash: typeof deps.passwords.hash = async (password) => {
      await deps.db.passwordCredential.update({ where: { accountId: asha.id }, data: { hash: other } });
      return deps.passwords.hash(password);
    };
    const browser = testBrowser({ ...deps, passwords: { ...deps.passwords, hash } });
    browser.cookie = laptop.cookie;
    await expectNothingWritten(
      deps.db,
      () =>
        expect(browser.api.account.changePassword({ current: OLD, next: NEW })).rejects.toMatchObject({
          cause: { code: 'wrongPassword' },
        }),
      { except: ['password_credentials'] },
    );
    const credential = await deps.db.passwordCredential.findUniqueOrThrow({ where: { accountId: asha.id } });
    expect(credential.hash).toBe(other);
  });
});

/** A real hash that costs little to verify. */
async function cheapHash() {
  const { hash } = await import('@node-rs/argon2');
  return hash('a password that nobody types', { memoryCost: 64, timeCost: 1 });
}
