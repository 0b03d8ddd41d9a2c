import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ZodError } from 'zod';
import { expectNothingWritten, makeAccount, testDeps } from '../testing/harness';
import { testBrowser } from '../testing/browser';
import { handleInput } from '../../schemas/names';
import { isReserved, parseName } from '../names/names';

const GOOD = { handle: 'asha', displayName: 'Asha Rao', password: 'three small words' };

async function world() {
  const deps = await testDeps();
  return { deps, browser: testBrowser(deps) };
}

describe('somebody signs up', () => {
  test('and is signed in, with the name they chose in lower case', async () => {
    const { deps, browser } = await world();
    const me = await browser.api.session.signUp({ ...GOOD, handle: ' @Asha_1 ', email: 'Asha@Example.org' });
    expect(me).toEqual({
      id: me.id,
      handle: 'asha_1',
      displayName: 'Asha Rao',
      avatarUrl: null,
      email: 'asha@example.org',
      roles: ['viewer'],
      hasPassword: true,
      emailConfirmed: false,
      hasWallet: false,
    });
    expect(await browser.api.session.me()).toEqual({ account: me, unread: 0, news: [] });
    const log = await deps.db.auditEntry.findMany({ orderBy: { id: 'asc' } });
    expect(log.map(({ action, actorId, ipAddress }) => [action, actorId, ipAddress])).toEqual([
      ['account.signedUp', me.id, '192.0.2.1'],
      ['account.signedIn', me.id, '192.0.2.1'],
    ]);
  });

  test('without an e-mail address, by leaving it out or leaving it empty', async () => {
    const { deps } = await world();
    expect((await testBrowser(deps).api.session.signUp(GOOD)).email).toBeNull();
    expect((await testBrowser(deps).api.session.signUp({ ...GOOD, handle: 'bela', email: '' })).email).toBeNull();
  });

  test('by the injected clock', async () => {
    const { deps, browser } = await world();
    const { id } = await browser.api.session.signUp(GOOD);
    const { createdAt } = await deps.db.account.findUniqueOrThrow({ where: { id } });
    expect(createdAt).toEqual(deps.clock.now());
  });
});

describe('a sign-up is refused, and nothing is written,', () => {
  test.each([
    ['a name that the site keeps for itself', { handle: 'admin' }, 'handleReserved'],
    ['a name that looks like one of those', { handle: '_Support_' }, 'handleReserved'],
    ['a name that begins like the site', { handle: 'vilokanam_help' }, 'handleReserved'],
    ['a much used password', { password: 'Password123' }, 'passwordTooCommon'],
    ['the handle as password', { handle: 'asha_rao_veena', password: 'Asha_Rao_Veena' }, 'passwordTooCommon'],
    ['the handle and a few digits', { handle: 'asha_rao', password: 'asha_rao2026' }, 'passwordTooCommon'],
    ['one character over and over', { password: 'zzzzzzzzzzzz' }, 'passwordTooCommon'],
    ['a name that somebody has', { handle: 'TAKEN' }, 'handleTaken'],
    ['an e-mail address that somebody has', { email: 'Taken@example.org' }, 'emailTaken'],
  ])('for %s', async (_what, change, code) => {
    const { deps, browser } = await world();
    await makeAccount(deps, { handle: 'taken', email: 'taken@example.org' });
    await expectNothingWritten(deps.db, () =>
      expect(browser.api.session.signUp({ ...GOOD, ...change })).rejects.toMatchObject({ cause: { code } }),
    );
    expect(browser.cookie).toBeNull();
  });

  test.each([
    ['a short name', { handle: 'ab' }],
    ['a long name', { handle: 'a'.repeat(25) }],
    ['a name with other letters', { handle: 'аsha' }],
    ['a name with a space', { handle: 'asha rao' }],
    ['a name like that of a deleted account', { handle: 'deleted-0123456789abcdef' }],
    ['a short password', { password: 'nine char' }],
    ['a long password', { password: 'x y'.repeat(67) }],
    ['no display name', { displayName: '  ' }],
    ['a long display name', { displayName: 'a'.repeat(51) }],
    ['a display name of two lines', { displayName: 'Asha\nRao' }],
    ['a display name that turns text around', { displayName: 'Asha \u202eoaR' }],
    ['a display name with a hidden character', { displayName: 'Asha\u200bRao' }],
    ['a display name of nothing that can be seen', { displayName: '\u2800\u2800' }],
    ['an e-mail address that is none', { email: 'asha at example.org' }],
  ])('for %s, with a sentence beside the field', async (_what, change) => {
    const { deps, browser } = await world();
    const [field = ''] = Object.keys(change);
    const error: unknown = await expectNothingWritten(deps.db, () =>
      browser.api.session.signUp({ ...GOOD, ...change }).catch((error: unknown) => error),
    );
    expect(error).toMatchObject({ code: 'BAD_REQUEST' });
    const { issues } = (error as { cause: ZodError }).cause;
    for (const { path, message } of issues) {
      expect(path).toEqual([field]);
      expect(message).toMatch(/^[A-Z].*\.$/);
      expect(message).not.toContain('Invalid');
    }
  });

  test('when somebody else takes the name at the same moment: one of the two has it', async () => {
    const { deps } = await world();
    const tries = [testBrowser(deps), testBrowser(deps)].map((browser) => browser.api.session.signUp(GOOD));
    const settled = await Promise.allSettled(tries);
    expect(settled.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(settled.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { cause: { code: 'handleTaken' } },
    });
    expect(await deps.db.account.count()).toBe(1);
    expect(await deps.db.session.count()).toBe(1);
    expect(await deps.db.auditEntry.count()).toBe(2);
  });

  test('after too many from one network, before a password is hashed', async () => {
    const { deps } = await world();
    const from = { ipAddress: '2001:db8::1' };
    await makeAccount(deps, { handle: 'taken' });
    for (let count = 0; count < 20; count += 1) {
      const tried = testBrowser(deps, from).api.session.signUp({
        ...GOOD,
        handle: 'admin'.padEnd(5 + (count % 19), '_'),
      });
      await expect(tried).rejects.toMatchObject({ cause: { code: 'handleReserved' } });
    }
    let hashed = 0;
    const passwords = { ...deps.passwords, hash: (text: string) => ((hashed += 1), deps.passwords.hash(text)) };
    const neighbour = testBrowser({ ...deps, passwords }, { ipAddress: '2001:db8::ffff' });
    await expectNothingWritten(deps.db, () =>
      expect(neighbour.api.session.signUp(GOOD)).rejects.toMatchObject({
        cause: { code: 'tooManyTries', retryAfterSeconds: 120 },
      }),
    );
    expect(hashed).toBe(0);
  });
});

test('property: a handle that is let in is one that the database takes, and reads the same again', () => {
  const nearly = fc.string({ unit: fc.constantFrom(...'abcXYZ019_@ -.é'), maxLength: 30 });
  fc.assert(
    fc.property(fc.oneof(nearly, fc.string({ unit: 'binary' })), (typed) => {
      const { data } = handleInput.safeParse(typed);
      if (data === undefined) return;
      expect(data).toMatch(/^[a-z0-9_]{3,24}$/);
      expect(handleInput.parse(data)).toBe(data);
      expect(parseName(`@${data.toUpperCase()} `)).toEqual({ handle: data });
      expect(isReserved(data)).toBe(isReserved(`_${data}_`));
    }),
    { numRuns: 1_000 },
  );
});
