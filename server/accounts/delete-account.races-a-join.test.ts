import { expect, test } from 'vitest';
import { type Tx } from '../deps';
import { type Payer } from '../testing/factories';
import { type TestDeps } from '../testing/harness';
import { whileHeld } from '../testing/held-row';
import { joinAs, liveWorld, withPurse } from '../testing/live-world';
import { deleteAccount } from './delete-account';

/** A live stream, and a viewer who follows its creator. */
async function world() {
  const { deps, creator, room } = await liveWorld();
  const viewer = await withPurse(deps);
  await deps.db.follow.create({ data: { followerId: viewer.id, creatorId: creator.id } });
  return { deps, room, viewer };
}

/** As somebody who signed in just now. */
async function leave(deps: TestDeps, { id, handle }: Payer) {
  const origin = { ipAddress: '192.0.2.7', userAgent: 'test' };
  const { signedIn } = await deps.sessions.read(await deps.sessions.create(id, origin));
  return deleteAccount(deps, { signedIn: signedIn!, origin }, { handle });
}

test('a join that is being written when its account is deleted is ended by the deletion', async () => {
  const { deps, room, viewer } = await world();
  let joining: Promise<unknown> | undefined;
  let leaving: Promise<unknown> | undefined;
  const stream = (tx: Tx) => tx.$queryRaw`SELECT FROM streams WHERE id = ${room}::uuid FOR UPDATE`;
  await whileHeld(deps.db, stream, async (waiting) => {
    joining = joinAs(deps, viewer, room);
    await waiting(1);
    leaving = leave(deps, viewer);
    // it waits for the join, or, without a lock, is done before it
    await Promise.race([waiting(2), leaving]);
  });
  await Promise.all([joining, leaving]);
  expect(await deps.db.viewing.findMany({ select: { accountId: true, endReason: true } })).toEqual([
    { accountId: viewer.id, endReason: 'left' },
  ]);
  expect(await deps.db.viewing.count({ where: { leftAt: null } })).toBe(0);
});

test('a join that comes while its account is being deleted is refused, and leaves no viewing', async () => {
  const { deps, room, viewer } = await world();
  let joining: Promise<unknown> | undefined;
  let leaving: Promise<unknown> | undefined;
  const follow = (tx: Tx) => tx.$queryRaw`SELECT FROM follows WHERE follower_id = ${viewer.id}::uuid FOR UPDATE`;
  const before = { ...deps.rooms.calls };
  await whileHeld(deps.db, follow, async (waiting) => {
    leaving = leave(deps, viewer);
    await waiting(1);
    joining = joinAs(deps, viewer, room);
    joining.catch(() => undefined);
    await waiting(2);
  });
  await expect(joining).rejects.toMatchObject({ code: 'notSignedIn' });
  await leaving;
  expect(await deps.db.viewing.count()).toBe(0);
  expect(deps.rooms.calls).toEqual(before);
});
