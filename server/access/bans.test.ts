import { expect, test } from 'vitest';
import { HOUR, later } from '../clock';
import { makeAccount, makeCreator, testDeps } from '../testing/harness';
import { bansInForce, bansOf, isBanInForce } from './bans';

test('the bans in force are the same ones to Prisma and in SQL: neither lifted nor over, and no timeouts', async () => {
  const deps = await testDeps();
  const { db, clock } = deps;
  const now = clock.now();
  const [creator, viewer] = [await makeCreator(deps), await makeAccount(deps)];
  const given = { creatorId: creator.id, accountId: viewer.id, givenById: creator.id, createdAt: later(now, -HOUR) };
  const rows = [
    { kind: 'ban', reason: 'until it is lifted' },
    { kind: 'ban', reason: 'ends in a moment', endsAt: later(now, 1) },
    { kind: 'ban', reason: 'ends now', endsAt: now },
    { kind: 'ban', reason: 'is over', endsAt: later(now, -1) },
    { kind: 'ban', reason: 'was lifted', liftedAt: now },
    { kind: 'ban', reason: 'was lifted before its end', liftedAt: now, endsAt: later(now, HOUR) },
    { kind: 'timeout', reason: 'is a timeout', endsAt: later(now, HOUR) },
  ] as const;
  await db.restriction.createMany({ data: rows.map((row) => ({ ...given, ...row })) });
  const byPrisma = await db.restriction.findMany({ where: bansInForce(now), select: { reason: true } });
  const bySql = await db.$queryRaw<
    { reason: string }[]
  >`SELECT r.reason FROM restrictions r WHERE ${isBanInForce(now)}`;
  const inForce = ['ends in a moment', 'until it is lifted'];
  expect(byPrisma.map(({ reason }) => reason).sort()).toEqual(inForce);
  expect(bySql.map(({ reason }) => reason).sort()).toEqual(inForce);
});

test('a ban holds for its account and its creator alone', async () => {
  const deps = await testDeps();
  const now = deps.clock.now();
  const [creator, other] = [await makeCreator(deps), await makeCreator(deps)];
  const [viewer, guest] = [await makeAccount(deps), await makeAccount(deps)];
  const given = { creatorId: creator.id, givenById: creator.id, kind: 'ban', createdAt: now } as const;
  await deps.db.restriction.create({ data: { ...given, accountId: viewer.id } });
  const count = (account: typeof viewer, by: typeof creator) =>
    deps.db.restriction.count({ where: bansOf(account.id, by.id, now) });
  expect(await count(viewer, creator)).toBe(1);
  expect(await count(viewer, other)).toBe(0);
  expect(await count(guest, creator)).toBe(0);
});
