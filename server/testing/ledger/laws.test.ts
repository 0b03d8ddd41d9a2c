import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type KeyedCreator, type PurseCall, type SkipReason } from '../../ledger';
import { amount } from '../../../sdk/money';
import { type H160, type Hex, type SignedVoucher, type VoucherDomain } from '../../../sdk/voucher';
import { testSessionKey } from '../session-keys';
import { carryOut, type World } from './chain';
import { type ChainCall } from './codec';
import { deploy } from './contract';
import { creditOf, presentKey } from './keys';
import { reads } from './reads';
import { shared } from './sharing';
import { cellOf, type EmittedEvent } from './state';
import { type OwnerCall } from './terms';

const DOMAIN: VoucherDomain = { chainId: 420_420_420n, contract: `0x${'c0'.repeat(20)}` };
const BEGIN = 1_800_000_000;
const DELAY = 120n;
const TAB_COST = 3n;
const WITHDRAW_FEE = 2n;
const DAY = 86_400n;

const account = (digit: string): H160 => `0x${digit.repeat(40)}`;
const owner = account('0');
const operator = account('f');
const viewers = [account('1'), account('2')];
/** One of them watches too. */
const creators = [account('3'), account('4'), account('1')];
const everybody = [...new Set([owner, operator, ...viewers, ...creators])];
const keys = [testSessionKey(), testSessionKey(), testSessionKey()];
const releaseKey = testSessionKey();

const LIMITS = [
  { maxRate: 1_000n, lanes: 1, extrasAllowance: 500n, life: 900 },
  { maxRate: 7n, lanes: 3, extrasAllowance: 0n, life: 200_000 },
  { maxRate: 1_000_003n, lanes: 16, extrasAllowance: 10n ** 9n, life: 80_000 },
];

/** One voucher of a batch, told by what it adds to the tab that is there. */
interface Growth {
  viewer: number;
  creator: number;
  /** How many keys before the present one signs it, and whether another one does in its name. */
  back: number;
  forged: boolean;
  seconds: bigint;
  /** Of the rate of the first limits. */
  percent: bigint;
  extras: bigint;
  oldOpening: boolean;
  tampered: boolean;
}

type Action =
  | { kind: 'pass'; seconds: number }
  | { kind: 'settle'; batch: Growth[] }
  | { kind: 'announce'; batch: Growth[]; wait: number }
  | { kind: 'payAnnounced'; viewer: number; pairs: { creator: number; back: number }[] }
  | { kind: 'call'; by: H160; call: (stage: Stage) => PurseCall | OwnerCall };

/** The contract in a test, and what a bystander with a notebook has written down of it. */
interface Stage {
  world: World;
  now: number;
  told: EmittedEvent[];
  /** By viewer and opening. */
  openings: Map<string, { putIn: bigint; paid: bigint; storage: bigint; paidBack: bigint }>;
  /**
   * By viewer, opening and key: what it could have sold while it was present, and what was counted
   * of it.
   */
  sellers: Map<string, { earned: bigint; counted: bigint; extras: bigint }>;
  /** By viewer and opening: the ends that were told once. */
  ends: Map<string, bigint>;
}

function begin(feeBasisPoints = 250): Stage {
  const operatorKey = releaseKey.publicKey;
  const contract = deploy({
    owner,
    operator,
    operatorKey,
    feeBasisPoints,
    closingDelay: DELAY,
    tabCost: TAB_COST,
    withdrawFee: WITHDRAW_FEE,
    maxBatch: 100,
  });
  const balances = new Map(everybody.map((one) => [one, 10n ** 15n]));
  const world: World = { contract, balances, nonces: new Map(), refusing: new Set() };
  return { world, now: BEGIN, told: [], openings: new Map(), sellers: new Map(), ends: new Map() };
}

const opening = (viewer: H160, nonce: number) => `${viewer} ${nonce}`;

