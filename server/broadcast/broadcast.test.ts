import { describe, expect, test } from 'vitest';
import { SECOND } from '../clock';
import { CREATOR_SEAT } from '../deps';
import { type StreamId } from '../ids';
import { makePayer, UNIT } from '../testing/factories';
import {
  expectNothingWritten,
  makeAccount,
  makeCreator,
  makeStream,
  testDeps,
  type TestDeps,
} from '../testing/harness';
import { endBroadcast } from './end';
import { reportMediaFlow } from './report';
import { startBroadcast } from './start';
import { followBroadcast, readBroadcast } from './state';
import { type BroadcastState } from './types';

const PRICE = (UNIT / 100n).toString();

/** Bela has a wallet and has announced a stream that costs something. */
async function world(changes: Partial<Parameters<typeof makeStream>[1]> = {}) {
  const deps = await testDeps();
  const bela = await makePayer(deps, 1);
  const { id } = await makeStream(deps, { creatorId: bela.id, ratePerSecond: PRICE, ...changes });
  return { deps, bela, id };
}

/** The same, live. */
async function onAir() {
  const made = await world();
  const { room } = await startBroadcast(made.deps, made.bela.id, made.id, made.bela.address);
  return { ...made, room };
}

/** Somebody's open viewing of a stream. */
const watching = async (deps: TestDeps, streamId: StreamId, changes: object = {}) =>
  deps.db.viewing.create({
    data: {
      streamId,
      accountId: (await makeAccount(deps)).id,
      joinedAt: deps.clock.now(),
      lastSeenAt: deps.clock.now(),
      ...changes,
    },
  });

const refuses = (deps: TestDeps, act: () => Promise<unknown>, code: string) =>
  expectNothingWritten(deps.db, () => expect(act()).rejects.toMatchObject({ code }));

describe('going live', () => {
  test('makes the room, lets the creator in, fixes who is paid, and counts nothing as sent yet', async () => {
    const { deps, bela, id } = await world();
    deps.clock.advance(SECOND);
    const second = { accountId: bela.id, address: '5second', h160: `0x${'5'.repeat(40)}`, scheme: 'sr25519' } as const;
    await deps.db.wallet.create({ data: { ...second, linkedAt: deps.clock.now() } });
    const { room, state } = await startBroadcast(deps, bela.id, id, bela.address);
    deps.rooms.join(id, CREATOR_SEAT, room.token);
    const now = deps.clock.now();
    expect(await deps.db.stream.findUnique({ where: { id } })).toMatchObject({
      status: 'live',
      startedAt: now,
      payee: bela.h160,
      silentSince: now,
      publisherAt: null,
    });
    expect(state).toMatchObject({ status: 'live', connected: false, silentSince: now, viewers: 0, earned: 0n });
    expect(await deps.db.auditEntry.findMany()).toMatchObject([{ action: 'stream.started', actorId: bela.id }]);
  });

  test('again while live is coming back: the same stream, the same start, a new way in', async () => {
    const { deps, bela, id } = await onAir();
    const { startedAt, payee } = await deps.db.stream.findUniqueOrThrow({ where: { id } });
    await reportMediaFlow(deps, bela.id, id, true);
    deps.clock.advance(20 * SECOND);
    const { room } = await startBroadcast(deps, bela.id, id, bela.address);
    deps.rooms.join(id, CREATOR_SEAT, room.token);
    const row = await deps.db.stream.findUniqueOrThrow({ where: { id } });
    expect(row).toMatchObject({ status: 'live', startedAt, payee, silentSince: deps.clock.now() });
    expect(await deps.db.auditEntry.count()).toBe(1);
  });

  test('again while live pays whom it began with, whoever would be paid now', async () => {
    const { deps, bela, id } = await onAir();
    const other = await makePayer(deps, 2);
    await deps.db.wallet.updateMany({ where: { accountId: other.id }, data: { accountId: bela.id, chosen: true } });
    const { state } = await startBroadcast(deps, bela.id, id, null);
    expect(state).toMatchObject({ status: 'live', payee: bela.h160 });
  });

  test('free, needs no wallet', async () => {
    const deps = await testDeps();
    const creator = await makeCreator(deps);
    const { id } = await makeStream(deps, { creatorId: creator.id });
    await startBroadcast(deps, creator.id, id, null);
    expect(await deps.db.stream.findUnique({ where: { id } })).toMatchObject({ status: 'live', payee: null });
  });

  test('with a stream of the demo world takes it out of it: nobody else plays it any more', async () => {
    const { deps, bela, id } = await world({ status: 'live', demo: true });
    await startBroadcast(deps, bela.id, id, bela.address);
    expect(await deps.db.stream.findUnique({ where: { id } })).toMatchObject({ status: 'live', demo: false });
  });

  test('from two processes at once with one stream is going live once; both get in', async () => {
    const { deps, bela, id } = await world();
    const both = await Promise.all([
      startBroadcast(deps, bela.id, id, bela.address),
      startBroadcast(deps, bela.id, id, bela.address),
    ]);
    expect(both.map(({ state }) => state.status)).toEqual(['live', 'live']);
    expect(await deps.db.auditEntry.count()).toBe(1);
  });

  test('from two processes at once with two streams: one is live, the other stays as it was', async () => {
    const { deps, bela, id } = await world();
    const other = await makeStream(deps, { creatorId: bela.id, ratePerSecond: PRICE });
    const ends = await Promise.allSettled([
      startBroadcast(deps, bela.id, id, bela.address),
      startBroadcast({ ...deps }, bela.id, other.id, bela.address),
    ]);
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(ends.find((end) => end.status === 'rejected')?.reason).toMatchObject({ code: 'alreadyLive' });
    const rows = await deps.db.stream.groupBy({ by: ['status'], _count: true, orderBy: { status: 'asc' } });
    expect(rows.map(({ status, _count }) => [status, _count])).toEqual([
      ['scheduled', 1],
      ['live', 1],
    ]);
    expect(await deps.db.auditEntry.count()).toBe(1);
  });
});

