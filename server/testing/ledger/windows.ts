import { type KeyedCreator, type SkipReason } from '../../ledger';
import { amount } from '../../../sdk/money';
import { type H160, type SignedVoucher } from '../../../sdk/voucher';
import { allowanceLeft, creditOf, giveCreditBack, takeCredit } from './keys';
import { atMost, goodKey, growthOf, inOrder, skipReasonOf, soldBy } from './judging';
import { poolOf, shareOf } from './sharing';
import {
  beyond,
  cellOf,
  checkSize,
  dateOf,
  greater,
  lesser,
  openPurse,
  refuse,
  removeFrom,
  tabIn,
  unpaidClaim,
  type ClaimRecord,
  type ContractState,
  type PurseRecord,
  type Surroundings,
  type WindowRecord,
} from './state';
import { count } from './tabs';

/**
 * Anybody says in public what is still owed; it is paid when the window has ended. Vouchers that
 * say nothing new open none.
 */
export function announce(state: ContractState, around: Surroundings, vouchers: SignedVoucher[]) {
  checkSize(state, vouchers);
  const reasons = inOrder(vouchers).map((voucher) => announceOne(state, around, voucher));
  if (reasons.every((reason) => reason !== null))
    refuse(reasons.includes('WindowEnded') ? 'WindowEnded' : 'NothingNew');
}

/** Makes it a claim, or says why not. */
function announceOne(state: ContractState, around: Surroundings, voucher: SignedVoucher): SkipReason | null {
  const { now, caller } = around;
  const { viewer, creator } = voucher;
  const passOver = (reason: SkipReason) => {
    around.skip(voucher, reason);
    return reason;
  };
  const purse = state.purses.get(viewer);
  if (!purse?.open) return passOver('NoPurse');
  const endsAt = purse.window?.endsAt ?? purse.closingAt ?? now + state.closingDelay;
  if (now >= endsAt) return passOver('WindowEnded');
  const key = goodKey(state, around, voucher);
  if (typeof key === 'string') return passOver(key);
  const pair = { key: key.key, creator };
  const growth = growthOf(voucher, tabIn(state, viewer, purse, pair));
  const sold = soldBy(key, growth, now);
  const counts = atMost(purse.deposit, sold);
  const before = unpaidClaim(state, viewer, purse, pair);
  const known = before && counts.amount <= before.dueAmount && counts.extras <= before.dueExtras;
  const isEmpty = counts.amount === 0n && counts.extras === 0n;
  const reason = skipReasonOf(growth, sold) ?? (isEmpty ? 'Empty' : known ? 'Stale' : null);
  if (reason) return passOver(reason);

  purse.window ??= { endsAt, claims: [], frozen: null };
  if (!before) purse.window.claims.push(pair);
  const claim: ClaimRecord = {
    // whoever paid for the cell may clear it
    announcer: state.claims.get(cellOf(viewer, pair))?.announcer ?? caller,
    seconds: greater(voucher.seconds, before?.seconds ?? 0n),
    amount: greater(voucher.amount, before?.amount ?? 0n),
    extras: greater(voucher.extras, before?.extras ?? 0n),
    dueAmount: greater(counts.amount, before?.dueAmount ?? 0n),
    dueExtras: greater(counts.extras, before?.dueExtras ?? 0n),
    dueStorage: state.tabs.has(cellOf(viewer, pair)) ? 0n : state.tabCost,
    paid: false,
  };
  state.claims.set(cellOf(viewer, pair), claim);
  around.emit({
    kind: 'announced',
    viewer,
    creator,
    nonce: purse.nonce,
    key: key.key,
    seconds: claim.seconds,
    amount: amount(claim.amount),
    extras: amount(claim.extras),
    due: amount(claim.dueAmount + claim.dueExtras),
    announcer: caller,
    windowEndsAt: dateOf(endsAt),
  });
  return null;
}

/**
 * What was settled before the freezing is claimed no more; with the last claim the window is gone.
 */
export function lowerClaim(state: ContractState, viewer: H160, purse: PurseRecord, pair: KeyedCreator) {
  const claim = unpaidClaim(state, viewer, purse, pair);
  if (!claim || !purse.window || purse.window.frozen) return;
  const open = growthOf(claim, tabIn(state, viewer, purse, pair));
  claim.dueAmount = lesser(claim.dueAmount, open.amount);
  claim.dueExtras = lesser(claim.dueExtras, open.extras);
  claim.dueStorage = 0n;
  if (claim.dueAmount === 0n && claim.dueExtras === 0n) close(purse, pair, claim);
}

function close(purse: PurseRecord, pair: KeyedCreator, claim: ClaimRecord) {
  claim.paid = true;
  removeFrom(purse.window!.claims, pair);
  if (purse.window!.claims.length === 0) purse.window = null;
}

