import { type SkipReason } from '../../ledger';
import { checkSignature } from '../../vouchers/check-signature';
import { type H160, type Hex, type SignedVoucher, type VoucherDomain } from '../../../sdk/voucher';

/** A whole, in basis points. */
export const WHOLE = 10_000n;

/** A key's limits as the contract keeps them: time in whole seconds. */
export interface KeyLimits {
  maxRate: bigint;
  lanes: number;
  extrasAllowance: bigint;
  expiresAt: bigint;
}

/** A key that may have signed a voucher. It is good before `until`, which the present key does not have. */
export interface Signer {
  sessionKey: Hex;
  limits: KeyLimits;
  until: bigint | null;
}

/** A purse in the contract's storage. */
export interface PurseRecord {
  nonce: number;
  open: boolean;
  sessionKey: Hex;
  limits: KeyLimits;
  deposit: bigint;
  paid: bigint;
  seconds: bigint;
  extras: bigint;
  openedAt: bigint;
  closingAt: bigint | null;
  retired: (Signer & { until: bigint })[];
  /** Whom it has a tab with, in the order in which they began. */
  creators: H160[];
  /** Seconds that could be billed at `accruedSince`; since then the lanes add to them. */
  accrued: bigint;
  accruedSince: bigint;
}

/** A tab in the contract's storage. */
export interface TabRecord {
  nonce: number;
  seconds: bigint;
  amount: bigint;
  extras: bigint;
  paid: bigint;
  /** What the fee did not divide, in ten-thousandths of a unit. */
  feeCarry: bigint;
}

/** What a voucher adds to its tab. */
export interface Growth {
  seconds: bigint;
  amount: bigint;
  extras: bigint;
}

/** The present key, then the retired ones. */
export function signers({ sessionKey, limits, retired }: PurseRecord): Signer[] {
  return [{ sessionKey, limits, until: null }, ...retired];
}

export function isGood({ limits, until }: Signer, now: bigint): boolean {
  return now <= limits.expiresAt && (until === null || now < until);
}

/** How many seconds may have been billed by now: those that have passed since the purse was opened, times its lanes. */
export function allowedSeconds({ limits, accrued, accruedSince }: PurseRecord, now: bigint): bigint {
  const until = now < limits.expiresAt ? now : limits.expiresAt;
  return accrued + (until > accruedSince ? until - accruedSince : 0n) * BigInt(limits.lanes);
}

/** Whether a key that is good now signed it for this opening. */
export function isSignedNow(domain: VoucherDomain, purse: PurseRecord, voucher: SignedVoucher, now: bigint): boolean {
  return (
    voucher.purseNonce === purse.nonce &&
    signers(purse).some((key) => isGood(key, now) && checkSignature(domain, key.sessionKey, voucher))
  );
}

/**
 * What the voucher adds, or why it is passed over. A viewer may change the limits and keep the key, so a key can stand there under several:
 * the voucher counts when it keeps within any that are still good.
 */
export function judge(
  domain: VoucherDomain,
  purse: PurseRecord,
  tab: TabRecord,
  voucher: SignedVoucher,
  now: bigint,
): Growth | SkipReason {
  if (voucher.purseNonce !== purse.nonce) return 'OldOpening';
  const verdicts = signers(purse)
    .filter(({ sessionKey }) => checkSignature(domain, sessionKey, voucher))
    .map((key) => (isGood(key, now) ? judgeSigned(purse, tab, voucher, key.limits, now) : 'Expired'));
  return verdicts.find((verdict) => typeof verdict === 'object') ?? verdicts[0] ?? 'BadSignature';
}

function judgeSigned(
  purse: PurseRecord,
  tab: TabRecord,
  voucher: SignedVoucher,
  limits: KeyLimits,
  now: bigint,
): Growth | SkipReason {
  const growth: Growth = {
    seconds: voucher.seconds - tab.seconds,
    amount: voucher.amount - tab.amount,
    extras: voucher.extras - tab.extras,
  };
  const parts = Object.values(growth) as bigint[];
  const grew = parts.some((part) => part > 0n);
  if (parts.some((part) => part < 0n)) return grew ? 'NotGrowing' : 'Stale';
  if (!grew) return unpaid(tab) > 0n && purse.deposit > 0n ? growth : 'Stale';
  if (growth.amount > growth.seconds * limits.maxRate) return 'OverRate';
  if (purse.seconds + growth.seconds > allowedSeconds(purse, now)) return 'OverTime';
  if (growth.extras > 0n && purse.extras + growth.extras > limits.extrasAllowance) return 'OverAllowance';
  return purse.deposit === 0n ? 'Empty' : growth;
}

/** Counted and not paid. */
export function unpaid({ amount, extras, paid }: TabRecord): bigint {
  return amount + extras - paid;
}

/** Counts what is new and pays what the deposit holds of all that is unpaid. */
export function count(purse: PurseRecord, tab: TabRecord, growth: Growth, feeBasisPoints: number) {
  purse.seconds += growth.seconds;
  purse.extras += growth.extras;
  tab.seconds += growth.seconds;
  tab.amount += growth.amount;
  tab.extras += growth.extras;

  const due = unpaid(tab);
  const paid = due < purse.deposit ? due : purse.deposit;
  purse.deposit -= paid;
  purse.paid += paid;
  tab.paid += paid;

  // What does not divide is carried to the next payment: paying in many parts costs as much as paying at once.
  const parts = paid * BigInt(feeBasisPoints) + tab.feeCarry;
  tab.feeCarry = parts % WHOLE;
  return { paid, fee: parts / WHOLE, short: unpaid(tab) };
}
