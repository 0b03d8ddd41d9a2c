import { expect, it } from 'vitest';
import { SECOND } from '../clock';
import { type StreamId, type ViewingId } from '../ids';
import { expectNothingWritten, type TestDeps } from '../testing/harness';
import { anotherProcess, joinAs, keptBy, liveWorld, pass, signFor, withPurse } from '../testing/live-world';
import { RATE } from '../testing/viewings';
import { leave } from './leave';
import { recoverVoucher } from './admission/recover-voucher';
import { pay } from './pay';
import { readState } from './state';
import { type Joined } from '../../sdk/protocol';
import { agree, setLimit } from './change-budget';

const units = (seconds: bigint) => (RATE * seconds) as typeof RATE;

/** Somebody who has set a limit of five seconds, agreed to pay, and signed for three. */
async function limited() {
  const world = await liveWorld();
  const { deps, room } = world;
  const viewer = await withPurse(deps);
  const joined = await joinAs(deps, viewer, room);
  await agree(deps, joined.viewing, RATE);
  await setLimit(deps, joined.viewing, units(5n));
  await sign(deps, viewer, joined, 1n, 3n);
  return { ...world, viewer, joined };
}

async function sign(deps: TestDeps, viewer: Parameters<typeof signFor>[1], joined: Joined, from: bigint, to: bigint) {
  let counted = await pay(deps, signFor(deps, viewer, joined, from));
  for (let second = from + 1n; second <= to; second += 1n) {
    await pass(deps, SECOND);
    counted = await pay(deps, signFor(deps, viewer, joined, second));
  }
  return counted;
}

it('who joins anew, as after a reload or in another tab, finds limit, total and consent, and is stopped at the same sum', async () => {
  const { deps, room, viewer } = await limited();
  const again = await joinAs(deps, viewer, room);
  expect(again.state.budget).toEqual({ agreed: true, limit: units(5n), spent: units(3n) });
  expect(again.payment).toMatchObject({ agreed: { limit: units(5n) } });
  await sign(deps, viewer, again, 1n, 2n);
  await pass(deps, SECOND);
  expect(await pay(deps, signFor(deps, viewer, again, 3n))).toMatchObject({ seconds: 2n });
  await pass(deps, SECOND);
  const { phase, budget } = await readState(deps, again.viewing);
  expect(phase).toEqual({ kind: 'cut', why: 'spendingLimit' });
  expect(budget).toEqual({ agreed: true, limit: units(5n), spent: units(5n) });
  expect((await deps.db.voucher.findFirstOrThrow()).amount.toFixed(0)).toBe(String(units(5n)));
});

it('whoever has reached their limit and joins once more, at any process, signs nothing more', async () => {
  const { deps, room, viewer } = await limited();
  const again = await joinAs(deps, viewer, room);
  await sign(deps, viewer, again, 1n, 2n);
  await leave(deps, { viewing: again.viewing });
  const other = anotherProcess(deps);
  const third = await joinAs(other, viewer, room, { limit: units(100n) });
  await pass(other, SECOND);
  await expectNothingWritten(deps.db, async () => {
    expect(await pay(other, signFor(deps, viewer, third, 1n))).toMatchObject({
      seconds: 0n,
      phase: { kind: 'unpaid' },
    });
  });
  expect((await deps.db.budget.findFirstOrThrow()).spendingLimit?.toFixed(0)).toBe(String(units(5n)));
});

it('a limit that joining brings along lowers the one that is kept', async () => {
  const { deps, room, viewer } = await limited();
  const again = await joinAs(deps, viewer, room, { limit: units(4n) });
  expect(again.state.budget).toMatchObject({ limit: units(4n), spent: units(3n) });
  expect(await sign(deps, viewer, again, 1n, 2n)).toMatchObject({ seconds: 1n });
});

