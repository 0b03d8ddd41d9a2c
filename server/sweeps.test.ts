import { expect, test } from 'vitest';
import { SECOND } from './clock';
import { sweepTogether } from './sweeps';
import { joinAs, liveWorld, seatIn, sitDown } from './testing/live-world';
import { type TestDeps } from './testing/harness';
import { waitForTicks } from './viewing/metering/tick';

/** A media server that counts how often it is asked which rooms there are. */
function counted(deps: TestDeps) {
  const asked = { list: 0, participants: 0 };
  const { rooms } = deps;
  const list: typeof rooms.list = () => {
    asked.list += 1;
    return rooms.list();
  };
  const participants: typeof rooms.participants = (room) => {
    asked.participants += 1;
    return rooms.participants(room);
  };
  return { asked, deps: { ...deps, rooms: { ...rooms, list, participants } } };
}

test('a round asks the media server once for both sweeps, and the next one anew', async () => {
  const { deps: plain, room } = await liveWorld({ ratePerSecond: '0' });
  const elsewhere = await liveWorld({ ratePerSecond: '0' }, plain);
  const { deps, asked } = counted(plain);
  await sitDown(deps, room, await joinAs(deps, null, room));
  const stranger = await seatIn(deps, (await joinAs(deps, null, elsewhere.room)).viewing);
  deps.rooms.join(room, stranger, await deps.rooms.viewerToken(room, stranger, true));
  const round = sweepTogether(deps);
  for (let rounds = 1; rounds <= 2; rounds += 1) {
    deps.clock.advance(3 * SECOND);
    await round();
    await waitForTicks(deps);
    expect(asked).toEqual({ list: rounds, participants: 2 * rounds });
  }
  expect(await deps.db.stream.findUnique({ where: { id: room } })).toMatchObject({
    publisherAt: deps.clock.now(),
    silentSince: null,
    currentViewers: 1,
  });
  expect((await deps.rooms.participants(room)).map(({ identity }) => identity)).not.toContain(stranger);
  expect(plain.logged.filter(({ level }) => level >= 40)).toEqual([]);
});

test('a sweep that takes long holds up no other, and is not begun a second time', async () => {
  const { deps: plain, room } = await liveWorld({ ratePerSecond: '0' });
  const over = await liveWorld({ ratePerSecond: '0' }, plain);
  await plain.db.stream.update({
    where: { id: over.room },
    data: { status: 'ended', endedAt: plain.clock.now(), endReason: 'creatorEnded' },
  });
  let closing = 0;
  let goOn = () => {};
  const hangs = new Promise<void>((resolve) => (goOn = resolve));
  const close = (): Promise<void> => {
    closing += 1;
    return hangs;
  };
  const deps = { ...plain, rooms: { ...plain.rooms, close } };
  const watched = async () => (await deps.db.stream.findUniqueOrThrow({ where: { id: room } })).currentViewers;
  const round = sweepTogether(deps);
  await round();
  await expect.poll(() => closing).toBe(1);
  await joinAs(deps, null, room);
  await round();
  await expect.poll(watched).toBe(1);
  expect(closing).toBe(1);
  goOn();
  await waitForTicks(deps);
  await round();
  await waitForTicks(deps);
  expect(closing).toBe(2);
});
