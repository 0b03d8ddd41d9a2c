import { hash as argon2 } from '@node-rs/argon2';
import { describe, expect, test } from 'vitest';
import { MINUTE } from '../clock';
import { expectNothingWritten, makeAccount, testDeps, type TestDeps } from '../testing/harness';
import { testBrowser } from '../testing/browser';

const PASSWORD = 'three small words';

async function world() {
  const deps = await testDeps();
  const asha = await makeAccount(deps, { handle: 'asha', email: 'asha@example.org', password: PASSWORD });
  return { deps, asha, browser: testBrowser(deps) };
}

/** Counts what argon2 was asked, for that is what a guesser must not be able to make us pay. */
function counting(deps: TestDeps) {
  const asked: (string | null)[] = [];
  const passwords = {
    ...deps.passwords,
    verify: (hash: string | null, password: string) => (asked.push(hash), deps.passwords.verify(hash, password)),
  };
  return { deps: { ...deps, passwords }, asked };
}

describe('somebody signs in', () => {
  test.each(['asha', ' @Asha', 'asha@example.org', 'ASHA@Example.org '])('as %s', async (name) => {
    const { deps, browser, asha } = await world();
    const me = await browser.api.session.signIn({ name, password: PASSWORD });
    expect(me).toMatchObject({ id: asha.id, handle: 'asha', hasPassword: true });
    expect((await browser.api.session.me()).account).toEqual(me);
    expect(await deps.db.auditEntry.findMany()).toMatchObject([
      { action: 'account.signedIn', actorId: asha.id, subject: `account:${asha.id}`, detail: { by: 'password' } },
    ]);
  });

  test('and gets a new session each time; the one that the browser had ends', async () => {
    const { deps, browser } = await world();
    await browser.api.session.signIn({ name: 'asha', password: PASSWORD });
    const first = browser.cookie;
    await browser.api.session.signIn({ name: 'asha', password: PASSWORD });
    expect(browser.cookie).not.toBe(first);
    expect((await deps.sessions.read(first)).signedIn).toBeNull();
    expect(await deps.db.session.count()).toBe(1);
  });

  test('and a session that somebody planted in the browser is not the one they get', async () => {
    const { deps, browser, asha } = await world();
    const mallory = await makeAccount(deps, { handle: 'mallory' });
    const planted = (await deps.sessions.create(mallory.id, { ipAddress: '', userAgent: '' })).split(';')[0] ?? null;
    browser.cookie = planted;
    await browser.api.session.signIn({ name: 'asha', password: PASSWORD });
    expect(browser.cookie).not.toBe(planted);
    expect((await deps.sessions.read(planted)).signedIn).toBeNull();
    expect((await deps.sessions.read(browser.cookie)).signedIn?.accountId).toBe(asha.id);
  });

  test('and sees how many notifications wait', async () => {
    const { deps, browser, asha } = await world();
    const createdAt = deps.clock.now();
    const one = { accountId: asha.id, kind: 'newFollower', detail: {}, createdAt } as const;
    await deps.db.notification.createMany({
      data: [
        { ...one, dedupeKey: 'a' },
        { ...one, dedupeKey: 'b' },
        { ...one, dedupeKey: 'c', readAt: createdAt },
      ],
    });
    await browser.api.session.signIn({ name: 'asha', password: PASSWORD });
    expect((await browser.api.session.me()).unread).toBe(2);
  });

  test('and a hash whose parameters we have moved on from is made anew', async () => {
    const { deps, browser, asha } = await world();
    const old = await argon2(PASSWORD, { memoryCost: 8_192, timeCost: 1 });
    const where = { accountId: asha.id };
    await deps.db.passwordCredential.update({ where, data: { hash: old } });
    await browser.api.session.signIn({ name: 'asha', password: PASSWORD });
    const { hash } = await deps.db.passwordCredential.findUniqueOrThrow({ where });
    expect(deps.passwords.isOutdated(hash)).toBe(false);
    expect(await deps.passwords.verify(hash, PASSWORD)).toBe(true);
  });
});

