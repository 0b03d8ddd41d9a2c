import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PurseCall, type SkipReason } from '../../ledger';
import { amount } from '../../../sdk/money';
import { type H160, type Hex, type SignedVoucher, type VoucherDomain } from '../../../sdk/voucher';
import { testSessionKey } from '../session-keys';
import { carryOut, type World } from './chain';
import { type ChainCall } from './codec';
import { deploy, reads, type OwnerCall, type ToldEvent } from './contract';

const DOMAIN: VoucherDomain = { chainId: 420_420_420n, contract: `0x${'c0'.repeat(20)}` };
const BEGIN = 1_800_000_000;
const DELAY = 120n;

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
  /** Of the keys, or the one that the purse has at present. */
  key: number | 'present';
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
  | { kind: 'settleAsAnyone'; batch: Growth[]; wait: number }
  | { kind: 'call'; by: H160; call: (stage: Stage) => PurseCall | OwnerCall };

/** The contract in a test, and what a bystander with a notebook has written down of it. */
interface Stage {
  world: World;
  now: number;
  told: ToldEvent[];
  /** By viewer and opening. */
  openings: Map<string, { putIn: bigint; paid: bigint; paidBack: bigint; passed: bigint }>;
}

function begin(feeBasisPoints = 250): Stage {
  const operatorKey = releaseKey.publicKey;
  const contract = deploy({ owner, operator, operatorKey, feeBasisPoints, closingDelay: DELAY, maxBatch: 100 });
  const balances = new Map(everybody.map((one) => [one, 10n ** 15n]));
  const world: World = { contract, balances, nonces: new Map(), refusing: new Set() };
  return { world, now: BEGIN, told: [], openings: new Map() };
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
        paidBack: 0n,
        passed: 0n,
      });
    const book = 'nonce' in event ? stage.openings.get(opening(event.viewer, event.nonce)) : undefined;
    if (event.kind === 'toppedUp') book!.putIn += event.added;
    if (event.kind === 'settled') book!.paid += event.paid;
    if (event.kind === 'closed') book!.paidBack += event.paidBack;
  }
}

/** Lets time pass, second by second: each open purse may bill its lanes for each second in which its key is good. */
function pass(stage: Stage, seconds: number): void {
  for (const [viewer, purse] of stage.world.contract.purses) {
    const good = Math.min(seconds, Math.max(0, Number(purse.limits.expiresAt) - stage.now));
    if (purse.open) stage.openings.get(opening(viewer, purse.nonce))!.passed += BigInt(good * purse.limits.lanes);
  }
  stage.now += seconds;
}

