import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY, HOUR, SECOND } from '../clock';
import { CREATOR_SEAT, type RoomHint } from '../deps';
import { type StreamId } from '../ids';
import { expectNothingWritten, makeAccount, makeCreator, makeStream, testDeps } from '../testing/harness';
import { takeHint } from '../rooms/take-hint';
import { reportMediaFlow } from './report';
import { startBroadcast } from './start';
import { readBroadcast } from './state';
import { sweepBroadcasts } from './sweep';

const CAMERA = [{ kind: 'video' as const, muted: false }];
const MUTED = [{ kind: 'video' as const, muted: true }];

/** A creator who is live and sends, as two rounds of the sweep have found. */
async function onAir() {
  const deps = await testDeps();
  const creator = await makeCreator(deps);
  const { id } = await makeStream(deps, { creatorId: creator.id });
  const { room } = await startBroadcast(deps, creator.id, id, null);
  const enter = (tracks: typeof CAMERA) => {
    deps.rooms.join(id, CREATOR_SEAT, room.token);
    deps.rooms.publish(id, tracks);
  };
  /** Time passes as it does for the worker: in rounds of three seconds. */
  const pass = async (seconds: number) => {
    for (let gone = 0; gone < seconds; gone += 3) {
      deps.clock.advance(Math.min(3, seconds - gone) * SECOND);
      await sweepBroadcasts(deps);
    }
  };
  const state = () => readBroadcast(deps, creator.id, id);
  const row = () => deps.db.stream.findUniqueOrThrow({ where: { id } });
  enter(CAMERA);
  await pass(6);
  expect(await state()).toMatchObject({ connected: true, silentSince: null });
  return { deps, creator, id, enter, pass, state, row };
}

describe('a creator who is gone', () => {
  test('falls silent, and has a minute: after 59 seconds the stream lives, after 61 it is over', async () => {
    const { deps, id, pass, state, row } = await onAir();
    deps.rooms.leave(id, CREATOR_SEAT);
    await pass(1);
    const silentSince = deps.clock.now();
    expect(await state()).toMatchObject({ status: 'live', connected: false, silentSince });
    await pass(59);
    expect(await state()).toMatchObject({ status: 'live', connected: false, silentSince });
    await pass(2);
    expect(await row()).toMatchObject({ status: 'ended', endReason: 'connectionLost', endedAt: deps.clock.now() });
    expect(await deps.rooms.list()).toEqual([]);
    const entry = await deps.db.auditEntry.findFirst({ where: { action: 'stream.ended' } });
    expect(entry).toMatchObject({ actorId: null, detail: { reason: 'connectionLost' } });
  });

  test('and comes back goes on, once something goes out again; the minute begins anew', async () => {
    const { deps, creator, id, enter, pass, state } = await onAir();
    deps.rooms.leave(id, CREATOR_SEAT);
    await pass(59);
    const { room } = await startBroadcast(deps, creator.id, id, null);
    deps.rooms.join(id, CREATOR_SEAT, room.token);
    await pass(90); // in the room, looking for the camera
    expect(await state()).toMatchObject({ status: 'live', connected: false });
    deps.rooms.leave(id, CREATOR_SEAT);
    await pass(57);
    enter(CAMERA);
    await pass(3);
    expect(await state()).toMatchObject({ status: 'live', connected: true, silentSince: null });
  });

  test('and whose page had said that nothing goes out, is heard again by what the room shows', async () => {
    const { deps, creator, id, enter, pass, state } = await onAir();
    await reportMediaFlow(deps, creator.id, id, false);
    deps.rooms.leave(id, CREATOR_SEAT);
    await pass(3);
    expect(await state()).toMatchObject({ connected: false });
    enter(CAMERA);
    await pass(3);
    expect(await state()).toMatchObject({ connected: true, silentSince: null });
  });
});

test('while the creator is in the room the page alone says what goes out: a frozen camera is a track that is there', async () => {
  const { deps, creator, id, enter, pass, state } = await onAir();
  const silentSince = deps.clock.now();
  await reportMediaFlow(deps, creator.id, id, false);
  await pass(120);
  expect(await state()).toMatchObject({ status: 'live', connected: true, silentSince });
  await reportMediaFlow(deps, creator.id, id, true);
  enter(MUTED);
  await pass(120);
  expect(await state()).toMatchObject({ status: 'live', connected: true, silentSince: null });
});