it('raised, it lets go on; lowered below what was spent, it stops; and without one nothing stops', async () => {
  const { deps, viewer, joined } = await limited();
  await pass(deps, SECOND);
  await sign(deps, viewer, joined, 4n, 5n);
  await pass(deps, 1_100);
  expect(await setLimit(deps, joined.viewing, units(6n))).toMatchObject({ phase: { kind: 'unpaid' } });
  expect(await sign(deps, viewer, joined, 6n, 6n)).toMatchObject({ seconds: 6n, phase: { kind: 'paying' } });
  await setLimit(deps, joined.viewing, units(2n));
  await pass(deps, SECOND);
  expect(await pay(deps, signFor(deps, viewer, joined, 7n))).toMatchObject({ seconds: 6n });
  await setLimit(deps, joined.viewing, null);
  expect(await pay(deps, signFor(deps, viewer, joined, 7n))).toMatchObject({ seconds: 7n, phase: { kind: 'paying' } });
});

it('set at another process, it binds the one that meters within a second', async () => {
  const { deps, viewer, joined } = await limited();
  const other = anotherProcess(deps);
  await deps.db.viewing.updateMany({ data: { status: 'metered' } });
  await setLimit(other, joined.viewing, units(3n));
  await pass(deps, SECOND);
  await pay(deps, signFor(deps, viewer, joined, 4n));
  await pay(other, signFor(deps, viewer, joined, 4n));
  await pass(deps, SECOND);
  expect((await deps.db.viewing.findFirstOrThrow()).secondsPaid).toBe(3n);
});

it('a consent can be taken back, and one to a lower price is none to a higher', async () => {
  const { deps, joined } = await limited();
  expect((await agree(deps, joined.viewing, null)).budget).toMatchObject({ agreed: false });
  expect((await agree(deps, joined.viewing, (RATE - 1n) as typeof RATE)).budget).toMatchObject({ agreed: false });
  expect((await agree(deps, joined.viewing, RATE)).budget).toMatchObject({ agreed: true });
});

it('of another account or another stream is another', async () => {
  const { deps, room, viewer } = await limited();
  const somebodyElse = await withPurse(deps);
  expect((await joinAs(deps, somebodyElse, room)).state.budget).toEqual({ agreed: false, limit: null, spent: 0n });
  const { room: elsewhere } = await liveWorld({}, deps);
  expect((await joinAs(deps, viewer, elsewhere)).state.budget).toEqual({ agreed: false, limit: null, spent: 0n });
});

it('a voucher that a device kept is passed over where limit and what runs elsewhere leave no room for it', async () => {
  const { deps, room, viewer, joined } = await limited();
  await leave(deps, { viewing: joined.viewing });
  await pass(deps, SECOND);
  await setAside(deps, viewer.id, room);
  await expectNothingWritten(deps.db, () => recoverVoucher(deps, keptBy(deps, viewer, joined, 4n)));
  expect((await deps.db.voucher.findFirstOrThrow()).seconds).toBe(3n);
});

/** Another purse of the same account watches the stream, and has leased what the limit leaves. */
async function setAside(deps: TestDeps, accountId: string, streamId: StreamId) {
  const now = deps.clock.now();
  const paid = { viewer: `0x${'1'.repeat(40)}`, purseNonce: 1, purseKey: 0, payee: `0x${'2'.repeat(40)}` };
  await deps.db.viewing.create({
    data: { streamId, accountId, joinedAt: now, lastSeenAt: now, ...paid, leased: String(units(2n)) },
  });
}

it('somebody without an account has none, and is told to sign in', async () => {
  const { deps, room } = await liveWorld();
  const joined = await joinAs(deps, null, room, { limit: units(5n) });
  expect(joined.state.budget).toBeNull();
  await expectNothingWritten(deps.db, () =>
    expect(setLimit(deps, joined.viewing, units(5n))).rejects.toMatchObject({ code: 'notSignedIn' }),
  );
  const nobody = '00000000-0000-7000-8000-000000000000' as ViewingId;
  await expect(agree(deps, nobody, RATE)).rejects.toMatchObject({ code: 'notFound' });
});