/**
 * Pays claims of a window that has ended, by anybody. The first call sets aside what all of them
 * come to.
 */
export function payAnnounced(state: ContractState, around: Surroundings, viewer: H160, pairs: KeyedCreator[]) {
  checkSize(state, pairs);
  const purse = openPurse(state, viewer);
  const { window } = purse;
  if (!window) refuse('NoWindow');
  if (around.now < window.endsAt) refuse('TooEarly');
  const frozen = (window.frozen ??= freeze(state, around, viewer, purse, window));
  for (const { key, creator } of pairs) {
    const claim = unpaidClaim(state, viewer, purse, { key, creator });
    if (claim) payClaim(state, around, viewer, purse, { pair: { key, creator }, claim, frozen });
  }
}

function freeze(
  state: ContractState,
  { now, emit }: Surroundings,
  viewer: H160,
  purse: PurseRecord,
  window: WindowRecord,
): NonNullable<WindowRecord['frozen']> {
  const claims = window.claims.map((pair) => ({ key: pair.key, ...state.claims.get(cellOf(viewer, pair))! }));
  const keys = new Map(
    purse.keys.map((key) => {
      const theirs = claims.filter((claim) => claim.key === key.key);
      const amounts = poolOf(
        creditOf(key, now),
        theirs.map(({ dueAmount }) => dueAmount),
      );
      const extras = poolOf(
        allowanceLeft(key),
        theirs.map(({ dueExtras }) => dueExtras),
      );
      takeCredit(key, amounts.budget, now);
      key.extras += extras.budget;
      return [key.key, { amounts, extras }] as const;
    }),
  );
  const asks = [...keys.values()].flatMap(({ amounts, extras }) => [amounts.budget, extras.budget]);
  const deposit = poolOf(purse.deposit, [...asks, ...claims.map(({ dueStorage }) => dueStorage)]);
  purse.deposit -= deposit.budget;
  purse.reserved += deposit.budget;
  emit({ kind: 'windowEnded', viewer, nonce: purse.nonce, reserved: amount(deposit.budget) });
  return { deposit, keys };
}

interface Paying {
  pair: KeyedCreator;
  claim: ClaimRecord;
  frozen: NonNullable<WindowRecord['frozen']>;
}

function payClaim(
  state: ContractState,
  around: Surroundings,
  viewer: H160,
  purse: PurseRecord,
  { pair, claim, frozen }: Paying,
) {
  const pools = frozen.keys.get(pair.key)!;
  const key = purse.keys.find((one) => one.key === pair.key)!;
  const counts = {
    amount: shareOf(pools.amounts, claim.dueAmount),
    extras: shareOf(pools.extras, claim.dueExtras),
  };
  const share = shareOf(frozen.deposit, counts.amount + counts.extras + claim.dueStorage);
  const growth = growthOf(claim, tabIn(state, viewer, purse, pair));
  const storage = state.tabs.has(cellOf(viewer, pair)) ? 0n : state.tabCost;
  const available = beyond(share, storage);
  const paid = { amount: lesser(available, lesser(counts.amount, growth.amount)), extras: 0n };
  paid.extras = lesser(available - paid.amount, lesser(counts.extras, growth.extras));
  const pays = paid.amount + paid.extras > 0n;

  purse.reserved -= share;
  purse.deposit += share - (pays ? storage + paid.amount + paid.extras : 0n);
  giveCreditBack(key, counts.amount - paid.amount, around.now);
  key.extras -= counts.extras - paid.extras;
  close(purse, pair, claim);
  if (pays) {
    count(state, around, viewer, purse, { pair, seconds: claim.seconds, growth, paid, storage });
    return;
  }
  const covered = growth.amount === 0n && growth.extras === 0n;
  const { creator } = pair;
  const { nonce } = purse;
  const told = { viewer, creator, nonce, key: pair.key, seconds: claim.seconds };
  around.emit({ kind: 'skipped', ...told, reason: covered ? 'Stale' : 'Empty' });
}

/** Removes cells of paid claims; the chain gives their deposit to the caller, who paid it. */
export function clearClaims(
  state: ContractState,
  { caller, emit }: Surroundings,
  claims: (KeyedCreator & { viewer: H160 })[],
) {
  checkSize(state, claims);
  let cleared = 0;
  for (const { viewer, ...pair } of claims) {
    const claim = state.claims.get(cellOf(viewer, pair));
    if (!claim?.paid || claim.announcer !== caller) continue;
    state.claims.delete(cellOf(viewer, pair));
    cleared += 1;
  }
  if (cleared > 0) emit({ kind: 'claimsCleared', announcer: caller, count: cleared });
}
