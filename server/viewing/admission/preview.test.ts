import { describe, expect, it } from 'vitest';
import { DAY, SECOND } from '../../clock';
import { makeAccount, makeStream } from '../../testing/harness';
import { anotherProcess, joinAs, liveWorld, pass, signFor, sitDown, withPurse } from '../../testing/live-world';
import { readStream } from '../../discovery/stream';
import { enter } from '../enter';
import { leave } from '../leave';
import { pay } from '../pay';
import { sweepRooms } from '../media/sweep';

describe('a preview', () => {
  it.each(['an account without a purse', 'a purse', 'nobody known'])(
    'shows the picture to %s for its seconds, to the tick, and then no more',
    async (who) => {
      const { deps, room } = await liveWorld({ previewSeconds: 10 });
      const viewer = who === 'a purse' ? await withPurse(deps) : null;
      const joined = await joinAs(deps, viewer ?? (who === 'nobody known' ? null : await makeAccount(deps)), room);
      const seat = await sitDown(deps, room, joined);
      expect(joined.state.phase.kind).toBe('preview');
      expect(deps.rooms.sees(room, seat)).toBe(false);
      await enter(deps, joined.viewing);
      expect(deps.rooms.sees(room, seat)).toBe(true);
      await pass(deps, 9_900);
      expect(deps.rooms.sees(room, seat)).toBe(true);
      await pass(deps, 100);
      expect(deps.rooms.sees(room, seat)).toBe(false);
      expect((await enter(deps, joined.viewing)).phase).toEqual({ kind: 'unpaid' });
      await pass(deps, 60_000);
      await sweepRooms(deps);
      expect(deps.rooms.sees(room, seat)).toBe(false);
    },
  );

  it('is cut by the sweep of another process when its own has died', async () => {
    const { deps, room } = await liveWorld({ previewSeconds: 10 });
    const joined = await joinAs(deps, null, room);
    const seat = await sitDown(deps, room, joined);
    await enter(deps, joined.viewing);
    deps.clock.advance(10 * SECOND);
    expect(deps.rooms.sees(room, seat)).toBe(true);
    await sweepRooms(anotherProcess(deps));
    expect(deps.rooms.sees(room, seat)).toBe(false);
  });

  it('is had once by an account, in parts if it will; whoever comes again gets what is left', async () => {
    const { deps, room } = await liveWorld({ previewSeconds: 30 });
    const viewer = await makeAccount(deps);
    const first = await joinAs(deps, viewer, room);
    await pass(deps, 12 * SECOND);
    await leave(deps, { viewing: first.viewing });
    await pass(deps, 60 * SECOND);
    const second = await joinAs(deps, viewer, room);
    expect(second.state.phase).toEqual({ kind: 'preview', until: new Date(deps.clock.now().getTime() + 18_000) });
    await pass(deps, 5 * SECOND);
    const third = await joinAs(deps, viewer, room);
    expect(third.state.phase).toEqual({ kind: 'preview', until: new Date(deps.clock.now().getTime() + 13_000) });
    await pass(deps, 20 * SECOND);
    for (let count = 0; count < 3; count += 1) {
      const again = await joinAs(deps, viewer, room);
      const seat = await sitDown(deps, room, again);
      expect((await enter(deps, again.viewing)).phase).toEqual({ kind: 'unpaid' });
      expect(deps.rooms.sees(room, seat)).toBe(false);
    }
  });

  it('is used up also by who only sat in the room and was never heard of', async () => {
    const { deps, room } = await liveWorld({ previewSeconds: 10 });
    const viewer = await makeAccount(deps);
    await joinAs(deps, viewer, room);
    for (let round = 0; round < 20; round += 1) {
      deps.clock.advance(3 * SECOND);
      await sweepRooms(deps);
    }
    expect(await deps.db.viewing.findFirst()).toMatchObject({ endReason: 'connectionLost', secondsSeen: 10n });
    expect((await joinAs(deps, viewer, room)).state.phase).toEqual({ kind: 'unpaid' });
  });

  it('is had by strangers of one network twice a day in a stream, and in ten streams, whoever they say they are', async () => {
    const { deps, room } = await liveWorld({ previewSeconds: 10 });
    const told: unknown[] = [];
    for (let count = 0; count < 4; count += 1) {
      const joined = await joinAs(deps, count % 2 ? null : await makeAccount(deps), room);
      told.push([joined.state.phase.kind, joined.noPreview]);
    }
    expect(told).toEqual([
      ['preview', null],
      ['preview', null],
      ['unpaid', 'network'],
      ['unpaid', 'network'],
    ]);
    const more: string[] = [];
    for (let count = 0; count < 12; count += 1) {
      const elsewhere = await liveWorld({ previewSeconds: 10 }, deps);
      more.push((await joinAs(deps, null, elsewhere.room)).state.phase.kind);
    }
    expect(more.filter((kind) => kind === 'preview')).toHaveLength(9);
    expect((await joinAs(deps, null, room, {}, '198.51.100.1')).state.phase.kind).toBe('preview');
    const before = await readStream(deps, null, room, { ipAddress: '192.0.2.7' });
    expect(before.preview).toEqual({ ms: 0, why: 'network' });
    deps.clock.advance(DAY + SECOND);
    expect((await readStream(deps, null, room, { ipAddress: '192.0.2.7' })).preview).toEqual({ ms: 10_000, why: null });
  });

  it('is had once with a device that is told, whatever account or network it comes with', async () => {
    const { deps, room } = await liveWorld({ previewSeconds: 10 });
    const device = 'a browser of somebody';
    const first = await joinAs(deps, null, room, { device });
    await pass(deps, 10 * SECOND);
    await leave(deps, { viewing: first.viewing });
    const again = await joinAs(deps, await makeAccount(deps), room, { device }, '198.51.100.1');
    expect([again.state.phase.kind, again.noPreview]).toEqual(['unpaid', 'usedUp']);
    const told = await deps.db.viewing.findMany({ select: { network: true, device: true } });
    expect(JSON.stringify(told)).not.toMatch(/192\.0\.2|a browser/);
  });

  it('is not counted by network for who has settled something', async () => {
    const { deps, room, creator } = await liveWorld({ previewSeconds: 10 });
    const viewer = await withPurse(deps);
    for (let count = 0; count < 2; count += 1) await joinAs(deps, await makeAccount(deps), room);
    expect((await joinAs(deps, viewer, room)).noPreview).toBe('network');
    const said = { seconds: 1n, amount: '1', extras: '0', settledSeconds: 1n, settledAmount: '1', paid: '1' };
    const at = { receivedAt: deps.clock.now(), runningSince: deps.clock.now() };
    await deps.db.voucher.create({
      data: { viewer: viewer.h160, purseNonce: 1, key: 0, creator: creator.h160, ...said, ...at },
    });
    expect((await joinAs(deps, viewer, room)).state.phase.kind).toBe('preview');
  });

  it('goes over into paying without a break, and costs nothing before', async () => {
    const { deps, room } = await liveWorld({ previewSeconds: 5 });
    const viewer = await withPurse(deps);
    const joined = await joinAs(deps, viewer, room);
    const seat = await sitDown(deps, room, joined);
    await enter(deps, joined.viewing);
    await pass(deps, 4_900);
    await pay(deps, signFor(deps, viewer, joined, 1n));
    const before = deps.rooms.calls.setGrant;
    await pass(deps, 1_000);
    expect(deps.rooms.sees(room, seat)).toBe(true);
    expect(deps.rooms.calls.setGrant).toBe(before);
    expect(await deps.db.viewing.findFirst()).toMatchObject({ secondsPaid: 1n, status: 'metered' });
  });

  it('of another stream is another', async () => {
    const { deps, room, creator } = await liveWorld({ previewSeconds: 10 });
    const viewer = await makeAccount(deps);
    await joinAs(deps, viewer, room);
    await pass(deps, 11 * SECOND);
    await deps.db.stream.update({
      where: { id: room },
      data: { status: 'ended', endedAt: deps.clock.now(), endReason: 'creatorEnded' },
    });
    const next = await makeStream(deps, {
      creatorId: creator.id,
      status: 'live',
      ratePerSecond: '1',
      payee: creator.h160,
      previewSeconds: 10,
    });
    expect((await joinAs(deps, viewer, next.id)).state.phase.kind).toBe('preview');
  });
});
