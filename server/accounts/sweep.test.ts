import { expect, test } from 'vitest';
import { DAY, MINUTE } from '../clock';
import { rules } from '../limits/rules';
import { limit } from '../limits/take';
import { testBrowser } from '../testing/browser';
import { expectNothingWritten, makeAccount, testDeps } from '../testing/harness';
import { testWallet } from '../testing/wallets';
import { sweep } from './sweep';

test('takes expired sessions, statements and limits, and leaves what still counts', async () => {
  const deps = await testDeps();
  const { id } = await makeAccount(deps);
  const origin = { ipAddress: '192.0.2.1', userAgent: '' };
  const { address } = testWallet();
  await deps.sessions.create(id, origin);
  await testBrowser(deps).api.session.walletChallenge({ address });
  await expectNothingWritten(deps.db, () => sweep(deps));

  deps.clock.advance(31 * DAY);
  const cookie = (await deps.sessions.create(id, origin)).split(';')[0] ?? null;
  const { nonce } = await testBrowser(deps, { ipAddress: '198.51.100.1' }).api.session.walletChallenge({ address });
  // One limit is kept: the network's; the wallet's was renewed by the second statement.
  expect(await sweep(deps)).toEqual({ sessions: 1, challenges: 1, limits: 1, devices: 0, origins: 0, waiting: 0 });
  expect((await deps.sessions.read(cookie)).signedIn?.accountId).toBe(id);
  expect(await deps.db.walletChallenge.findMany()).toMatchObject([{ nonce }]);
});

test('frees nobody from a limit that still holds', async () => {
  const deps = await testDeps();
  const from = { ipAddress: '192.0.2.1' };
  for (let count = 0; count < rules.signIn.subject.burst; count += 1) await limit(deps, 'signIn', from, 'asha');
  deps.clock.advance(MINUTE / 2);
  await sweep(deps);
  await expect(limit(deps, 'signIn', from, 'asha')).rejects.toMatchObject({ code: 'tooManyTries' });
});
