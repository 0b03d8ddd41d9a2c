import { describe, expect, it, vi } from 'vitest';
import { SECOND } from '../clock';
import { type Deps } from '../deps';
import { type ViewingId } from '../ids';
import { makeAccount, type TestDeps } from '../testing/harness';
import { anotherProcess, joinAs, liveWorld, pass, signFor, withPurse } from '../testing/live-world';
import { RATE } from '../testing/viewings';
import { endViewing } from './end';
import { leave } from './leave';
import { pause, resume } from './pause';
import { pay } from './pay';
import { followState } from './state';
import { sweepRooms } from './media/sweep';

/** Follows a viewing; whoever listens to its changes is counted. */
function listen(deps: TestDeps, viewing: ViewingId) {
  let listeners = 0;
  const follow = deps.meters.follow.bind(deps.meters);
  vi.spyOn(deps.meters, 'follow').mockImplementation((id, onChange) => {
    const stop = follow(id, onChange);
    listeners += 1;
    return () => {
      listeners -= 1;
      stop();
    };
  });
  const control = new AbortController();
  const told = followState(deps as Deps, viewing, control.signal);
  const next = async () => (await told.next()).value as Awaited<ReturnType<typeof told.next>>['value'];
  return { told, next, abort: () => control.abort(), listeners: () => listeners };
}

describe('whoever watches is told', () => {
  it('at once, on every change, and at the end, after which nobody listens', async () => {
    const { deps, room } = await liveWorld();
    const viewer = await withPurse(deps);
    const joined = await joinAs(deps, viewer, room);
    const { next, told, listeners } = listen(deps, joined.viewing);
    expect(await next()).toMatchObject({ phase: { kind: 'unpaid' }, seconds: 0n, silent: false });
    await pay(deps, signFor(deps, viewer, joined, 1n));
    expect(await next()).toMatchObject({ phase: { kind: 'paying' }, seconds: 1n, amount: RATE });
    await pause(deps, joined.viewing);
    expect(await next()).toMatchObject({ phase: { kind: 'cut', why: 'paused' } });
    await resume(deps, joined.viewing);
    expect(await next()).toMatchObject({ phase: { kind: 'paying' } });
    await leave(deps, { viewing: joined.viewing });
    expect(await next()).toMatchObject({ phase: { kind: 'over', why: 'left' }, seconds: 1n });
    expect(await told.next()).toEqual({ done: true, value: undefined });
    expect(listeners()).toBe(0);
    expect(deps.meters.followed()).toEqual([]);
  });

  it('every few seconds though nothing happens', async () => {
    const { deps, room } = await liveWorld({ ratePerSecond: '0' });
    const joined = await joinAs(deps, null, room);
    const { next, abort } = listen(deps, joined.viewing);
    expect(await next()).toMatchObject({ phase: { kind: 'free' } });
    await deps.db.stream.update({ where: { id: room }, data: { totalViewers: 7, peakViewers: 7, currentViewers: 7 } });
    const later = next();
    await deps.clock.timers.whenPlanned(1);
    deps.clock.advance(5 * SECOND);
    expect(await later).toMatchObject({ phase: { kind: 'free' }, viewers: 7 });
    const waiting = next();
    abort();
    expect(await waiting).toBeUndefined();
    expect(deps.clock.timers.planned()).toBe(0);
  });

  it('until they go: no listener stays, whether they go while something comes or while nothing does', async () => {
    const { deps, room } = await liveWorld();
    const joined = await joinAs(deps, await makeAccount(deps), room);
    const { next, abort, listeners } = listen(deps, joined.viewing);
    await next();
    expect(listeners()).toBe(1);
    expect(deps.meters.followed()).toEqual([joined.viewing]);
    const waiting = next();
    abort();
    expect(await waiting).toBeUndefined();
    expect(listeners()).toBe(0);
    expect(deps.meters.followed()).toEqual([]);
    vi.restoreAllMocks();
    const second = listen(deps, joined.viewing);
    await second.next();
    await second.told.return(undefined);
    expect(second.listeners()).toBe(0);
    expect(deps.meters.followed()).toEqual([]);
  });

  it('when their preview is over, by the tick', async () => {
    const { deps, room } = await liveWorld({ previewSeconds: 4 });
    const joined = await joinAs(deps, null, room);
    const { next, abort } = listen(deps, joined.viewing);
    expect((await next())?.phase.kind).toBe('preview');
    const later = next();
    await pass(deps, 4 * SECOND);
    expect((await later)?.phase).toEqual({ kind: 'unpaid' });
    abort();
  });

  it('that it is over when another process ended it, by the next sweep', async () => {
    const { deps, room } = await liveWorld();
    const joined = await joinAs(deps, await withPurse(deps), room);
    const { next } = listen(deps, joined.viewing);
    await next();
    await endViewing(anotherProcess(deps), joined.viewing, 'replaced');
    const told = next();
    await sweepRooms(deps);
    expect((await told)?.phase).toEqual({ kind: 'over', why: 'replaced' });
    expect(deps.meters.all()).toEqual([]);
  });

  it('of a viewing that is not there that it is not there, and nobody listens', async () => {
    const { deps } = await liveWorld();
    const { told, listeners } = listen(deps, '0198a000-0000-7000-8000-000000000001' as ViewingId);
    await expect(told.next()).rejects.toMatchObject({ code: 'notFound' });
    expect(listeners()).toBe(0);
    expect(deps.meters.followed()).toEqual([]);
  });
});

it('whoever follows a viewing is there: it goes on, and without anybody it ends', async () => {
  const { deps, room } = await liveWorld({ ratePerSecond: '0' });
  const [there, gone] = [await joinAs(deps, null, room), await joinAs(deps, null, room)];
  const { next, abort } = listen(deps, there.viewing);
  await next();
  for (let round = 0; round < 20; round += 1) {
    deps.clock.advance(3 * SECOND);
    await sweepRooms(deps);
  }
  const open = await deps.db.viewing.findMany({ where: { leftAt: null } });
  expect(open.map(({ id }) => id)).toEqual([there.viewing]);
  expect(await deps.db.viewing.findUnique({ where: { id: gone.viewing } })).toMatchObject({
    endReason: 'connectionLost',
  });
  abort();
});
