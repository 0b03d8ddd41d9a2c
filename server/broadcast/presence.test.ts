import { expect, test } from 'vitest';
import { later } from '../clock';
import { makeCreator, makeStream, testDeps } from '../testing/harness';
import { isAway, rowIsAway } from './presence';

test('a creator is away in SQL exactly when the row says so: silent since after they were last there', async () => {
  const deps = await testDeps();
  const { db, clock } = deps;
  const now = clock.now();
  const times = [null, later(now, -1), now];
  const found: string[] = [];
  for (const silentSince of times)
    for (const publisherAt of times) {
      const creator = await makeCreator(deps);
      const { id } = await makeStream(deps, { creatorId: creator.id, status: 'live', silentSince, publisherAt });
      const [row] = await db.$queryRaw<{ away: boolean }[]>`
        SELECT ${rowIsAway} AS away FROM streams s WHERE s.id = ${id}::uuid`;
      const away = isAway({ silentSince, publisherAt });
      expect(row).toEqual({ away });
      if (away) found.push(`${times.indexOf(silentSince)} after ${times.indexOf(publisherAt)}`);
    }
  expect(found).toEqual(['1 after 0', '2 after 0', '2 after 1']);
});
