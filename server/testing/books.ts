import { expect } from 'vitest';
import { amount } from '../../sdk/money';
import { compareWithChain } from '../chain/compare';
import { type Ledger } from '../deps';
import { makePayer, makePurse, sendCall, signVoucher, UNIT } from './factories';
import { testDeps, type TestDeps } from './harness';

/**
 * A chain on which everything has happened that can happen to a purse, and a database that has read
 * nothing of it yet.
 */
export async function eventful() {
  const deps = await testDeps();
  await compareWithChain(deps);
  const [asha, bela, chan] = [await makePayer(deps, 1), await makePayer(deps, 2), await makePayer(deps, 3)];
  const { ledger } = deps;
  const settle = async (...vouchers: Parameters<Ledger['prepareSettling']>[0]) =>
    ledger.submit(await ledger.prepareSettling(vouchers));

  await makePurse(deps, asha);
  ledger.finalize(3);
  deps.clock.advance(600_000);
  ledger.finalize();
  const tips = amount(UNIT);
  await settle(
    await signVoucher(deps, asha, bela, { seconds: 60n, extras: tips }),
    await signVoucher(deps, asha, chan, { seconds: 30n }),
    await signVoucher(deps, asha, chan, { seconds: 90n, purseNonce: 7 }),
  );
  await sendCall(deps, asha, { kind: 'topUp', amount: amount(5n * UNIT) });
  await settle(await signVoucher(deps, asha, bela, { seconds: 61n, extras: tips }));
  const { limits } = (await ledger.purse(asha.h160))!.present;
  await sendCall(deps, asha, {
    kind: 'rekey',
    sessionKey: chan.key.publicKey,
    limits: { ...limits, maxRate: amount(7n), lanes: 3 },
  });
  await sendCall(deps, asha, { kind: 'requestClose' });
  await sendCall(deps, asha, { kind: 'cancelClose' });
  await sendCall(deps, bela, { kind: 'setSplit', shares: [{ account: chan.h160, basisPoints: 2_000 }] });
  await sendCall(deps, bela, { kind: 'withdraw' });
  await makePurse(deps, chan, { deposit: amount(UNIT) });
  await sendCall(deps, chan, { kind: 'requestClose' });
  deps.clock.advance(121_000);
  ledger.finalize();
  await sendCall(deps, chan, { kind: 'close' });
  await makePurse(deps, chan, { deposit: amount(2n * UNIT) });
  ledger.finalize(2);
  return { deps, asha, bela, chan };
}

/** What following writes, without what depends on when it was read. */
export async function booksOf({ db }: TestDeps) {
  const [events, purses, keys, tabs, payouts, entries] = await Promise.all([
    db.chainEvent.findMany({ orderBy: [{ blockNumber: 'asc' }, { index: 'asc' }] }),
    db.purse.findMany({ orderBy: [{ viewer: 'asc' }, { nonce: 'asc' }] }),
    db.retiredKey.findMany({ orderBy: [{ blockNumber: 'asc' }] }),
    db.voucher.findMany({
      orderBy: [{ viewer: 'asc' }, { purseNonce: 'asc' }, { key: 'asc' }, { creator: 'asc' }],
      omit: { receivedAt: true, runningSince: true, skippedAt: true },
    }),
    db.payout.findMany({ omit: { id: true, finalizedAt: true } }),
    db.settlementEntry.findMany({ omit: { settlementId: true } }),
  ]);
  const cursor = await db.chainCursor.findUnique({ where: { id: 1 }, omit: { updatedAt: true } });
  return { events, purses, keys, tabs, payouts, entries, cursor };
}

/** The tables, compared with what the contract itself says. */
export async function expectBooksAgree({ db, ledger }: TestDeps) {
  for (const row of await db.purse.findMany({ where: { status: { not: 'closed' } } })) {
    const told = (await ledger.purse(row.viewer as `0x${string}`))!;
    expect({
      left: BigInt(row.deposit.sub(row.settled).sub(row.storage).sub(row.paidBack).toFixed(0)),
      paid: BigInt(row.settled.toFixed(0)),
      storage: BigInt(row.storage.toFixed(0)),
      key: row.key,
      extras: BigInt(row.extras.toFixed(0)),
      seconds: row.seconds,
      nonce: row.nonce,
    }).toEqual({
      left: told.deposit + told.reserved,
      paid: told.paid,
      storage: told.storage,
      key: told.present.key,
      extras: told.extras,
      seconds: told.seconds,
      nonce: told.nonce,
    });
    const tabs = await db.voucher.findMany({
      where: { viewer: row.viewer, purseNonce: row.nonce, settledSeconds: { gt: 0 } },
    });
    for (const tab of tabs) {
      const { seconds, amount, extras } = (await ledger.tab(
        tab.viewer as `0x${string}`,
        tab.key,
        tab.creator as `0x${string}`,
      ))!;
      expect([
        tab.settledSeconds,
        tab.settledAmount.toFixed(0),
        tab.settledExtras.toFixed(0),
        tab.paid.toFixed(0),
      ]).toEqual([seconds, String(amount), String(extras), String(amount + extras)]);
    }
  }
}