/** Carries a call out, or leaves all as it is when it is refused; keeps the notebook. */
function act(stage: Stage, caller: H160, call: ChainCall): void {
  const outcome = carryOut(stage.world, DOMAIN, new Date(stage.now * 1_000), caller, call);
  if ('detail' in outcome) return;
  stage.world = outcome.world;
  for (const event of outcome.events) {
    stage.told.push(event);
    if (event.kind === 'opened')
      stage.openings.set(opening(event.viewer, event.nonce), {
        putIn: event.deposit,
        paid: 0n,
        storage: 0n,
        paidBack: 0n,
      });
    const book = 'nonce' in event ? stage.openings.get(opening(event.viewer, event.nonce)) : undefined;
    if (event.kind === 'toppedUp') book!.putIn += event.added;
    if (event.kind === 'settled') {
      book!.paid += event.paid;
      book!.storage += event.storage;
    }
    if (event.kind === 'closed') book!.paidBack += event.paidBack;
  }
}

const seller = (viewer: H160, nonce: number, key: number) => `${viewer} ${nonce} ${key}`;

/**
 * Lets time pass: the present key of each open purse may sell its lanes' worth of each second in
 * which it is good.
 */
function pass(stage: Stage, seconds: number): void {
  for (const [viewer, purse] of stage.world.contract.purses) {
    if (!purse.open) continue;
    const { key, limits } = presentKey(purse);
    const good = Math.min(seconds, Math.max(0, Number(limits.expiresAt) - stage.now));
    const name = seller(viewer, purse.nonce, key);
    const book = stage.sellers.get(name) ?? { earned: 0n, counted: 0n, extras: 0n };
    book.earned += BigInt(good * limits.lanes) * limits.maxRate;
    stage.sellers.set(name, book);
  }
  stage.now += seconds;
}

/** A key of the viewer's purse, counted back from the present one. */
const keyOf = ({ world }: Stage, viewer: H160, back: number) => world.contract.purses.get(viewer)?.keys.at(-1 - back);

function vouchersOf(stage: Stage, batch: Growth[]): SignedVoucher[] {
  return batch.map((growth) => {
    const [viewer, creator] = [viewers[growth.viewer]!, creators[growth.creator]!];
    const nonce = stage.world.contract.purses.get(viewer)?.nonce ?? 1;
    const named = keyOf(stage, viewer, growth.back);
    const key = named?.key ?? growth.back;
    const tab = reads.tab(stage.world.contract, viewer, { key, creator });
    const signer = keys.findIndex(({ publicKey }) => publicKey === named?.sessionKey);
    const voucher = keys[(Math.max(0, signer) + (growth.forged ? 1 : 0)) % keys.length]!.signVoucher(DOMAIN, {
      viewer,
      purseNonce: growth.oldOpening ? nonce - 1 : nonce,
      key,
      creator,
      seconds: (tab?.seconds ?? 0n) + growth.seconds,
      amount: amount((tab?.amount ?? 0n) + (growth.seconds * LIMITS[0]!.maxRate * growth.percent) / 100n),
      extras: amount((tab?.extras ?? 0n) + growth.extras),
    });
    return growth.tampered ? { ...voucher, amount: amount(voucher.amount + 1n) } : voucher;
  });
}

const settle = (stage: Stage, vouchers: SignedVoucher[]) => act(stage, operator, { kind: 'settle', vouchers });

function play(stage: Stage, action: Action): void {
  switch (action.kind) {
    case 'pass':
      return pass(stage, action.seconds);
    case 'settle':
      return settle(stage, vouchersOf(stage, action.batch));
    case 'announce':
      act(stage, creators[0]!, { kind: 'announce', vouchers: vouchersOf(stage, action.batch) });
      return pass(stage, action.wait);
    case 'payAnnounced': {
      const viewer = viewers[action.viewer]!;
      const claims = action.pairs.map(({ creator, back }): KeyedCreator => ({
        key: keyOf(stage, viewer, back)?.key ?? 0,
        creator: creators[creator]!,
      }));
      return act(stage, creators[1]!, { kind: 'payAnnounced', viewer, claims });
    }
    case 'call':
      return act(stage, action.by, action.call(stage));
  }
}

const limitsAt = ({ now }: Stage, which: number) => {
  const { maxRate, lanes, extrasAllowance, life } = LIMITS[which]!;
  const expiresAt = new Date((now + life) * 1_000);
  return { maxRate: amount(maxRate), lanes, extrasAllowance: amount(extrasAllowance), expiresAt };
};
const openCall = (stage: Stage, key: number, which: number, deposit: bigint): PurseCall => ({
  kind: 'open',
  deposit: amount(deposit),
  sessionKey: keys[key]!.publicKey,
  limits: limitsAt(stage, which),
});
function releaseCall({ now, world }: Stage, viewer: H160): PurseCall {
  const purseNonce = world.contract.purses.get(viewer)?.nonce ?? 0;
  const validUntil = BigInt(now + 10);
  const signature = releaseKey.signRelease(DOMAIN, { viewer, purseNonce, validUntil });
  return { kind: 'closeNow', validUntil: new Date(Number(validUntil) * 1_000), signature };
}

