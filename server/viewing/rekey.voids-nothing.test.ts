import { expect, it } from 'vitest';
import { amount } from '../../sdk/money';
import { followChain } from '../chain/follow';
import { SECOND } from '../clock';
import { expectBooksAgree } from '../testing/books';
import { settle } from '../testing/chain-time';
import { sendCall, type Payer } from '../testing/factories';
import { expectNothingWritten, type TestDeps } from '../testing/harness';
import { joinAs, keptBy, liveWorld, pass, signFor, sitDown, withPurse } from '../testing/live-world';
import { testSessionKey } from '../testing/session-keys';
import { RATE } from '../testing/viewings';
import { leave } from './leave';
import { recoverVoucher } from './admission/recover-voucher';
import { pay } from './pay';
import { sweepRooms } from './media/sweep';

/** Somebody has watched and paid for ten seconds, in the room and seeing it. */
async function watched() {
  const world = await liveWorld();
  const { deps, room } = world;
  const viewer = await withPurse(deps);
  const joined = await joinAs(deps, viewer, room);
  const seat = await sitDown(deps, room, joined);
  for (let second = 1n; second <= 10n; second += 1n) {
    await pay(deps, signFor(deps, viewer, joined, second));
    await pass(deps, SECOND);
  }
  return { ...world, viewer, joined, seat };
}

/**
 * The viewer's wallet allows another key, for a hundredth of the price; the database reads it.
 * Answers the viewer with that key.
 */
async function rekeyed(deps: TestDeps, viewer: Payer, maxRate = amount(RATE / 100n)): Promise<Payer> {
  const key = testSessionKey();
  const { limits } = (await deps.ledger.purse(viewer.h160))!.present;
  await sendCall(deps, viewer, {
    kind: 'rekey',
    sessionKey: key.publicKey,
    limits: { ...limits, maxRate },
  });
  await followChain(deps);
  return { ...viewer, key };
}

const tabOf = async ({ ledger }: TestDeps, viewer: Payer, creator: Payer, key: number) =>
  (await ledger.tab(viewer.h160, key, creator.h160))?.amount ?? 0n;

it('a new key with lower limits and its one small voucher void nothing: all that both keys signed is settled', async () => {
  const { deps, room, creator, viewer, joined } = await watched();
  const attacker = await rekeyed(deps, viewer);
  await sweepRooms(deps);
  // the creator's next stream costs no more than the new key may pay
  await deps.db.stream.update({ where: { id: room }, data: { ratePerSecond: String(RATE / 100n) } });
  const again = await joinAs(deps, attacker, room);
  expect(again.payment).toMatchObject({ agreed: { key: 1, base: { seconds: 0n, amount: 0n } } });
  expect(await pay(deps, signFor(deps, attacker, again, 1n))).toMatchObject({ seconds: 1n, amount: RATE / 100n });
  await pass(deps, SECOND);
  await leave(deps, { viewing: again.viewing });
  const vouchers = await deps.db.voucher.findMany({ orderBy: { key: 'asc' } });
  expect(vouchers.map(({ key, seconds }) => [key, seconds])).toEqual([
    [0, 10n],
    [1, 1n],
  ]);
  await settle(deps);
  expect(await tabOf(deps, viewer, creator, 0)).toBe(10n * RATE);
  expect(await tabOf(deps, viewer, creator, 1)).toBe(RATE / 100n);
  const before = await deps.db.viewing.findUniqueOrThrow({ where: { id: joined.viewing } });
  expect(before).toMatchObject({ status: 'settled', secondsPaid: 10n });
  await expectBooksAgree(deps);
});

it('a lower statement that the old key signed earlier, shown after the change of the key, is passed over', async () => {
  const { deps, creator, viewer, joined } = await watched();
  await rekeyed(deps, viewer);
  await sweepRooms(deps);
  await expectNothingWritten(deps.db, () => recoverVoucher(deps, keptBy(deps, viewer, joined, 1n)));
  await settle(deps);
  expect(await tabOf(deps, viewer, creator, 0)).toBe(10n * RATE);
});

it('a rekey between the operator’s dry run and its block leaves the whole signed amount settled', async () => {
  const { deps, creator, viewer, joined } = await watched();
  await leave(deps, { viewing: joined.viewing });
  const submit: typeof deps.ledger.submit = async (transaction, onBlock) => {
    await rekeyed(deps, viewer);
    return deps.ledger.submit(transaction, onBlock);
  };
  await settle({ ...deps, ledger: { ...deps.ledger, submit } });
  expect(await tabOf(deps, viewer, creator, 0)).toBe(10n * RATE);
  await expectBooksAgree(deps);
});

it('a viewing whose key is replaced ends as such; its viewer joins again with the new key and counts from its own base', async () => {
  const { deps, room, viewer, joined, seat } = await watched();
  const owner = await rekeyed(deps, viewer, RATE);
  await sweepRooms(deps);
  expect(deps.rooms.sees(room, seat)).toBe(false);
  expect(await deps.db.viewing.findUniqueOrThrow({ where: { id: joined.viewing } })).toMatchObject({
    endReason: 'rekeyed',
    secondsPaid: 10n,
  });
  expect(await pay(deps, signFor(deps, viewer, joined, 11n))).toMatchObject({
    phase: { kind: 'over', why: 'rekeyed' },
    seconds: 10n,
  });
  const again = await joinAs(deps, owner, room, { keys: [owner.key.publicKey] });
  expect(again.payment).toMatchObject({
    agreed: { key: 1, sessionKey: owner.key.publicKey, base: { seconds: 0n, amount: 0n, signature: null } },
  });
  const newSeat = await sitDown(deps, room, again);
  await expectNothingWritten(
    deps.db,
    // by the old key
    () => expect(pay(deps, signFor(deps, viewer, again, 1n))).rejects.toMatchObject({ code: 'voucherRefused' }),
    { except: ['viewings'] }, // that its viewer was heard
  );
  expect(deps.rooms.sees(room, newSeat)).toBe(false);
  expect(await pay(deps, signFor(deps, owner, again, 1n))).toMatchObject({ seconds: 1n, phase: { kind: 'paying' } });
  await pass(deps, SECOND);
  expect(deps.rooms.sees(room, newSeat)).toBe(true);
  await sweepRooms(deps);
  expect(deps.rooms.sees(room, newSeat)).toBe(true); // the new key's own viewing stays
});
