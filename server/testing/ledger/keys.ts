import { type Limits } from '../../ledger';
import { type Hex } from '../../../sdk/voucher';
import { beyond, lesser, refuse, secondsOf, type PurseRecord } from './state';

export const MAX_LANES = 16;
export const MAX_RETIRED_KEYS = 4;
/** So many seconds' worth of credit a key holds at the most. */
export const ACCRUAL_CAP = 86_400n;
const LONGEST_LIFE = 366n * 24n * 60n * 60n;
const MAX_U128 = 2n ** 128n - 1n;

/** The curve P-256: y² = x³ - 3x + b, modulo p. */
const P = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
const B = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn;

/** A key's limits as the contract keeps them: time in whole seconds. */
export interface KeyLimits {
  maxRate: bigint;
  lanes: number;
  extrasAllowance: bigint;
  expiresAt: bigint;
}

/** A key of a purse, present or retired. What one key signs and sells touches no other key. */
export interface KeyRecord {
  key: number;
  sessionKey: Hex;
  limits: KeyLimits;
  since: bigint;
  retiredAt: bigint | null;
  /** What it could sell at `creditAt`; since then it grows. */
  credit: bigint;
  creditAt: bigint;
  /** Counted, or set aside for claims. */
  extras: bigint;
}

export function newKey(key: number, sessionKey: Hex, limits: KeyLimits, now: bigint): KeyRecord {
  return { key, sessionKey, limits, since: now, retiredAt: null, credit: 0n, creditAt: now, extras: 0n };
}

export function presentKey({ keys }: PurseRecord): KeyRecord {
  return keys.at(-1)!;
}

/** Until when it signs anything new. */
function signsUntil({ limits, retiredAt }: KeyRecord): bigint {
  return retiredAt === null ? limits.expiresAt : lesser(retiredAt, limits.expiresAt);
}

/** Up to this second, and in it, what it signed is settled. */
export function settlesUntil(key: KeyRecord, closingDelay: bigint): bigint {
  return signsUntil(key) + closingDelay;
}

export function isDead(key: KeyRecord, closingDelay: bigint, now: bigint): boolean {
  return now > settlesUntil(key, closingDelay);
}

/**
 * What it may sell now: lanes times rate for every second while it was present, less what was
 * counted, never more than a day's worth.
 */
export function creditOf(key: KeyRecord, now: bigint): bigint {
  const { credit, creditAt } = key;
  const grown = lesser(perSecond(key) * beyond(lesser(now, signsUntil(key)), creditAt), MAX_U128);
  return lesser(credit + grown, mostCredit(key));
}

export function takeCredit(key: KeyRecord, amount: bigint, now: bigint) {
  key.credit = creditOf(key, now) - amount;
  key.creditAt = now;
}

/** What was set aside and is not used. */
export function giveCreditBack(key: KeyRecord, amount: bigint, now: bigint) {
  key.credit = lesser(creditOf(key, now) + amount, mostCredit(key));
  key.creditAt = now;
}

export function allowanceLeft({ limits, extras }: KeyRecord): bigint {
  return beyond(limits.extrasAllowance, extras);
}

const perSecond = ({ limits }: KeyRecord) => BigInt(limits.lanes) * limits.maxRate;
const mostCredit = (key: KeyRecord) => lesser(perSecond(key) * ACCRUAL_CAP, MAX_U128);

/**
 * The next key takes the present one's place; keys are kept while they settle or have unpaid
 * claims. Answers the old one.
 */
export function replaceKey(
  purse: PurseRecord,
  sessionKey: Hex,
  limits: KeyLimits,
  closingDelay: bigint,
  now: bigint,
): KeyRecord {
  const old = presentKey(purse);
  const claims = purse.window?.claims ?? [];
  const isNeeded = (key: KeyRecord) => !isDead(key, closingDelay, now) || claims.some((claim) => claim.key === key.key);
  old.credit = creditOf(old, now);
  old.creditAt = now;
  old.retiredAt = now;
  const retired = purse.keys.filter(isNeeded);
  if (retired.length > MAX_RETIRED_KEYS) refuse('OutstandingKeys');
  purse.keys = [...retired, newKey(old.key + 1, sessionKey, limits, now)];
  return old;
}

export function checkedLimits({ sessionKey, limits }: { sessionKey: Hex; limits: Limits }, now: bigint): KeyLimits {
  checkKey(sessionKey);
  const expiresAt = secondsOf(limits.expiresAt);
  if (limits.lanes < 1 || limits.lanes > MAX_LANES) refuse('BadLimits');
  if (expiresAt <= now) refuse('ExpiryInPast');
  if (expiresAt > now + LONGEST_LIFE) refuse('BadLimits');
  return { ...limits, expiresAt };
}

/** A key must be a point of the curve, or nothing could ever be signed by it. */
export function checkKey(key: Hex) {
  const [x, y] = [BigInt(key.slice(0, 66)), BigInt(`0x${key.slice(66)}`)];
  if (x >= P || y >= P || (y * y - x * x * x + 3n * x - B) % P !== 0n) refuse('BadKey');
}
