import { type KeyedCreator } from '../../ledger';
import { amount } from '../../../sdk/money';
import { type H160 } from '../../../sdk/voucher';
import { payInto } from './earnings';
import { type Growth } from './judging';
import { isDead } from './keys';
import {
  beyond,
  cellOf,
  checkSize,
  refuse,
  removeFrom,
  tabIn,
  unpaidClaim,
  WHOLE,
  type ContractState,
  type PurseRecord,
  type Surroundings,
  type TabRecord,
} from './state';

/** What is counted on a tab, at the moment at which it is paid. */
export interface Counted {
  pair: KeyedCreator;
  /** The highest that was stated. */
  seconds: bigint;
  growth: Growth;
  paid: Growth;
  /** What a new tab's cell takes. */
  storage: bigint;
}

/** Puts on the tab what was taken from the purse for it, and pays it. */
export function count(
  state: ContractState,
  around: Surroundings,
  viewer: H160,
  purse: PurseRecord,
  { pair, growth, paid, storage, ...stated }: Counted,
) {
  const { key, creator } = pair;
  const tab = tabFor(state, viewer, purse, pair);
  const sum = paid.amount + paid.extras;
  const seconds = beyond(stated.seconds, tab.seconds);
  tab.seconds += seconds;
  tab.amount += paid.amount;
  tab.extras += paid.extras;
  purse.seconds += seconds;
  purse.extras += paid.extras;
  purse.paid += sum;
  purse.storage += storage;

  // What does not divide is carried to the next payment: paying in many parts costs as much as
  // paying at once.
  const parts = sum * BigInt(purse.feeBasisPoints) + tab.feeCarry;
  tab.feeCarry = parts % WHOLE;
  const fee = parts / WHOLE;
  state.deposits -= sum + storage;
  state.fees += fee;
  payInto(state, around, creator, sum - fee, storage);
  around.emit({
    kind: 'settled',
    viewer,
    creator,
    nonce: purse.nonce,
    key,
    seconds: tab.seconds,
    amount: amount(tab.amount),
    extras: amount(tab.extras),
    paid: amount(sum),
    fee: amount(fee),
    storage: amount(storage),
    short: amount(growth.amount + growth.extras - sum),
  });
}

/** The tab of this opening; its cell may lie there since an earlier one. */
function tabFor(state: ContractState, viewer: H160, purse: PurseRecord, { key, creator }: KeyedCreator): TabRecord {
  const known = tabIn(state, viewer, purse, { key, creator });
  if (known) return known;
  const tab: TabRecord = { nonce: purse.nonce, seconds: 0n, amount: 0n, extras: 0n, feeCarry: 0n };
  state.tabs.set(cellOf(viewer, { key, creator }), tab);
  purse.tabs.push({ key, creator });
  return tab;
}

/**
 * The viewer removes cells that no voucher can count on any more; the chain gives their deposit to
 * the caller.
 */
export function removeTabs(state: ContractState, { caller, now, emit }: Surroundings, pairs: KeyedCreator[]) {
  checkSize(state, pairs);
  let removed = 0;
  const purse = state.purses.get(caller) ?? refuse('NoPurse');
  for (const pair of pairs) {
    const tab = state.tabs.get(cellOf(caller, pair));
    if (!tab || isInUse(state, caller, purse, { pair, tab, now })) continue;
    state.tabs.delete(cellOf(caller, pair));
    removeFrom(purse.tabs, pair);
    removed += 1;
  }
  if (removed > 0) emit({ kind: 'tabsRemoved', viewer: caller, count: removed });
}

/** A tab of this opening whose key may still settle, or whose claim is unpaid. */
function isInUse(
  state: ContractState,
  viewer: H160,
  purse: PurseRecord,
  { pair, tab, now }: { pair: KeyedCreator; tab: TabRecord; now: bigint },
): boolean {
  if (unpaidClaim(state, viewer, purse, pair)) return true;
  const key = purse.keys.find((one) => one.key === pair.key);
  return tab.nonce === purse.nonce && key !== undefined && !isDead(key, state.closingDelay, now);
}