describe('a sign-in is refused, and nothing is written,', () => {
  test('for a wrong password; and an unknown name, a wallet-only account and a deleted one answer the same', async () => {
    const { deps } = await world();
    await makeAccount(deps, { handle: 'wallet_only' });
    await makeAccount(deps, { handle: 'deleted-1', deletedAt: deps.clock.now(), password: PASSWORD });
    const { deps: counted, asked } = counting(deps);
    const answers: unknown[] = [];
    for (const [name, password] of [
      ['asha', 'three wrong words'],
      ['asha@example.org', 'three wrong words'],
      ['nobody', PASSWORD],
      ['nobody@example.org', PASSWORD],
      ['wallet_only', PASSWORD],
      ['deleted-1', PASSWORD],
      ["' OR 1=1 --", PASSWORD],
    ] as const) {
      const browser = testBrowser(counted);
      await expectNothingWritten(deps.db, async () => {
        answers.push(await browser.api.session.signIn({ name, password }).catch((error: unknown) => error));
      });
      expect(browser.setCookies).toEqual([]);
    }
    for (const answer of answers) {
      expect(answer).toMatchObject({ code: 'UNAUTHORIZED', cause: { code: 'wrongCredentials' } });
      expect((answer as Error).message).toBe((answers[0] as Error).message);
    }
    // Each cost one verification: there is nothing to be told from the time either.
    expect(asked).toHaveLength(7);
  });

  test('after too many tries of one name, from wherever; the right password does not help, and no hash is verified', async () => {
    const { deps } = await world();
    const { deps: counted, asked } = counting(deps);
    const from = (count: number) => testBrowser(counted, { ipAddress: `198.51.100.${count}` });
    for (let count = 0; count < 8; count += 1) {
      const tried = from(count).api.session.signIn({
        name: count % 2 ? 'Asha' : ' @asha',
        password: 'three wrong words',
      });
      await expect(tried).rejects.toMatchObject({ cause: { code: 'wrongCredentials' } });
    }
    const verified = asked.length;
    await expectNothingWritten(deps.db, () =>
      expect(from(9).api.session.signIn({ name: 'asha', password: PASSWORD })).rejects.toMatchObject({
        cause: { code: 'tooManyTries', retryAfterSeconds: 60 },
      }),
    );
    expect(asked).toHaveLength(verified);
    deps.clock.advance(MINUTE);
    await from(10).api.session.signIn({ name: 'asha', password: PASSWORD });
  });

  test('after too many tries of an unknown name, just as of a known one', async () => {
    const { deps } = await world();
    const tried = async (name: string) => {
      const codes: unknown[] = [];
      for (let count = 0; count < 9; count += 1) {
        const { api } = testBrowser(deps, { ipAddress: `198.51.100.${count}` });
        codes.push(
          await api.session
            .signIn({ name, password: 'no such words' })
            .catch((error: unknown) => (error as { cause: { code: string } }).cause.code),
        );
      }
      return codes;
    };
    expect(await tried('nobody')).toEqual(await tried('asha'));
  });

  test('after too many tries from one network, for a name that nobody tried before', async () => {
    const { deps, browser } = await world();
    const { deps: counted, asked } = counting(deps);
    await Promise.all(
      Array.from({ length: 30 }, (_, count) =>
        browser.api.session.signIn({ name: `name${count}`, password: 'three wrong words' }).catch(() => undefined),
      ),
    );
    await expectNothingWritten(deps.db, () =>
      expect(testBrowser(counted).api.session.signIn({ name: 'asha', password: PASSWORD })).rejects.toMatchObject({
        cause: { code: 'tooManyTries', retryAfterSeconds: 10 },
      }),
    );
    expect(asked).toEqual([]);
    await testBrowser(deps, { ipAddress: '203.0.113.1' }).api.session.signIn({ name: 'asha', password: PASSWORD });
  });

  test('when an attacker signs in to an account of their own in between: that gives no tries back', async () => {
    const { deps, browser } = await world();
    await makeAccount(deps, { handle: 'mallory', password: PASSWORD });
    for (let count = 0; count < 8; count += 1) {
      await browser.api.session.signIn({ name: 'asha', password: 'three wrong words' }).catch(() => undefined);
      if (count % 4 === 0) await browser.api.session.signIn({ name: 'mallory', password: PASSWORD });
    }
    await expectNothingWritten(deps.db, () =>
      expect(browser.api.session.signIn({ name: 'asha', password: PASSWORD })).rejects.toMatchObject({
        cause: { code: 'tooManyTries' },
      }),
    );
  });

  test('when the password was changed while the old one was being verified', async () => {
    const { deps, asha } = await world();
    const next = await deps.passwords.hash('three other words');
    const passwords = {
      ...deps.passwords,
      verify: async (hash: string | null, password: string) => {
        const fits = await deps.passwords.verify(hash, password);
        await deps.db.passwordCredential.update({ where: { accountId: asha.id }, data: { hash: next } });
        return fits;
      },
    };
    const browser = testBrowser({ ...deps, passwords });
    await expectNothingWritten(
      deps.db,
      () =>
        expect(browser.api.session.signIn({ name: 'asha', password: PASSWORD })).rejects.toMatchObject({
          cause: { code: 'wrongCredentials' },
        }),
      { except: ['password_credentials'] },
    );
  });
});

test('no secret is in the log, whatever went right or wrong', async () => {
  const { deps, browser } = await world();
  await browser.api.session.signUp({
    handle: 'bela',
    displayName: 'Bela',
    password: 'a secret of bela',
    email: 'b@example.org',
  });
  await browser.api.session.signIn({ name: 'asha', password: 'a wrong secret' }).catch(() => undefined);
  await browser.api.session.signIn({ name: 'asha', password: PASSWORD });
  await browser.api.account.changePassword({ current: 'a wrong secret', next: 'a next secret' }).catch(() => undefined);
  await browser.api.account.changePassword({ current: PASSWORD, next: 'a next secret' });
  const secrets = ['a secret of bela', 'a wrong secret', PASSWORD, 'a next secret', 'b@example.org', '$argon2'];
  const cookies = browser.setCookies.map((header) => header.split(';')[0]?.split('=')[1]).filter(Boolean);
  expect(cookies).toHaveLength(5); // three sessions, and twice the browser's own
  expect(deps.logged.length).toBeGreaterThan(0);
  const log = JSON.stringify(deps.logged);
  const audit = JSON.stringify(await deps.db.auditEntry.findMany());
  for (const secret of [...secrets, ...cookies]) {
    expect(log).not.toContain(secret);
    expect(audit).not.toContain(secret);
  }
});
