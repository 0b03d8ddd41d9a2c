import { describe, expect, test } from 'vitest';
import { type StageNow } from '../../schemas/stage-wire';
import { type Participant } from '../deps';
import { SECOND } from '../clock';
import { type AccountId, type StreamId } from '../ids';
import { block } from '../moderation/blocks';
import { createCaller } from '../trpc/root';
import { expectNothingWritten, makeAccount } from '../testing/harness';
import { anotherProcess, joinAs, liveWorld, pass, signFor, sitDown, withPurse } from '../testing/live-world';
import { type TestDeps } from '../testing/harness';
import { leave } from '../viewing/leave';
import { endBroadcast } from '../broadcast/end';
import { enter } from '../viewing/enter';
import { pay } from '../viewing/pay';
import { readState } from '../viewing/state';
import { sweepRooms } from '../viewing/media/sweep';
import { accept } from './accept';
import { endTurn, leaveStage, muteGuest } from './end';
import { invite } from './invite';
import { raiseHand } from './raise';
import { readHands, readStage, readStageOf } from './read';
import { sweepStage } from './sweep';

const ORIGIN = { ipAddress: '192.0.2.1', userAgent: 'test' };
const PICTURE: Participant['tracks'] = [{ kind: 'video', muted: false }];
const SOUND: Participant['tracks'] = [{ kind: 'audio', muted: false }];

/** Somebody watches a stream for 0.01 a second, in its room; `second` pays for their next one. */
async function watcher(deps: TestDeps, room: StreamId) {
  const viewer = await withPurse(deps);
  const joined = await joinAs(deps, viewer, room);
  const seat = await sitDown(deps, room, joined);
  await enter(deps, joined.viewing);
  let paid = 0n;
  const second = () => pay(deps, signFor(deps, viewer, joined, (paid += 1n)));
  return { id: viewer.id, viewer, joined, viewing: joined.viewing, seat, second };
}

async function world(stream: Parameters<typeof liveWorld>[0] = {}) {
  const { deps, creator, room } = await liveWorld(stream);
  const guest = await watcher(deps, room);
  const raise = (who: { id: AccountId } = guest) => raiseHand(deps, who.id, ORIGIN, room);
  const handOf = async (who: { id: AccountId }) =>
    (await readHands(deps, creator.id, room)).hands.find(({ person }) => person.id === who.id);
  const ask = async (who: { id: AccountId } = guest) => invite(deps, creator.id, room, (await handOf(who))?.id ?? '');
  const come = async (who: { id: AccountId; seat: string } = guest) => {
    await raise(who);
    await ask(who);
    await accept(deps, who.id, room);
    deps.rooms.publish(room, [...PICTURE, ...SOUND], who.seat);
  };
  const grantOf = async ({ seat }: { seat: string } = guest) =>
    (await deps.rooms.participants(room)).find(({ identity }) => identity === seat)?.grant;
  const onStage = async () => (await readStage(deps, room)).guests.map(({ seat }) => seat);
  return { deps, creator, room, guest, raise, ask, come, handOf, grantOf, onStage };
}

const OFF = { maySubscribe: false, maySend: 'nothing' };
const SEES = { maySubscribe: true, maySend: 'nothing' };
const ALL = { maySubscribe: true, maySend: 'all' };