const which = (count: number) => fc.nat({ max: count - 1 });
const growths: fc.Arbitrary<Growth> = fc.record({
  viewer: which(viewers.length),
  creator: which(creators.length),
  back: fc.constantFrom(0, 0, 0, 1, 1, 2),
  forged: fc.integer({ min: 0, max: 11 }).map((draw) => draw === 0),
  seconds: fc.oneof({ weight: 3, arbitrary: fc.bigInt(0n, 60n) }, { weight: 1, arbitrary: fc.bigInt(-3n, 5_000n) }),
  percent: fc.constantFrom(0n, 1n, 33n, 100n, 100n, 101n, 100_000n),
  extras: fc.oneof({ weight: 3, arbitrary: fc.constant(0n) }, { weight: 1, arbitrary: fc.bigInt(0n, 600n) }),
  oldOpening: fc.integer({ min: 0, max: 15 }).map((draw) => draw === 0),
  tampered: fc.integer({ min: 0, max: 15 }).map((draw) => draw === 0),
});
// nothing below zero can be encoded at all
const batches = fc
  .array(growths, { minLength: 1, maxLength: 5 })
  .map((batch) => batch.map((growth) => (growth.seconds < 0n ? { ...growth, seconds: 0n, percent: 0n } : growth)));
const deposits = fc.oneof(fc.bigInt(1n, 50_000n), fc.bigInt(1n, 10n ** 9n));
const shares = fc.uniqueArray(
  fc.record({ account: fc.constantFrom(...everybody), basisPoints: fc.integer({ min: 1, max: 4_000 }) }),
  { selector: (share) => share.account, maxLength: 4 },
);

const call = <Parts>(by: H160[], parts: fc.Arbitrary<Parts>, make: (stage: Stage, parts: Parts, by: H160) => PurseCall | OwnerCall) => // prettier-ignore
  fc.tuple(fc.constantFrom(...by), parts).map(([who, drawn]): Action => ({ kind: 'call', by: who, call: (stage) => make(stage, drawn, who) })); // prettier-ignore
const keyAndLimits = fc.record({ key: which(keys.length), limits: which(LIMITS.length) });
const simple = (by: H160[], ...kinds: ('requestClose' | 'cancelClose' | 'close' | 'withdraw')[]) =>
  call(by, fc.constantFrom(...kinds), (_, kind) => ({ kind }));

const pairs = fc.array(fc.record({ creator: which(creators.length), back: fc.constantFrom(0, 0, 1, 2) }), {
  minLength: 1,
  maxLength: 5,
});
const everyPair = ({ world }: Stage, viewer: H160) =>
  (world.contract.purses.get(viewer)?.tabs ?? []).map(({ key, creator }) => ({ key, creator }));
const everyClaim = ({ world }: Stage) =>
  [...world.contract.claims.keys()].map((cell) => {
    const [viewer, key, creator] = cell.split(' ');
    return { viewer: viewer as H160, key: Number(key), creator: creator as H160 };
  });

