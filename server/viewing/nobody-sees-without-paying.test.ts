import { beforeAll, describe, expect, it } from 'vitest';
import { type StreamId, type ViewingId } from '../ids';
import { type Payer } from '../testing/factories';
import { makeAccount, testDeps, type TestDeps } from '../testing/harness';
import { anotherProcess, joinAs, liveWorld, signFor, sitDown, withPurse } from '../testing/live-world';
import { enter } from './enter';
import { leave } from './leave';
import { pause, resume } from './pause';
import { pay } from './pay';
import { readState } from './state';
import { sweepRooms } from './media/sweep';
import { waitForTicks, tickMeters } from './metering/tick';
import { type Joined } from '../../sdk/protocol';

const STEP_MS = 100;
const MINUTES = 3;

/** A place that a dishonest person has, and what they signed in it. */
interface Place {
  viewing: ViewingId;
  seat: string;
  signed: bigint;
  joined: Joined;
}

/** Two processes on one database. */
interface Site {
  deps: TestDeps;
  second: TestDeps;
}

async function site(): Promise<Site> {
  const deps = await testDeps();
  return { deps, second: anotherProcess(deps) };
}

/**
 * A tenth of a second passes at both processes; the media server is held against the rows every
 * three seconds.
 */
async function step({ deps, second }: Site, count: number): Promise<void> {
  deps.clock.advance(STEP_MS);
  await tickMeters(deps);
  await tickMeters(second);
  await waitForTicks(deps);
  await waitForTicks(second);
  if (count % 30 === 0) for (const one of [deps, second]) await sweepRooms(one);
}

let networks = 0;

/**
 * One person with any number of accounts and a network of their own, who sees whatever one of them
 * sees of a stream. All that they do goes over the product's own procedures.
 */
async function adversary({ deps, second }: Site, accounts = 1) {
  const { room } = await liveWorld({}, deps);
  const ipAddress = `198.51.100.${(networks += 1)}`;
  const people: Payer[] = [];
  while (people.length < accounts) people.push(await withPurse(deps));
  const places = new Map<number, Place>();
  const told = { seen: 0, signed: 0 };
  return {
    deps,
    second,
    room,
    people,
    places,
    told,
    sees: () => [...places.values()].some(({ seat }) => deps.rooms.sees(room, seat)),
    async join(who: number, at = deps): Promise<void> {
      const joined = await joinAs(at, people[who]!, room, {}, ipAddress);
      const seat = await sitDown(deps, room, joined);
      places.set(who, { viewing: joined.viewing, seat, signed: 0n, joined });
      await enter(at, joined.viewing);
    },
    async leave(who: number, at = deps): Promise<void> {
      const place = places.get(who);
      places.delete(who);
      if (place) await leave(at, { viewing: place.viewing });
    },
    /** Signs for one more second. */
    async sign(who: number, at = deps): Promise<void> {
      const place = places.get(who)!;
      const counted = await pay(at, signFor(deps, people[who]!, place.joined, place.signed + 1n)).catch(() => null);
      if (!counted || counted.seconds <= place.signed) return;
      place.signed = counted.seconds;
      told.signed += 1;
    },
  };
}

type Adversary = Awaited<ReturnType<typeof adversary>>;

/** What somebody does who wants to see without paying. */
interface Strategy {
  accounts?: number;
  minutes?: number;
  /** Before the time begins; without it the first account joins. */
  begin?: (one: Adversary) => Promise<void>;
  /** Each tenth of a second. */
  move: (one: Adversary, step: number) => Promise<void>;
}

/**
 * Takes turns with accounts that joined before any of them paid: whoever sees nothing rests, and
 * the next one goes on.
 */
function inTurns(accounts: number): Strategy {
  let who = 0;
  return {
    accounts,
    async begin(many) {
      for (let at = 0; at < accounts; at += 1) await many.join(at);
      for (let at = 0; at < accounts; at += 1) {
        await many.sign(at);
        await pause(many.deps, many.places.get(at)!.viewing);
      }
    },
    async move(many) {
      if (many.sees()) return;
      who = (who + 1) % accounts;
      const { phase } = await resume(many.deps, many.places.get(who)!.viewing);
      if (phase.kind !== 'paying') await many.sign(who);
    },
  };
}

/** With ten accounts that come one after the other, and leave what they owe. */
function oneAfterTheOther(): Strategy {
  let who = 0;
  return {
    accounts: 10,
    minutes: 2,
    async move(many) {
      if (many.sees()) return;
      await many.leave(who);
      who = (who + 1) % 10;
      await many.join(who).catch(() => undefined);
      if (many.places.has(who)) await many.sign(who);
    },
  };
}

