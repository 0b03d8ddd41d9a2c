import { describe, expect, it, vi } from 'vitest';
import { later } from '../clock';
import { ForeignSignature, type LedgerRefusal, type ContractError, type Limits, type PurseCall } from '../ledger';
import { amount, fromPlanck, type Planck, toPlanck } from '../../sdk/money';
import { type Hex, type SignedVoucher } from '../../sdk/voucher';
import { fakeLedger, type FakeLedger, type FakeLedgerOptions } from './fake-ledger';
import { FEE } from './ledger/chain';
import { testSessionKey } from './session-keys';
import { testClock } from './test-clock';
import { testWallet, type TestWallet } from './wallets';
import { createWallets } from '../gateways/wallets';

const { decimals } = fakeLedger().money;
const plancks = (value: bigint) => toPlanck(amount(value), decimals) as Planck;
const UNIT = 10n ** 18n;
/** A planck a second. */
const RATE = fromPlanck(1n as Planck, decimals);
const DEPOSIT = amount(UNIT);
const viewer = testWallet('sr25519', 1);
const creator = testWallet('ed25519', 2);
const h160 = (wallet: TestWallet) => createWallets().parseAddress(wallet.address)!.h160 as Hex;

function someWorld(options: FakeLedgerOptions = {}) {
  const clock = testClock();
  const ledger = fakeLedger({ clock, ...options });
  const key = testSessionKey();
  for (const wallet of [viewer, creator]) ledger.endow(wallet.address, amount(10n * UNIT));
  const limits: Limits = {
    maxRate: RATE,
    lanes: 2,
    extrasAllowance: amount(50n * RATE),
    expiresAt: later(clock.now(), 86_400_000),
  };
  const open: PurseCall = { kind: 'open', deposit: DEPOSIT, sessionKey: key.publicKey, limits };
  const voucher = (seconds: bigint, change: Partial<SignedVoucher> = {}) =>
    key.signVoucher(ledger.domain, {
      viewer: h160(viewer),
      purseNonce: 1,
      key: 0,
      creator: h160(creator),
      seconds,
      amount: amount(seconds * RATE),
      extras: amount(0n),
      ...change,
    });
  return { clock, ledger, key, limits, open, voucher };
}

async function signed(ledger: FakeLedger, wallet: TestWallet, call: PurseCall) {
  const { payload } = await ledger.prepare(wallet.address, call);
  return ledger.assemble(payload, wallet.signPayload(payload));
}
const run = async (ledger: FakeLedger, wallet: TestWallet, call: PurseCall) =>
  ledger.submit(await signed(ledger, wallet, call));

const refusal = (ledger: FakeLedger, wallet: TestWallet, call: PurseCall): Promise<ContractError | null> =>
  ledger.prepare(wallet.address, call).then(
    () => expect.unreachable(),
    (error: LedgerRefusal) => error.error,
  );

// That it holds what every ledger is held to is tried beside the real ones, in
// server/gateways/ledger.test.ts.

describe('its blocks', () => {
  it('are kept', async () => {
    const ledger = fakeLedger();
    const third = ledger.finalize(3);
    expect(third.number).toBe(3);
    expect(await ledger.finalizedHead()).toMatchObject(third);
    expect(await ledger.blockHash(3)).toBe(third.hash);
    expect(await ledger.blockHash(4)).toBeNull();
    expect(await ledger.blockHash(0)).toBe(await ledger.genesisHash());
    await expect(ledger.blockOfEvents(4)).rejects.toThrow('there is no finalized block 4');
  });

  it('are others after a reset, though the genesis may be the same', async () => {
    const { ledger, open } = someWorld();
    const genesis = await ledger.genesisHash();
    await run(ledger, viewer, open);
    const first = await ledger.blockHash(1);
    ledger.reset();
    expect(await ledger.genesisHash()).toBe(genesis);
    expect((await ledger.finalizedHead()).number).toBe(0);
    expect(ledger.finalize().hash).not.toBe(first);
    expect(await ledger.purse(h160(viewer))).toBeNull();
    ledger.reset('another');
    expect(await ledger.genesisHash()).not.toBe(genesis);
  });

  it('have the time of the chain, which may be hours off and never goes back', async () => {
    const { clock, ledger } = someWorld();
    ledger.skew(-3 * 3_600_000);
    ledger.finalize();
    const before = await ledger.finalizedHead();
    expect(before.time).toEqual(clock.now()); // of the genesis
    clock.advance(4 * 3_600_000);
    ledger.finalize();
    expect((await ledger.finalizedHead()).time).toEqual(later(clock.now(), -3 * 3_600_000));
  });

  it('cannot be asked for while the chain is away', async () => {
    const { ledger, open } = someWorld();
    const transaction = await signed(ledger, viewer, open);
    ledger.setReachable(false);
    await expect(ledger.finalizedHead()).rejects.toThrow('the chain does not answer');
    await expect(ledger.purse(h160(viewer))).rejects.toThrow('the chain does not answer');
    await expect(ledger.submit(transaction)).rejects.toThrow('the chain does not answer');
    expect(await ledger.health()).toMatchObject({ ok: false });
    ledger.setReachable(true);
    expect(await ledger.submit(transaction)).toMatchObject({ kind: 'finalized' });
  });
});

