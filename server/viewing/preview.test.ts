import { describe, expect, it } from 'vitest';
import { DAY, SECOND } from '../clock';
import { makeAccount, makeStream } from '../testing/harness';
import { anotherProcess, joinAs, liveWorld, pass, signFor, sitDown, withPurse } from '../testing/live-world';
import { enter } from './enter';
import { leave } from './leave';
import { pay } from './pay';
import { sweepRooms } from './sweep';

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

  it('without an account is given a few times a day to a network, and joining goes on without', async () => {
    const { deps, room } = await liveWorld({ previewSeconds: 10 });
    const phases: string[] = [];
    for (let count = 0; count < 6; count += 1) phases.push((await joinAs(deps, null, room)).state.phase.kind);
    expect(phases).toEqual(['preview', 'preview', 'preview', 'unpaid', 'unpaid', 'unpaid']);
    const more = new Map<string, number>();
    for (let count = 0; count < 12; count += 1) {
      const { creator } = await liveWorld({ previewSeconds: 10 }, deps);
      const stream = await deps.db.stream.findFirstOrThrow({ where: { creatorId: creator.id } });
      const { state } = await joinAs(deps, null, stream.id as typeof room);
      more.set(state.phase.kind, (more.get(state.phase.kind) ?? 0) + 1);
    }
    expect(more.get('preview')).toBe(4); // ten for the network, and those that the stream refused were among them
    expect((await joinAs(deps, null, room, {}, '198.51.100.1')).state.phase.kind).toBe('preview');
    deps.clock.advance(DAY);
    expect((await joinAs(deps, null, room)).state.phase.kind).toBe('preview');
  });

  it('goes over into paying without a break, and costs nothing before', async () => {
    const { deps, room } = await liveWorld({ previewSeconds: 5 });
    const viewer = await withPurse(deps);
    const joined = await joinAs(deps, viewer, room);
    const seat = await sitDown(deps, room, joined);
    await enter(deps, joined.viewing);
    await pass(deps, 4_900);
    await pay(deps, signFor(deps, viewer, joined, 1n));
    const before = deps.rooms.calls.setSubscribe;
    await pass(deps, 1_000);
    expect(deps.rooms.sees(room, seat)).toBe(true);
    expect(deps.rooms.calls.setSubscribe).toBe(before);
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
      ...{ creatorId: creator.id, status: 'live', ratePerSecond: '1', payee: creator.h160, previewSeconds: 10 },
    });
    expect((await joinAs(deps, viewer, next.id)).state.phase.kind).toBe('preview');
  });
});
