import { expect, test } from 'vitest';
import { SECOND } from '../../clock';
import { type AccountId, type SessionId } from '../../ids';
import { expectNothingWritten, makeAccount } from '../../testing/harness';
import { anotherProcess, joinAs, liveWorld } from '../../testing/live-world';
import { leave } from '../leave';
import { keepPlaceInLine, leaveLine, takePlaceInLine } from './line';

async function world(viewerLimit = 1) {
  const { deps, creator, room } = await liveWorld({ ratePerSecond: '0', viewerLimit });
  const inside = await Promise.all(Array.from({ length: viewerLimit }, () => makeAccount(deps)));
  const viewings = await Promise.all(inside.map((one) => joinAs(deps, one, room)));
  const stand = (who: { id: AccountId } | null, ipAddress = '192.0.2.7') => {
    const signedIn = who && { sessionId: 'session' as SessionId, accountId: who.id };
    return takePlaceInLine(deps, { signedIn, origin: { ipAddress, userAgent: 'test' } }, { streamId: room });
  };
  const free = (at = 0) => leave(deps, { viewing: viewings[at]!.viewing });
  const person = () => makeAccount(deps);
  const full = { code: 'streamFull' };
  return { deps, creator, room, stand, free, person, full };
}

test('the line is let in by its order, one for each who leaves; nobody walks past it', async () => {
  const { deps, room, stand, free, person, full } = await world();
  const [first, second, late] = [await person(), await person(), await person()];
  const one = await stand(first);
  deps.clock.advance(SECOND);
  const two = await stand(second);
  expect([one, two]).toMatchObject([
    { position: 1, open: false },
    { position: 2, open: false },
  ]);
  await free();
  expect(await keepPlaceInLine(deps, one.id)).toMatchObject({ position: 1, open: true });
  expect(await keepPlaceInLine(deps, two.id)).toMatchObject({ position: 2, open: false });
  await expect(joinAs(deps, late, room)).rejects.toMatchObject(full);
  await expect(joinAs(deps, second, room, { waiting: two.id })).rejects.toMatchObject(full);
  // somebody else’s place lets nobody in
  await expect(joinAs(deps, late, room, { waiting: one.id })).rejects.toMatchObject(full);
  await joinAs(deps, first, room, { waiting: one.id });
  expect(await keepPlaceInLine(deps, two.id)).toMatchObject({ position: 1, open: false });
  await expect(keepPlaceInLine(deps, one.id)).rejects.toMatchObject({ code: 'notInLine' });
  expect(await deps.db.waitingPlace.count()).toBe(1);
});

test('who leaves the line, or is not heard any more, makes everybody behind one nearer', async () => {
  const { deps, stand, free, person } = await world();
  const [one, two, three] = [await stand(await person()), await stand(await person()), await stand(await person())];
  await leaveLine(deps, one.id);
  expect(await keepPlaceInLine(deps, three.id)).toMatchObject({ position: 2 });
  for (let waited = 0; waited < 4; waited += 1) {
    deps.clock.advance(10 * SECOND);
    await keepPlaceInLine(deps, three.id);
  }
  expect(await keepPlaceInLine(deps, three.id)).toMatchObject({ position: 1 });
  await expect(keepPlaceInLine(deps, two.id)).rejects.toMatchObject({ code: 'notInLine' });
  await free();
  expect(await keepPlaceInLine(deps, three.id)).toMatchObject({ open: true });
});

test('standing in line twice is standing once, where one stood; without an account a network has four places', async () => {
  const { deps, stand, person } = await world();
  const viewer = await person();
  const first = await stand(viewer);
  await stand(await person());
  expect(await stand(viewer)).toEqual(first);
  for (let stood = 0; stood < 4; stood += 1) await stand(null);
  await expect(stand(null)).rejects.toMatchObject({ code: 'networkCrowded' });
  await stand(null, '198.51.100.1');
  expect(await deps.db.waitingPlace.count()).toBe(7);
});

test('of many who are let in at the same moment, in several processes, as many come in as there is room for', async () => {
  const { deps, room, stand, free, person } = await world(2);
  const people = await Promise.all(Array.from({ length: 6 }, person));
  const places: { id: string }[] = [];
  for (const one of people) {
    places.push(await stand(one));
    deps.clock.advance(1);
  }
  await Promise.all([free(0), free(1)]);
  const other = anotherProcess(deps);
  const came = await Promise.allSettled(
    people.map((one, at) => joinAs(at % 2 ? deps : other, one, room, { waiting: places[at]!.id })),
  );
  const inside = came.filter(({ status }) => status === 'fulfilled').length;
  expect(inside).toBeGreaterThan(0);
  expect(inside).toBeLessThanOrEqual(2);
  for (const [at, one] of people.entries())
    if (came[at]!.status === 'rejected')
      await joinAs(deps, one, room, { waiting: places[at]!.id }).catch(() => undefined);
  expect(await deps.db.viewing.count({ where: { leftAt: null } })).toBe(2);
  const seated = await deps.db.viewing.findMany({ where: { leftAt: null }, select: { accountId: true } });
  expect(seated.map(({ accountId }) => accountId).sort()).toEqual([people[0]!.id, people[1]!.id].sort());
});

test('nobody stands in line for a stream that they may not watch, and its creator needs no line', async () => {
  const { deps, creator, room, stand, person } = await world();
  await stand(await person());
  await joinAs(deps, creator, room);
  await deps.db.stream.update({ where: { id: room }, data: { visibility: 'private' } });
  const stranger = await person();
  await expectNothingWritten(deps.db, async () => {
    await expect(stand(stranger)).rejects.toMatchObject({ code: 'notFound' });
    await expect(keepPlaceInLine(deps, stranger.id)).rejects.toMatchObject({ code: 'notInLine' });
    await leaveLine(deps, stranger.id);
  });
});