describe('a raised hand', () => {
  test('is seen by the creator, invited, and brings its owner on stage by their own word; all in the room are told', async () => {
    const { deps, creator, room, guest, raise, ask, handOf, grantOf } = await world();
    await raise();
    await expectNothingWritten(deps.db, () => raise());
    expect(await handOf(guest)).toMatchObject({ step: 'raised', seat: guest.seat });
    expect(deps.rooms.sent).toEqual([]);
    await ask();
    await expectNothingWritten(deps.db, () => ask());
    expect(deps.rooms.sent.map(({ topic, reached }) => [topic, reached])).toEqual([['stage', [guest.seat]]]);
    expect(await readStageOf(deps, guest.viewing)).toMatchObject({ guests: [], mine: 'invited' });
    expect(await grantOf()).toEqual(OFF);
    await accept(deps, guest.id, room);
    await expectNothingWritten(deps.db, () => accept(deps, guest.id, room));
    expect(await grantOf()).toEqual(ALL);
    expect((await readState(deps, guest.viewing)).phase).toEqual({ kind: 'onStage', muted: false });
    const told = JSON.parse(Buffer.from(deps.rooms.sent.at(1)!.data).toString()) as StageNow;
    expect(told.guests).toMatchObject([{ seat: guest.seat, muted: false }]);
    expect(deps.rooms.sent.at(1)!.reached).toContain('creator');
    const actions = await deps.db.auditEntry.findMany({ where: { action: { startsWith: 'stage.' } } });
    expect(actions.map(({ action, actorId }) => [action, actorId])).toEqual([
      ['stage.invited', creator.id],
      ['stage.came', guest.id],
    ]);
  });

  test('is taken down again, and what was offered to it is void', async () => {
    const { deps, room, guest, raise, ask, handOf, grantOf } = await world();
    await raise();
    await ask();
    await leaveStage(deps, guest.id, room);
    expect(await handOf(guest)).toBeUndefined();
    await expectNothingWritten(deps.db, () =>
      expect(accept(deps, guest.id, room)).rejects.toMatchObject({ code: 'notInvited' }),
    );
    await expectNothingWritten(deps.db, () => leaveStage(deps, guest.id, room));
    expect(await grantOf()).toEqual(OFF);
  });

  test('is for whoever watches this stream and is not kept out', async () => {
    const { deps, creator, room, guest, raise } = await world();
    const other = await liveWorld({}, deps);
    const refuses = (code: string, who: { id: AccountId }, where = room) =>
      expectNothingWritten(deps.db, () =>
        expect(raiseHand(deps, who.id, ORIGIN, where)).rejects.toMatchObject({ code }),
      );
    await refuses('notWatching', await makeAccount(deps));
    await refuses('notWatching', guest, other.room);
    await joinAs(deps, creator, room);
    await refuses('notWatching', creator);
    const given = { creatorId: creator.id, accountId: guest.id, givenById: creator.id, createdAt: deps.clock.now() };
    const { id } = await deps.db.restriction.create({
      data: { ...given, kind: 'timeout', endsAt: new Date(deps.clock.now().getTime() + SECOND) },
    });
    await refuses('keptFromStage', guest);
    await deps.db.restriction.update({ where: { id }, data: { kind: 'ban', endsAt: null } });
    await refuses('banned', guest);
    await deps.db.restriction.update({ where: { id }, data: { liftedAt: deps.clock.now() } });
    await leave(deps, { viewing: guest.viewing });
    await refuses('notWatching', guest);
    await endBroadcast(deps, creator.id, room);
    await refuses('streamNotLive', guest);
    await expect(raise({ id: guest.id })).rejects.toThrow();
  });

  test('of somebody whom the creator blocked is shown to nobody, and they are not told', async () => {
    const { deps, creator, room, guest, raise, handOf } = await world();
    await block(deps, creator.id, ORIGIN, guest.id);
    await raise();
    expect(await readStageOf(deps, guest.viewing)).toMatchObject({ mine: 'raised' });
    expect(await handOf(guest)).toBeUndefined();
    const { id } = await deps.db.stageGuest.findFirstOrThrow();
    await expect(invite(deps, creator.id, room, id)).rejects.toMatchObject({ code: 'notFound' });
  });
});

describe('an invitation', () => {
  test('is the creator’s alone to give, to a hand in their own live stream', async () => {
    const { deps, creator, room, guest, raise, handOf } = await world();
    const other = await liveWorld({}, deps);
    await raise();
    const { id } = (await handOf(guest))!;
    const refuses = (code: string, by: AccountId, where: StreamId, whom = id) =>
      expectNothingWritten(deps.db, () => expect(invite(deps, by, where, whom)).rejects.toMatchObject({ code }));
    await refuses('notFound', other.creator.id, room);
    await refuses('notFound', other.creator.id, other.room);
    await refuses('notFound', guest.id, room);
    await refuses('notFound', creator.id, room, guest.viewing);
    await endBroadcast(deps, creator.id, room);
    await refuses('streamNotLive', creator.id, room);
  });

  test('cannot be accepted without one, by another, after it was taken back, or two minutes later', async () => {
    const { deps, creator, room, guest, raise, ask, handOf } = await world();
    const thief = await watcher(deps, room);
    const refuses = (who: { id: AccountId }) =>
      expectNothingWritten(deps.db, () =>
        expect(accept(deps, who.id, room)).rejects.toMatchObject({ code: 'notInvited' }),
      );
    await refuses(guest);
    await raise();
    await refuses(guest);
    await ask();
    await refuses(thief);
    await endTurn(deps, creator.id, room, (await handOf(guest))!.id);
    await refuses(guest);
    await raise();
    await ask();
    for (let seconds = 0; seconds < 120; seconds += 20) {
      deps.clock.advance(20 * SECOND);
      await enter(deps, guest.viewing);
    }
    await refuses(guest);
    await sweepStage(deps);
    expect(await deps.db.stageGuest.count({ where: { endReason: 'unanswered' } })).toBe(1);
  });

  test('is refused beyond four who are on stage or invited, also of two at once', async () => {
    const { deps, room, raise, come, ask, handOf, creator } = await world();
    const others = [];
    for (let n = 0; n < 5; n += 1) others.push(await watcher(deps, room));
    for (const one of others.slice(0, 2)) await come(one);
    for (const one of others.slice(2)) await raise(one);
    await ask(others[2]);
    const both = await Promise.allSettled(others.slice(3).map((one) => ask(one)));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const last = others[both.findIndex(({ status }) => status === 'rejected') + 3]!;
    await expectNothingWritten(deps.db, () => expect(ask(last)).rejects.toMatchObject({ code: 'stageFull' }));
    await endTurn(deps, creator.id, room, (await handOf(others[0]!))!.id);
    await ask(last);
  });
});

