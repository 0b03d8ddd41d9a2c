import { type SkipReason } from '../../ledger';
import { checkSignature } from '../../vouchers/check-signature';
import { type SignedVoucher } from '../../../sdk/voucher';
import { allowanceLeft, creditOf, isDead, type KeyRecord } from './keys';
import { beyond, lesser, type ContractState, type Surroundings } from './state';

/** What a statement says beyond its tab. */
export interface Growth {
  amount: bigint;
  extras: bigint;
}

/** A voucher that its key signed, within its rate, in time to be settled; or why it is none. */
export function goodKey(
  state: ContractState,
  { domain, now }: Surroundings,
  voucher: SignedVoucher,
): KeyRecord | SkipReason {
  const purse = state.purses.get(voucher.viewer);
  if (!purse?.open) return 'NoPurse';
  if (voucher.purseNonce !== purse.nonce) return 'OldOpening';
  const key = purse.keys.find(({ key: number }) => number === voucher.key);
  if (!key) return 'UnknownKey';
  if (isDead(key, state.closingDelay, now)) return 'Expired';
  if (!checkSignature(domain, key.sessionKey, voucher)) return 'BadSignature';
  return voucher.amount > voucher.seconds * key.limits.maxRate ? 'OverRate' : key;
}

export function growthOf(said: Growth, tab: Growth | undefined): Growth {
  return { amount: beyond(said.amount, tab?.amount ?? 0n), extras: beyond(said.extras, tab?.extras ?? 0n) };
}

/** How much of a growth the key can have sold, by itself. */
export function soldBy(key: KeyRecord, growth: Growth, now: bigint): Growth {
  return {
    amount: lesser(growth.amount, creditOf(key, now)),
    extras: lesser(growth.extras, allowanceLeft(key)),
  };
}

/**
 * Nobody asks more than there is: a huge amount, signed for an own second account, would thin out
 * everybody's share to nothing.
 */
export function atMost(there: bigint, growth: Growth): Growth {
  return { amount: lesser(growth.amount, there), extras: lesser(growth.extras, there) };
}

/** Why nothing of a growth counts, or null when something does. */
export function skipReasonOf(growth: Growth, counts: Growth): SkipReason | null {
  if (growth.amount === 0n && growth.extras === 0n) return 'Stale';
  if (counts.amount > 0n || counts.extras > 0n) return null;
  return growth.amount > 0n ? 'OverTime' : 'OverAllowance';
}

/** The order of a batch, whatever order it came in. */
export function inOrder(vouchers: SignedVoucher[]): SignedVoucher[] {
  const fields = (v: SignedVoucher) =>
    [v.viewer, v.key, v.creator, v.amount, v.extras, v.seconds, v.purseNonce, v.signature] as const;
  return [...vouchers].sort((one, other) => {
    const theirs = fields(other);
    const differing = fields(one).findIndex((field, at) => field !== theirs[at]);
    return differing < 0 ? 0 : fields(one)[differing]! < theirs[differing]! ? -1 : 1;
  });
}