describe('a call', () => {
  it('is prepared, read from its bytes, signed and carried out', async () => {
    const { clock, ledger, key, limits, open } = someWorld();
    const prepared = await ledger.prepare(viewer.address, open);
    expect(prepared).toMatchObject({ fee: FEE, validUntilBlock: 64 });
    expect(await ledger.read(prepared.payload)).toEqual(open);
    expect(await ledger.purse(h160(viewer))).toBeNull();

    const transaction = await ledger.assemble(prepared.payload, viewer.signPayload(prepared.payload));
    const ending = await ledger.submit(transaction);
    expect(ending).toEqual({ kind: 'finalized', block: { number: 1, hash: await ledger.blockHash(1) } });
    expect(await ledger.purse(h160(viewer))).toMatchObject({
      nonce: 1,
      open: true,
      present: { key: 0, sessionKey: key.publicKey, limits, since: clock.now(), retiredAt: null },
      retired: [],
      deposit: DEPOSIT,
      openedAt: clock.now(),
      closingAt: null,
    });
    expect((await ledger.blockOfEvents(1)).events).toEqual([
      {
        kind: 'opened',
        index: 0,
        transaction: transaction.hash,
        viewer: h160(viewer),
        nonce: 1,
        key: 0,
        sessionKey: key.publicKey,
        limits,
        deposit: DEPOSIT,
        feeBasisPoints: 250,
      },
    ]);
    expect(await ledger.balance(viewer.address)).toBe(plancks(9n * UNIT - FEE));
    expect(await ledger.totals()).toMatchObject({ deposits: DEPOSIT, balance: DEPOSIT, openPurses: 1 });
  });

  it('is done once, however often it is sent', async () => {
    const { ledger, open } = someWorld();
    const transaction = await signed(ledger, viewer, open);
    const ending = await ledger.submit(transaction);
    expect(await ledger.submit(transaction)).toEqual(ending);
    expect(await ledger.endingOf(transaction)).toEqual(ending);
    expect((await ledger.totals()).deposits).toBe(DEPOSIT);
  });

  it('that would fail is refused before anything is sent', async () => {
    const { ledger, open, limits, clock } = someWorld();
    const poor = testWallet('ecdsa', 9);
    expect(await refusal(ledger, viewer, { kind: 'topUp', amount: DEPOSIT })).toBe('NoPurse');
    expect(await refusal(ledger, viewer, { ...open, deposit: amount(0n) })).toBe('NothingSent');
    expect(await refusal(ledger, viewer, { ...open, sessionKey: `0x${'00'.repeat(64)}` })).toBe('BadKey');
    expect(await refusal(ledger, viewer, { ...open, limits: { ...limits, lanes: 17 } })).toBe('BadLimits');
    expect(await refusal(ledger, viewer, { ...open, limits: { ...limits, expiresAt: clock.now() } })).toBe(
      'ExpiryInPast',
    );
    expect(await refusal(ledger, viewer, { ...open, deposit: amount(DEPOSIT * 100n) })).toBeNull();
    expect(await refusal(ledger, viewer, { ...open, deposit: amount(DEPOSIT + 1n) })).toBeNull();
    expect(await refusal(ledger, poor, { kind: 'setSplit', shares: [] })).toBeNull();
    expect(await ledger.finalizedHead()).toMatchObject({ number: 0 });
  });

  it('that fails in its block costs its fee and changes nothing else', async () => {
    const { ledger, open } = someWorld({ blocks: 'byHand' });
    const first = ledger.submit(await signed(ledger, viewer, open));
    const second = ledger.submit(await signed(ledger, viewer, open));
    ledger.finalize();
    expect(await first).toMatchObject({ kind: 'finalized' });
    expect(await second).toMatchObject({ kind: 'failed', block: { number: 1 }, error: 'AlreadyOpen' });
    expect(await ledger.balance(viewer.address)).toBe(plancks(9n * UNIT - 2n * FEE));
    expect((await ledger.blockOfEvents(1)).events).toHaveLength(1);
  });

  it('is in a block before it is final, and counts when it is', async () => {
    const { ledger, open } = someWorld({ blocks: 'byHand' });
    const transaction = await signed(ledger, viewer, open);
    const onBlock = vi.fn();
    const sent = ledger.submit(transaction, onBlock);
    await vi.waitFor(() => {
      ledger.seal();
      expect(onBlock).toHaveBeenCalledOnce();
    });
    expect(await ledger.purse(h160(viewer))).toBeNull();
    expect(await ledger.endingOf(transaction)).toBeNull();
    ledger.finalize();
    expect(await sent).toMatchObject({ kind: 'finalized' });
    expect(await ledger.purse(h160(viewer))).toMatchObject({ open: true });
  });

  it('counts only with the signature of its account on exactly what was prepared', async () => {
    const { ledger, open } = someWorld();
    const { payload } = await ledger.prepare(viewer.address, open);
    const signature = viewer.signPayload(payload);
    const another = await ledger.prepare(creator.address, open);
    const tampered = { ...payload, nonce: '0x00000001' as Hex };
    for (const [what, by] of [
      [payload, creator.signPayload(payload)],
      [tampered, signature],
      [{ ...payload, method: another.payload.method.replace(/..$/, '00') as Hex }, signature],
      [{ ...payload, address: creator.address }, signature],
      [payload, '0x'],
    ] as const)
      await expect(ledger.assemble(what, by)).rejects.toThrow(ForeignSignature);
    const whole = await ledger.assemble(payload, signature);
    expect(await ledger.assemble(payload, '0x', whole.bytes)).toEqual(whole);
    await expect(ledger.assemble(tampered, '0x', whole.bytes)).rejects.toThrow(ForeignSignature);
    await expect(ledger.assemble(payload, '0x', '0x1234')).rejects.toThrow(ForeignSignature);
  });

  it('by every kind of wallet is taken', async () => {
    const { ledger, open } = someWorld();
    for (const wallet of [testWallet('sr25519', 5), testWallet('ed25519', 6), testWallet('ecdsa', 7)]) {
      ledger.endow(wallet.address, amount(2n * UNIT));
      expect(await run(ledger, wallet, open)).toMatchObject({ kind: 'finalized' });
    }
    expect((await ledger.totals()).openPurses).toBe(3);
  });

  it('of another chain, or of an account that has moved on, is invalid', async () => {
    const { ledger, open } = someWorld();
    const one = await signed(ledger, viewer, open);
    const other = await signed(ledger, viewer, { ...open, deposit: amount(DEPOSIT * 2n) });
    await ledger.submit(one);
    expect(await ledger.submit(other)).toMatchObject({
      kind: 'invalid',
      detail: expect.stringContaining('outdated') as string,
    });
    ledger.reset('another');
    expect(await ledger.submit(one)).toMatchObject({ kind: 'invalid' });
    expect(await ledger.totals()).toMatchObject({ balance: 0n });
  });

  it('that is no message to the contract reads as nothing', async () => {
    const { ledger, open } = someWorld();
    const { payload } = await ledger.prepare(viewer.address, open);
    expect(await ledger.read({ ...payload, method: '0x0102' })).toBeNull();
    expect(await ledger.read({ ...payload, method: payload.method.slice(0, -2) as Hex })).toBeNull();
  });
});