describe('on stage', () => {
  test('nothing is paid, however long, and paying goes on afterwards from where it stood', async () => {
    const { deps, room, guest, come, grantOf } = await world();
    await pass(deps, SECOND);
    await guest.second();
    await pass(deps, 500);
    await come();
    await pass(deps, 60 * SECOND);
    expect(await readState(deps, guest.viewing)).toMatchObject({ phase: { kind: 'onStage' }, seconds: 1n });
    // what was signed on the way counts, and is paid ahead; time on stage cannot be sold
    await guest.second();
    await expect(pay(deps, signFor(deps, guest.viewer, guest.joined, 30n))).rejects.toMatchObject({
      code: 'voucherTooFast',
    });
    await leaveStage(deps, guest.id, room);
    expect(await grantOf()).toEqual(SEES);
    await pass(deps, 1_400);
    expect((await readState(deps, guest.viewing)).phase).toEqual({ kind: 'paying' });
    await guest.second();
    expect(await readState(deps, guest.viewing)).toMatchObject({ phase: { kind: 'paying' }, seconds: 3n });
    await pass(deps, 8 * SECOND);
    expect((await readState(deps, guest.viewing)).phase).toEqual({ kind: 'cut', why: 'late' });
    expect(await grantOf()).toEqual(OFF);
  });

  test('going up and down again and again gives no second for nothing', async () => {
    const { deps, room, guest, come } = await world();
    await pass(deps, SECOND);
    await guest.second();
    let seen = 0;
    for (let times = 0; times < 6; times += 1) {
      await deps.db.rateLimit.deleteMany();
      await come();
      await pass(deps, SECOND);
      await leaveStage(deps, guest.id, room);
      for (let tenth = 0; tenth < 10; tenth += 1) {
        if (deps.rooms.sees(room, guest.seat)) seen += 100;
        await pass(deps, 100);
      }
    }
    expect(seen).toBeLessThanOrEqual(SECOND + 3 * SECOND + 200);
  });

  test('another process meters on from the same truth, and a restart forgets nobody', async () => {
    const { deps, creator, room, guest, come, handOf, grantOf } = await world();
    await pass(deps, SECOND);
    await guest.second();
    const other = anotherProcess(deps);
    await come();
    await pass(deps, 2 * SECOND);
    expect((await readState(anotherProcess(deps), guest.viewing)).phase).toEqual({ kind: 'onStage', muted: false });
    await deps.rooms.setGrant(room, guest.seat, { maySubscribe: false, maySend: 'nothing' });
    await sweepRooms(deps);
    expect(await grantOf()).toEqual(ALL);
    // ended by another process: this one follows within a second
    await endTurn(other, creator.id, room, (await handOf(guest))!.id);
    await pass(deps, SECOND);
    expect((await readState(deps, guest.viewing)).phase).toEqual({ kind: 'paying' });
    await sweepRooms(deps);
    expect(await grantOf()).toEqual(SEES);
  });

  test('the creator takes a guest’s sound and gives it back; the guest cannot', async () => {
    const { deps, creator, room, guest, come, handOf, grantOf } = await world();
    await come();
    const { id } = (await handOf(guest))!;
    await muteGuest(deps, creator.id, room, { id, muted: true });
    await expectNothingWritten(deps.db, () => muteGuest(deps, creator.id, room, { id, muted: true }));
    expect(await grantOf()).toEqual({ maySubscribe: true, maySend: 'picture' });
    expect(() => deps.rooms.publish(room, SOUND, guest.seat)).toThrow();
    expect((await readState(deps, guest.viewing)).phase).toEqual({ kind: 'onStage', muted: true });
    await muteGuest(deps, creator.id, room, { id, muted: false });
    expect(await grantOf()).toEqual(ALL);
  });

  test('whoever sends nothing for twenty seconds is taken off, and a muted picture is nothing', async () => {
    const { deps, room, guest, come, onStage, grantOf } = await world({ ratePerSecond: '0' });
    await come();
    await sweepStage(deps);
    deps.rooms.publish(room, [{ kind: 'video', muted: true }], guest.seat);
    await sweepStage(deps);
    deps.clock.advance(19 * SECOND);
    deps.rooms.publish(room, SOUND, guest.seat);
    await sweepStage(deps);
    deps.rooms.publish(room, [], guest.seat);
    await sweepStage(deps);
    deps.clock.advance(19 * SECOND);
    await enter(deps, guest.viewing);
    await sweepStage(deps);
    expect(await onStage()).toEqual([guest.seat]);
    deps.clock.advance(SECOND);
    deps.rooms.setReachable(false);
    await sweepStage(deps);
    deps.rooms.setReachable(true);
    await sweepRooms(deps);
    expect(await onStage()).toEqual([]);
    expect(await grantOf()).toEqual(SEES);
    expect(await deps.db.stageGuest.findFirst()).toMatchObject({ endReason: 'nothingSent' });
  });

  test.each(['ban', 'timeout'] as const)('a %s takes its guest off', async (kind) => {
    const { deps, creator, guest, come, onStage, grantOf } = await world({ ratePerSecond: '0' });
    await come();
    const endsAt = kind === 'timeout' ? new Date(deps.clock.now().getTime() + 60 * SECOND) : null;
    const given = { creatorId: creator.id, accountId: guest.id, givenById: creator.id, createdAt: deps.clock.now() };
    await deps.db.restriction.create({ data: { ...given, kind, endsAt } });
    await sweepRooms(deps);
    await sweepStage(deps);
    await deps.meters.finishBackground();
    expect(await onStage()).toEqual([]);
    expect(await grantOf()).toEqual(kind === 'timeout' ? SEES : undefined);
  });

  test('so do a block, leaving, another device, and the end of the stream', async () => {
    const { deps, creator, room, come, onStage } = await world({ ratePerSecond: '0' });
    const [blocked, leaver, mover, last] = [
      await watcher(deps, room),
      await watcher(deps, room),
      await watcher(deps, room),
      await watcher(deps, room),
    ];
    for (const one of [blocked, leaver, mover, last]) await come(one);
    await block(deps, creator.id, ORIGIN, blocked.id);
    await leave(deps, { viewing: leaver.viewing });
    const moved = await joinAs(deps, mover, room);
    expect(await onStage()).toEqual([blocked.seat, last.seat]);
    expect((await readState(deps, moved.viewing)).phase).toEqual({ kind: 'free' });
    await sweepStage(deps);
    expect(await onStage()).toEqual([last.seat]);
    await endBroadcast(deps, creator.id, room);
    expect(await onStage()).toEqual([]);
    await sweepStage(deps);
    expect(await deps.db.stageGuest.count({ where: { endedAt: null } })).toBe(0);
  });

  test('an old token, and one from the time on stage, let nobody send again', async () => {
    const { deps, room, guest, come, grantOf } = await world();
    await come();
    await leaveStage(deps, guest.id, room);
    // as LiveKit renews tokens: with what was allowed when it was made
    deps.rooms.join(room, guest.seat, guest.joined.room.token);
    await deps.rooms.setGrant(room, guest.seat, { maySubscribe: true, maySend: 'all' });
    deps.rooms.publish(room, PICTURE, guest.seat);
    await sweepRooms(deps);
    expect((await grantOf())?.maySend).toBe('nothing');
    expect(() => deps.rooms.publish(room, PICTURE, guest.seat)).toThrow();
  });
});

