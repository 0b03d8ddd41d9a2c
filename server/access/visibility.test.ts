import { expect, test } from 'vitest';
import { type Prisma } from '../generated/prisma/client';
import { type AccountId } from '../ids';
import { makeAccount, makeCreator, makeStream, testDeps } from '../testing/harness';
import { listedFor, reachableFor, watchableFor } from './visibility';

test('who is shown a stream, who reaches its page and who may watch it: all kinds of stream, all kinds of people', async () => {
  const deps = await testDeps();
  const { db } = deps;
  const creator = await makeCreator(deps);
  const [follower, guest, stranger] = [await makeAccount(deps), await makeAccount(deps), await makeAccount(deps)];
  const createdAt = deps.clock.now();
  await db.follow.create({ data: { followerId: follower.id, creatorId: creator.id, createdAt } });
  for (const visibility of ['public', 'unlisted', 'followers', 'private'] as const) {
    const { id } = await makeStream(deps, { creatorId: creator.id, visibility });
    await db.streamInvite.create({ data: { streamId: id, accountId: guest.id, createdAt } });
  }
  const people = { nobody: null, stranger: stranger.id, follower: follower.id, guest: guest.id, creator: creator.id };
  const seen = async (rule: (viewer: AccountId | null) => Prisma.StreamWhereInput) => {
    const all = Object.entries(people).map(async ([who, viewer]) => {
      const rows = await db.stream.findMany({ where: rule(viewer), orderBy: { visibility: 'asc' } });
      return [who, rows.map(({ visibility }) => visibility).join(' ')] as const;
    });
    return Object.fromEntries(await Promise.all(all));
  };
  expect(await seen(listedFor)).toEqual({
    nobody: 'public',
    stranger: 'public',
    follower: 'public followers',
    guest: 'public',
    creator: 'public followers private',
  });
  expect(await seen(reachableFor)).toEqual({
    nobody: 'public unlisted followers',
    stranger: 'public unlisted followers',
    follower: 'public unlisted followers',
    guest: 'public unlisted followers private',
    creator: 'public unlisted followers private',
  });
  expect(await seen(watchableFor)).toEqual({
    nobody: 'public unlisted',
    stranger: 'public unlisted',
    follower: 'public unlisted followers',
    guest: 'public unlisted followers private',
    creator: 'public unlisted followers private',
  });
});
