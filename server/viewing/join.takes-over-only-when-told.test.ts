import { expect, it } from 'vitest';
import { SECOND } from '../clock';
import { expectNothingWritten, makeAccount } from '../testing/harness';
import { joinAs, liveWorld, pass, signFor, withPurse } from '../testing/live-world';
import { HEARD_WITHIN } from './presence';
import { pay } from './pay';

const unasked = { takeOver: false };

it('a second tab that was not told to play is refused, and the first goes on paying and seeing', async () => {
  const { deps, room } = await liveWorld();
  const viewer = await withPurse(deps);
  const first = await joinAs(deps, viewer, room, unasked);
  await pay(deps, signFor(deps, viewer, first, 1n));
  await pass(deps, SECOND);
  await expectNothingWritten(deps.db, () =>
    expect(joinAs(deps, viewer, room, unasked)).rejects.toMatchObject({ code: 'watchingElsewhere' }),
  );
  expect((await pay(deps, signFor(deps, viewer, first, 2n))).phase).toEqual({ kind: 'paying' });

  const second = await joinAs(deps, viewer, room, { takeOver: true });
  expect(second.viewing).not.toBe(first.viewing);
  const over = await deps.db.viewing.findUniqueOrThrow({ where: { id: first.viewing } });
  expect(over.endReason).toBe('replaced');
});

it('a page that comes back after a reload has no other tab in its own last viewing', async () => {
  const { deps, room } = await liveWorld();
  const viewer = await withPurse(deps);
  const first = await joinAs(deps, viewer, room, unasked);
  const again = await joinAs(deps, viewer, room, { ...unasked, insteadOf: first.viewing });
  expect(again.payment).toHaveProperty('agreed');
  await expect(joinAs(deps, viewer, room, { ...unasked, insteadOf: first.viewing })).rejects.toMatchObject({
    code: 'watchingElsewhere',
  });
});

it('a tab that nobody hears any more keeps nobody out, nor does somebody else', async () => {
  const { deps, room } = await liveWorld();
  const viewer = await withPurse(deps);
  await joinAs(deps, viewer, room, unasked);
  await joinAs(deps, await makeAccount(deps), room, unasked);
  await joinAs(deps, null, room, unasked);
  await joinAs(deps, null, room, unasked);
  deps.clock.advance(HEARD_WITHIN);
  expect((await joinAs(deps, viewer, room, unasked)).payment).toHaveProperty('agreed');
});
