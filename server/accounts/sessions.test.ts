import { describe, expect, test } from 'vitest';
import { DAY, MINUTE } from '../clock';
import { testBrowser } from '../testing/browser';
import { expectNothingWritten, makeAccount, testDeps } from '../testing/harness';

const PASSWORD = 'three small words';

async function world() {
  const deps = await testDeps();
  await makeAccount(deps, { handle: 'asha', password: PASSWORD });
  await makeAccount(deps, { handle: 'mallory', password: PASSWORD });
  const signedIn = async (name: string, userAgent: string) => {
    const browser = testBrowser(deps, { userAgent });
    await browser.api.session.signIn({ name, password: PASSWORD });
    return browser;
  };
  const laptop = await signedIn('asha', 'Laptop');
  deps.clock.advance(MINUTE);
  const phone = await signedIn('asha', 'Phone');
  const mallory = await signedIn('mallory', 'Burner');
  return { deps, laptop, phone, mallory, signedIn };
}

test('one’s sessions are listed, newest first, and say which one asks', async () => {
  const { deps, laptop } = await world();
  const { sessions } = await laptop.api.account.settings();
  const now = deps.clock.now();
  expect(sessions).toMatchObject([
    { current: false, userAgent: 'Phone', ipAddress: '192.0.2.1', createdAt: now, lastSeenAt: now },
    { current: true, userAgent: 'Laptop' },
  ]);
  // What is listed names a session, and does not sign in.
  for (const { id } of sessions) expect((await deps.sessions.read(`vilokanam=${id}`)).signedIn).toBeNull();
});

test('an expired session is not listed', async () => {
  const { deps, laptop, signedIn } = await world();
  deps.clock.advance(16 * DAY);
  await laptop.api.session.me();
  deps.clock.advance(16 * DAY);
  expect((await laptop.api.account.settings()).sessions).toMatchObject([{ userAgent: 'Laptop' }]);
  await signedIn('asha', 'Tablet');
});

test('signing out ends this browser’s session alone, and takes the cookie', async () => {
  const { deps, laptop, phone } = await world();
  const { cookie } = laptop;
  await laptop.api.session.signOut();
  expect(laptop.cookie).toBeNull();
  expect((await deps.sessions.read(cookie)).signedIn).toBeNull();
  expect((await phone.api.session.me()).account?.handle).toBe('asha');
  expect(await deps.db.auditEntry.findFirst({ orderBy: { id: 'desc' } })).toMatchObject({
    action: 'account.signedOut',
  });
});

test('signing out without a session is no error, and writes nothing', async () => {
  const { deps } = await world();
  await expectNothingWritten(deps.db, () => testBrowser(deps).api.session.signOut());
});

test('ending one of one’s sessions signs that browser out', async () => {
  const { deps, laptop, phone } = await world();
  const { sessions } = await laptop.api.account.settings();
  await laptop.api.account.endSession({ id: sessions.find(({ userAgent }) => userAgent === 'Phone')!.id });
  expect((await phone.api.session.me()).account).toBeNull();
  expect((await laptop.api.session.me()).account?.handle).toBe('asha');
  expect(laptop.cookie).not.toBeNull();
  expect(await deps.db.auditEntry.findFirst({ orderBy: { id: 'desc' } })).toMatchObject({
    action: 'account.sessionEnded',
  });
});

test('ending one’s own session takes the cookie too', async () => {
  const { laptop } = await world();
  const { sessions } = await laptop.api.account.settings();
  await laptop.api.account.endSession({ id: sessions.find(({ current }) => current)!.id });
  expect(laptop.cookie).toBeNull();
});

test('ending the others leaves this one, and everybody else’s', async () => {
  const { laptop, phone, mallory, deps } = await world();
  await laptop.api.account.endOtherSessions();
  expect((await phone.api.session.me()).account).toBeNull();
  expect((await laptop.api.session.me()).account?.handle).toBe('asha');
  expect((await mallory.api.session.me()).account?.handle).toBe('mallory');
  expect(await deps.db.session.count()).toBe(2);
});

describe('it is refused, and nothing is written,', () => {
  test('to end somebody else’s session: as if it did not exist', async () => {
    const { deps, laptop, mallory } = await world();
    const [{ id } = { id: '' }] = (await laptop.api.account.settings()).sessions;
    await expectNothingWritten(deps.db, () =>
      expect(mallory.api.account.endSession({ id })).rejects.toMatchObject({ cause: { code: 'notFound' } }),
    );
  });

  test('to do anything by a session that was ended', async () => {
    const { deps, laptop, phone } = await world();
    const { cookie } = phone;
    await laptop.api.account.endOtherSessions();
    await expectNothingWritten(deps.db, async () => {
      for (const act of [
        () => phone.api.account.settings(),
        () => phone.api.account.endOtherSessions(),
        () => phone.api.account.becomeCreator(),
        () => phone.api.account.delete({ handle: 'asha', password: PASSWORD }),
      ]) {
        phone.cookie = cookie;
        await expect(act()).rejects.toMatchObject({ cause: { code: 'notSignedIn' } });
      }
    });
  });

  test('to do anything by a session that has expired; what is left of it goes', async () => {
    const { deps, laptop } = await world();
    deps.clock.advance(31 * DAY);
    await expectNothingWritten(
      deps.db,
      () => expect(laptop.api.account.becomeCreator()).rejects.toMatchObject({ cause: { code: 'notSignedIn' } }),
      { except: ['sessions'] },
    );
    expect(laptop.cookie).toBeNull();
  });

  test('to sign in over a WebSocket, which could not keep the cookie', async () => {
    const { deps } = await world();
    const { createCaller } = await import('../trpc/root');
    const socket = createCaller({
      deps,
      log: deps.log,
      origin: { ipAddress: '192.0.2.9', userAgent: '' },
      who: async () => null,
      setCookie: null,
      place: null,
      language: 'en',
      languageChosen: false,
    });
    await expectNothingWritten(deps.db, () =>
      expect(socket.session.signIn({ name: 'asha', password: PASSWORD })).rejects.toMatchObject({
        code: 'INTERNAL_SERVER_ERROR',
      }),
    );
  });
});