describe('the media server', () => {
  test('being away ends and silences nothing, however long', async () => {
    const { deps, id, pass, state } = await onAir();
    deps.rooms.setReachable(false);
    deps.rooms.leave(id, CREATOR_SEAT);
    await expectNothingWritten(deps.db, () => pass(300));
    deps.rooms.setReachable(true);
    await pass(3);
    expect(await state()).toMatchObject({ status: 'live', connected: false });
  });

  test('started anew has no rooms: they are made, and who comes back in time goes on', async () => {
    const { deps, id, enter, pass, state } = await onAir();
    await deps.rooms.close(id);
    await pass(3);
    expect(await deps.rooms.list()).toMatchObject([{ room: id }]);
    enter(CAMERA);
    await pass(3);
    expect(await state()).toMatchObject({ status: 'live', connected: true, silentSince: null });
  });

  test('keeps no room of a stream that is over, and no viewing stays open in one', async () => {
    const { deps, id, pass } = await onAir();
    const now = deps.clock.now();
    const accountId = (await makeAccount(deps)).id;
    await deps.db.viewing.create({ data: { streamId: id, accountId, joinedAt: now, lastSeenAt: now } });
    await deps.db.stream.update({ where: { id }, data: { status: 'ended', endedAt: now, endReason: 'creatorEnded' } });
    await pass(3);
    expect(await deps.rooms.list()).toEqual([]);
    expect(await deps.db.viewing.findMany()).toMatchObject([{ endReason: 'streamEnded' }]);
    expect(await deps.db.stream.findUnique({ where: { id } })).toMatchObject({ endReason: 'creatorEnded' });
  });
});

test('a stream that was announced and has not begun a day later never started', async () => {
  const deps = await testDeps();
  const creatorId = (await makeCreator(deps)).id;
  const { id } = await makeStream(deps, { creatorId });
  const demo = await makeStream(deps, { creatorId, demo: true });
  const someDay = await makeStream(deps, { creatorId, scheduledAt: null });
  deps.clock.advance(DAY + HOUR - 1);
  await expectNothingWritten(deps.db, () => sweepBroadcasts(deps));
  deps.clock.advance(1);
  await sweepBroadcasts(deps);
  const statuses = await deps.db.stream.findMany({ select: { id: true, status: true, endReason: true } });
  expect(new Map(statuses.map((row) => [row.id, row.endReason ?? row.status]))).toEqual(
    new Map([
      [id as string, 'neverStarted'],
      [demo.id, 'scheduled'],
      [someDay.id, 'scheduled'],
    ]),
  );
});

test('streams of the demo world are let alone', async () => {
  const deps = await testDeps();
  const { id } = await makeStream(deps, { creatorId: (await makeCreator(deps)).id, status: 'live', demo: true });
  await expectNothingWritten(deps.db, async () => {
    await sweepBroadcasts(deps);
    deps.clock.advance(DAY);
    await sweepBroadcasts(deps);
    await takeHint(deps, deps.rooms.hint('left', id, CREATOR_SEAT));
  });
  expect(await deps.rooms.list()).toEqual([]);
});

