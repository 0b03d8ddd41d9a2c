import { expect, test } from 'vitest';
import { type Prisma } from '../generated/prisma/client';
import { hashSecret } from '../hash-secret';
import { type AccountId } from '../ids';
import { sql, type Sql } from '../sql';
import { makeAccount, makeCreator, makeStream, testDeps } from '../testing/harness';
import {
  isListedFor,
  isReachableFor,
  isWatchableFor,
  knownTo,
  listedFor,
  reachableFor,
  watchableFor,
} from './visibility';

test('who is shown a stream, who reaches its page and who may watch it: all kinds of stream, all kinds of people, by Prisma and in SQL', async () => {
  const deps = await testDeps();
  const { db } = deps;
  const creator = await makeCreator(deps);
  const [follower, guest, stranger] = [await makeAccount(deps), await makeAccount(deps), await makeAccount(deps)];
  const member = await makeAccount(deps);
  const createdAt = deps.clock.now();
  await db.follow.create({ data: { followerId: follower.id, creatorId: creator.id, createdAt } });
  for (const visibility of ['public', 'unlisted', 'followers', 'password', 'private'] as const) {
    const { id } = await makeStream(deps, { creatorId: creator.id, visibility });
    await db.streamInvite.create({ data: { streamId: id, accountId: guest.id, createdAt } });
    // left from when these had a password, too: they open nothing but the one that has
    await db.streamUnlock.create({ data: { streamId: id, accountId: member.id, createdAt } });
    await db.streamUnlock.create({ data: { streamId: id, passHash: hashSecret(`pass of ${visibility}`), createdAt } });
  }
  // videos of who is suspended are not there for anybody, and neither is what was taken down
  const suspended = await makeCreator(deps, { suspendedAt: createdAt });
  for (const status of ['recorded', 'live'] as const)
    await makeStream(deps, {
      creatorId: suspended.id,
      status,
      ...(status === 'live' ? { hiddenAt: createdAt } : {}),
    });
  const people = {
    nobody: null,
    stranger: stranger.id,
    follower: follower.id,
    member: member.id,
    guest: guest.id,
    creator: creator.id,
  };
  const seen = async (
    rule: (viewer: AccountId | null) => Prisma.StreamWhereInput,
    same?: (viewer: AccountId | null) => Sql,
  ) => {
    const all = Object.entries(people).map(async ([who, viewer]) => {
      const rows = await db.stream.findMany({ where: rule(viewer), orderBy: { visibility: 'asc' } });
      const words = rows.map(({ visibility }) => visibility).join(' ');
      if (same) {
        const bySql = await db.$queryRaw<
          { visibility: string }[]
        >`SELECT t.visibility::text FROM streams t WHERE ${same(viewer)} ORDER BY t.visibility`;
        expect(bySql.map(({ visibility }) => visibility).join(' '), who).toBe(words);
      }
      return [who, words] as const;
    });
    return Object.fromEntries(await Promise.all(all));
  };
  expect(await seen(listedFor, isListedFor)).toEqual({
    nobody: 'public',
    stranger: 'public',
    follower: 'public followers',
    member: 'public',
    guest: 'public',
    creator: 'public followers private password',
  });
  expect(await seen(reachableFor, isReachableFor)).toEqual({
    nobody: 'public unlisted followers',
    stranger: 'public unlisted followers',
    follower: 'public unlisted followers',
    member: 'public unlisted followers password',
    guest: 'public unlisted followers private password',
    creator: 'public unlisted followers private password',
  });
  expect(await seen(knownTo)).toEqual({
    nobody: 'public unlisted followers password',
    stranger: 'public unlisted followers password',
    follower: 'public unlisted followers password',
    member: 'public unlisted followers password',
    guest: 'public unlisted followers private password',
    creator: 'public unlisted followers private password',
  });
  expect(await seen(watchableFor, isWatchableFor)).toEqual({
    nobody: 'public unlisted',
    stranger: 'public unlisted',
    follower: 'public unlisted followers',
    member: 'public unlisted password',
    guest: 'public unlisted followers private password',
    creator: 'public unlisted followers private password',
  });
  for (const [pass, opens] of [
    ['pass of password', 'public unlisted password'],
    ['pass of private', 'public unlisted'],
    ['forged', 'public unlisted'],
    ['', 'public unlisted'],
  ] as const) {
    const rules = await seen(
      (viewer) => watchableFor(viewer, pass),
      (viewer) => isWatchableFor(viewer, pass),
    );
    expect(rules.nobody, pass).toBe(opens);
    expect(await db.stream.count({ where: reachableFor(null, pass) }), pass).toBe(opens.includes('password') ? 4 : 3);
    expect(
      (await db.$queryRaw<unknown[]>(sql`SELECT id FROM streams t WHERE ${isReachableFor(null, pass)}`)).length,
    ).toBe(opens.includes('password') ? 4 : 3);
  }
});
