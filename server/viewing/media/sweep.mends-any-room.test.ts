import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SECOND } from '../../clock';
import { joinAs, liveWorld, pass, signFor, sitDown, withPurse } from '../../testing/live-world';
import { type TestDeps } from '../../testing/harness';
import { type StreamId } from '../../ids';
import { enter } from '../enter';
import { leave } from '../leave';
import { pause, resume } from '../pause';
import { pay } from '../pay';
import { readState } from '../state';
import { grantOf, NOTHING, SEES } from './grant';
import { sweepRooms } from './sweep';
import { type Joined } from '../../../sdk/protocol';

const deeds = [
  'join',
  'pay',
  'pause',
  'resume',
  'enter',
  'leave',
  'oldToken',
  'second',
  'away',
  'back',
  'flip',
] as const;

/** Whoever is in the room sees by their viewing's phase, and nobody is in it without one. */
async function expectRight(deps: TestDeps, room: StreamId) {
  for (const { identity, grant } of await deps.rooms.participants(room)) {
    if (identity === 'creator') continue;
    const row = await deps.db.viewing.findFirst({ where: { seat: identity, leftAt: null } });
    expect(row, 'somebody sits there without a viewing').not.toBeNull();
    const { phase } = await readState(deps, row!.id as Joined['viewing']);
    expect(grant).toEqual(grantOf(phase));
  }
}

test('property: whatever people do, and whatever the media server misses, one sweep makes the room right', async () => {
  const { deps, room } = await liveWorld({ previewSeconds: 4 });
  const people = [await withPurse(deps), await withPurse(deps)];
  const step = fc.record({ who: fc.integer({ min: 0, max: 1 }), deed: fc.constantFrom(...deeds) });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 16 }), async (steps) => {
      const had: { joined: Joined; seat: string; signed: bigint }[][] = [[], []];
      for (const { who, deed } of steps) {
        const viewer = people[who]!;
        const now = had[who]!.at(-1);
        if (deed === 'join') {
          await deps.db.rateLimit.deleteMany();
          const joined = await joinAs(deps, viewer, room);
          had[who]!.push({ joined, seat: await sitDown(deps, room, joined), signed: 0n });
        }
        if (deed === 'second') await pass(deps, SECOND);
        if (deed === 'away') deps.rooms.setReachable(false);
        if (deed === 'back') deps.rooms.setReachable(true);
        if (!now) continue;
        const { joined, seat } = now;
        const { viewing } = joined;
        if (deed === 'pay') {
          await pass(deps, SECOND);
          if ('agreed' in joined.payment!) await pay(deps, signFor(deps, viewer, joined, (now.signed += 1n)));
        }
        if (deed === 'pause') await pause(deps, viewing);
        if (deed === 'resume') await resume(deps, viewing);
        if (deed === 'enter') await enter(deps, viewing);
        if (deed === 'leave') await leave(deps, { viewing });
        if (deed === 'oldToken') deps.rooms.join(room, seat, await deps.rooms.viewerToken(room, seat, true));
        if (deed === 'flip') await deps.rooms.setGrant(room, seat, who === 0 ? SEES : NOTHING).catch(() => false);
      }
      deps.rooms.setReachable(true);
      await pass(deps, 100);
      await sweepRooms(deps);
      await expectRight(deps, room);
    }),
    { numRuns: 8 },
  );
}, 120_000);

test('property: however somebody comes and goes, they see no more of the preview than there is', async () => {
  const { deps } = await liveWorld();
  const visits = fc.array(
    fc.record({ stays: fc.integer({ min: 0, max: 40 }), away: fc.integer({ min: 0, max: 10 }), leaves: fc.boolean() }),
    { minLength: 1, maxLength: 5 },
  );
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 8 }), visits, async (previewSeconds, all) => {
      const { room } = await liveWorld({ previewSeconds }, deps);
      const viewer = await withPurse(deps);
      let seen = 0;
      for (const { stays, away, leaves } of all) {
        await deps.db.rateLimit.deleteMany();
        const joined = await joinAs(deps, viewer, room);
        const seat = await sitDown(deps, room, joined);
        await enter(deps, joined.viewing);
        for (let tenth = 0; tenth < stays; tenth += 1) {
          if (deps.rooms.sees(room, seat)) seen += 100;
          await pass(deps, 100);
        }
        if (leaves) await leave(deps, { viewing: joined.viewing });
        deps.clock.advance(away * 100);
      }
      expect(seen).toBeLessThanOrEqual(previewSeconds * SECOND);
      expect(await deps.db.viewing.count({ where: { streamId: room, secondsPaid: { gt: 0 } } })).toBe(0);
    }),
    { numRuns: 6 },
  );
}, 120_000);
