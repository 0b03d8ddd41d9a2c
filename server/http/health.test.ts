import { expect, test } from 'vitest';
import { createDb } from '../gateways/db';
import { testDeps } from '../testing/harness';
import { readHealth } from './health';

test('without its database nothing is well, and the others are still asked', async () => {
  const { rooms, ledger, log } = await testDeps();
  const away = createDb('postgres://nobody@127.0.0.1:1/none', log);
  expect(await readHealth({ db: away.db, rooms, ledger })).toMatchObject({
    ok: false,
    database: { ok: false, detail: 'does not answer' },
    media: { ok: true },
    chain: { ok: true },
  });
  await away.close();
});
