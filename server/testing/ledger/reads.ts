import {
  type ChainPurse,
  type Claim,
  type Earnings,
  type KeyedCreator,
  type KeyInfo,
  type Limits,
  type Tab,
  type Terms,
  type Totals,
} from '../../ledger';
import { amount } from '../../../sdk/money';
import { type H160, type Hex, type VoucherDomain } from '../../../sdk/voucher';
import {
  ACCRUAL_CAP,
  creditOf,
  MAX_LANES,
  MAX_RETIRED_KEYS,
  settlesUntil,
  type KeyLimits,
  type KeyRecord,
} from './keys';
import { cellOf, dateOf, tabIn, type ContractState } from './state';
import { FEE_CAP, inForce } from './terms';

const MAX_SHARES = 8;
const MAX_PAGE = 50;

/** Of a purse that is closed. */
const NO_KEY: KeyInfo = {
  key: 0,
  sessionKey: `0x${'00'.repeat(64)}` satisfies Hex,
  limits: limitsOf({ maxRate: 0n, lanes: 0, extrasAllowance: 0n, expiresAt: 0n }),
  since: dateOf(0n),
  retiredAt: null,
  settlesUntil: dateOf(0n),
  credit: amount(0n),
  extras: amount(0n),
};

/** What the contract answers when it is asked; `now` is the time of the block that is asked. */
export const reads = {
  purse(state: ContractState, viewer: H160, now: bigint): ChainPurse | null {
    const purse = state.purses.get(viewer);
    if (!purse) return null;
    const { nonce, open, deposit, reserved, paid, storage, seconds, extras, feeBasisPoints } = purse;
    const keys = purse.keys.map((key) => keyInfoOf(key, state.closingDelay, now));
    return {
      nonce,
      open,
      present: keys.at(-1) ?? NO_KEY,
      retired: keys.slice(0, -1),
      deposit: amount(deposit),
      reserved: amount(reserved),
      paid: amount(paid),
      storage: amount(storage),
      seconds,
      extras: amount(extras),
      feeBasisPoints,
      openedAt: dateOf(purse.openedAt),
      closingAt: purse.closingAt === null ? null : dateOf(purse.closingAt),
      windowEndsAt: purse.window && dateOf(purse.window.endsAt),
      claims: purse.window?.claims.length ?? 0,
      tabs: purse.tabs.length,
    };
  },

  tab(state: ContractState, viewer: H160, pair: KeyedCreator): Tab | null {
    const purse = state.purses.get(viewer);
    const tab = purse && tabIn(state, viewer, purse, pair);
    if (!tab) return null;
    const { nonce, seconds, amount: counted, extras, feeCarry } = tab;
    return { nonce, seconds, amount: amount(counted), extras: amount(extras), feeCarry: Number(feeCarry) };
  },

  tabs(state: ContractState, viewer: H160, from: number, wanted: number): (KeyedCreator & { tab: Tab })[] {
    const page = pageOf(state.purses.get(viewer)?.tabs ?? [], from, wanted);
    return page.map((pair) => ({ ...pair, tab: reads.tab(state, viewer, pair)! }));
  },

  claims(state: ContractState, viewer: H160, from: number, wanted: number): (KeyedCreator & { claim: Claim })[] {
    const page = pageOf(state.purses.get(viewer)?.window?.claims ?? [], from, wanted);
    return page.map((pair) => {
      const claim = state.claims.get(cellOf(viewer, pair))!;
      const { announcer, seconds, amount: claimed, extras, dueAmount, dueExtras, dueStorage } = claim;
      const due = { dueAmount: amount(dueAmount), dueExtras: amount(dueExtras), dueStorage: amount(dueStorage) };
      return { ...pair, claim: { announcer, seconds, amount: amount(claimed), extras: amount(extras), ...due } };
    });
  },

  earnings(state: ContractState, account: H160, now: bigint): Earnings {
    const { owed, pot, split, nextSplit, nextPot } = state.accounts.get(account) ?? NOTHING;
    const sums = { owed: amount(owed), pot: amount(pot + nextPot) };
    if (!nextSplit) return { ...sums, split, nextSplit };
    const { shares, effectiveAt } = nextSplit;
    if (now >= effectiveAt) return { ...sums, split: shares, nextSplit: null };
    return { ...sums, split, nextSplit: { shares, effectiveAt: dateOf(effectiveAt) } };
  },

  terms(state: ContractState, { chainId, contract }: VoucherDomain, now: bigint): Terms {
    const { operator, operatorKey, feeBasisPoints, nextOperator, nextFee } = inForce(state, now);
    return {
      version: 2,
      chainId,
      contract,
      owner: state.owner,
      pendingOwner: state.pendingOwner,
      operator,
      operatorKey,
      nextOperator: nextOperator && { ...nextOperator, effectiveAt: dateOf(nextOperator.effectiveAt) },
      feeBasisPoints,
      nextFee: nextFee && { ...nextFee, effectiveAt: dateOf(nextFee.effectiveAt) },
      feeCapBasisPoints: FEE_CAP,
      closingDelaySeconds: Number(state.closingDelay),
      tabCost: amount(state.tabCost),
      withdrawFee: amount(state.withdrawFee),
      maxBatch: state.maxBatch,
      maxPage: MAX_PAGE,
      maxShares: MAX_SHARES,
      maxLanes: MAX_LANES,
      maxRetiredKeys: MAX_RETIRED_KEYS,
      accrualCapSeconds: Number(ACCRUAL_CAP),
    };
  },

  totals({ deposits, earnings, fees, purses }: ContractState, balance: bigint): Totals {
    const openPurses = [...purses.values()].filter(({ open }) => open).length;
    return {
      deposits: amount(deposits),
      earnings: amount(earnings),
      fees: amount(fees),
      balance: amount(balance),
      openPurses,
    };
  },
};

const NOTHING = { owed: 0n, pot: 0n, split: [], nextSplit: null, nextPot: 0n };

const pageOf = (list: KeyedCreator[], from: number, wanted: number) =>
  list.slice(from, from + Math.min(wanted, MAX_PAGE));

function keyInfoOf(key: KeyRecord, closingDelay: bigint, now: bigint): KeyInfo {
  return {
    key: key.key,
    sessionKey: key.sessionKey,
    limits: limitsOf(key.limits),
    since: dateOf(key.since),
    retiredAt: key.retiredAt === null ? null : dateOf(key.retiredAt),
    settlesUntil: dateOf(settlesUntil(key, closingDelay)),
    credit: amount(creditOf(key, now)),
    extras: amount(key.extras),
  };
}

export function limitsOf({ maxRate, lanes, extrasAllowance, expiresAt }: KeyLimits): Limits {
  return { maxRate: amount(maxRate), lanes, extrasAllowance: amount(extrasAllowance), expiresAt: dateOf(expiresAt) };
}
