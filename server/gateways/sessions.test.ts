import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { DAY, MINUTE } from '../clock';
import { type Sessions } from '../deps';
import { expectNothingWritten, makeAccount, testDeps } from '../testing/harness';
import { createSessions } from './sessions';

const ORIGIN = { ipAddress: '192.0.2.1', userAgent: 'Firefox' };
const sent = (setCookie: string) => setCookie.split(';')[0] ?? '';
const secretOf = (setCookie: string) => sent(setCookie).split('=')[1] ?? '';

async function world() {
  const deps = await testDeps();
  const account = await makeAccount(deps);
  const setCookie = await deps.sessions.create(account.id, ORIGIN);
  return { deps, sessions: deps.sessions, account, setCookie, cookie: sent(setCookie) };
}

async function expectRefused(sessions: Sessions, cookie: string) {
  expect(await sessions.read(cookie)).toEqual({ signedIn: null, setCookie: sessions.blankCookie() });
}

describe('the cookie', () => {
  test('is __Host-, Secure, HttpOnly and SameSite=Lax over https', async () => {
    const { deps, account } = await world();
    const secure = createSessions({ ...deps, secure: true });
    const setCookie = await secure.create(account.id, ORIGIN);
    expect(setCookie).toMatch(
      /^__Host-vilokanam=[a-z2-7]{40}; HttpOnly; Max-Age=2592000; Path=\/; SameSite=Lax; Secure$/,
    );
    expect((await secure.read(sent(setCookie))).signedIn?.accountId).toBe(account.id);
    expect(secure.blankCookie()).toBe('__Host-vilokanam=; HttpOnly; Max-Age=0; Path=/; SameSite=Lax; Secure');
  });

  test('has neither prefix nor Secure on plain localhost, where browsers would drop it', async () => {
    const { setCookie } = await world();
    expect(setCookie).toMatch(/^vilokanam=[a-z2-7]{40}; HttpOnly; Max-Age=2592000; Path=\/; SameSite=Lax$/);
  });

  test('is found among others, however badly those are encoded', async () => {
    const { sessions, cookie, account } = await world();
    const { signedIn } = await sessions.read(`theme=dark; broken=%E0%A4%A; ${cookie}; last=1`);
    expect(signedIn?.accountId).toBe(account.id);
  });

  test('of another name, or none, is nobody and nothing to clear', async () => {
    const { sessions, cookie } = await world();
    for (const header of [null, '', 'theme=dark', `x${cookie}`, `__Host-${cookie}`]) {
      expect(await sessions.read(header)).toEqual({ signedIn: null, setCookie: null });
    }
  });
});

describe('the database', () => {
  test('holds a hash of the secret: what it holds signs nobody in', async () => {
    const { deps, sessions, setCookie } = await world();
    const row = await deps.db.session.findFirstOrThrow();
    expect(JSON.stringify(row)).not.toContain(secretOf(setCookie));
    expect(row.idHash).toBe(createHash('sha256').update(secretOf(setCookie)).digest('hex'));
    for (const value of [row.idHash, row.publicId, row.idHash.slice(0, 40)]) {
      await expectNothingWritten(deps.db, () => expectRefused(sessions, `vilokanam=${value}`));
    }
  });

  test('remembers where a session came from', async () => {
    const { deps, account } = await world();
    expect(await deps.db.session.findFirstOrThrow()).toMatchObject({ accountId: account.id, ...ORIGIN });
  });
});

describe('a session that is used', () => {
  test('slides: past half its time it is renewed, and the cookie with it', async () => {
    const { deps, sessions, cookie, setCookie } = await world();
    deps.clock.advance(14 * DAY);
    expect((await sessions.read(cookie)).setCookie).toBeNull();
    deps.clock.advance(2 * DAY);
    expect((await sessions.read(cookie)).setCookie).toBe(setCookie);
    deps.clock.advance(29 * DAY);
    expect((await sessions.read(cookie)).signedIn).not.toBeNull();
  });

  test('ends 90 days after the sign-in, whatever was done', async () => {
    const { deps, sessions, cookie } = await world();
    for (let days = 10; days < 90; days += 10) {
      deps.clock.advance(10 * DAY);
      expect((await sessions.read(cookie)).signedIn, `after ${days} days`).not.toBeNull();
    }
    deps.clock.advance(10 * DAY - MINUTE);
    expect((await sessions.read(cookie)).signedIn).not.toBeNull();
    deps.clock.advance(2 * MINUTE);
    await expectRefused(sessions, cookie);
  });

  test('is noted as seen every few minutes, and otherwise costs no write', async () => {
    const { deps, sessions, cookie } = await world();
    const seen = async () => (await deps.db.session.findFirstOrThrow()).lastSeenAt;
    const first = await seen();
    deps.clock.advance(4 * MINUTE);
    await expectNothingWritten(deps.db, () => sessions.read(cookie));
    deps.clock.advance(MINUTE);
    await sessions.read(cookie);
    expect((await seen()).getTime() - first.getTime()).toBe(5 * MINUTE);
  });
});

describe('nobody is signed in', () => {
  test('by a session that was not used for 30 days; it is gone then', async () => {
    const { deps, sessions, cookie } = await world();
    deps.clock.advance(30 * DAY + MINUTE);
    await expectRefused(sessions, cookie);
    expect(await deps.db.session.count()).toBe(0);
  });

  test('by a session that was ended', async () => {
    const { deps, sessions, cookie } = await world();
    const { signedIn } = await sessions.read(cookie);
    await sessions.end(signedIn!.sessionId);
    await expectNothingWritten(deps.db, () => expectRefused(sessions, cookie));
  });

  test('by a session of an account that was deleted', async () => {
    const { deps, sessions, cookie, account } = await world();
    await deps.db.account.update({ where: { id: account.id }, data: { deletedAt: deps.clock.now() } });
    await expectRefused(sessions, cookie);
  });

  test('by a secret that was made up', async () => {
    const { deps, sessions } = await world();
    for (const secret of ['a'.repeat(40), '', "' OR 1=1 --", 'a'.repeat(100_000)]) {
      await expectNothingWritten(deps.db, () => expectRefused(sessions, `vilokanam=${secret}`));
    }
  });
});

test('all sessions of an account end but the one that is spared, and nobody else’s', async () => {
  const { deps, sessions, account, cookie } = await world();
  const others = [sent(await sessions.create(account.id, ORIGIN)), sent(await sessions.create(account.id, ORIGIN))];
  const stranger = sent(await sessions.create((await makeAccount(deps)).id, ORIGIN));
  const { signedIn } = await sessions.read(cookie);
  await sessions.endAll(account.id, signedIn!.sessionId);
  expect((await sessions.read(cookie)).signedIn).toEqual(signedIn);
  expect((await sessions.read(stranger)).signedIn).not.toBeNull();
  for (const other of others) await expectRefused(sessions, other);
  await sessions.endAll(account.id);
  await expectRefused(sessions, cookie);
});

test('what is made within a transaction is undone with it', async () => {
  const { deps, sessions, account } = await world();
  await expectNothingWritten(deps.db, () =>
    expect(
      deps.db.$transaction(async (tx) => {
        await sessions.inTransaction(tx).create(account.id, ORIGIN);
        throw new Error('undo');
      }),
    ).rejects.toThrow('undo'),
  );
});
