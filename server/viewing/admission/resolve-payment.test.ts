import { describe, expect, it } from 'vitest';
import { amount } from '../../../sdk/money';
import { followChain } from '../../chain/follow';
import { later, HOUR, MINUTE, SECOND } from '../../clock';
import { makePayer, makePurse, makeVoucher, planckOf, sendCall, UNIT, type Payer } from '../../testing/factories';
import { type TestDeps } from '../../testing/harness';
import { joinAs, liveWorld, pass, signFor, somebody, withPurse } from '../../testing/live-world';
import { makeViewing, RATE } from '../../testing/viewings';
import { pay } from '../pay';
import { type PaymentNeed } from '../../../sdk/protocol';

/** The smallest sum that an account can hold. */

/** A session key that belongs to no purse. */
const somebodysKey = `0x${'ab'.repeat(64)}`;

/**
 * Somebody joins without being able to pay: they are told why, and no purse has anything to do with
 * the viewing.
 */
async function needs(
  deps: TestDeps,
  who: Payer | null,
  room: Parameters<typeof joinAs>[2],
  need: PaymentNeed,
  more = {},
) {
  const joined = await joinAs(deps, who, room, more);
  expect(joined.payment).toEqual({ needs: need });
  const row = await deps.db.viewing.findUniqueOrThrow({ where: { id: joined.viewing } });
  expect(row).toMatchObject({ viewer: null, purseNonce: null, payee: null, status: 'admitted', ownerProcess: null });
  expect(deps.meters.find(joined.viewing)).toBeUndefined();
  return joined;
}

describe('what keeps somebody from paying, the first of it', () => {
  it('payments that are not set up, or a creator without an address', async () => {
    const { deps, room } = await liveWorld();
    const viewer = await withPurse(deps);
    const without = { ...deps, config: { ...deps.config, chain: { ...deps.config.chain, contract: null } } };
    await needs(without, viewer, room, 'payments');
    await deps.db.stream.update({ where: { id: room }, data: { payee: null } });
    await needs(deps, viewer, room, 'payments');
    await needs(deps, null, room, 'payments');
  });

  it('a chain that this database has never met', async () => {
    const { deps, room } = await liveWorld();
    const viewer = await withPurse(deps);
    await deps.db.chainCursor.deleteMany();
    await needs(deps, viewer, room, 'payments');
  });

  it('no account, then no wallet, then no purse', async () => {
    const { deps, room } = await liveWorld();
    const viewer = await somebody(deps);
    await needs(deps, null, room, 'signIn');
    await needs(deps, viewer, room, 'purse');
    await deps.db.wallet.deleteMany({ where: { accountId: viewer.id } });
    await needs(deps, viewer, room, 'wallet');
  });

  it('a purse that is closed, closing, or given free to be closed', async () => {
    const { deps, room } = await liveWorld();
    const viewer = await withPurse(deps);
    const where = { viewer_nonce: { viewer: viewer.h160, nonce: 1 } };
    const { blockTime } = await deps.db.chainCursor.findUniqueOrThrow({ where: { id: 1 } });
    await deps.db.purse.update({ where, data: { releasedUntil: blockTime } });
    await needs(deps, viewer, room, 'closing');
    await deps.db.purse.update({ where, data: { releasedUntil: later(blockTime, -1) } });
    expect((await joinAs(deps, viewer, room)).payment).toHaveProperty('agreed');
    await sendCall(deps, viewer, { kind: 'requestClose' });
    await followChain(deps);
    await needs(deps, viewer, room, 'closing');
    await deps.db.purse.update({ where, data: { status: 'closed', closedAt: deps.clock.now() } });
    await needs(deps, viewer, room, 'purse');
  });

  it('a key that is good for less than an hour, by the time of the chain', async () => {
    const { deps, room } = await liveWorld();
    const viewer = await withPurse(deps);
    const { blockTime } = await deps.db.chainCursor.findUniqueOrThrow({ where: { id: 1 } });
    const where = { viewer_nonce: { viewer: viewer.h160, nonce: 1 } };
    await deps.db.purse.update({ where, data: { expiresAt: later(blockTime, HOUR - 1) } });
    await needs(deps, viewer, room, 'expired');
    await deps.db.purse.update({ where, data: { expiresAt: later(blockTime, HOUR) } });
    expect((await joinAs(deps, viewer, room)).payment).toHaveProperty('agreed');
  });

  it('a price above what the key may sign for a second', async () => {
    const { deps, room } = await liveWorld();
    await needs(deps, await withPurse(deps, { maxRate: amount(RATE - 1n) }), room, 'rate');
    expect((await joinAs(deps, await withPurse(deps, { maxRate: RATE }), room)).payment).toHaveProperty('agreed');
  });

  it('vouchers that somebody has announced to settle by themselves', async () => {
    const { deps, room, creator } = await liveWorld();
    const viewer = await withPurse(deps);
    deps.clock.advance(MINUTE);
    deps.ledger.finalize();
    const voucher = await makeVoucher(deps, viewer, creator, { seconds: 1n });
    await sendCall(deps, creator, { kind: 'announce', vouchers: [voucher] });
    await followChain(deps);
    await needs(deps, viewer, room, 'announced');
  });

  it('lanes that are taken by other streams; a browser that is gone holds none', async () => {
    const { deps, room } = await liveWorld();
    const elsewhere = await liveWorld({}, deps);
    const viewer = await withPurse(deps, { lanes: 1 });
    const first = await joinAs(deps, viewer, room);
    await pay(deps, signFor(deps, viewer, first, 1n));
    await pass(deps, SECOND);
    await needs(deps, viewer, elsewhere.room, 'lanes');
    expect(await deps.db.viewing.findUnique({ where: { id: first.viewing } })).toMatchObject({ leftAt: null });
    deps.clock.advance(11 * SECOND);
    expect((await joinAs(deps, viewer, elsewhere.room)).payment).toHaveProperty('agreed');
    const gone = await deps.db.viewing.findUnique({ where: { id: first.viewing } });
    expect(gone).toMatchObject({ endReason: 'connectionLost', secondsPaid: 1n });
    expect(gone?.leased.toFixed(0)).toBe(gone?.amount.toFixed(0));
  });

  it('less than a minute of money that is not promised', async () => {
    const { deps, room } = await liveWorld();
    await needs(deps, await withPurse(deps, { deposit: amount(RATE * 60n - planckOf(deps)) }), room, 'funds');
    const viewer = await withPurse(deps, { deposit: amount(RATE * 119n) });
    expect((await joinAs(deps, viewer, room)).payment).toHaveProperty('agreed');
    const other = await makeViewing(deps, { viewer });
    await pay(deps, other.sign(1n));
    await needs(deps, viewer, room, 'funds');
  });
});