const strategies = {
  'never signs': {
    async move(one, at) {
      if (at % 20 === 0) await enter(at % 40 ? one.deps : one.second, one.places.get(0)!.viewing);
    },
  },
  'signs late, only when the picture is gone': {
    async move(one) {
      if (!one.sees()) await one.sign(0);
    },
  },
  'leaves when the picture is gone, and joins again': {
    async move(one, at) {
      if (one.sees()) return;
      if (one.places.get(0)!.signed > 0n && at % 20 === 0) {
        await one.leave(0);
        await one.join(0);
      }
      await one.sign(0);
    },
  },
  'takes turns with two accounts that joined before any of them paid': inTurns(2),
  'takes turns with ten accounts that joined before any of them paid': inTurns(10),
  'takes turns with ten accounts that come one after the other, and leave what they owe': oneAfterTheOther(),
  'alternates between two processes': {
    async move(one, at) {
      const process = Math.floor(at / 13) % 2 ? one.deps : one.second;
      const { viewing } = one.places.get(0)!;
      if (at % 13 === 0) {
        await enter(process, viewing);
        await readState(process, viewing);
        await resume(process, viewing);
      }
      if (!one.sees()) await one.sign(0, process);
    },
  },
  'pauses and resumes': {
    async move(one, at) {
      const { viewing } = one.places.get(0)!;
      if (at % 25 === 20) await pause(one.deps, viewing);
      if (at % 25 === 21) await resume(one.deps, viewing);
      if (!one.sees()) await one.sign(0);
    },
  },
} satisfies Record<string, Strategy>;

type Name = keyof typeof strategies;

/**
 * All strategies at the same time, each in a stream and from a network of its own: one clock for
 * all, and one statement a second.
 */
async function playAll(): Promise<Map<Name, Adversary>> {
  const both = await site();
  const played = new Map<Name, Adversary>();
  for (const name of Object.keys(strategies) as Name[]) {
    const { accounts, begin = (one: Adversary) => one.join(0) }: Strategy = strategies[name];
    const one = await adversary(both, accounts);
    await begin(one);
    played.set(name, one);
  }
  for (let count = 0; count < MINUTES * 600; count += 1) {
    for (const [name, one] of played) {
      const { minutes = MINUTES, move }: Strategy = strategies[name];
      if (count >= minutes * 600) continue;
      await move(one, count);
      if (one.sees()) one.told.seen += STEP_MS / 1_000;
    }
    await step(both, count);
  }
  return played;
}

describe('at most one second a minute is seen unpaid, from the second minute on, by whoever', () => {
  let played = new Map<Name, Adversary>();
  beforeAll(async () => {
    played = await playAll();
  }, 300_000);

  it.each(Object.keys(strategies) as Name[])('%s', (name) => {
    const { seen, signed } = played.get(name)!.told;
    const bound = 3 + Math.max(0, seen / 60 - 1);
    expect(seen - signed, `${seen.toFixed(1)} s seen, ${signed} signed`).toBeLessThanOrEqual(bound);
  });

  it.each([
    'signs late, only when the picture is gone',
    'leaves when the picture is gone, and joins again',
    'takes turns with two accounts that joined before any of them paid',
    'takes turns with ten accounts that joined before any of them paid',
    'alternates between two processes',
  ] as const)('whoever %s sees most of the time, so that the bound says something', (name) => {
    expect(played.get(name)!.told.seen).toBeGreaterThan(100);
  });

  it('whoever never signs sees nothing and owes nothing', async () => {
    const { deps, people, told } = played.get('never signs')!;
    expect(told).toEqual({ seen: 0, signed: 0 });
    expect(await deps.db.voucher.count({ where: { viewer: people[0]!.h160 } })).toBe(0);
  });
});

it('whoever makes accounts for the preview sees two of it from a network in a day, and joins for nothing after', async () => {
  const { deps, room } = await liveWorld({ previewSeconds: 20 });
  let seen = 0;
  for (let made = 0; made < 8; made += 1) {
    const joined = await joinAs(deps, made % 2 ? null : await makeAccount(deps), room);
    const seat = await sitDown(deps, room, joined);
    await enter(deps, joined.viewing);
    for (let passed = 0; passed < 220; passed += 1) {
      if (deps.rooms.sees(room, seat)) seen += STEP_MS;
      deps.clock.advance(STEP_MS);
      await tickMeters(deps);
      await waitForTicks(deps);
    }
    await leave(deps, { viewing: joined.viewing });
  }
  expect(seen).toBe(40_000);
  expect((await joinAs(deps, null, room, {}, '198.51.100.9')).noPreview).toBeNull();
}, 120_000);

it('a process that only enters moves no meter; a voucher does, and what is owed comes along', async () => {
  const both = await site();
  const one = await adversary(both);
  await one.join(0);
  await one.sign(0);
  const { viewing } = one.places.get(0)!;
  for (let count = 0; count < 15; count += 1) await step(both, count);
  await enter(one.second, viewing);
  await readState(one.second, viewing);
  expect(one.second.meters.all()).toEqual([]);
  const said = signFor(one.deps, one.people[0]!, one.places.get(0)!.joined, 2n);
  await expect(pay(one.second, { ...said, signature: `0x${'00'.repeat(64)}` })).rejects.toMatchObject({
    code: 'voucherRefused',
  });
  expect(await keeperOf(one.deps, one.room)).toBe(one.deps.meters.ownerProcess);
  await one.sign(0, one.second);
  expect(await keeperOf(one.deps, one.room)).toBe(one.second.meters.ownerProcess);
  // a second and a half was shown, and two are signed for
  const { meter } = one.second.meters.find(viewing)!;
  expect(meter.unpaidMs).toBeGreaterThanOrEqual(-600);
}, 60_000);

async function keeperOf({ db }: TestDeps, streamId: StreamId): Promise<string | null> {
  return (await db.viewing.findFirstOrThrow({ where: { streamId } })).ownerProcess;
}