const actions: fc.Arbitrary<Action> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('pass' as const), seconds: fc.nat({ max: 400 }) }) },
  { weight: 10, arbitrary: fc.record({ kind: fc.constant('settle' as const), batch: batches }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('announce' as const), batch: batches, wait: fc.nat({ max: 130 }) }) }, // prettier-ignore
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('payAnnounced' as const), viewer: which(viewers.length), pairs }) }, // prettier-ignore
  { weight: 3, arbitrary: call(viewers, fc.tuple(keyAndLimits, deposits), (stage, [{ key, limits }, deposit]) => openCall(stage, key, limits, deposit)) }, // prettier-ignore
  { weight: 2, arbitrary: call(viewers, deposits, (_, sum) => ({ kind: 'topUp', amount: amount(sum) })) },
  { weight: 3, arbitrary: call(viewers, keyAndLimits, (stage, { key, limits }) => ({ kind: 'rekey', sessionKey: keys[key]!.publicKey, limits: limitsAt(stage, limits) })) }, // prettier-ignore
  { weight: 3, arbitrary: simple(viewers, 'requestClose', 'cancelClose', 'close') },
  { weight: 1, arbitrary: call(viewers, fc.constant(null), (stage, _, viewer) => releaseCall(stage, viewer)) },
  { weight: 2, arbitrary: call(creators, shares, (_, list) => ({ kind: 'setSplit', shares: list })) },
  { weight: 1, arbitrary: call(everybody, fc.constantFrom(...creators), (_, creator) => ({ kind: 'distribute', creator })) }, // prettier-ignore
  { weight: 2, arbitrary: simple(everybody, 'withdraw') },
  { weight: 1, arbitrary: call([...creators, operator], fc.constantFrom(...creators), (_, whose) => ({ kind: 'withdrawFor', account: whose })) }, // prettier-ignore
  { weight: 1, arbitrary: call(viewers, fc.constant(null), (stage, _, viewer) => ({ kind: 'removeTabs', tabs: everyPair(stage, viewer) })) }, // prettier-ignore
  { weight: 1, arbitrary: call(creators, fc.constant(null), (stage) => ({ kind: 'clearClaims', claims: everyClaim(stage) })) }, // prettier-ignore
  { weight: 1, arbitrary: call([owner], fc.integer({ min: 0, max: 1_000 }), (_, feeBasisPoints) => ({ kind: 'setFee', feeBasisPoints })) }, // prettier-ignore
  { weight: 1, arbitrary: call([owner, operator], fc.constant(null), () => ({ kind: 'withdrawFees' })) },
);
const stories = fc.array(actions, { minLength: 10, maxLength: 30 });

/** A stage on which both viewers have a purse for a while. */
function populated(feeBasisPoints = 250, deposit = 10n ** 9n, limits = 2): Stage {
  const stage = begin(feeBasisPoints);
  viewers.forEach((viewer, at) => act(stage, viewer, openCall(stage, at, limits, deposit)));
  pass(stage, 600);
  return stage;
}
const fork = (stage: Stage): Stage => structuredClone(stage);
const sum = (values: Iterable<bigint>) => [...values].reduce((total, value) => total + value, 0n);

/** Where the money is. */
function money({ world: { contract, balances } }: Stage) {
  const { deposits: held, earnings, fees } = contract;
  return { held, earnings, fees, balances, accounts: contract.accounts };
}

const runs = { numRuns: 25 };