describe('going live is refused, and nothing is written,', () => {
  test('with somebody else’s stream', async () => {
    const { deps, id } = await world();
    const thief = await makePayer(deps, 2);
    await refuses(deps, () => startBroadcast(deps, thief.id, id, thief.address), 'notFound');
    expect(await deps.rooms.list()).toEqual([]);
  });

  test('while another one is live', async () => {
    const { deps, bela } = await onAir();
    const other = await makeStream(deps, { creatorId: bela.id });
    await refuses(deps, () => startBroadcast(deps, bela.id, other.id, bela.address), 'alreadyLive');
    expect(await deps.rooms.list()).toHaveLength(1);
  });

  test('with one that has ended', async () => {
    const { deps, bela, id } = await onAir();
    await endBroadcast(deps, bela.id, id);
    await refuses(deps, () => startBroadcast(deps, bela.id, id, bela.address), 'streamOver');
    expect(await deps.rooms.list()).toEqual([]);
  });

  test('for money without a wallet to pay it to', async () => {
    const { deps, bela, id } = await world();
    await deps.db.wallet.deleteMany({ where: { accountId: bela.id } });
    await refuses(deps, () => startBroadcast(deps, bela.id, id, bela.address), 'payeeMissing');
    expect(await deps.rooms.list()).toEqual([]);
  });

  test('when its seconds would be paid to another wallet than the page showed: swapped in between, or shown none', async () => {
    const { deps, bela, id } = await world();
    const thief = await makePayer(deps, 2);
    await deps.db.wallet.deleteMany({ where: { accountId: bela.id } });
    await deps.db.wallet.updateMany({ where: { accountId: thief.id }, data: { accountId: bela.id } });
    for (const shown of [bela.address, null, thief.h160]) {
      await refuses(deps, () => startBroadcast(deps, bela.id, id, shown), 'payeeChanged');
    }
    expect(await deps.rooms.list()).toEqual([]);
    expect((await startBroadcast(deps, bela.id, id, thief.address)).state.payee).toBe(thief.h160);
  });

  test('when the wallet is swapped while the room is being made', async () => {
    const { deps, bela, id } = await world();
    const thief = await makePayer(deps, 2);
    const open: typeof deps.rooms.open = async (room) => {
      await deps.rooms.open(room);
      await deps.db.wallet.deleteMany({ where: { accountId: bela.id } });
      await deps.db.wallet.updateMany({ where: { accountId: thief.id }, data: { accountId: bela.id } });
    };
    const start = () => startBroadcast({ ...deps, rooms: { ...deps.rooms, open } }, bela.id, id, bela.address);
    await expect(start()).rejects.toMatchObject({ code: 'payeeChanged' });
    expect(await deps.db.stream.findUnique({ where: { id } })).toMatchObject({ status: 'scheduled', payee: null });
    expect(await deps.db.auditEntry.count()).toBe(0);
  });

  test('while the media server is away', async () => {
    const { deps, bela, id } = await world();
    deps.rooms.setReachable(false);
    await refuses(deps, () => startBroadcast(deps, bela.id, id, bela.address), 'mediaAway');
    deps.rooms.setReachable(true);
    expect((await startBroadcast(deps, bela.id, id, bela.address)).state.status).toBe('live');
  });
});