describe('hints', () => {
  test('bring forward what the sweep would find: the creator gone, and back', async () => {
    const { deps, id, enter, state } = await onAir();
    deps.clock.advance(SECOND);
    deps.rooms.leave(id, CREATOR_SEAT);
    await takeHint(deps, deps.rooms.hint('left', id, CREATOR_SEAT));
    expect(await state()).toMatchObject({ connected: false, silentSince: deps.clock.now() });
    deps.clock.advance(SECOND);
    enter(CAMERA);
    await takeHint(deps, deps.rooms.hint('published', id, CREATOR_SEAT));
    expect(await state()).toMatchObject({ connected: true, silentSince: null });
  });

  test('never end anything: not when they say that the creator left, nor when the room is finished', async () => {
    const { deps, id, row } = await onAir();
    deps.rooms.leave(id, CREATOR_SEAT);
    await takeHint(deps, deps.rooms.hint('left', id, CREATOR_SEAT));
    deps.clock.advance(HOUR);
    await takeHint(deps, deps.rooms.hint('left', id, CREATOR_SEAT));
    await takeHint(deps, deps.rooms.hint('finished', id));
    expect(await row()).toMatchObject({ status: 'live' });
  });

  test('that lie, come late, or speak of what is not here change nothing', async () => {
    const { deps, id } = await onAir();
    const nowhere = '0198c0de-0000-7000-8000-000000000000' as StreamId;
    const hints = [
      deps.rooms.hint('left', id, CREATOR_SEAT),
      deps.rooms.hint('finished', id),
      deps.rooms.hint('left', nowhere, CREATOR_SEAT),
      deps.rooms.hint('joined', nowhere, 'nobody'),
      deps.rooms.hint('joined', 'no room of ours' as StreamId, "'; DROP TABLE viewings; --"),
      deps.rooms.hint('left', id, nowhere),
      deps.rooms.hint('other', null),
    ];
    await expectNothingWritten(deps.db, async () => {
      for (const hint of hints) await takeHint(deps, hint);
    });
  });

  test('are taken once, and while the media server is away without harm', async () => {
    const { deps, id } = await onAir();
    const hint = deps.rooms.hint('left', id, CREATOR_SEAT);
    const asked = deps.rooms.calls.participants;
    await takeHint(deps, hint);
    await takeHint(deps, hint);
    expect(deps.rooms.calls.participants).toBe(asked + 1);
    deps.rooms.setReachable(false);
    await expectNothingWritten(deps.db, async () => {
      await takeHint(deps, deps.rooms.hint('left', id, CREATOR_SEAT));
      await takeHint(deps, deps.rooms.hint('joined', id, 'somebody'));
    });
  });

  test('in any order, doubled or left out, lead to the rows that the sweep alone leads to', async () => {
    const { deps, creator, id, enter, row } = await onAir();
    const joinedAt = deps.clock.now();
    const accountId = (await makeAccount(deps)).id;
    const { seat } = await deps.db.viewing.create({
      data: { streamId: id, accountId, joinedAt, lastSeenAt: joinedAt },
    });
    const kinds = ['joined', 'left', 'published', 'unpublished', 'started', 'finished', 'other'] as const;
    const hint = fc.record({
      id: fc.integer({ min: 0, max: 3 }).map(String),
      kind: fc.constantFrom<RoomHint['kind']>(...kinds),
      room: fc.constantFrom<StreamId | null>(id, null),
      identity: fc.constantFrom(CREATOR_SEAT, seat, 'somebody', null),
    });
    const there = fc.constantFrom('sends', 'muted', 'gone');
    const word = fc.constantFrom(true, false, null);
    const rows = async () => [await row(), await deps.db.viewing.findMany(), await deps.db.auditEntry.findMany()];
    let round = 0;
    await fc.assert(
      fc.asyncProperty(there, word, fc.array(hint, { maxLength: 6 }), async (how, flowing, hints) => {
        round += 1;
        await startBroadcast(deps, creator.id, id, null);
        if (flowing !== null) await reportMediaFlow(deps, creator.id, id, flowing);
        if (how === 'gone') deps.rooms.leave(id, CREATOR_SEAT);
        else enter(how === 'sends' ? CAMERA : MUTED);
        deps.clock.advance(SECOND);
        const before = await row();
        await sweepBroadcasts(deps);
        const bySweep = await rows();
        const { silentSince, publisherAt } = before;
        await deps.db.stream.update({ where: { id }, data: { silentSince, publisherAt } });
        for (const one of hints) await takeHint(deps, { ...one, id: `${round}:${one.id}` });
        await sweepBroadcasts(deps);
        const updatedAt = expect.any(Date) as Date;
        const [stream, ...rest] = bySweep;
        expect(await rows()).toEqual([{ ...stream, updatedAt }, ...rest]);
      }),
      { numRuns: 40 },
    );
  });
});
