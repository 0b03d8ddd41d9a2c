import { expect, test } from 'vitest';
import { later } from '../clock';
import { makeCreator, makeStream, testDeps } from '../testing/harness';
import { isAway, rowIsAway } from './presence';

test('a creator is away in SQL exactly when the row says so: silent since after they were last there', async () => {
  const deps = await testDeps();
  const { id: creatorId } = await makeCreator(deps);
  const now = deps.clock.now();
  const times = [null, later(now, -1), now];
  const pairs = times.flatMap((silentSince) => times.map((publisherAt) => ({ silentSince, publisherAt })));
  for (const [at, pair] of pairs.entries()) await makeStream(deps, { creatorId, title: String(at), ...pair });
  const rows = await deps.db.$queryRaw<{ away: boolean }[]>`
    SELECT ${rowIsAway} AS away FROM streams s ORDER BY s.title`;
  expect(rows.map(({ away }) => away)).toEqual(pairs.map(isAway));
  expect(pairs.filter(isAway)).toEqual([
    { silentSince: times[1], publisherAt: null },
    { silentSince: now, publisherAt: null },
    { silentSince: now, publisherAt: times[1] },
  ]);
});