describe('ending', () => {
  test('ends the viewings, closes the room and leaves the counts at rest', async () => {
    const { deps, bela, id } = await onAir();
    await watching(deps, id);
    await watching(deps, id);
    deps.clock.advance(SECOND);
    await endBroadcast(deps, bela.id, id);
    expect(await deps.db.stream.findUnique({ where: { id } })).toMatchObject({
      status: 'ended',
      endReason: 'creatorEnded',
      endedAt: deps.clock.now(),
      currentViewers: 0,
      totalViewers: 2,
    });
    expect(await deps.db.viewing.findMany()).toMatchObject([
      { endReason: 'streamEnded' },
      { endReason: 'streamEnded' },
    ]);
    expect(await deps.rooms.list()).toEqual([]);
  });

  test('twice is ending once', async () => {
    const { deps, bela, id } = await onAir();
    await Promise.all([endBroadcast(deps, bela.id, id), endBroadcast(deps, bela.id, id)]);
    deps.clock.advance(SECOND);
    await expectNothingWritten(deps.db, () => endBroadcast(deps, bela.id, id));
    expect(await deps.db.auditEntry.count({ where: { action: 'stream.ended' } })).toBe(1);
  });

  test('ends it while the media server is away too', async () => {
    const { deps, bela, id } = await onAir();
    await watching(deps, id);
    deps.rooms.setReachable(false);
    await endBroadcast(deps, bela.id, id);
    expect(await deps.db.stream.findUnique({ where: { id } })).toMatchObject({ status: 'ended' });
    expect(await deps.db.viewing.count({ where: { leftAt: null } })).toBe(0);
  });

  test('by somebody else, or of what has not begun, is refused', async () => {
    const { deps, bela, id } = await onAir();
    const scheduled = await makeStream(deps, { creatorId: bela.id });
    const stranger = await makeCreator(deps);
    await refuses(deps, () => endBroadcast(deps, stranger.id, id), 'notFound');
    await refuses(deps, () => endBroadcast(deps, bela.id, scheduled.id), 'streamNotLive');
    expect(await deps.rooms.list()).toHaveLength(1);
  });
});

describe('what the creator’s page reports', () => {
  test('makes a stream silent, and heard again; saying it twice changes nothing', async () => {
    const { deps, bela, id } = await onAir();
    const silentSince = async () => (await readBroadcast(deps, bela.id, id)).silentSince;
    await reportMediaFlow(deps, bela.id, id, true);
    expect(await silentSince()).toBeNull();
    const fell = deps.clock.advance(SECOND);
    await reportMediaFlow(deps, bela.id, id, false);
    deps.clock.advance(SECOND);
    await expectNothingWritten(deps.db, () => reportMediaFlow(deps, bela.id, id, false));
    expect(await readBroadcast(deps, bela.id, id)).toMatchObject({ silentSince: fell, connected: true });
    await reportMediaFlow(deps, bela.id, id, true);
    await expectNothingWritten(deps.db, () => reportMediaFlow(deps, bela.id, id, true));
    expect(await silentSince()).toBeNull();
  });

  test('is nothing that a stranger can say, nor before the start; after the end it changes nothing', async () => {
    const { deps, bela, id } = await onAir();
    const scheduled = await makeStream(deps, { creatorId: bela.id });
    const stranger = await makeCreator(deps);
    for (const flowing of [true, false]) {
      await refuses(deps, () => reportMediaFlow(deps, stranger.id, id, flowing), 'notFound');
      await refuses(deps, () => reportMediaFlow(deps, bela.id, scheduled.id, flowing), 'streamNotLive');
    }
    await endBroadcast(deps, bela.id, id);
    for (const flowing of [true, false])
      await expectNothingWritten(deps.db, () => reportMediaFlow(deps, bela.id, id, flowing));
  });
});

