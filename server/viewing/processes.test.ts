import { describe, expect, it } from 'vitest';
import { SECOND } from '../clock';
import { anotherProcess, joinAs, liveWorld, pass, signFor, sitDown, withPurse } from '../testing/live-world';
import { type TestDeps } from '../testing/harness';
import { RATE } from '../testing/viewings';
import { endViewingsOf } from './end';
import { enter } from './enter';
import { leave } from './leave';
import { pay } from './pay';
import { followState } from './state';
import { persistMeters } from './metering/persist';
import { sweepRooms } from './media/sweep';
import { waitForTicks, tickMeters } from './metering/tick';

async function watching(seconds: bigint) {
  const world = await liveWorld();
  const { deps, room } = world;
  const viewer = await withPurse(deps);
  const joined = await joinAs(deps, viewer, room);
  const seat = await sitDown(deps, room, joined);
  for (let second = 1n; second <= seconds; second += 1n) {
    await pay(deps, signFor(deps, viewer, joined, second));
    await pass(deps, SECOND);
  }
  const row = () => deps.db.viewing.findUniqueOrThrow({ where: { id: joined.viewing } });
  return { ...world, viewer, joined, seat, row };
}

async function sweeping(deps: TestDeps, rounds: number) {
  for (let round = 0; round < rounds; round += 1) {
    await pass(deps, 3 * SECOND);
    await sweepRooms(deps);
  }
}

describe('a viewing whose process died', () => {
  it('goes on in another with the next voucher, and no second is lost or counted twice', async () => {
    const { deps, room, viewer, joined, seat, row } = await watching(3n);
    const other = anotherProcess(deps);
    deps.clock.advance(2 * SECOND);
    const counted = await pay(other, signFor(deps, viewer, joined, 5n));
    expect(counted).toMatchObject({ seconds: 5n, amount: RATE * 5n, phase: { kind: 'paying' } });
    await pass(other, SECOND);
    expect(await row()).toMatchObject({ ownerProcess: other.meters.ownerProcess, secondsPaid: 5n, status: 'metered' });
    expect((await deps.db.voucher.findFirstOrThrow()).seconds).toBe(5n);
    expect(deps.rooms.sees(room, seat)).toBe(true);
  });

  it('is shown where its viewer follows it, and moves there with a voucher alone', async () => {
    const { deps, viewer, joined, row } = await watching(3n);
    const other = anotherProcess(deps);
    const control = new AbortController();
    const told = followState(other, joined.viewing, control.signal);
    expect((await told.next()).value).toMatchObject({ phase: { kind: 'paying' }, seconds: 3n });
    expect(await row()).toMatchObject({ ownerProcess: deps.meters.ownerProcess });
    await pay(other, signFor(deps, viewer, joined, 4n));
    expect(await row()).toMatchObject({ ownerProcess: other.meters.ownerProcess });
    control.abort();
    await told.next();
  });

  it('and whose viewer is gone as well loses the picture, then the seat, and keeps what was signed', async () => {
    const { deps, room, joined, seat, row } = await watching(3n);
    const other = anotherProcess(deps);
    await sweeping(other, 6);
    expect(deps.rooms.sees(room, seat)).toBe(false);
    expect(await row()).toMatchObject({ status: 'cut', leftAt: null });
    await sweeping(other, 8);
    expect(await row()).toMatchObject({ status: 'ended', endReason: 'connectionLost', secondsPaid: 3n });
    expect((await row()).leased.toFixed(0)).toBe(String(RATE * 3n));
    expect((await deps.rooms.participants(room)).map(({ identity }) => identity)).toEqual(['creator']);
    expect((await enter(other, joined.viewing)).phase).toEqual({ kind: 'over', why: 'connectionLost' });
  });
});

describe('a process that lost a viewing to another', () => {
  it('writes nothing of it any more, and cuts nobody', async () => {
    const { deps, room, viewer, joined, seat, row } = await watching(2n);
    const other = anotherProcess(deps);
    deps.clock.advance(SECOND);
    await pay(other, signFor(deps, viewer, joined, 3n));
    await pass(deps, 100);
    for (let second = 4n; second <= 8n; second += 1n) {
      await pass(other, SECOND);
      await pass(deps, 100);
      await sweepRooms(deps);
      await pay(other, signFor(deps, viewer, joined, second));
    }
    await pass(other, SECOND);
    expect(deps.meters.all()).toEqual([]);
    expect(deps.rooms.sees(room, seat)).toBe(true);
    expect(await row()).toMatchObject({ secondsPaid: 8n, ownerProcess: other.meters.ownerProcess, status: 'metered' });
  });

  it('writes down what it counted before it knew, for its viewer was told that it counts', async () => {
    const { deps, viewer, joined, row } = await watching(2n);
    const other = anotherProcess(deps);
    deps.clock.advance(2 * SECOND);
    await pay(other, signFor(deps, viewer, joined, 3n));
    expect(await pay(deps, signFor(deps, viewer, joined, 4n))).toMatchObject({ seconds: 4n });
    await persistMeters(deps);
    await persistMeters(other);
    expect(await row()).toMatchObject({ secondsPaid: 4n, ownerProcess: other.meters.ownerProcess, status: 'metered' });
    expect(deps.meters.all()).toEqual([]);
  });

  it('ends it by its viewer leaving there, with all that was stored', async () => {
    const { deps, viewer, joined, row } = await watching(2n);
    const other = anotherProcess(deps);
    deps.clock.advance(SECOND);
    await pay(other, signFor(deps, viewer, joined, 3n));
    await leave(other, { viewing: joined.viewing });
    await pass(deps, SECOND);
    expect(await row()).toMatchObject({ endReason: 'left', secondsPaid: 3n });
    expect(deps.meters.all()).toEqual([]);
  });
});

it('many at once, stored, leased, swept, ended and joined by two processes at the same time, wait for nobody in a circle', async () => {
  const { deps, room } = await liveWorld();
  const other = anotherProcess(deps);
  const people: Awaited<ReturnType<typeof withPurse>>[] = [];
  while (people.length < 8) people.push(await withPurse(deps));
  const joined = await Promise.all(people.map((one, at) => joinAs(at % 2 ? deps : other, one, room)));
  for (let second = 1n; second <= 4n; second += 1n) {
    deps.clock.advance(SECOND);
    const paid = people.map((one, at) => {
      const process = (at + Number(second)) % 3 ? deps : other;
      return pay(process, signFor(deps, one, joined[at]!, second));
    });
    const work = [deps, other].flatMap((one) => [tickMeters(one), persistMeters(one), sweepRooms(one)]);
    await Promise.all([...paid, ...work]);
    if (second === 3n)
      await Promise.all([endViewingsOf(deps, room, 'streamEnded'), sweepRooms(other), persistMeters(other)]);
  }
  await Promise.all([waitForTicks(deps), waitForTicks(other)]);
  const sum = await deps.db.viewing.aggregate({ _sum: { amount: true, secondsPaid: true, leased: true } });
  const signed = await deps.db.voucher.aggregate({ _sum: { amount: true, seconds: true } });
  expect(sum._sum.amount?.toFixed(0)).toBe(signed._sum.amount?.toFixed(0));
  expect(sum._sum.leased?.toFixed(0)).toBe(sum._sum.amount?.toFixed(0));
  expect(deps.logged.filter(({ level }) => level >= 40)).toEqual([]);
}, 60_000);