test('who is not signed in, or no creator, may not call; a viewing’s id opens its own stage alone', async () => {
  const { deps, room, guest, raise, handOf } = await world();
  await raise();
  const { id } = (await handOf(guest))!;
  const as = (account: AccountId | null) =>
    createCaller({
      deps,
      log: deps.log,
      origin: ORIGIN,
      who: async () => (account ? { sessionId: 'session', accountId: account } : null),
    } as unknown as Parameters<typeof createCaller>[0]).stage;
  const { id: viewer } = await makeAccount(deps);
  await expectNothingWritten(deps.db, async () => {
    for (const call of [
      as(null).raise({ streamId: room }),
      as(null).accept({ streamId: room }),
      as(null).leave({ streamId: room }),
      as(null).invite({ streamId: room, id }),
      as(null).end({ streamId: room, id }),
      as(null).mute({ streamId: room, id, muted: true }),
      as(null).follow({ streamId: room }),
    ])
      await expect(call).rejects.toMatchObject({ cause: { code: 'notSignedIn' } });
    for (const call of [
      as(viewer).invite({ streamId: room, id }),
      as(viewer).end({ streamId: room, id }),
      as(viewer).mute({ streamId: room, id, muted: true }),
      as(viewer).follow({ streamId: room }),
    ])
      await expect(call).rejects.toMatchObject({ cause: { code: 'notCreator' } });
    await expect(as(null).of({ viewing: room })).rejects.toMatchObject({ cause: { code: 'notFound' } });
  });
});