describe('the creator sees', () => {
  test('who watches, who pays, and what was signed for, to the second', async () => {
    const { deps, bela, id } = await onAir();
    const purse = { viewer: `0x${'a'.repeat(40)}`, purseNonce: 1, purseKey: 0, payee: `0x${'b'.repeat(40)}` };
    const paid = { ...purse, secondsSeen: 60, secondsPaid: 60, amount: '600', leased: '600' };
    await watching(deps, id, { ...paid, status: 'metered' });
    await watching(deps, id, {
      ...purse,
      viewer: `0x${'d'.repeat(40)}`,
      secondsSeen: 5,
      secondsPaid: 5,
      amount: '50',
      leased: '50',
      status: 'cut',
    });
    await watching(deps, id, { accountId: bela.id });
    const over = { status: 'ended', leftAt: deps.clock.now(), endReason: 'left' } as const;
    await watching(deps, id, { ...paid, ...over });
    // told by the demo world: no purse pays it
    await watching(deps, id, { secondsSeen: 60, secondsPaid: 60, amount: '7000', ...over });
    expect(await readBroadcast(deps, bela.id, id)).toMatchObject({
      viewers: 2,
      paying: 1,
      peak: 2,
      earned: 1250n,
      paidSeconds: 125n,
    });
    deps.clock.advance(31 * SECOND); // nobody was heard of since
    expect(await readBroadcast(deps, bela.id, id)).toMatchObject({ viewers: 0, paying: 0, earned: 1250n });
  });

  test('nothing of somebody else’s stream', async () => {
    const { deps, id } = await onAir();
    const stranger = await makeCreator(deps);
    await expect(readBroadcast(deps, stranger.id, id)).rejects.toMatchObject({ code: 'notFound' });
    await expect(followBroadcast(deps, stranger.id, id, undefined).next()).rejects.toMatchObject({ code: 'notFound' });
  });

  test('each change and nothing between, until the end', async () => {
    const { deps, bela, id } = await onAir();
    const seen: BroadcastState[] = [];
    const listener = new AbortController();
    for await (const state of followBroadcast(deps, bela.id, id, listener.signal)) {
      seen.push(state);
      if (seen.length === 1) await reportMediaFlow(deps, bela.id, id, true);
      if (seen.length === 2) await watching(deps, id);
      if (seen.length === 3) await endBroadcast(deps, bela.id, id);
      void deps.clock.timers.whenPlanned(1).then(() => deps.clock.advance(SECOND));
    }
    expect(seen.map(({ status, connected, viewers }) => [status, connected, viewers])).toEqual([
      ['live', false, 0],
      ['live', true, 0],
      ['live', true, 1],
      ['ended', false, 0],
    ]);
  });

  test('nothing any more once nobody listens, and the database is asked no more', async () => {
    const { deps, bela, id } = await onAir();
    const listener = new AbortController();
    let reads = 0;
    const db = new Proxy(deps.db, {
      get: (target, name) => {
        if (name === 'stream') reads += 1;
        return Reflect.get(target, name) as unknown;
      },
    });
    const following = followBroadcast({ ...deps, db }, bela.id, id, listener.signal);
    expect((await following.next()).done).toBe(false);
    const waiting = following.next();
    listener.abort();
    expect((await waiting).done).toBe(true);
    expect(reads).toBeLessThanOrEqual(2);
  });
});