function vouchersOf({ world }: Stage, batch: Growth[]): SignedVoucher[] {
  return batch.map((growth) => {
    const [viewer, creator] = [viewers[growth.viewer]!, creators[growth.creator]!];
    const nonce = world.contract.purses.get(viewer)?.nonce ?? 1;
    const tab = reads.tab(world.contract, viewer, creator);
    const present = keys.findIndex(({ publicKey }) => publicKey === world.contract.purses.get(viewer)?.sessionKey);
    const key = keys[growth.key === 'present' ? Math.max(0, present) : growth.key]!;
    const voucher = key.signVoucher(DOMAIN, {
      viewer,
      purseNonce: growth.oldOpening ? nonce - 1 : nonce,
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
    case 'settleAsAnyone': {
      const vouchers = vouchersOf(stage, action.batch);
      act(stage, creators[0]!, { kind: 'announce', vouchers });
      pass(stage, action.wait);
      return act(stage, creators[1]!, { kind: 'settle', vouchers });
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
  key: fc.oneof(fc.constant('present' as const), which(keys.length)),
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

const actions: fc.Arbitrary<Action> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('pass' as const), seconds: fc.nat({ max: 400 }) }) },
  { weight: 10, arbitrary: fc.record({ kind: fc.constant('settle' as const), batch: batches }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('settleAsAnyone' as const), batch: batches, wait: fc.nat({ max: 130 }) }) }, // prettier-ignore
  { weight: 3, arbitrary: call(viewers, fc.tuple(keyAndLimits, deposits), (stage, [{ key, limits }, deposit]) => openCall(stage, key, limits, deposit)) }, // prettier-ignore
  { weight: 2, arbitrary: call(viewers, deposits, (_, sum) => ({ kind: 'topUp', amount: amount(sum) })) },
  { weight: 3, arbitrary: call(viewers, keyAndLimits, (stage, { key, limits }) => ({ kind: 'rekey', sessionKey: keys[key]!.publicKey, limits: limitsAt(stage, limits) })) }, // prettier-ignore
  { weight: 3, arbitrary: simple(viewers, 'requestClose', 'cancelClose', 'close') },
  { weight: 1, arbitrary: call(viewers, fc.constant(null), (stage, _, viewer) => releaseCall(stage, viewer)) },
  { weight: 2, arbitrary: call(creators, shares, (_, list) => ({ kind: 'setSplit', shares: list })) },
  { weight: 1, arbitrary: call(everybody, fc.constantFrom(...creators), (_, creator) => ({ kind: 'distribute', creator })) }, // prettier-ignore
  { weight: 2, arbitrary: simple(everybody, 'withdraw') },
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
          expect(sum([...contract.purses.values()].map(({ deposit }) => deposit))).toBe(contract.deposits);
          expect(sum([...contract.accounts.values()].map(({ owed, pot }) => owed + pot))).toBe(contract.earnings);
          expect(contract.deposits + contract.earnings + contract.fees).toBe(balances.get(DOMAIN.contract));
          expect(sum(balances.values())).toBe(all);
        }
      }),
      runs,
    );
  });

  it('a voucher counts once: tabs only grow, and what they say was paid is what was paid', () => {
    fc.assert(
      fc.property(stories, (story) => {
        const stage = populated();
        let before = stage.world.contract.tabs;
        for (const action of story) {
          play(stage, action);
          for (const [pair, tab] of stage.world.contract.tabs) {
            const older = before.get(pair);
            if (older?.nonce === tab.nonce)
              for (const part of ['seconds', 'amount', 'extras', 'paid'] as const)
                expect(tab[part]).toBeGreaterThanOrEqual(older[part]);
            expect(tab.paid).toBeLessThanOrEqual(tab.amount + tab.extras);
          }
          before = stage.world.contract.tabs;
        }
        for (const [pair, tab] of stage.world.contract.tabs) {
          const [viewer, creator] = pair.split(' ');
          const paid = stage.told.map((event) =>
            event.kind === 'settled' &&
            event.viewer === viewer &&
            event.creator === creator &&
            event.nonce === tab.nonce
              ? event.paid
              : 0n,
          );
          expect(sum(paid)).toBe(tab.paid);
        }
      }),
      runs,
    );
  });

  it('no time is billed that has not passed, over all creators and through all changes of keys', () => {
    const inTime: fc.Arbitrary<Action> = fc.oneof(
      fc.record({ kind: fc.constant('pass' as const), seconds: fc.nat({ max: 700 }) }),
      fc.record({
        kind: fc.constant('settle' as const),
        batch: fc.array(
          // as much as has just passed, about: the law is tried where it is tight
          fc.record({
            viewer: fc.constant(0),
            creator: which(creators.length),
            key: fc.constant('present' as const),
            seconds: fc.bigInt(0n, 900n),
            percent: fc.constant(0n),
            extras: fc.constant(0n),
            oldOpening: fc.constant(false),
            tampered: fc.constant(false),
          }),
          { minLength: 1, maxLength: 3 },
        ),
      }),
      call(viewers.slice(0, 1), keyAndLimits, (stage, { key, limits }) => ({
        kind: 'rekey',
        sessionKey: keys[key]!.publicKey,
        limits: limitsAt(stage, Math.min(limits, 1)),
      })),
    );
    fc.assert(
      fc.property(fc.oneof(stories, fc.array(inTime, { minLength: 5, maxLength: 30 })), (story) => {
        const stage = populated(250, 10n ** 9n, 0);
        for (const action of story) {
          play(stage, action);
          for (const [viewer, { nonce, seconds }] of stage.world.contract.purses) {
            const tabs = reads.tabs(stage.world.contract, viewer, 0, 50);
            expect(seconds).toBe(sum(tabs.map(({ tab }) => tab.seconds)));
            expect(seconds).toBeLessThanOrEqual(stage.openings.get(opening(viewer, nonce))!.passed);
          }
        }
      }),
      { numRuns: 4 * runs.numRuns },
    );
  });

  it('the deposit bounds all: what was put in is what was paid, paid back and is left', () => {
    fc.assert(
      fc.property(stories, (story) => {
        const stage = populated();
        for (const action of story) play(stage, action);
        for (const [name, { putIn, paid, paidBack }] of stage.openings) {
          const [viewer = '', nonce] = name.split(' ');
          const purse = stage.world.contract.purses.get(viewer as Hex)!;
          const left = purse.nonce === Number(nonce) ? purse.deposit : 0n;
          expect(paid + paidBack + left).toBe(putIn);
        }
      }),
      runs,
    );
  });

  it('nothing is dearer than some key allowed', () => {
    fc.assert(
      fc.property(stories, fc.constantFrom(0, 1, 2), (story, limits) => {
        const stage = populated(250, 10n ** 9n, limits);
        // these keep to the limits that the purses were opened with
        for (const action of story) if (action.kind !== 'call') play(stage, action);
        const { maxRate, extrasAllowance } = LIMITS[limits]!;
        for (const tab of stage.world.contract.tabs.values())
          expect(tab.amount).toBeLessThanOrEqual(tab.seconds * maxRate);
        for (const purse of stage.world.contract.purses.values())
          expect(purse.extras).toBeLessThanOrEqual(extrasAllowance);
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
        expect(stage.world).toEqual(once.world);
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
    const total = { viewer: 0, creator: 0, key: 0, oldOpening: false, tampered: false };
    let [seconds, paid, extras] = [0n, 0n, 0n];
    return parts.map((part) => {
      seconds += part.seconds;
      paid += (part.seconds * LIMITS[0]!.maxRate * part.percent) / 100n;
      extras += part.extras;
      const [{ signature: _, ...voucher }] = vouchersOf(stage, [{ ...total, seconds, percent: 0n, extras }]) as [SignedVoucher]; // prettier-ignore
      return keys[0]!.signVoucher(DOMAIN, { ...voucher, amount: amount(paid) });
    });
  }

  it('splitting a settlement changes no total, also when the deposit is short', () => {
    fc.assert(
      fc.property(steps, fees, deposits, fc.array(fc.boolean(), { maxLength: 8 }), (parts, fee, deposit, cuts) => {
        const whole = populated(fee, deposit);
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
        const late = populated(fee);
        act(late, creators[0]!, { kind: 'setSplit', shares: list });
        const often = fork(late);
        growing(late, parts).forEach((voucher, at) => {
          for (const stage of [late, often]) settle(stage, [voucher]);
          if (cuts[at]) act(often, viewers[0]!, { kind: 'distribute', creator: creators[0]! });
        });
        for (const stage of [late, often]) act(stage, viewers[0]!, { kind: 'distribute', creator: creators[0]! });
        expect(money(often)).toEqual(money(late));
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
          expect(reads.earnings(stage.world.contract, one).owed).toBe(0n);
        }
      }),
      runs,
    );
  });

  it('(these stories come by every reason for which a voucher is passed over, and by every event)', () => {
    const reasons = new Set<SkipReason>();
    const kinds = new Set<ToldEvent['kind']>();
    for (const story of fc.sample(stories, { numRuns: 100, seed: 7 })) {
      const stage = populated(250, 100_000n);
      for (const action of story) play(stage, action);
      for (const event of stage.told) {
        kinds.add(event.kind);
        if (event.kind === 'skipped') reasons.add(event.reason);
      }
    }
    expect([...reasons].sort()).toEqual(
      ['BadSignature', 'Empty', 'Expired', 'NoPurse', 'NotGrowing', 'OldOpening', 'OverAllowance', 'OverRate', 'OverTime', 'Stale'], // prettier-ignore
    );
    expect(kinds.size).toBe(14); // all but those of operator and ownership
  });
});
