import { expect, test } from 'vitest';
import { createDb } from '../gateways/db';
import { compareWithChain, BEHIND_FOR } from '../chain/compare';
import { followChain } from '../chain/follow';
import { testDeps } from '../testing/harness';
import { readHealth } from './health';

test('without its database nothing is well, and the others are still asked', async () => {
  const { rooms, ledger, log, clock } = await testDeps();
  const away = createDb('postgres://nobody@127.0.0.1:1/none', log);
  expect(await readHealth({ db: away.db, rooms, ledger, clock })).toMatchObject({
    ok: false,
    database: { ok: false, detail: 'does not answer' },
    media: { ok: true },
    chain: { ok: true },
  });
  await away.close();
});

test('a chain that lags behind what was read of it is said at once, and is not well when it does not catch up', async () => {
  const deps = await testDeps();
  await compareWithChain(deps);
  deps.ledger.finalize(42);
  await followChain(deps);
  expect(await readHealth(deps)).toMatchObject({ chain: { ok: true, detail: 'fake chain, block 42' } });

  deps.ledger.fallBehind(1);
  const lagging = 'fake chain, block 41, waited for: block 42 was read before';
  expect(await readHealth(deps)).toMatchObject({ ok: true, chain: { ok: true, detail: lagging } });
  deps.clock.advance(BEHIND_FOR);
  expect(await readHealth(deps)).toMatchObject({ ok: true, chain: { ok: false, detail: lagging } });

  deps.ledger.fallBehind(0);
  expect(await readHealth(deps)).toMatchObject({ chain: { ok: true, detail: 'fake chain, block 42' } });
});