describe('what may go wrong on the way', () => {
  it('a transaction gets lost, and can be sent again while its time lasts', async () => {
    const { ledger, open } = someWorld({ blocks: 'byHand' });
    const transaction = await signed(ledger, viewer, open);
    ledger.dropNext();
    const lost = ledger.submit(transaction);
    ledger.finalize(5);
    expect(await ledger.endingOf(transaction)).toBeNull();
    const again = ledger.submit(transaction);
    await vi.waitFor(async () => {
      ledger.finalize();
      expect(await ledger.endingOf(transaction)).not.toBeNull();
    });
    expect(await lost).toMatchObject({ kind: 'finalized' });
    expect(await again).toEqual(await lost);
  });

  it('a transaction gets lost for good', async () => {
    const { ledger, open } = someWorld();
    const transaction = await signed(ledger, viewer, open);
    ledger.dropNext();
    expect(await ledger.submit(transaction)).toEqual({ kind: 'dropped' });
    expect(await ledger.endingOf(transaction)).toEqual({ kind: 'dropped' });
    expect(await ledger.submit(transaction)).toMatchObject({ kind: 'invalid' });
    expect(await ledger.purse(h160(viewer))).toBeNull();
  });

  it('the chain refuses a transaction', async () => {
    const { ledger, open } = someWorld();
    const transaction = await signed(ledger, viewer, open);
    ledger.rejectNext('the pool is full');
    expect(await ledger.submit(transaction)).toEqual({ kind: 'invalid', detail: 'the pool is full' });
    expect(await ledger.submit(transaction)).toMatchObject({ kind: 'finalized' });
  });

  it('the server is killed after sending: what became of it can still be found out', async () => {
    const { ledger, open } = someWorld();
    const transaction = await signed(ledger, viewer, open);
    ledger.crashBeforeFinalized();
    await expect(ledger.submit(transaction)).rejects.toThrow('this process was stopped');
    expect(await ledger.endingOf(transaction)).toMatchObject({ kind: 'finalized', block: { number: 1 } });
    expect(await ledger.submit(transaction)).toMatchObject({ kind: 'finalized', block: { number: 1 } });
  });

  it('the server is killed after sending, and the transaction was lost besides', async () => {
    const { ledger, open } = someWorld();
    const transaction = await signed(ledger, viewer, open);
    ledger.dropNext();
    ledger.crashBeforeFinalized();
    await expect(ledger.submit(transaction)).rejects.toThrow('this process was stopped');
    expect(await ledger.endingOf(transaction)).toBeNull();
    expect(await ledger.submit(transaction)).toMatchObject({ kind: 'finalized' });
  });
});

