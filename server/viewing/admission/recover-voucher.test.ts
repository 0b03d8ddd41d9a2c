import { describe, expect, it } from 'vitest';
import { amount } from '../../../sdk/money';
import { MINUTE, SECOND } from '../../clock';
import { expectNothingWritten } from '../../testing/harness';
import { anotherProcess, joinAs, keptBy, liveWorld, pass, signFor, withPurse } from '../../testing/live-world';
import { RATE } from '../../testing/viewings';
import { endViewing } from '../end';
import { leave } from '../leave';
import { recoverVoucher } from './recover-voucher';
import { pay } from '../pay';
import { persistMeters } from '../metering/persist';
import { testSessionKey } from '../../testing/session-keys';

/**
 * Somebody has watched ten seconds, of which the last seven never came to a table: the process
 * died.
 */
async function crashed() {
  const world = await liveWorld();
  const { deps, room } = world;
  const viewer = await withPurse(deps);
  const joined = await joinAs(deps, viewer, room);
  for (let second = 1n; second <= 10n; second += 1n) {
    await pay(deps, signFor(deps, viewer, joined, second));
    if (second === 3n) await persistMeters(deps);
    deps.clock.advance(SECOND);
  }
  return { ...world, viewer, joined, again: anotherProcess(deps) };
}

describe('the newest voucher of a device', () => {
  it('is counted on joining again, credited to the viewing that it is of, and counted on from', async () => {
    const { deps, again, room, viewer, joined } = await crashed();
    const next = await joinAs(again, viewer, room, { newest: keptBy(deps, viewer, joined, 10n) });
    expect(next.payment).toMatchObject({ agreed: { base: { seconds: 10n, amount: RATE * 10n, extras: 0n } } });
    const before = await deps.db.viewing.findUniqueOrThrow({ where: { id: joined.viewing } });
    expect(before).toMatchObject({ endReason: 'replaced', status: 'ended', secondsPaid: 10n, secondsSeen: 10n });
    expect([before.amount.toFixed(0), before.leased.toFixed(0)]).toEqual([String(RATE * 10n), String(RATE * 10n)]);
    await pay(again, signFor(deps, viewer, next, 1n));
    await persistMeters(again);
    const voucher = await deps.db.voucher.findFirstOrThrow();
    const viewings = await deps.db.viewing.aggregate({ _sum: { amount: true, secondsPaid: true } });
    expect([voucher.seconds, voucher.amount.toFixed(0)]).toEqual([
      viewings._sum.secondsPaid,
      viewings._sum.amount?.toFixed(0),
    ]);
  });

  it('is counted on leaving, also when the viewing was over already', async () => {
    const { deps, again, viewer, joined } = await crashed();
    await endViewing(again, joined.viewing, 'connectionLost');
    await leave(again, { viewing: joined.viewing, newest: keptBy(deps, viewer, joined, 10n) });
    expect((await deps.db.voucher.findFirstOrThrow()).seconds).toBe(10n);
    const row = await deps.db.viewing.findUniqueOrThrow({ where: { id: joined.viewing } });
    expect(row).toMatchObject({ endReason: 'connectionLost', secondsPaid: 10n });
  });

  it('that says no more than ours changes nothing', async () => {
    const { deps, again, viewer, joined } = await crashed();
    await endViewing(again, joined.viewing, 'connectionLost');
    for (const seconds of [1n, 3n])
      await expectNothingWritten(deps.db, () => recoverVoucher(again, keptBy(deps, viewer, joined, seconds)));
  });

  it.each<[string, (voucher: ReturnType<typeof keptBy>) => Partial<ReturnType<typeof keptBy>>]>([
    ['more seconds than the viewing lasted', () => ({ seconds: 13n, amount: amount(RATE * 13n) })],
    ['another price', () => ({ amount: amount(RATE * 10n + 1n) })],
    ['a lower price', () => ({ amount: amount(RATE * 10n - 1n) })],
    ['extras that nobody gave', () => ({ extras: amount(1n) })],
    ['another opening of the purse', () => ({ purseNonce: 2 })],
    ['another creator', ({ viewer }) => ({ creator: viewer })],
  ])('with %s is passed over, signed or not', async (_, change) => {
    const { deps, again, viewer, joined } = await crashed();
    await endViewing(again, joined.viewing, 'connectionLost');
    const voucher = keptBy(deps, viewer, joined, 10n);
    const changed = { ...voucher, ...change(voucher) };
    await expectNothingWritten(deps.db, () => recoverVoucher(again, changed));
    const signed = viewer.key.signVoucher(deps.ledger.domain, changed);
    await expectNothingWritten(deps.db, () => recoverVoucher(again, signed));
  });

  it('by another key is passed over', async () => {
    const { deps, again, viewer, joined } = await crashed();
    await endViewing(again, joined.viewing, 'connectionLost');
    const foreign = testSessionKey().signVoucher(deps.ledger.domain, keptBy(deps, viewer, joined, 10n));
    await expectNothingWritten(deps.db, () => recoverVoucher(again, foreign));
  });

  it('beyond what the purse has left is passed over', async () => {
    const { deps, again, viewer, joined } = await crashed();
    await endViewing(again, joined.viewing, 'connectionLost');
    const where = { viewer_nonce: { viewer: viewer.h160, nonce: 1 } };
    await deps.db.purse.update({ where, data: { deposit: String(RATE * 10n - 1n) } });
    await expectNothingWritten(deps.db, () => recoverVoucher(again, keptBy(deps, viewer, joined, 10n)));
  });

  it("beyond the viewer's own limit is passed over", async () => {
    const { deps, again, viewer, joined, room } = await crashed();
    await endViewing(again, joined.viewing, 'connectionLost');
    await deps.db.budget.create({
      data: { accountId: viewer.id, streamId: room, spendingLimit: String(RATE * 9n), updatedAt: deps.clock.now() },
    });
    await expectNothingWritten(deps.db, () => recoverVoucher(again, keptBy(deps, viewer, joined, 10n)));
  });

  it('of a purse that was given free to be closed is passed over', async () => {
    const { deps, again, viewer, joined } = await crashed();
    await endViewing(again, joined.viewing, 'connectionLost');
    const { blockTime } = await deps.db.chainCursor.findUniqueOrThrow({ where: { id: 1 } });
    await deps.db.purse.updateMany({ data: { releasedUntil: blockTime } });
    await expectNothingWritten(deps.db, () => recoverVoucher(again, keptBy(deps, viewer, joined, 10n)));
  });

  it('is no way to be billed for the time after: who left does not pay for what came then', async () => {
    const { deps, again, viewer, joined } = await crashed();
    await endViewing(again, joined.viewing, 'left');
    deps.clock.advance(10 * MINUTE);
    await expectNothingWritten(deps.db, () => recoverVoucher(again, keptBy(deps, viewer, joined, 60n)));
  });

  it('of somebody who never watched is passed over', async () => {
    const { deps, creator } = await liveWorld();
    const viewer = await withPurse(deps);
    const pair = { viewer: viewer.h160, purseNonce: 1, key: 0, creator: creator.h160 };
    const said = { ...pair, seconds: 1n, amount: RATE };
    const signed = viewer.key.signVoucher(deps.ledger.domain, { ...said, extras: amount(0n) });
    await pass(deps, SECOND);
    await expectNothingWritten(deps.db, () => recoverVoucher(deps, signed));
  });
});
