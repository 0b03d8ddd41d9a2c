import { describe, expect, it } from 'vitest';
import { amount, type Amount, amountPerPlanck, fromPlanck, type Planck } from '../../sdk/money';
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

/**
 * A ledger under the suite, with a faucet, a contract and its operator, and what moves the chain
 * that it stands on.
 */
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

const UNIT = 10n ** 18n;
const units = (count: bigint) => amount(count * UNIT);
const RATE = amount(UNIT / 100n);
const NOTHING = amount(0n);
const TOGETHER = 10;

/**
 * What every ledger is held to, the real ones and the one in memory alike: what tests of the domain
 * rely on is then true of the chain. One contract serves all tests; each has accounts of its own.
 * `decimals` is how many the chain's accounts count.
 */
export function holdsAsALedger(
  world: () => LedgerWorld,
  { decimals, atOnce = false }: { decimals: number; atOnce?: boolean },
): void {
  const planck = amountPerPlanck(decimals);
  // Where time cannot be moved, tests wait for it together.
  const group = atOnce ? describe.concurrent : describe;
  const ledger = () => world().ledger;
  let seed = 0;

  /** Somebody new, with money. */
  async function somebody(funds = 100n, scheme: TestWallet['scheme'] = 'sr25519') {
    const wallet = testWallet(scheme, (seed += 1));
    const { number: since } = await ledger().finalizedHead();
    if (funds > 0n) await ledger().faucet?.(wallet.address, ((funds * UNIT) / planck) as Planck);
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
    more: { signer?: TestSessionKey; key?: number; amount?: Amount; extras?: Amount } = {},
  ) =>
    (more.signer ?? viewer.key).signVoucher(await domain(), {
      viewer: viewer.account,
      purseNonce: (await ledger().purse(viewer.account))!.nonce,
      key: more.key ?? 0,
      creator: creator.account,
      seconds,
      amount: more.amount ?? amount(seconds * RATE),
      extras: more.extras ?? NOTHING,
    });
  const settle = async (...vouchers: SignedVoucher[]) => carryOut(await ledger().prepareSettling(vouchers));

  /** A viewer's purse with a voucher for a creator, and the seconds that it is for have passed. */
  async function owing(
    seconds: bigint,
    { deposit = units(10n), ...changed }: Partial<Limits & { deposit: Amount }> = {},
  ) {
    const [viewer, creator] = await Promise.all([somebody(), somebody()]);
    await send(viewer, await opening(viewer, deposit, changed));
    await world().pass(Number(seconds));
    return { viewer, creator, signed: await voucher(viewer, creator, seconds) };
  }
  /** Waits until a moment of the chain's time. */
  async function passUntil(moment: Date) {
    const { time } = await ledger().finalizedHead();
    await world().pass(Math.max(0, moment.getTime() - time.getTime()) / 1_000);
  }
  const announcing = async (who: Somebody, ...vouchers: SignedVoucher[]) =>
    eventsOf(await send(who, { kind: 'announce', vouchers }));
  const collecting = (viewer: Somebody, ...creators: Somebody[]): PurseCall => ({
    kind: 'payAnnounced',
    viewer: viewer.account,
    claims: creators.map(({ account }) => ({ key: 0, creator: account })),
  });
  async function releaseOf(viewer: Somebody): Promise<PurseCall> {
    const { nonce } = (await ledger().purse(viewer.account))!;
    const validUntil = new Date((await ledger().finalizedHead()).time.getTime() + 600_000);
    const signature = await ledger().signRelease(viewer.account, nonce, validUntil);
    return { kind: 'closeNow', validUntil, signature };
  }
  const closeNow = async (viewer: Somebody) => send(viewer, await releaseOf(viewer));
  const tabCost = async () => (await ledger().terms()).tabCost;
  const timeOf = async ({ number }: BlockRef) => wholeSeconds((await ledger().blockOfEvents(number)).time);
  const closingDelay = async () => (await ledger().terms()).closingDelaySeconds * 1_000;

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
      expect(terms).toMatchObject({ version: 2, pendingOwner: null, nextOperator: null, nextFee: null });
      expect(terms).toMatchObject({ maxRetiredKeys: 4, accrualCapSeconds: 86_400 });
      expect(terms.maxBatch).toBeGreaterThan(0);
    });

    it('knows nothing of a stranger', async () => {
      const [one, other] = [await somebody(0n), await somebody(0n)];
      expect(await ledger().purse(one.account)).toBeNull();
      expect(await ledger().tab(one.account, 0, other.account)).toBeNull();
      expect(await ledger().claims(one.account, 0, 10)).toEqual([]);
      expect(await ledger().tabs(one.account, 0, 10)).toEqual([]);
      expect(await ledger().earnings(one.account)).toEqual({ owed: 0n, pot: 0n, split: [], nextSplit: null });
      expect(await ledger().balance(one.address)).toBe(0n);
    });

    it('is on a chain whose money has a name and so many decimals', async () => {
      expect(await ledger().properties()).toMatchObject({ symbol: 'UNIT', decimals });
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
        present: { key: 0, sessionKey: viewer.key.publicKey, limits: first, retiredAt: null, extras: 0n },
        deposit: units(10n),
        reserved: 0n,
        paid: 0n,
        storage: 0n,
        seconds: 0n,
        closingAt: null,
        windowEndsAt: null,
        claims: 0,
        retired: [],
        openedAt: await timeOf(opened),
      });

      await send(viewer, { kind: 'topUp', amount: units(5n) });
      const next = testSessionKey();
      const second = await limits({ lanes: 2, maxRate: amount(1n) });
      const rekeyed = await send(viewer, { kind: 'rekey', sessionKey: next.publicKey, limits: second });
      expect(await ledger().purse(viewer.account)).toMatchObject({
        deposit: units(15n),
        present: { key: 1, sessionKey: next.publicKey, limits: second, retiredAt: null },
        retired: [{ key: 0, sessionKey: viewer.key.publicKey, limits: first, retiredAt: await timeOf(rekeyed) }],
      });

      await send(viewer, { kind: 'requestClose' });
      expect((await ledger().purse(viewer.account))!.closingAt).toBeInstanceOf(Date);
      expect(await refused(viewer, { kind: 'close' })).toMatchObject({ error: 'TooEarly' });
      expect(await refused(viewer, { kind: 'topUp', amount: units(1n) })).toMatchObject({ error: 'Closing' });
      await send(viewer, { kind: 'cancelClose' });
      expect((await ledger().purse(viewer.account))!.closingAt).toBeNull();

      const before = await ledger().balance(viewer.address);
      await closeNow(viewer);
      const back = fromPlanck(((await ledger().balance(viewer.address)) - before) as Planck, decimals);
      expect(back).toBeGreaterThan(units(14n));
      // storage that it had paid for comes back too
      expect(back).toBeLessThanOrEqual(units(15n) + units(1n));
      expect(await ledger().purse(viewer.account)).toMatchObject({ nonce, open: false, deposit: 0n });

      const told = await history(viewer);
      expect(told.map(({ kind }) => kind)).toEqual(
        // each once, in order
        ['opened', 'toppedUp', 'rekeyed', 'closingRequested', 'closingCancelled', 'closed'],
      );
      expect(told[0]).toMatchObject({
        nonce,
        key: 0,
        deposit: units(10n),
        limits: first,
        sessionKey: viewer.key.publicKey,
      });
      const oldKeyUntil = new Date((await timeOf(rekeyed)).getTime() + (await closingDelay()));
      expect(told[2]).toMatchObject({ key: 1, limits: second, sessionKey: next.publicKey, oldKeyUntil });
      expect(told[1]).toMatchObject({ added: units(5n), deposit: units(15n) });
      expect(told[5]).toMatchObject({ paidBack: units(15n), early: true });

      await send(viewer, await opening(viewer));
      expect(await ledger().purse(viewer.account)).toMatchObject({ nonce: nonce + 1, open: true });
    });

    it('whose key has expired settles for the closing delay, and is closed without asking after it, not before', async () => {
      const { time } = await ledger().finalizedHead();
      const expiresAt = new Date(wholeSeconds(time).getTime() + 40_000);
      const { viewer, creator, signed } = await owing(2n, { deposit: units(1n), expiresAt });
      await passUntil(new Date(expiresAt.getTime() + 1_000));
      expect(await refused(viewer, { kind: 'close' })).toMatchObject({ error: 'NotClosing' });
      expect(await eventsOf(await settle(signed))).toMatchObject([{ kind: 'settled', seconds: 2n, paid: 2n * RATE }]);

      const { present } = (await ledger().purse(viewer.account))!;
      expect(present.settlesUntil).toEqual(new Date(expiresAt.getTime() + (await closingDelay())));
      await passUntil(new Date(present.settlesUntil.getTime() + 1_000));
      expect(await ledger().trySettling([await voucher(viewer, creator, 3n)])).toMatchObject([{ reason: 'Expired' }]);
      await send(viewer, { kind: 'close' });
      const paidBack = units(1n) - 2n * RATE - (await tabCost());
      expect((await history(viewer)).at(-1)).toMatchObject({ kind: 'closed', paidBack, early: false });
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
      const offTheCurve =
        `${viewer.key.publicKey.slice(0, -1)}${viewer.key.publicKey.endsWith('0') ? '1' : '0'}` as Hex;
      expect(await refused(viewer, { ...call, sessionKey: offTheCurve } as PurseCall)).toMatchObject({
        error: 'BadKey',
      });
      expect(await refused(viewer, { ...call, ...past } as PurseCall)).toMatchObject({ error: 'ExpiryInPast' });
      expect(await refused(viewer, { ...call, limits: await limits({ lanes: 17 }) } as PurseCall)).toMatchObject({
        error: 'BadLimits',
      });
      // where the chain counts all that the contract does, nothing is finer
      if (planck > 1n)
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
      const forged = await voucher(other, creator, 2n, { signer: testSessionKey() });
      const block = await settle(good, forged);
      const { feeBasisPoints } = await ledger().terms();
      const paid = amount(6n * RATE + units(1n));
      const fee = amount((paid * BigInt(feeBasisPoints)) / 10_000n);
      const told = await eventsOf(block);
      expect(told.filter(({ kind }) => kind === 'settled')).toMatchObject([
        {
          viewer: viewer.account,
          creator: creator.account,
          key: 0,
          storage: await tabCost(),
          seconds: 6n,
          amount: 6n * RATE,
          extras: units(1n),
          paid,
          fee,
          short: 0n,
        },
      ]);
      expect(told.filter(({ kind }) => kind === 'skipped')).toMatchObject([
        { viewer: other.account, creator: creator.account, key: 0, seconds: 2n, reason: 'BadSignature' },
      ]);
      expect(new Set(told.map(({ index }) => index)).size).toBe(told.length);
      expect(told.map(({ index }) => index)).toEqual(told.map(({ index }) => index).sort((one, two) => one - two));

      const left = units(10n) - paid - (await tabCost());
      expect(await ledger().purse(viewer.account)).toMatchObject({
        present: { extras: units(1n) },
        deposit: left,
        paid,
        storage: await tabCost(),
        seconds: 6n,
        extras: units(1n),
        tabs: 1,
      });
      const tab = { seconds: 6n, amount: 6n * RATE, extras: units(1n) };
      expect(await ledger().tab(viewer.account, 0, creator.account)).toMatchObject(tab);
      expect(await ledger().tabs(viewer.account, 0, 10)).toMatchObject([{ key: 0, creator: creator.account, tab }]);
      expect(await ledger().earnings(creator.account)).toMatchObject({ pot: paid - fee });

      const again = await eventsOf(await settle(good));
      expect(again).toMatchObject([{ kind: 'skipped', viewer: viewer.account, reason: 'Stale' }]);
      expect(await ledger().purse(viewer.account)).toMatchObject({ deposit: left });
    });

    it('says why it passes over each, beforehand and on the chain', async () => {
      const [viewer, poor, creator, nobody] = await Promise.all([somebody(), somebody(), somebody(0n), somebody(0n)]);
      const little = amount(RATE + (await tabCost()));
      await Promise.all([send(viewer, await opening(viewer)), send(poor, await opening(poor, little))]);
      await world().pass(4);
      const { nonce } = (await ledger().purse(viewer.account))!;
      const one = await voucher(viewer, creator, 2n);
      const sign = async (more: object) => viewer.key.signVoucher(await domain(), { ...one, ...more });
      const reasons = async (...vouchers: SignedVoucher[]) => {
        const prepared = await ledger().prepareSettling(vouchers);
        const told = await eventsOf(await carryOut(prepared));
        const skipped = told.flatMap((event) => (event.kind === 'skipped' ? [event.reason] : []));
        expect(prepared.skipped.map(({ reason }) => reason).sort()).toEqual([...skipped].sort());
        const reasonOf = (voucher: SignedVoucher) => prepared.skipped.find((skip) => skip.voucher === voucher)?.reason;
        return vouchers.map((voucher) => reasonOf(voucher) ?? null);
      };

      const told = await reasons(
        await sign({ viewer: nobody.account }),
        await sign({ purseNonce: nonce + 1 }),
        await sign({ key: 1 }),
        await sign({ creator: viewer.account, amount: amount(3n * RATE) }),
        await sign({ creator: nobody.account, amount: NOTHING, extras: units(6n) }),
        await voucher(poor, creator, 2n),
      );
      expect(told).toEqual(['NoPurse', 'OldOpening', 'UnknownKey', 'OverRate', null, null]);
      expect(await ledger().tab(poor.account, 0, creator.account)).toMatchObject({ amount: RATE });
      expect(await ledger().tab(viewer.account, 0, nobody.account)).toMatchObject({ amount: 0n, extras: units(5n) });
      const more = await sign({ creator: nobody.account, amount: NOTHING, extras: units(7n) });
      const unpaid = await voucher(poor, creator, 2n);
      expect(await reasons(one, more, unpaid)).toEqual([null, 'OverAllowance', 'Empty']);
      expect(await reasons(await sign({ seconds: 3n, amount: RATE }))).toEqual(['Stale']);
    });

    it('sells no time that has not passed, and what is beyond counts later', async () => {
      const { viewer, creator } = await owing(2n, { lanes: 1 });
      const far = await voucher(viewer, creator, 100_000n);
      const first = await settle(far);
      const { openedAt } = (await ledger().purse(viewer.account))!;
      const sold = async (block: BlockRef) =>
        BigInt(((await timeOf(block)).getTime() - openedAt.getTime()) / 1_000) * RATE;
      const paid = await sold(first);
      const short = 100_000n * RATE - paid;
      expect(await eventsOf(first)).toMatchObject([{ kind: 'settled', seconds: 100_000n, amount: paid, paid, short }]);
      await world().pass(2);
      const second = await settle(far);
      const all = await sold(second);
      expect(all).toBeGreaterThan(paid);
      expect(await eventsOf(second)).toMatchObject([{ kind: 'settled', amount: all, paid: all - paid }]);
    });

    it('keeps what an old key signed, whatever a new one signs with whatever limits', async () => {
      const { viewer, creator, signed } = await owing(3n);
      const next = testSessionKey();
      const low = await limits({ maxRate: amount(1n), lanes: 1, extrasAllowance: NOTHING });
      await send(viewer, { kind: 'rekey', sessionKey: next.publicKey, limits: low });
      await world().pass(1);
      const poison = await voucher(viewer, creator, 100n, { signer: next, key: 1, amount: amount(1n) });
      const asTheOld = await voucher(viewer, creator, 100n, { signer: next, key: 0, amount: NOTHING });
      const told = await eventsOf(await settle(poison, signed, asTheOld));
      expect(told.filter(({ kind }) => kind === 'settled')).toMatchObject([
        { key: 0, seconds: 3n, amount: 3n * RATE, short: 0n },
        { key: 1, seconds: 100n, amount: 1n, short: 0n },
      ]);
      expect(told.filter(({ kind }) => kind === 'skipped')).toMatchObject([{ key: 0, reason: 'BadSignature' }]);
      expect(await ledger().tab(viewer.account, 0, creator.account)).toMatchObject({ amount: 3n * RATE });
      expect(await ledger().tab(viewer.account, 1, creator.account)).toMatchObject({ amount: 1n });
    });

    it('shares what is there among all in the batch when the deposit is short', async () => {
      const viewer = await somebody();
      const creators = await Promise.all([somebody(0n), somebody(0n), somebody(0n)]);
      const cost = await tabCost();
      await send(viewer, await opening(viewer, amount(3n * cost + 3n * RATE)));
      await world().pass(4);
      const vouchers = await Promise.all(creators.map((creator) => voucher(viewer, creator, 2n)));
      const told = await eventsOf(await settle(...vouchers));
      expect(told.map((event) => event.kind)).toEqual(['settled', 'settled', 'settled']);
      for (const event of told) {
        if (event.kind !== 'settled') throw new Error(`it is ${event.kind}`);
        expect(event).toMatchObject({ storage: cost, short: 2n * RATE - event.paid });
        expect([RATE - 1n, RATE, RATE + 1n]).toContain(event.paid);
      }
      expect(await ledger().purse(viewer.account)).toMatchObject({ deposit: 0n });
    });

    it('charges a new tab’s storage to the viewer, for whoever sent the transaction, and once', async () => {
      const cost = await tabCost();
      const { viewer, creator, signed } = await owing(2n);
      const { operator } = await ledger().terms();
      const before = (await ledger().earnings(operator)).owed;
      const [settled] = await eventsOf(await settle(signed));
      expect(settled).toMatchObject({ kind: 'settled', paid: 2n * RATE, storage: cost });
      expect((await ledger().earnings(operator)).owed - before).toBeGreaterThanOrEqual(cost);
      await world().pass(1);
      const again = await eventsOf(await settle(await voucher(viewer, creator, 3n)));
      expect(again).toMatchObject([{ kind: 'settled', paid: RATE, storage: 0n }]);
      expect(await ledger().purse(viewer.account)).toMatchObject({
        deposit: units(10n) - 3n * RATE - cost,
        storage: cost,
        paid: 3n * RATE,
      });
    });

    it('of nothing, or by anybody, is refused beforehand', async () => {
      expect(await refusal(ledger().prepareSettling([]))).toMatchObject({ error: 'EmptyBatch' });
      const [viewer, creator] = await Promise.all([somebody(0n), somebody(0n)]);
      const some = { viewer: viewer.account, purseNonce: 1, key: 0, creator: creator.account, seconds: 1n };
      const voucher = viewer.key.signVoucher(await domain(), { ...some, amount: RATE, extras: NOTHING });
      expect(await refused(creator, { kind: 'settle', vouchers: [voucher] })).toMatchObject({ error: 'NotOperator' });
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

    it('of a purse that was closed tells so, and its tabs can be removed by the viewer alone', async () => {
      const { viewer, creator, signed } = await owing(2n);
      await settle(signed);
      const tabs = [{ key: 0, creator: creator.account }];
      const removed = async (who: Somebody) => eventsOf(await send(who, { kind: 'removeTabs', tabs }));
      expect(await removed(viewer)).toEqual([]); // its key still settles
      await closeNow(viewer);
      expect(await ledger().trySettling([signed])).toEqual([{ voucher: signed, reason: 'NoPurse' }]);
      expect(await refused(creator, { kind: 'removeTabs', tabs })).toMatchObject({ error: 'NoPurse' });
      const before = await ledger().balance(viewer.address);
      expect(await removed(viewer)).toMatchObject([{ kind: 'tabsRemoved', viewer: viewer.account, count: 1 }]);
      expect(await ledger().tab(viewer.account, 0, creator.account)).toBeNull();
      expect(await ledger().balance(viewer.address)).not.toBe(before);
    });
  });

  group('a window', () => {
    it('is opened by whoever holds vouchers, adds what others hold, ends when it said, and pays everybody', async () => {
      const { viewer, creator: one, signed: first } = await owing(4n);
      const other = await somebody();
      const second = await voucher(viewer, other, 3n);
      const opened = await send(one, { kind: 'announce', vouchers: [first] });
      const windowEndsAt = new Date((await timeOf(opened)).getTime() + (await closingDelay()));
      const due = 4n * RATE;
      const pair = { viewer: viewer.account, creator: one.account, key: 0, announcer: one.account };
      expect(await eventsOf(opened)).toMatchObject([{ kind: 'announced', ...pair, seconds: 4n, due, windowEndsAt }]);
      expect(await announcing(other, second)).toMatchObject([
        { kind: 'announced', creator: other.account, windowEndsAt },
      ]);
      expect(await ledger().purse(viewer.account)).toMatchObject({ windowEndsAt, claims: 2, deposit: units(10n) });
      expect(await ledger().claims(viewer.account, 0, 10)).toMatchObject([
        { key: 0, creator: one.account, claim: { announcer: one.account, amount: 4n * RATE, dueAmount: 4n * RATE } },
        { key: 0, creator: other.account, claim: { announcer: other.account, dueAmount: 3n * RATE, dueExtras: 0n } },
      ]);
      expect(await refused(one, collecting(viewer, one))).toMatchObject({ error: 'TooEarly' });

      await passUntil(windowEndsAt);
      const reserved = 7n * RATE + 2n * (await tabCost());
      const paying = await ledger().preparePaying(viewer.account, [{ key: 0, creator: one.account }]);
      expect(await eventsOf(await carryOut(paying))).toMatchObject([
        { kind: 'windowEnded', viewer: viewer.account, reserved },
        { kind: 'settled', creator: one.account, paid: 4n * RATE, short: 0n },
      ]);
      expect(await ledger().purse(viewer.account)).toMatchObject({
        reserved: 3n * RATE + (await tabCost()),
        claims: 1,
      });
      expect(await refused(other, { kind: 'announce', vouchers: [second] })).toMatchObject({ error: 'WindowEnded' });
      expect(await eventsOf(await send(other, collecting(viewer, one, other)))).toMatchObject([
        { kind: 'settled', creator: other.account, paid: 3n * RATE },
      ]);
      expect(await ledger().purse(viewer.account)).toMatchObject({ reserved: 0n, claims: 0, windowEndsAt: null });
      expect(await refused(one, collecting(viewer, one))).toMatchObject({ error: 'NoWindow' });
    });

    it('is opened by nothing that is settled already, forged, or claimed, and is never prolonged', async () => {
      const { viewer, creator, signed } = await owing(3n);
      await settle(signed);
      const forged = await voucher(viewer, creator, 5n, { signer: testSessionKey() });
      const announce = (...vouchers: SignedVoucher[]): PurseCall => ({ kind: 'announce', vouchers });
      expect(await refused(creator, announce(signed))).toMatchObject({ error: 'NothingNew' });
      expect(await refused(creator, announce(signed, forged))).toMatchObject({ error: 'NothingNew' });
      expect(await refused(creator, announce())).toMatchObject({ error: 'EmptyBatch' });
      expect(await ledger().purse(viewer.account)).toMatchObject({ windowEndsAt: null, claims: 0 });

      const fresh = await voucher(viewer, creator, 4n);
      expect(await announcing(creator, signed, fresh)).toMatchObject([
        { kind: 'skipped', seconds: 3n, reason: 'Stale' },
        { kind: 'announced', seconds: 4n, due: RATE },
      ]);
      const { windowEndsAt } = (await ledger().purse(viewer.account))!;
      expect(await refused(creator, announce(fresh))).toMatchObject({ error: 'NothingNew' });
      await world().pass(2);
      await announcing(viewer, await voucher(viewer, creator, 5n));
      expect(await ledger().purse(viewer.account)).toMatchObject({ windowEndsAt, claims: 1 });
    });

    it('lets nobody close, with or without the operator’s word, before its claims are paid', async () => {
      const { viewer, creator, signed } = await owing(2n);
      await send(viewer, { kind: 'requestClose' });
      const { closingAt } = (await ledger().purse(viewer.account))!;
      await announcing(creator, signed);
      expect(await ledger().purse(viewer.account)).toMatchObject({ closingAt, windowEndsAt: closingAt });
      expect(await refused(viewer, await releaseOf(viewer))).toMatchObject({ error: 'WindowOpen' });
      await passUntil(closingAt!);
      expect(await refused(viewer, { kind: 'close' })).toMatchObject({ error: 'WindowOpen' });
      expect(await refused(viewer, await releaseOf(viewer))).toMatchObject({ error: 'WindowOpen' });
      await send(viewer, collecting(viewer, creator));
      await send(viewer, { kind: 'close' });
      const paidBack = units(10n) - 2n * RATE - (await tabCost());
      expect((await history(viewer)).at(-1)).toMatchObject({ kind: 'closed', paidBack });
    });

    it('is gone as soon as the operator has settled what was claimed', async () => {
      const { viewer, creator, signed } = await owing(3n);
      await announcing(creator, signed);
      await settle(await voucher(viewer, creator, 2n));
      expect(await ledger().claims(viewer.account, 0, 10)).toMatchObject([
        { claim: { dueAmount: RATE, dueStorage: 0n } },
      ]);
      await settle(signed);
      expect(await ledger().purse(viewer.account)).toMatchObject({ windowEndsAt: null, claims: 0 });
      expect(await refused(creator, collecting(viewer, creator))).toMatchObject({ error: 'NoWindow' });
      await closeNow(viewer);
    });

    it('shares a short deposit among its claims, and what they cost of storage goes back to who paid it', async () => {
      const cost = await tabCost();
      const deposit = amount(2n * cost + 3n * RATE);
      const { viewer, creator: one, signed } = await owing(4n, { deposit });
      const other = await somebody();
      await announcing(one, signed, await voucher(viewer, other, 4n));
      const { windowEndsAt } = (await ledger().purse(viewer.account))!;
      await passUntil(windowEndsAt!);
      await send(other, collecting(viewer, other));
      await send(other, collecting(viewer, one));
      const paid = await Promise.all(
        [one, other].map(async ({ account }) => (await ledger().tab(viewer.account, 0, account))!.amount),
      );
      expect(paid[0]! + paid[1]!).toBe(3n * RATE);
      expect(Math.abs(Number(paid[0]! - paid[1]!))).toBeLessThanOrEqual(1);
      expect(await ledger().purse(viewer.account)).toMatchObject({ deposit: 0n, reserved: 0n, windowEndsAt: null });

      const claims = [one, other].map(({ account }) => ({ viewer: viewer.account, key: 0, creator: account }));
      expect(await eventsOf(await send(other, { kind: 'clearClaims', claims }))).toEqual([]);
      const cleared = await eventsOf(await send(one, { kind: 'clearClaims', claims }));
      expect(cleared).toMatchObject([{ kind: 'claimsCleared', announcer: one.account, count: 2 }]);
      expect(await eventsOf(await send(one, { kind: 'clearClaims', claims }))).toEqual([]);
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
      const withdrawn = { kind: 'withdrawn', account: host.account, amount: theirs.owed, fee: 0n };
      expect(await eventsOf(block)).toMatchObject([withdrawn]);
      expect(await ledger().balance(host.address)).toBeGreaterThan(before);
      expect(await ledger().earnings(host.account)).toMatchObject({ owed: 0n });

      const ending = await send(creator, { kind: 'setSplit', shares: [] });
      const effectiveAt = new Date((await timeOf(ending)).getTime() + (await closingDelay()));
      expect(await eventsOf(ending)).toMatchObject([{ kind: 'splitChanged', shares: [], effectiveAt }]);
      const nextSplit = { shares: [], effectiveAt };
      expect(await ledger().earnings(creator.account)).toMatchObject({ split: shares, nextSplit });
      await settle(await voucher(viewer, creator, 5n, { extras: units(4n) }));
      await passUntil(effectiveAt);
      expect(await ledger().earnings(creator.account)).toMatchObject({ split: [], nextSplit: null });
      await send(viewer, { kind: 'distribute', creator: creator.account });
      // what was earned while the old split held is divided by it
      expect((await ledger().earnings(host.account)).owed).toBeGreaterThan(0n);
    });

    it('are sent by the operator to whoever cannot pay for it, less its fee and only when that is little of them', async () => {
      const [viewer, creator] = await Promise.all([somebody(), somebody(1n)]);
      await send(viewer, await opening(viewer));
      await world().pass(2);
      expect(await refusal(ledger().prepareWithdrawFor(creator.account))).toMatchObject({ error: 'NothingOwed' });
      const { withdrawFee } = await ledger().terms();
      if (withdrawFee > 0n) {
        await settle(await voucher(viewer, creator, 1n, { amount: NOTHING, extras: amount(withdrawFee * 50n) }));
        expect(await refusal(ledger().prepareWithdrawFor(creator.account))).toMatchObject({ error: 'TooLittle' });
      }
      await settle(await voucher(viewer, creator, 2n, { extras: units(4n) }));
      const { pot } = await ledger().earnings(creator.account);
      const told = await eventsOf(await carryOut(await ledger().prepareWithdrawFor(creator.account)));
      const withdrawn = { kind: 'withdrawn', account: creator.account, amount: pot, fee: withdrawFee };
      expect(told.filter(({ kind }) => kind === 'withdrawn')).toMatchObject([withdrawn]);
      expect(fromPlanck(await ledger().balance(creator.address), decimals)).toBeGreaterThan(units(3n));
      expect(await ledger().earnings(creator.account)).toMatchObject({ owed: 0n, pot: 0n });
    });

    it('reach an account that never held anything after the operator has given it the existential deposit', async () => {
      const [viewer, creator] = await Promise.all([somebody(), somebody(0n)]);
      await send(viewer, await opening(viewer));
      await settle(await voucher(viewer, creator, 0n, { extras: units(4n) }));
      const { pot } = await ledger().earnings(creator.account);
      const { withdrawFee } = await ledger().terms();
      expect(await ledger().standing(viewer.address)).toBe('known');
      expect(await ledger().standing(creator.address)).toBe('empty');
      expect(await refusal(ledger().prepareWithdrawFor(creator.account))).toMatchObject({ error: null });
      expect(await refused(creator, { kind: 'withdraw' })).toMatchObject({ error: null });

      await carryOut(await ledger().prepareExistentialDeposit(creator.address));
      expect(await ledger().standing(creator.address)).toBe('known');
      expect(await ledger().balance(creator.address)).toBe(0n);
      // it still has nothing for a fee
      expect(await refused(creator, { kind: 'withdraw' })).toMatchObject({ error: null });
      expect(await refusal(ledger().prepareExistentialDeposit(creator.address))).toMatchObject({ error: null });
      expect(await refusal(ledger().prepareExistentialDeposit(viewer.address))).toMatchObject({ error: null });

      await carryOut(await ledger().prepareWithdrawFor(creator.account));
      const arrived = fromPlanck(await ledger().balance(creator.address), decimals);
      expect(pot - withdrawFee - arrived).toBeGreaterThanOrEqual(0n);
      expect(pot - withdrawFee - arrived).toBeLessThan(planck);
      expect(await ledger().earnings(creator.account)).toMatchObject({ owed: 0n, pot: 0n });
    });

    it('are paid to the last unit of the contract: what is less than the chain counts stays the account’s, and counts with the next', async () => {
      const [viewer, creator] = await Promise.all([somebody(), somebody(1n)]);
      await send(viewer, await opening(viewer));
      const before = await ledger().balance(creator.address);
      const { withdrawFee } = await ledger().terms();
      const part = amount(units(1n) + (2n * planck) / 3n + 1n);
      let due = 0n;
      for (const times of [1n, 2n, 3n]) {
        await settle(await voucher(viewer, creator, 0n, { extras: amount(times * part) }));
        const { pot } = await ledger().earnings(creator.account);
        const told = await eventsOf(await carryOut(await ledger().prepareWithdrawFor(creator.account)));
        expect(told).toContainEqual(expect.objectContaining({ kind: 'withdrawn', amount: pot, fee: withdrawFee }));
        due += pot - withdrawFee;
        expect((await ledger().balance(creator.address)) - before).toBe(due / planck);
      }
      const { deposit, paid, storage } = (await ledger().purse(viewer.account))!;
      expect(paid).toBe(3n * part);
      expect(deposit).toBe(units(10n) - 3n * part - storage);
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

      await world().pass(1);
      const calls: [Somebody, PurseCall][] = [
        [viewer, { kind: 'topUp', amount: units(2n) }],
        [viewer, { kind: 'rekey', sessionKey: testSessionKey().publicKey, limits: await limits() }],
        [viewer, { kind: 'requestClose' }],
        [viewer, { kind: 'announce', vouchers: [await voucher(viewer, creator, 1n)] }],
        [viewer, { kind: 'removeTabs', tabs: [{ key: 0, creator: creator.account }] }],
        [viewer, { kind: 'clearClaims', claims: [{ viewer: creator.account, key: 3, creator: viewer.account }] }],
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
      const replayed = await signed(viewer, await opening(viewer, units(2n)));
      await send(viewer, await opening(viewer, units(1n)));
      expect(await ledger().submit(replayed)).toMatchObject({ kind: 'invalid', detail: expect.any(String) as string });
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

const wholeSeconds = (time: Date) => new Date(Math.floor(time.getTime() / 1_000) * 1_000);

function blockOf(ending: Ending): BlockRef {
  if (ending.kind !== 'finalized') throw new Error(`it ended otherwise: ${JSON.stringify(ending)}`);
  return ending.block;
}

async function refusal(prepared: Promise<unknown>): Promise<LedgerRefusal> {
  const outcome = await prepared.catch((error: unknown) => error);
  if (outcome instanceof LedgerRefusal) return outcome;
  throw outcome instanceof Error ? outcome : new Error('it was not refused');
}