describe('settling', () => {
  it('pays what a session key signed, once, and tells of what it passed over', async () => {
    const { clock, ledger, open, voucher } = someWorld();
    await run(ledger, viewer, open);
    clock.advance(60_000);
    const good = voucher(60n, { extras: amount(5_000n) });
    const batch = [voucher(59n), good, { ...voucher(30n), seconds: 31n }];
    const prepared = await ledger.prepareSettling(batch);
    const ending = await ledger.submit(prepared);
    if (ending.kind !== 'finalized') return expect.unreachable();

    const { events } = await ledger.blockOfEvents(ending.block.number);
    const paid = 60n * RATE + 5_000n;
    expect(events.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(events).toMatchObject([
      { kind: 'skipped', seconds: 31n, reason: 'BadSignature' },
      { kind: 'skipped', seconds: 59n, reason: 'Stale' },
      { kind: 'settled', seconds: 60n, amount: 60n * RATE, extras: 5_000n, paid, fee: paid / 40n, short: 0n },
    ]);
    expect(prepared.skipped).toEqual([
      { voucher: batch[0], reason: 'Stale' },
      { voucher: batch[2], reason: 'BadSignature' },
    ]);
    expect(await ledger.tab(h160(viewer), 0, h160(creator))).toMatchObject({ seconds: 60n, amount: 60n * RATE });
    const tab = { seconds: 60n, extras: 5_000n };
    expect(await ledger.tabs(h160(viewer), 0, 10)).toMatchObject([{ key: 0, creator: h160(creator), tab }]);
    const earned = { owed: 0n, pot: paid - paid / 40n };
    expect(await ledger.earnings(h160(creator))).toEqual({ ...earned, split: [], nextSplit: null });

    await ledger.submit(await ledger.prepareSettling([good]));
    expect((await ledger.totals()).deposits).toBe(DEPOSIT - paid);
  });

  it('gives each transaction of the operator a nonce of its own', async () => {
    const { clock, ledger, open, voucher } = someWorld({ blocks: 'byHand' });
    const opening = ledger.submit(await signed(ledger, viewer, open));
    ledger.finalize();
    await opening;
    clock.advance(60_000);
    const transactions = [await ledger.prepareSettling([voucher(10n)]), await ledger.prepareSettling([voucher(20n)])];
    const sent = transactions.map((transaction) => ledger.submit(transaction));
    ledger.finalize();
    expect(await Promise.all(sent)).toMatchObject([{ kind: 'finalized' }, { kind: 'finalized' }]);
    expect(await ledger.tab(h160(viewer), 0, h160(creator))).toMatchObject({ seconds: 20n });
  });

  it('begins anew with the next opening, in which the last one counts for nothing', async () => {
    const { clock, ledger, open, voucher } = someWorld();
    await run(ledger, viewer, open);
    clock.advance(60_000);
    const old = voucher(60n);
    await ledger.submit(await ledger.prepareSettling([voucher(50n)]));
    const validUntil = later(clock.now(), 60_000);
    const signature = await ledger.signRelease(h160(viewer), 1, validUntil);
    await run(ledger, viewer, { kind: 'closeNow', validUntil, signature });
    expect(await ledger.tab(h160(viewer), 0, h160(creator))).toMatchObject({ nonce: 1, seconds: 50n });

    await run(ledger, viewer, open);
    expect(await ledger.tab(h160(viewer), 0, h160(creator))).toBeNull();
    clock.advance(10_000);
    const ending = await ledger.submit(await ledger.prepareSettling([old, voucher(10n, { purseNonce: 2 })]));
    if (ending.kind !== 'finalized') return expect.unreachable();
    expect((await ledger.blockOfEvents(ending.block.number)).events).toMatchObject([
      { kind: 'skipped', nonce: 1, seconds: 60n, reason: 'OldOpening' },
      { kind: 'settled', nonce: 2, seconds: 10n, paid: 10n * RATE },
    ]);
  });

  it('is for the operator; whoever else holds vouchers announces them and waits, by the time of the chain', async () => {
    const { clock, ledger, open, voucher } = someWorld();
    ledger.skew(5 * 3_600_000);
    await run(ledger, viewer, open);
    clock.advance(30_000);
    const vouchers = [voucher(30n)];
    const pay: PurseCall = { kind: 'payAnnounced', viewer: h160(viewer), claims: [{ key: 0, creator: h160(creator) }] };
    expect(await refusal(ledger, creator, { kind: 'settle', vouchers })).toBe('NotOperator');
    expect(await refusal(ledger, creator, pay)).toBe('NoWindow');
    await run(ledger, creator, { kind: 'announce', vouchers });
    expect(await refusal(ledger, creator, pay)).toBe('TooEarly');
    clock.advance(119_000);
    expect(await refusal(ledger, creator, pay)).toBe('TooEarly');
    clock.advance(1_000);
    expect(await run(ledger, creator, pay)).toMatchObject({ kind: 'finalized' });
    expect(await ledger.earnings(h160(creator))).toMatchObject({ pot: (30n * RATE * 39n) / 40n });
    expect(await refusal(ledger, creator, pay)).toBe('NoWindow');
    expect(await refusal(ledger, creator, { kind: 'announce', vouchers })).toBe('NothingNew');
  });
});

describe('closing', () => {
  it('takes its delay, by the time of the chain', async () => {
    const { clock, ledger, open } = someWorld();
    await run(ledger, viewer, open);
    expect(await refusal(ledger, viewer, { kind: 'close' })).toBe('NotClosing');
    await run(ledger, viewer, { kind: 'requestClose' });
    expect((await ledger.purse(h160(viewer)))?.closingAt).toEqual(later(clock.now(), 120_000));
    expect(await refusal(ledger, viewer, { kind: 'topUp', amount: DEPOSIT })).toBe('Closing');
    expect(await refusal(ledger, viewer, { kind: 'close' })).toBe('TooEarly');
    ledger.skew(120_000);
    expect(await run(ledger, viewer, { kind: 'close' })).toMatchObject({ kind: 'finalized' });
    expect(await ledger.purse(h160(viewer))).toMatchObject({ open: false, nonce: 1, deposit: 0n });
    expect(await ledger.balance(viewer.address)).toBe(plancks(10n * UNIT - 3n * FEE));
    await run(ledger, viewer, open);
    expect(await ledger.purse(h160(viewer))).toMatchObject({ open: true, nonce: 2 });
  });

  it("is possible at once with the operator's word, which is for this purse and not for ever", async () => {
    const { clock, ledger, open } = someWorld();
    await run(ledger, viewer, open);
    const validUntil = later(clock.now(), 60_000);
    const signature = await ledger.signRelease(h160(viewer), 1, validUntil);
    const other = await ledger.signRelease(h160(creator), 1, validUntil);
    expect(await refusal(ledger, viewer, { kind: 'closeNow', validUntil, signature: other })).toBe('BadRelease');
    const longer = later(validUntil, 1_000);
    expect(await refusal(ledger, viewer, { kind: 'closeNow', validUntil: longer, signature })).toBe('BadRelease');
    clock.advance(61_000);
    expect(await refusal(ledger, viewer, { kind: 'closeNow', validUntil, signature })).toBe('ReleaseExpired');
    clock.advance(-1_000);
    expect(await run(ledger, viewer, { kind: 'closeNow', validUntil, signature })).toMatchObject({ kind: 'finalized' });
    expect((await ledger.blockOfEvents(2)).events).toMatchObject([{ kind: 'closed', paidBack: DEPOSIT, early: true }]);
  });
});

describe('the money around it', () => {
  it('comes from the faucet, where the chain has one', async () => {
    const { ledger } = someWorld();
    const guest = testWallet('ecdsa', 8);
    const block = await ledger.faucet!(guest.address, plancks(UNIT));
    expect(await ledger.balance(guest.address)).toBe(plancks(UNIT));
    expect(await ledger.blockHash(block.number)).toBe(block.hash);
    expect(fakeLedger({ faucet: false }).faucet).toBeNull();
  });

  it('goes to the creator who asks for it, and to the owner; a payee that takes none keeps the claim', async () => {
    const { clock, ledger, open, voucher } = someWorld();
    await run(ledger, viewer, open);
    clock.advance(60_000);
    await ledger.submit(await ledger.prepareSettling([voucher(40n)]));
    ledger.refusePayments(h160(viewer));
    expect(await refusal(ledger, viewer, { kind: 'withdraw' })).toBe('NothingOwed');

    const before = await ledger.balance(creator.address);
    expect(await run(ledger, creator, { kind: 'withdraw' })).toMatchObject({ kind: 'finalized' });
    // 39 plancks less a fee
    expect(await ledger.balance(creator.address)).toBe(before + 39n - plancks(FEE));
    await ledger.asOwner({ kind: 'withdrawFees' });
    expect(await ledger.totals()).toMatchObject({ earnings: 0n, fees: 0n, balance: DEPOSIT - 40n * RATE });

    await run(ledger, viewer, { kind: 'requestClose' });
    clock.advance(120_000);
    expect(await refusal(ledger, viewer, { kind: 'close' })).toBe('TransferFailed');
    expect((await ledger.purse(h160(viewer)))?.deposit).toBe(DEPOSIT - 40n * RATE);
  });

  it("is divided as the creator says, and the owner's terms are told and come later", async () => {
    const { clock, ledger } = someWorld();
    const shares = [{ account: h160(viewer), basisPoints: 2_500 }];
    await run(ledger, creator, { kind: 'setSplit', shares });
    expect(await ledger.earnings(h160(creator))).toMatchObject({ split: shares });
    expect(await refusal(ledger, viewer, { kind: 'setSplit', shares })).toBe('BadSplit');
    const block = await ledger.asOwner({ kind: 'setFee', feeBasisPoints: 1_000 });
    const effectiveAt = later(clock.now(), 120_000);
    expect((await ledger.blockOfEvents(block.number)).events).toMatchObject([{ kind: 'feeChanged', effectiveAt }]);
    expect(await ledger.terms()).toMatchObject({
      feeBasisPoints: 250,
      nextFee: { feeBasisPoints: 1_000, effectiveAt },
    });
    clock.advance(120_000);
    ledger.finalize();
    expect(await ledger.terms()).toMatchObject({ feeBasisPoints: 1_000, nextFee: null });
    await expect(ledger.asOwner({ kind: 'setFee', feeBasisPoints: 1_001 })).rejects.toThrow('FeeTooHigh');
  });
});