describe('of several wallets', () => {
  async function two(deps: TestDeps) {
    const viewer = await somebody(deps);
    const second = await makePayer(deps, 900 + (await deps.db.wallet.count()));
    deps.clock.advance(SECOND);
    await deps.db.wallet.updateMany({
      where: { accountId: second.id },
      data: { accountId: viewer.id, linkedAt: deps.clock.now() },
    });
    return { viewer, second };
  }

  it('the first that can pay pays, and when none can the first says what it lacks', async () => {
    const { deps, room } = await liveWorld();
    const { viewer, second } = await two(deps);
    await makePurse(deps, second, { deposit: planckOf(deps) });
    await followChain(deps);
    await needs(deps, viewer, room, 'purse');
    await sendCall(deps, second, { kind: 'topUp', amount: amount(UNIT) });
    await followChain(deps);
    expect((await joinAs(deps, viewer, room)).payment).toMatchObject({ agreed: { viewer: second.h160 } });
    await makePurse(deps, viewer);
    await followChain(deps);
    expect((await joinAs(deps, viewer, room)).payment).toMatchObject({ agreed: { viewer: viewer.h160 } });
  });

  it("the one that was chosen pays or nobody does, and somebody else's never", async () => {
    const { deps, room } = await liveWorld();
    const { viewer, second } = await two(deps);
    await makePurse(deps, viewer);
    await makePurse(deps, second);
    await followChain(deps);
    const chosen = await joinAs(deps, viewer, room, { wallet: second.h160 });
    expect(chosen.payment).toMatchObject({ agreed: { viewer: second.h160 } });
    const foreign = await withPurse(deps);
    await needs(deps, viewer, room, 'wallet', { wallet: foreign.h160 });
  });

  it('the purse whose key this browser holds pays, whichever wallet was linked first, and is named', async () => {
    const { deps, room } = await liveWorld();
    const { viewer, second } = await two(deps);
    await deps.db.wallet.updateMany({ where: { address: second.address }, data: { label: 'Second' } });
    await makePurse(deps, viewer);
    await makePurse(deps, second);
    await followChain(deps);
    const joined = await joinAs(deps, viewer, room, { keys: [somebodysKey, second.key.publicKey] });
    expect(joined).toMatchObject({
      payment: { agreed: { viewer: second.h160, sessionKey: second.key.publicKey } },
      wallet: { address: second.address, label: 'Second', only: false },
    });
    const row = await deps.db.viewing.findUniqueOrThrow({ where: { id: joined.viewing } });
    expect(row.viewer).toBe(second.h160);
    const both = await joinAs(deps, viewer, room, { keys: [second.key.publicKey, viewer.key.publicKey] });
    expect(both.payment).toMatchObject({ agreed: { viewer: viewer.h160 } });
  });

  it('a browser whose own purse lacks money is told that of it, and not sent to a purse that it cannot sign for', async () => {
    const { deps, room } = await liveWorld();
    const { viewer, second } = await two(deps);
    await makePurse(deps, viewer);
    await makePurse(deps, second, { deposit: planckOf(deps) });
    await followChain(deps);
    const joined = await needs(deps, viewer, room, 'funds', { keys: [second.key.publicKey] });
    expect(joined.wallet).toMatchObject({ address: second.address });
    const elsewhere = await joinAs(deps, viewer, room, { keys: [somebodysKey] });
    expect(elsewhere).toMatchObject({ payment: { agreed: { viewer: viewer.h160 } }, wallet: { only: false } });
  });

  it('a closed purse of this browser is no purse: the other one is offered', async () => {
    const { deps, room } = await liveWorld();
    const { viewer, second } = await two(deps);
    await makePurse(deps, viewer);
    await makePurse(deps, second);
    await followChain(deps);
    await deps.db.purse.updateMany({
      where: { viewer: second.h160 },
      data: { status: 'closed', closedAt: deps.clock.now() },
    });
    const joined = await joinAs(deps, viewer, room, { keys: [second.key.publicKey] });
    expect(joined.payment).toMatchObject({ agreed: { viewer: viewer.h160 } });
  });
});
