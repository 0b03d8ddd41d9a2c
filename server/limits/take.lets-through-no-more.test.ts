import fc from 'fast-check';
import { expect, test } from 'vitest';
import { later, MINUTE, SECOND } from '../clock';
import { expectNothingWritten, testDeps } from '../testing/harness';
import { type Rule } from './rules';
import { limit, take } from './take';

test('property: in any window, no more get through than the burst and what has passed since', async () => {
  const deps = await testDeps();
  let runs = 0;
  const tries = fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 1, maxLength: 30 });
  const rule = fc.record({ burst: fc.integer({ min: 1, max: 6 }), interval: fc.integer({ min: 1, max: 2_000 }) });
  await fc.assert(
    fc.asyncProperty(rule, tries, async (rule: Rule, waits) => {
      const key = `property ${(runs += 1)}`;
      const through: number[] = [];
      for (const wait of waits) {
        const now = deps.clock.advance(wait).getTime();
        if ((await take(deps, { key, rule })).through) through.push(now);
      }
      expect(through.length).toBeGreaterThan(0);
      for (const [first, from] of through.entries()) {
        for (const [last, to] of through.entries()) {
          if (last < first) continue;
          expect(last - first + 1).toBeLessThanOrEqual(rule.burst + Math.floor((to - from) / rule.interval));
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('property: whoever waits as long as they are told gets through, and a second less does not', async () => {
  const deps = await testDeps();
  let runs = 0;
  const rules = fc.record({ burst: fc.integer({ min: 1, max: 5 }), seconds: fc.integer({ min: 1, max: 600 }) });
  await fc.assert(
    fc.asyncProperty(rules, async ({ burst, seconds }) => {
      const key = `wait ${(runs += 1)}`;
      const rule = { burst, interval: seconds * SECOND };
      for (let count = 0; count < burst; count += 1) expect(await take(deps, { key, rule })).toEqual({ through: true });
      const refused = await take(deps, { key, rule });
      expect(refused).toEqual({ through: false, retryAfterSeconds: seconds });
      deps.clock.advance((seconds - 1) * SECOND);
      expect(await take(deps, { key, rule })).toEqual({ through: false, retryAfterSeconds: 1 });
      deps.clock.advance(SECOND);
      expect(await take(deps, { key, rule })).toEqual({ through: true });
    }),
    { numRuns: 25 },
  );
});

test('of many at the same moment, exactly the burst gets through', async () => {
  const deps = await testDeps();
  const rule = { burst: 5, interval: MINUTE };
  const taken = await Promise.all(Array.from({ length: 25 }, () => take(deps, { key: 'crowd', rule })));
  expect(taken.filter(({ through }) => through)).toHaveLength(5);
  for (const one of taken) if (!one.through) expect(one.retryAfterSeconds).toBe(60);
});

test('insisting does not make the wait longer: a refused try writes nothing', async () => {
  const deps = await testDeps();
  const rule = { burst: 1, interval: MINUTE };
  await take(deps, { key: 'insistent', rule });
  const before = await deps.db.rateLimit.findMany();
  for (let count = 0; count < 5; count += 1) expect((await take(deps, { key: 'insistent', rule })).through).toBe(false);
  expect(await deps.db.rateLimit.findMany()).toEqual(before);
  expect(before).toEqual([{ key: 'insistent', arrivalAt: later(deps.clock.now(), MINUTE) }]);
});

test('a network that is refused does not use up the tries of a name', async () => {
  const deps = await testDeps();
  const attacker = { ipAddress: '198.51.100.7' };
  for (let count = 0; count < 30; count += 1) await limit(deps, 'signIn', attacker, `name${count}`);
  const before = await deps.db.rateLimit.count();
  await expectNothingWritten(deps.db, () =>
    expect(limit(deps, 'signIn', attacker, 'victim')).rejects.toMatchObject({
      code: 'tooManyTries',
      retryAfterSeconds: 10,
    }),
  );
  expect(await deps.db.rateLimit.count()).toBe(before);
  await limit(deps, 'signIn', { ipAddress: '198.51.100.8' }, 'victim');
});

test('a name is one name however it is spelt, and no name stands in the table', async () => {
  const deps = await testDeps();
  const spellings = ['asha@example.org', ' Asha@Example.org', 'ASHA@EXAMPLE.ORG '];
  for (const name of spellings) await limit(deps, 'signIn', { ipAddress: '198.51.100.7' }, name);
  const keys = (await deps.db.rateLimit.findMany()).map(({ key }) => key);
  expect(keys).toHaveLength(2);
  for (const key of keys) expect(key).toMatch(/^[0-9a-f]{64}$/);
});

test('what is limited for one thing is not limited for another', async () => {
  const deps = await testDeps();
  const from = { ipAddress: '198.51.100.7' };
  for (let count = 0; count < 5; count += 1) await limit(deps, 'signUp', from, 'asha');
  await expect(limit(deps, 'signUp', from, 'asha')).rejects.toMatchObject({ code: 'tooManyTries' });
  await limit(deps, 'signIn', from, 'asha');
});