describe('laws of money', () => {
  it('conservation: deposits, earnings and fees are the balance, and no unit is made or lost', () => {
    fc.assert(
      fc.property(stories, (story) => {
        const stage = populated();
        const all = sum(stage.world.balances.values());
        for (const action of story) {
          play(stage, action);
          const { contract, balances } = stage.world;
          const purses = [...contract.purses.values()];
          expect(sum(purses.map(({ deposit, reserved }) => deposit + reserved))).toBe(contract.deposits);
          const accounts = [...contract.accounts.values()];
          expect(sum(accounts.map(({ owed, pot, nextPot }) => owed + pot + nextPot))).toBe(contract.earnings);
          for (const { deposit, reserved, window } of purses) {
            expect(deposit).toBeGreaterThanOrEqual(0n);
            expect(reserved).toBe(window?.frozen?.deposit.budget ?? 0n);
          }
          expect(contract.deposits + contract.earnings + contract.fees).toBe(balances.get(DOMAIN.contract));
          expect(sum(balances.values())).toBe(all);
        }
      }),
      runs,
    );
  });

  it('a voucher counts once: what a tab says was paid, no more and no less, and it only grows', () => {
    fc.assert(
      fc.property(stories, (story) => {
        const stage = populated();
        for (const action of story) {
          const before = stage.told.length;
          const tabs = new Map([...stage.world.contract.tabs].map(([cell, tab]) => [cell, { ...tab }]));
          play(stage, action);
          for (const [cell, tab] of stage.world.contract.tabs) {
            const older = tabs.get(cell);
            const grown = tab.amount + tab.extras - (older?.nonce === tab.nonce ? older.amount + older.extras : 0n);
            const paid = stage.told.slice(before).flatMap((event) => (event.kind === 'settled' && cellOf(event.viewer, event) === cell ? [event.paid] : [])); // prettier-ignore
            expect(grown).toBe(sum(paid));
            if (older?.nonce !== tab.nonce) continue;
            expect(tab.seconds).toBeGreaterThanOrEqual(older.seconds);
            expect(tab.amount).toBeGreaterThanOrEqual(older.amount);
            expect(tab.extras).toBeGreaterThanOrEqual(older.extras);
          }
        }
      }),
      runs,
    );
  });

  it('a key sells no more than lanes times rate of the time in which it was present, a day of it at once, and no more extras than allowed', () => {
    fc.assert(
      fc.property(stories, fc.constantFrom(0, 1, 2), (story, limits) => {
        const stage = populated(250, 10n ** 12n, limits);
        for (const action of story) {
          const before = stage.told.length;
          const credits = new Map([...stage.world.contract.purses].flatMap(([viewer, { nonce, keys: theirs }]) => theirs.map((key) => [seller(viewer, nonce, key.key), { key, credit: creditOf(key, BigInt(stage.now)) }] as const))); // prettier-ignore
          const tabs = new Map([...stage.world.contract.tabs].map(([cell, tab]) => [cell, { ...tab }]));
          play(stage, action);
          for (const event of stage.told.slice(before)) {
            if (event.kind !== 'settled') continue;
            const name = seller(event.viewer, event.nonce, event.key);
            const book = stage.sellers.get(name) ?? { earned: 0n, counted: 0n, extras: 0n };
            const tab = tabs.get(cellOf(event.viewer, event));
            const [sold, extras] = tab?.nonce === event.nonce ? [tab.amount, tab.extras] : [0n, 0n];
            book.counted += event.amount - sold;
            book.extras += event.extras - extras;
            const known = credits.get(name);
            if (!known) throw new Error('a key that nobody knew has sold something');
            const { maxRate, lanes, extrasAllowance } = known.key.limits;
            expect(book.counted).toBeLessThanOrEqual(book.earned);
            expect(book.extras).toBeLessThanOrEqual(extrasAllowance);
            expect(known.credit).toBeLessThanOrEqual(BigInt(lanes) * maxRate * DAY);
          }
        }
      }),
      runs,
    );
  });

  it('no voucher that a key signed is void for anything signed later, by that or another key, in any order', () => {
    const order = fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 });
    const noise = fc.array(growths, { maxLength: 4 });
    fc.assert(
      fc.property(order, noise, fc.boolean(), (turns, more, together) => {
        const stage = populated(250, 10n ** 15n, 0);
        const [viewer] = viewers as [H160];
        const signed: SignedVoucher[] = [];
        const honest: Growth = { viewer: 0, creator: 0, back: 0, forged: false, seconds: 20n, percent: 100n, extras: 7n, oldOpening: false, tampered: false }; // prettier-ignore
        for (let round = 0; round < 3; round += 1) {
          signed.push(...vouchersOf(stage, [honest]));
          act(stage, viewer, { kind: 'rekey', sessionKey: keys[(round + 2) % keys.length]!.publicKey, limits: limitsAt(stage, [0, 2, 0][round]!) }); // prettier-ignore
          pass(stage, 20);
        }
        // a lower word of the same key, and one of the newest that overstates itself
        signed.push(...vouchersOf(stage, [{ ...honest, back: 1, seconds: 1n, percent: 1n, extras: 0n }]));
        signed.push(...vouchersOf(stage, [{ ...honest, seconds: 90_000n, percent: 0n, extras: 400n }]));
        const vouchers = turns.map((turn) => signed[turn]!);
        if (together) settle(stage, vouchers);
        else for (const voucher of vouchers) settle(stage, [voucher, ...vouchersOf(stage, more)]);
        for (const { viewer: whose, key, creator, ...said } of signed.slice(0, 3)) {
          const tab = reads.tab(stage.world.contract, whose, { key, creator })!;
          expect(tab.amount).toBeGreaterThanOrEqual(said.amount);
          expect(tab.extras).toBeGreaterThanOrEqual(said.extras);
        }
      }),
      runs,
    );
  });

  it('an end, once set, never moves: a window’s, a closing’s, a retired key’s', () => {
    fc.assert(
      fc.property(stories, (story) => {
        const stage = populated();
        for (const action of story) {
          const before = new Map([...stage.world.contract.purses].map(([viewer, purse]) => [viewer, structuredClone(purse)])); // prettier-ignore
          const told = stage.told.length;
          play(stage, action);
          for (const [viewer, purse] of stage.world.contract.purses) {
            const theirs = stage.told.slice(told).filter((event) => 'viewer' in event && event.viewer === viewer);
            const kinds = theirs.map(({ kind }) => kind);
            const old = before.get(viewer);
            if (old?.nonce !== purse.nonce) continue;
            if (old.window) expect(kinds.includes('closed')).toBe(false);
            if (!purse.open) continue;
            if (old.window && purse.window) expect(purse.window.endsAt).toBe(old.window.endsAt);
            if (old.closingAt !== null && !kinds.includes('closingCancelled'))
              expect(purse.closingAt).toBe(old.closingAt);
            for (const key of old.keys) {
              const now = purse.keys.find(({ key: number }) => number === key.key);
              if (now && key.retiredAt !== null) expect(now.retiredAt).toBe(key.retiredAt);
              if (now) expect(now.limits.expiresAt).toBe(key.limits.expiresAt);
            }
          }
        }
      }),
      runs,
    );
  });

  it('what is short is shared exactly, nobody gets more than asked, and all are within a few units of the fair part', () => {
    const asks = fc.array(fc.bigInt(0n, 10n ** 20n), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 20n), asks, (there, parts) => {
        const shares = shared(there, parts);
        const asked = sum(parts);
        const budget = there < asked ? there : asked;
        expect(sum(shares)).toBe(budget);
        shares.forEach((share, at) => {
          expect(share).toBeLessThanOrEqual(parts[at]!);
          const off = share * asked - budget * parts[at]!;
          expect(off < 4n * asked && off > -4n * asked).toBe(true);
        });
      }),
      { numRuns: 500 },
    );
  });

  it('the deposit bounds all: what was put in is what was paid, paid back and is left', () => {
    fc.assert(
      fc.property(stories, (story) => {
        const stage = populated();
        for (const action of story) play(stage, action);
        for (const [name, { putIn, paid, storage, paidBack }] of stage.openings) {
          const [viewer = '', nonce] = name.split(' ');
          const purse = stage.world.contract.purses.get(viewer as Hex)!;
          const left = purse.nonce === Number(nonce) ? purse.deposit + purse.reserved : 0n;
          expect(paid + storage + paidBack + left).toBe(putIn);
        }
      }),
      runs,
    );
  });

  it('settling twice is a no-op', () => {
    fc.assert(
      fc.property(stories, batches, (story, batch) => {
        const stage = populated();
        for (const action of story) play(stage, action);
        const vouchers = vouchersOf(stage, batch);
        settle(stage, vouchers);
        const once = fork(stage);
        settle(stage, vouchers);
        // what a unit of rounding or a short deposit left open may be paid in the second, never
        // more than was asked
        for (const [cell, tab] of stage.world.contract.tabs) {
          const of = vouchers.filter((voucher) => cellOf(voucher.viewer, voucher) === cell);
          const highest = (part: 'amount' | 'extras') => of.reduce((max, voucher) => (voucher[part] > max ? voucher[part] : max), once.world.contract.tabs.get(cell)?.[part] ?? 0n); // prettier-ignore
          expect(tab.amount).toBeLessThanOrEqual(highest('amount'));
          expect(tab.extras).toBeLessThanOrEqual(highest('extras'));
        }
        const third = fork(stage);
        settle(third, vouchers);
        settle(third, vouchers);
        const fourth = fork(third);
        settle(fourth, vouchers);
        expect(fourth.world.contract.deposits).toBe(third.world.contract.deposits);
      }),
      runs,
    );
  });

  it('the order of a batch changes nothing', () => {
    const shuffled = batches.chain(
      (batch) =>
      fc.tuple(fc.constant(batch), fc.shuffledSubarray(batch.map((_, at) => at), { minLength: batch.length })), // prettier-ignore
    );
    fc.assert(
      fc.property(stories, shuffled, (story, [batch, order]) => {
        const stage = populated();
        for (const action of story) play(stage, action);
        const other = fork(stage);
        const vouchers = vouchersOf(stage, batch);
        settle(stage, vouchers);
        settle(
          other,
          order.map((at) => vouchers[at]!),
        );
        expect(other.world).toEqual(stage.world);
        expect(other.told).toEqual(stage.told);
      }),
      runs,
    );
  });

  const steps = fc.array(
    fc.record({ seconds: fc.bigInt(0n, 30n), percent: fc.bigInt(0n, 100n), extras: fc.bigInt(0n, 50n) }),
    { minLength: 1, maxLength: 8 },
  );
  const fees = fc.integer({ min: 0, max: 1_000 });
  /** Newer and newer vouchers for one creator. */
  function growing(stage: Stage, parts: { seconds: bigint; percent: bigint; extras: bigint }[]): SignedVoucher[] {
    const total = { viewer: 0, creator: 0, back: 0, forged: false, oldOpening: false, tampered: false };
    let [seconds, paid, extras] = [0n, 0n, 0n];
    return parts.map((part) => {
      seconds += part.seconds;
      paid += (part.seconds * LIMITS[0]!.maxRate * part.percent) / 100n;
      extras += part.extras;
      const [{ signature: _, ...voucher }] = vouchersOf(stage, [{ ...total, seconds, percent: 0n, extras }]) as [SignedVoucher]; // prettier-ignore
      return keys[0]!.signVoucher(DOMAIN, { ...voucher, amount: amount(paid) });
    });
  }

  it('splitting a settlement changes no total', () => {
    fc.assert(
      fc.property(steps, fees, fc.array(fc.boolean(), { maxLength: 8 }), (parts, fee, cuts) => {
        const whole = populated(fee);
        const [oneByOne, inPieces] = [fork(whole), fork(whole)];
        const vouchers = growing(whole, parts);
        settle(whole, vouchers.slice(-1));
        for (const voucher of vouchers) settle(oneByOne, [voucher]);
        vouchers.forEach((voucher, at) => {
          if (cuts[at] || at === vouchers.length - 1) settle(inPieces, [voucher]);
        });
        expect(money(oneByOne)).toEqual(money(whole));
        expect(money(inPieces)).toEqual(money(whole));
      }),
      runs,
    );
  });

  it('when earnings are divided changes no total', () => {
    fc.assert(
      fc.property(steps, fees, shares, fc.array(fc.boolean(), { maxLength: 8 }), (parts, fee, list, cuts) => {
        const once = populated(fee);
        act(once, creators[0]!, { kind: 'setSplit', shares: list });
        const often = fork(once);
        growing(once, parts).forEach((voucher, at) => {
          for (const stage of [once, often]) settle(stage, [voucher]);
          if (cuts[at]) act(often, viewers[0]!, { kind: 'distribute', creator: creators[0]! });
        });
        for (const stage of [once, often]) act(stage, viewers[0]!, { kind: 'distribute', creator: creators[0]! });
        expect(money(often)).toEqual(money(once));
      }),
      runs,
    );
  });

  it('a payee that takes no money hurts nobody else', () => {
    fc.assert(
      fc.property(stories, fc.constantFrom(...creators), (story, hostile) => {
        const stage = populated();
        stage.world.refusing.add(hostile);
        for (const action of story) play(stage, action);
        for (const one of everybody.filter((other) => other !== hostile)) {
          act(stage, one, { kind: 'withdraw' });
          expect(reads.earnings(stage.world.contract, one, BigInt(stage.now)).owed).toBe(0n);
        }
      }),
      runs,
    );
  });

  it('(these stories come by every reason for which a voucher is passed over, and by every event)', () => {
    const reasons = new Set<SkipReason>();
    const kinds = new Set<EmittedEvent['kind']>();
    for (const story of fc.sample(stories, { numRuns: 150, seed: 7 })) {
      const stage = populated(250, 100_000n);
      for (const action of story) play(stage, action);
      for (const event of stage.told) {
        kinds.add(event.kind);
        if (event.kind === 'skipped') reasons.add(event.reason);
      }
    }
    expect([...reasons].sort()).toEqual(
      ['BadSignature', 'Empty', 'Expired', 'NoPurse', 'OldOpening', 'OverAllowance', 'OverRate', 'OverTime', 'Stale', 'UnknownKey', 'WindowEnded'], // prettier-ignore
    );
    expect(kinds.size).toBe(16); // all but those of operator, ownership and surplus
  });
});
