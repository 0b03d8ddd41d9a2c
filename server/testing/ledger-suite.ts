import { describe, expect, it } from 'vitest';
import { amount, type Amount, fromPlanck, type Planck } from '../../sdk/money';
import { type Hex, type SignedVoucher, type VoucherDomain } from '../../sdk/voucher';
import { accountOf, h160Of } from '../gateways/wallets';
import {
  type BlockRef,
  type ContractEvent,
  type Ending,
  ForeignSignature,
  type Ledger,
  LedgerRefusal,
  type Limits,
  type PurseCall,
  type SignedTransaction,
  type WalletPayload,
} from '../ledger';
import { testSessionKey, type TestSessionKey } from './session-keys';
import { testWallet, type TestWallet } from './wallets';

/** A ledger under the suite, with a faucet, a contract and its operator, and what moves the chain that it stands on. */
export interface LedgerWorld {
  ledger: Ledger;
  /** Has the chain finalize at least one more block. */
  grow(): Promise<void>;
  /** Has this many seconds pass on the chain. */
  pass(seconds: number): Promise<void>;
  /** A wallet's signature on a payload of this chain. */
  sign(wallet: TestWallet, payload: WalletPayload): Hex;
}

/** Where something went on chain, and as what. */
type Sent = BlockRef & { transaction: Hex };

const UNIT = 1_000_000_000_000n;
const units = (count: bigint) => fromPlanck((count * UNIT) as Planck);
const RATE = fromPlanck((UNIT / 100n) as Planck);
const NOTHING = amount(0n);
const TOGETHER = 10;

/**
 * What every ledger is held to, the real ones and the one in memory alike: what tests of the domain rely on is then true of the
 * chain. One contract serves all tests; each has accounts of its own.
 */
export function holdsAsALedger(world: () => LedgerWorld, { atOnce = false } = {}): void {
  // Where time cannot be moved, tests wait for it together.
  const group = atOnce ? describe.concurrent : describe;
  const ledger = () => world().ledger;
  let seed = 0;

  /** Somebody new, with money. */
  async function somebody(funds = 100n, scheme: TestWallet['scheme'] = 'sr25519') {
    const wallet = testWallet(scheme, (seed += 1));
    const { number: since } = await ledger().finalizedHead();
    if (funds > 0n) await ledger().faucet?.(wallet.address, (funds * UNIT) as Planck);
    const account = h160Of(accountOf(wallet.address)!);
    const key = testSessionKey();
    return { wallet, address: wallet.address, account, key, since };
  }
  type Somebody = Awaited<ReturnType<typeof somebody>>;

  async function limits(changed: Partial<Limits> = {}): Promise<Limits> {
    const { time } = await ledger().finalizedHead();
    const expiresAt = new Date(Math.floor(time.getTime() / 1_000) * 1_000 + 3_600_000);
    return { maxRate: RATE, lanes: 4, extrasAllowance: units(5n), expiresAt, ...changed };
  }
  const opening = async (
    { key }: Somebody,
    deposit = units(10n),
    changed: Partial<Limits> = {},
  ): Promise<PurseCall> => ({
    kind: 'open',
    deposit,
    sessionKey: key.publicKey,
    limits: await limits(changed),
  });

  async function signed({ wallet, address }: Somebody, call: PurseCall): Promise<SignedTransaction> {
    const { payload } = await ledger().prepare(address, call);
    return ledger().assemble(payload, world().sign(wallet, payload));
  }
  async function carryOut(transaction: SignedTransaction): Promise<Sent> {
    return { ...blockOf(await ledger().submit(transaction)), transaction: transaction.hash };
  }
  const send = async (who: Somebody, call: PurseCall) => carryOut(await signed(who, call));
  const refused = async (who: Somebody, call: PurseCall) => refusal(ledger().prepare(who.address, call));

  async function domain(): Promise<VoucherDomain> {
    const { chainId, contract } = await ledger().terms();
    return { chainId, contract };
  }
  const voucher = async (
    viewer: Somebody,
    creator: Somebody,
    seconds: bigint,
    more: { key?: TestSessionKey; amount?: Amount; extras?: Amount } = {},
  ) =>
    (more.key ?? viewer.key).signVoucher(await domain(), {
      viewer: viewer.account,
      purseNonce: (await ledger().purse(viewer.account))!.nonce,
      creator: creator.account,
      seconds,
      amount: more.amount ?? amount(seconds * RATE),
      extras: more.extras ?? NOTHING,
    });
  const settle = async (...vouchers: SignedVoucher[]) => carryOut(await ledger().prepareSettling(vouchers));

  const eventsOf = async ({ number, transaction }: Sent) =>
    (await ledger().blockOfEvents(number)).events.filter((event) => event.transaction === transaction);
  /** All that was told of somebody since they came. */
  async function history({ account, since }: Somebody): Promise<ContractEvent[]> {
    const head = await ledger().finalizedHead();
    const numbers = Array.from({ length: head.number - since }, (_, index) => since + 1 + index);
    const told = await Promise.all(numbers.map((number) => ledger().blockOfEvents(number)));
    return told.flatMap(({ events }) => events).filter((event) => 'viewer' in event && event.viewer === account);
  }

  group('blocks', () => {
    it('have a genesis that does not change', async () => {
      const genesis = await ledger().genesisHash();
      expect(genesis).toMatch(/^0x[\da-f]{64}$/);
      await world().grow();
      expect(await ledger().genesisHash()).toBe(genesis);
      expect(await ledger().blockHash(0)).toBe(genesis);
    });

    it('grow, in number and in time, and what is finalized stays', async () => {
      const before = await ledger().finalizedHead();
      await world().grow();
      const after = await ledger().finalizedHead();
      expect(after.number).toBeGreaterThan(before.number);
      expect(after.hash).not.toBe(before.hash);
      expect(after.time.getTime()).toBeGreaterThanOrEqual(before.time.getTime());
      expect(await ledger().blockHash(before.number)).toBe(before.hash);
      expect(await ledger().blockOfEvents(before.number)).toMatchObject({ ...before });
    });

    it('are none above the head', async () => {
      const head = await ledger().finalizedHead();
      expect(await ledger().blockHash(head.number + 1_000_000)).toBeNull();
      await expect(ledger().blockOfEvents(head.number + 1_000_000)).rejects.toThrow();
    });

    it('are what its health tells of', async () => {
      expect(await ledger().health()).toMatchObject({ ok: true, detail: expect.stringContaining('block') as string });
    });
  });

  group('the contract', () => {
    it('says what it is set to', async () => {
      const terms = await ledger().terms();
      expect(terms.contract).toMatch(/^0x[\da-f]{40}$/);
      expect(terms.operatorKey).toMatch(/^0x[\da-f]{128}$/);
      expect(terms.chainId).toBeGreaterThan(0n);
      expect(terms.closingDelaySeconds).toBeGreaterThanOrEqual(60);
      expect(terms.announceDelaySeconds).toBe(Math.floor(terms.closingDelaySeconds / 2));
      expect(terms.pendingOwner).toBeNull();
      expect(terms.maxBatch).toBeGreaterThan(0);
    });

    it('knows nothing of a stranger', async () => {
      const [one, other] = [await somebody(0n), await somebody(0n)];
      expect(await ledger().purse(one.account)).toBeNull();
      expect(await ledger().tab(one.account, other.account)).toBeNull();
      expect(await ledger().tabs(one.account, 0, 10)).toEqual([]);
      expect(await ledger().earnings(one.account)).toEqual({ owed: 0n, pot: 0n, split: [] });
      expect(await ledger().balance(one.address)).toBe(0n);
    });

    it('is on a chain whose money has a name', async () => {
      expect(await ledger().properties()).toMatchObject({ symbol: 'UNIT', decimals: 12 });
    });
  });

  group('money', () => {
    it('comes from the faucet, to the planck', async () => {
      const { address } = await somebody(3n);
      const before = await ledger().balance(address);
      expect(before).toBeGreaterThan(0n);
      const block = await ledger().faucet!(address, 7n as Planck);
      expect(await ledger().blockHash(block.number)).toBe(block.hash);
      expect((await ledger().balance(address)) - before).toBe(7n);
    });
  });

  group('a purse', () => {
    it('is opened, filled, given another key, asked to close, kept, and closed with the operator’s word', async () => {
      const viewer = await somebody();
      const first = await limits();
      const opened = await send(viewer, {
        kind: 'open',
        deposit: units(10n),
        sessionKey: viewer.key.publicKey,
        limits: first,
      });
      const { nonce } = (await ledger().purse(viewer.account))!;
      expect(await ledger().purse(viewer.account)).toMatchObject({
        open: true,
        sessionKey: viewer.key.publicKey,
        limits: first,
        deposit: units(10n),
        paid: 0n,
        seconds: 0n,
        closingAt: null,
        retired: [],
        openedAt: new Date(Math.floor((await ledger().blockOfEvents(opened.number)).time.getTime() / 1_000) * 1_000),
      });

      await send(viewer, { kind: 'topUp', amount: units(5n) });
      const next = testSessionKey();
      const second = await limits({ lanes: 2, maxRate: amount(1n) });
      await send(viewer, { kind: 'rekey', sessionKey: next.publicKey, limits: second });
      expect(await ledger().purse(viewer.account)).toMatchObject({
        deposit: units(15n),
        sessionKey: next.publicKey,
        limits: second,
        retired: [{ sessionKey: viewer.key.publicKey, limits: first }],
      });

      await send(viewer, { kind: 'requestClose' });
      expect((await ledger().purse(viewer.account))!.closingAt).toBeInstanceOf(Date);
      expect(await refused(viewer, { kind: 'close' })).toMatchObject({ error: 'TooEarly' });
      expect(await refused(viewer, { kind: 'topUp', amount: units(1n) })).toMatchObject({ error: 'Closing' });
      await send(viewer, { kind: 'cancelClose' });
      expect((await ledger().purse(viewer.account))!.closingAt).toBeNull();

      const validUntil = new Date((await ledger().finalizedHead()).time.getTime() + 600_000);
      const signature = await ledger().signRelease(viewer.account, nonce, validUntil);
      const before = await ledger().balance(viewer.address);
      await send(viewer, { kind: 'closeNow', validUntil, signature });
      const back = fromPlanck(((await ledger().balance(viewer.address)) - before) as Planck);
      expect(back).toBeGreaterThan(units(14n));
      expect(back).toBeLessThanOrEqual(units(15n) + units(1n)); // storage that it had paid for comes back too
      expect(await ledger().purse(viewer.account)).toMatchObject({ nonce, open: false, deposit: 0n });

      const told = await history(viewer);
      expect(told.map(({ kind }) => kind)).toEqual(
        ['opened', 'toppedUp', 'rekeyed', 'closingRequested', 'closingCancelled', 'closed'], // each once, in order
      );
      expect(told[0]).toMatchObject({ nonce, deposit: units(10n), limits: first, sessionKey: viewer.key.publicKey });
      expect(told[1]).toMatchObject({ added: units(5n), deposit: units(15n) });
      expect(told[5]).toMatchObject({ paidBack: units(15n), early: true });

      await send(viewer, await opening(viewer));
      expect(await ledger().purse(viewer.account)).toMatchObject({ nonce: nonce + 1, open: true });
    });

    it('whose key has expired is closed at once', async () => {
      const viewer = await somebody();
      const { time } = await ledger().finalizedHead();
      const expiresAt = new Date(Math.floor(time.getTime() / 1_000) * 1_000 + 40_000);
      await send(viewer, await opening(viewer, units(1n), { expiresAt }));
      const left = expiresAt.getTime() - (await ledger().finalizedHead()).time.getTime();
      await world().pass(Math.max(0, left) / 1_000 + 1);
      await send(viewer, { kind: 'close' });
      expect((await history(viewer)).at(-1)).toMatchObject({
        kind: 'closed',
        paidBack: units(1n),
        early: false,
      });
    });

    it('is refused beforehand, with the reason, when it would not open', async () => {
      const viewer = await somebody();
      const call = await opening(viewer);
      const { time } = await ledger().finalizedHead();
      const past = { limits: await limits({ expiresAt: new Date(time.getTime() - 10_000) }) };
      expect(await refused(viewer, { ...call, deposit: NOTHING } as PurseCall)).toMatchObject({ error: 'NothingSent' });
      expect(await refused(viewer, { ...call, sessionKey: `0x${'00'.repeat(64)}` } as PurseCall)).toMatchObject({
        error: 'BadKey',
      });
      expect(await refused(viewer, { ...call, ...past } as PurseCall)).toMatchObject({ error: 'ExpiryInPast' });
      expect(await refused(viewer, { ...call, limits: await limits({ lanes: 17 }) } as PurseCall)).toMatchObject({
        error: 'BadLimits',
      });
      expect(await refused(viewer, { ...call, deposit: amount(units(1n) + 1n) } as PurseCall)).toMatchObject({
        error: null,
      });
      expect(await refused(viewer, { ...call, deposit: units(1_000_000n) } as PurseCall)).toMatchObject({
        error: null,
      });
      expect(await refused(viewer, { kind: 'topUp', amount: units(1n) })).toMatchObject({ error: 'NoPurse' });
      expect(await refused(await somebody(0n), { kind: 'requestClose' })).toBeInstanceOf(LedgerRefusal);
      expect(await ledger().purse(viewer.account)).toBeNull();
    });

    it('is not closed early with a word that the operator did not give', async () => {
      const viewer = await somebody();
      await send(viewer, await opening(viewer));
      const { nonce } = (await ledger().purse(viewer.account))!;
      const { time } = await ledger().finalizedHead();
      const [later, past] = [new Date(time.getTime() + 600_000), new Date(time.getTime() - 60_000)];
      const word = (purseNonce: number, until: Date) => ledger().signRelease(viewer.account, purseNonce, until);
      const forged = viewer.key.signRelease(await domain(), { viewer: viewer.account, purseNonce: nonce, validUntil: BigInt(Math.floor(later.getTime() / 1_000)) }); // prettier-ignore
      const closing = async (validUntil: Date, signature: Hex) =>
        refused(viewer, { kind: 'closeNow', validUntil, signature });
      expect(await closing(later, await word(nonce + 1, later))).toMatchObject({ error: 'BadRelease' });
      expect(await closing(later, forged)).toMatchObject({ error: 'BadRelease' });
      expect(await closing(past, await word(nonce, past))).toMatchObject({ error: 'ReleaseExpired' });
      expect(await refused(viewer, { kind: 'close' })).toMatchObject({ error: 'NotClosing' });
    });
  });

  group('settling', () => {
    it('has room for seconds that had not passed when it was tried', async () => {
      const [viewer, creator] = await Promise.all([somebody(), somebody(0n)]);
      await send(viewer, await opening(viewer, units(10n), { lanes: 1 }));
      const { openedAt } = (await ledger().purse(viewer.account))!;
      const { time } = await ledger().finalizedHead();
      const seconds = BigInt(Math.floor((time.getTime() - openedAt.getTime()) / 1_000)) + 8n;
      const transaction = await ledger().prepareSettling([await voucher(viewer, creator, seconds)]);
      await world().pass(10);
      expect(await eventsOf(await carryOut(transaction))).toMatchObject([{ kind: 'settled', seconds }]);
    });

    it('pays what is new, passes over what is not good with its reason, and twice is once', async () => {
      const [viewer, other, creator] = await Promise.all([somebody(), somebody(), somebody(0n)]);
      await Promise.all([send(viewer, await opening(viewer)), send(other, await opening(other, units(1n)))]);
      await world().pass(4);

      const good = await voucher(viewer, creator, 6n, { extras: units(1n) });
      const forged = await voucher(other, creator, 2n, { key: testSessionKey() });
      const block = await settle(good, forged);
      const { feeBasisPoints } = await ledger().terms();
      const paid = amount(6n * RATE + units(1n));
      const fee = amount((paid * BigInt(feeBasisPoints)) / 10_000n);
      const told = await eventsOf(block);
      expect(told.filter(({ kind }) => kind === 'settled')).toMatchObject([
        {
          viewer: viewer.account,
          creator: creator.account,
          seconds: 6n,
          amount: 6n * RATE,
          extras: units(1n),
          paid,
          fee,
          short: 0n,
        },
      ]);
      expect(told.filter(({ kind }) => kind === 'skipped')).toMatchObject([
        { viewer: other.account, creator: creator.account, seconds: 2n, reason: 'BadSignature' },
      ]);
      expect(new Set(told.map(({ index }) => index)).size).toBe(told.length);
      expect(told.map(({ index }) => index)).toEqual(told.map(({ index }) => index).sort((one, two) => one - two));

      expect(await ledger().purse(viewer.account)).toMatchObject({
        deposit: units(10n) - paid,
        paid,
        seconds: 6n,
        extras: units(1n),
        tabs: 1,
      });
      expect(await ledger().tab(viewer.account, creator.account)).toMatchObject({
        seconds: 6n,
        amount: 6n * RATE,
        extras: units(1n),
        paid,
      });
      expect(await ledger().tabs(viewer.account, 0, 10)).toMatchObject([{ creator: creator.account, tab: { paid } }]);
      expect(await ledger().earnings(creator.account)).toMatchObject({ pot: paid - fee });

      const again = await eventsOf(await settle(good));
      expect(again).toMatchObject([{ kind: 'skipped', viewer: viewer.account, reason: 'Stale' }]);
      expect(await ledger().purse(viewer.account)).toMatchObject({ deposit: units(10n) - paid });
    });

    it('says why it passes over each', async () => {
      const [viewer, poor, creator, nobody] = await Promise.all([somebody(), somebody(), somebody(0n), somebody(0n)]);
      await Promise.all([send(viewer, await opening(viewer)), send(poor, await opening(poor, RATE))]);
      await world().pass(4);
      const { nonce } = (await ledger().purse(viewer.account))!;
      const one = await voucher(viewer, creator, 2n);
      const reasons = async (...vouchers: SignedVoucher[]) =>
        (await eventsOf(await settle(...vouchers))).flatMap((event) =>
          event.kind === 'skipped' ? [event.reason] : [],
        );
      const sign = async (more: object) => viewer.key.signVoucher(await domain(), { ...one, ...more });

      const told = await reasons(
        await sign({ viewer: nobody.account }),
        await sign({ purseNonce: nonce + 1 }),
        await sign({ creator: viewer.account, amount: amount(3n * RATE) }),
        await sign({ creator: poor.account, seconds: 100_000n }),
        await sign({ creator: nobody.account, extras: units(6n) }),
        await voucher(poor, creator, 2n),
      );
      expect(told.sort()).toEqual(['NoPurse', 'OldOpening', 'OverAllowance', 'OverRate', 'OverTime']);
      expect(await ledger().tab(poor.account, creator.account)).toMatchObject({ amount: 2n * RATE, paid: RATE });
      await settle(one);
      expect(await reasons(await sign({ seconds: 3n, amount: RATE }), await voucher(poor, creator, 3n))).toEqual(
        expect.arrayContaining(['NotGrowing', 'Empty']),
      );
    });

    it('of nothing, or by anybody, is refused beforehand', async () => {
      expect(await refusal(ledger().prepareSettling([]))).toMatchObject({ error: 'EmptyBatch' });
      const [viewer, creator] = await Promise.all([somebody(0n), somebody(0n)]);
      const some = { viewer: viewer.account, purseNonce: 1, creator: creator.account, seconds: 1n };
      const voucher = viewer.key.signVoucher(await domain(), { ...some, amount: RATE, extras: NOTHING });
      expect(await refused(creator, { kind: 'settle', vouchers: [voucher] })).toMatchObject({ error: 'NotAnnounced' });
    });

    it(`happens ${TOGETHER} times at once, each for itself`, async () => {
      const viewer = await somebody();
      const creators = await Promise.all(Array.from({ length: TOGETHER }, () => somebody(0n)));
      await send(viewer, await opening(viewer, units(1n), { lanes: 16 }));
      await world().pass(2);
      const vouchers = await Promise.all(creators.map((creator) => voucher(viewer, creator, 1n)));
      const prepared = await Promise.all(vouchers.map((one) => ledger().prepareSettling([one])));
      expect(new Set(prepared.map(({ hash }) => hash)).size).toBe(TOGETHER);
      const endings = await Promise.all(prepared.map((transaction) => ledger().submit(transaction)));
      expect(endings.map(({ kind }) => kind)).toEqual(Array.from({ length: TOGETHER }, () => 'finalized'));
      for (const [index, { hash }] of prepared.entries())
        expect(await eventsOf({ ...blockOf(endings[index]!), transaction: hash })).toMatchObject([
          { kind: 'settled', creator: creators[index]!.account, paid: RATE },
        ]);
      expect(await ledger().purse(viewer.account)).toMatchObject({ paid: BigInt(TOGETHER) * RATE, tabs: TOGETHER });
    });

    it('without the operator is announced first', async () => {
      const [viewer, creator] = await Promise.all([somebody(), somebody()]);
      await send(viewer, await opening(viewer));
      await world().pass(2);
      const vouchers = [await voucher(viewer, creator, 1n)];
      const forged = [await voucher(viewer, creator, 1n, { key: testSessionKey() })];
      expect(await refused(creator, { kind: 'announce', vouchers: forged })).toMatchObject({
        error: 'AnnouncedVoucherInvalid',
      });
      const block = await send(creator, { kind: 'announce', vouchers });
      const [announced] = await eventsOf(block);
      const { time } = await ledger().blockOfEvents(block.number);
      const { announceDelaySeconds, closingDelaySeconds } = await ledger().terms();
      const after = (seconds: number) => new Date((Math.floor(time.getTime() / 1_000) + seconds) * 1_000);
      expect(announced).toMatchObject({
        kind: 'announced',
        viewer: viewer.account,
        creator: creator.account,
        seconds: 1n,
        readyAt: after(announceDelaySeconds),
        until: after(closingDelaySeconds),
      });
      expect((await refused(creator, { kind: 'settle', vouchers })).error).not.toBeNull();
      await world().pass(announceDelaySeconds + 1);
      expect(await eventsOf(await send(creator, { kind: 'settle', vouchers }))).toMatchObject([
        { kind: 'settled', paid: RATE },
      ]);
    });
  });

  group('earnings', () => {
    it('are divided as the creator set, and withdrawn in whole', async () => {
      const [viewer, creator, host] = await Promise.all([somebody(), somebody(), somebody()]);
      const shares = [{ account: host.account, basisPoints: 2_500 }];
      expect(
        await refused(creator, { kind: 'setSplit', shares: [{ account: creator.account, basisPoints: 1 }] }),
      ).toMatchObject({ error: 'BadSplit' });
      expect(await refused(creator, { kind: 'withdraw' })).toMatchObject({ error: 'NothingOwed' });
      await Promise.all([send(creator, { kind: 'setSplit', shares }), send(viewer, await opening(viewer))]);
      expect((await ledger().earnings(creator.account)).split).toEqual(shares);
      await world().pass(2);
      await settle(await voucher(viewer, creator, 4n, { extras: units(4n) }));
      const { pot } = await ledger().earnings(creator.account);

      await send(host, { kind: 'distribute', creator: creator.account });
      const [mine, theirs] = [await ledger().earnings(creator.account), await ledger().earnings(host.account)];
      expect(theirs.owed).toBe(((pot - (pot % 10_000n)) * 2_500n) / 10_000n);
      expect(mine.owed + mine.pot + theirs.owed).toBe(pot);

      const before = await ledger().balance(host.address);
      const block = await send(host, { kind: 'withdraw' });
      expect(await eventsOf(block)).toMatchObject([{ kind: 'withdrawn', account: host.account, amount: theirs.owed }]);
      expect(await ledger().balance(host.address)).toBeGreaterThan(before);
      expect(await ledger().earnings(host.account)).toMatchObject({ owed: 0n });
    });

    it('and deposits and fees are never more than the contract has', async () => {
      const { deposits, earnings, fees, balance, openPurses } = await ledger().totals();
      expect(deposits + earnings + fees).toBeLessThanOrEqual(balance);
      expect(openPurses).toBeGreaterThanOrEqual(0);
    });
  });

  group('what a wallet is asked to sign', () => {
    it('reads as what was asked for, whatever it is', async () => {
      const [viewer, creator] = await Promise.all([somebody(), somebody()]);
      const open = await opening(viewer);
      const prepared = await ledger().prepare(viewer.address, open);
      expect(await ledger().read(prepared.payload)).toEqual(open);
      expect(prepared.fee).toBeGreaterThan(0n);
      expect(prepared.validUntilBlock).toBeGreaterThan((await ledger().finalizedHead()).number);
      await blockOf(
        await ledger().submit(await ledger().assemble(prepared.payload, world().sign(viewer.wallet, prepared.payload))),
      );

      const calls: [Somebody, PurseCall][] = [
        [viewer, { kind: 'topUp', amount: units(2n) }],
        [viewer, { kind: 'rekey', sessionKey: testSessionKey().publicKey, limits: await limits() }],
        [viewer, { kind: 'requestClose' }],
        [viewer, { kind: 'announce', vouchers: [await voucher(viewer, creator, 1n)] }],
        [creator, { kind: 'setSplit', shares: [{ account: viewer.account, basisPoints: 100 }] }],
        [creator, { kind: 'distribute', creator: viewer.account }],
      ];
      for (const [who, call] of calls)
        expect(await ledger().read((await ledger().prepare(who.address, call)).payload)).toEqual(call);
      expect(await ledger().read({ ...prepared.payload, method: '0x0000' })).toBeNull();
      expect(await ledger().read({ ...prepared.payload, method: `${prepared.payload.method}00` })).toBeNull();
    });

    it.each(['sr25519', 'ed25519', 'ecdsa'] as const)('is good when signed by %s', async (scheme) => {
      const viewer = await somebody(100n, scheme);
      await send(viewer, { kind: 'setSplit', shares: [] });
      const { payload } = await ledger().prepare(viewer.address, { kind: 'setSplit', shares: [] });
      const { bytes } = await ledger().assemble(payload, world().sign(viewer.wallet, payload));
      // some wallets answer with the whole transaction
      expect(await ledger().assemble(payload, '0x', bytes)).toMatchObject({ bytes });
    });

    it('is not good when somebody else signed it, or anything else was signed', async () => {
      const [viewer, other] = await Promise.all([somebody(), somebody(0n)]);
      const { payload } = await ledger().prepare(viewer.address, await opening(viewer));
      const changed = { ...payload, tip: '0x01' as Hex };
      const mine = world().sign(viewer.wallet, payload);
      const whole = await ledger().assemble(payload, mine);
      for (const [asked, signature, transaction] of [
        [payload, world().sign(other.wallet, payload)],
        [payload, world().sign(viewer.wallet, changed)],
        [payload, '0x00'],
        [payload, mine, '0x00'],
        [changed, mine, whole.bytes],
        [{ ...payload, address: other.address }, mine, whole.bytes],
      ] as [WalletPayload, Hex, Hex?][])
        await expect(ledger().assemble(asked, signature, transaction)).rejects.toThrow(ForeignSignature);
    });
  });

  group('a transaction', () => {
    it('tells of its block before it is final, and how it ended afterwards', async () => {
      const viewer = await somebody();
      const transaction = await signed(viewer, await opening(viewer));
      expect(await ledger().endingOf(transaction)).toBeNull();
      const seen: BlockRef[] = [];
      const ending = await ledger().submit(transaction, (block) => seen.push(block));
      expect(await ledger().endingOf(transaction)).toEqual(ending);
      for (const block of seen) expect(block).toEqual(blockOf(ending));
      expect(await eventsOf({ ...blockOf(ending), transaction: transaction.hash })).toHaveLength(1);
    });

    it('sent twice, at once or later, happens once', async () => {
      const viewer = await somebody();
      await send(viewer, await opening(viewer));
      const transaction = await signed(viewer, { kind: 'topUp', amount: units(1n) });
      const [one, two] = await Promise.all([ledger().submit(transaction), ledger().submit(transaction)]);
      expect(two).toEqual(one);
      expect(await ledger().submit(transaction)).toEqual(one);
      expect(await ledger().purse(viewer.account)).toMatchObject({ deposit: units(11n) });
    });

    it('that fails in its block says with what', async () => {
      const viewer = await somebody();
      const call = await opening(viewer);
      const { payload } = await ledger().prepare(viewer.address, call);
      const next = { ...payload, nonce: `0x${(Number(payload.nonce) + 1).toString(16).padStart(8, '0')}` as Hex };
      await send(viewer, call);
      const transaction = await ledger().assemble(next, world().sign(viewer.wallet, next));
      const ending = await ledger().submit(transaction);
      expect(ending).toMatchObject({ kind: 'failed', error: 'AlreadyOpen', detail: expect.any(String) as string });
      expect(await ledger().endingOf(transaction)).toEqual(ending);
    });

    it('whose nonce another one has used is invalid', async () => {
      const viewer = await somebody();
      const late = await signed(viewer, await opening(viewer, units(2n)));
      await send(viewer, await opening(viewer, units(1n)));
      expect(await ledger().submit(late)).toMatchObject({ kind: 'invalid', detail: expect.any(String) as string });
      expect(await ledger().purse(viewer.account)).toMatchObject({ deposit: units(1n) });
    });

    it('that never came is dropped when its time has passed', async () => {
      const viewer = await somebody();
      const transaction = await signed(viewer, await opening(viewer));
      const { number } = await ledger().finalizedHead();
      const short = { ...transaction, validUntilBlock: number + 1 };
      expect(await ledger().endingOf(short)).toBeNull();
      await world().grow();
      await world().grow();
      expect(await ledger().endingOf(short)).toEqual({ kind: 'dropped' });
    });
  });
}

function blockOf(ending: Ending): BlockRef {
  if (ending.kind !== 'finalized') throw new Error(`it ended otherwise: ${JSON.stringify(ending)}`);
  return ending.block;
}

async function refusal(prepared: Promise<unknown>): Promise<LedgerRefusal> {
  const outcome = await prepared.catch((error: unknown) => error);
  if (outcome instanceof LedgerRefusal) return outcome;
  throw outcome instanceof Error ? outcome : new Error('it was not refused');
}
