// Written by scripts/contracts/types.mjs from purse.contract; not to be changed by hand.
import { type Hex } from '../../sdk/voucher';

type NoFields = Record<never, never>;

export interface Earnings {
  owed: bigint;
  pot: bigint;
  split: Share[];
}

export type Error =
  | 'NotOwner'
  | 'NothingSent'
  | 'TooMuch'
  | 'AlreadyOpen'
  | 'NoPurse'
  | 'BadKey'
  | 'BadLimits'
  | 'ExpiryInPast'
  | 'Closing'
  | 'NotClosing'
  | 'TooEarly'
  | 'BadRelease'
  | 'ReleaseExpired'
  | 'OutstandingKeys'
  | 'EmptyBatch'
  | 'BatchTooLarge'
  | 'NotAnnounced'
  | 'AnnouncedVoucherInvalid'
  | 'BadSplit'
  | 'NothingOwed'
  | 'TransferFailed'
  | 'FeeTooHigh'
  | 'BadDelay'
  | 'NotPendingOwner'
  | 'Arithmetic';

export type LangError = 'CouldNotReadInput';

export interface Limits {
  maxRate: bigint;
  lanes: number;
  extrasAllowance: bigint;
  expiresAt: bigint;
}

export interface PurseInfo {
  nonce: number;
  open: boolean;
  sessionKey: Hex;
  limits: Limits;
  deposit: bigint;
  paid: bigint;
  seconds: bigint;
  extras: bigint;
  openedAt: bigint;
  closingAt: bigint | null;
  retired: RetiredKey[];
  tabs: number;
  accrued: bigint;
  accruedSince: bigint;
}

export interface RetiredKey {
  sessionKey: Hex;
  limits: Limits;
  until: bigint;
}

export interface Share {
  account: Hex;
  basisPoints: number;
}

export type SkipReason =
  | 'NoPurse'
  | 'OldOpening'
  | 'BadSignature'
  | 'Expired'
  | 'Stale'
  | 'NotGrowing'
  | 'OverRate'
  | 'OverTime'
  | 'OverAllowance'
  | 'Empty';

export interface Tab {
  nonce: number;
  seconds: bigint;
  amount: bigint;
  extras: bigint;
  paid: bigint;
  feeCarry: number;
}

export interface Terms {
  version: number;
  chainId: bigint;
  owner: Hex;
  pendingOwner: Hex | null;
  operator: Hex;
  operatorKey: Hex;
  fee: number;
  feeCap: number;
  closingDelay: bigint;
  announceDelay: bigint;
  maxBatch: number;
  maxPage: number;
  maxShares: number;
  maxLanes: number;
  maxRetiredKeys: number;
}

export interface Totals {
  deposits: bigint;
  earnings: bigint;
  fees: bigint;
  balance: bigint;
  openPurses: number;
}

export interface Voucher {
  viewer: Hex;
  purseNonce: number;
  creator: Hex;
  seconds: bigint;
  amount: bigint;
  extras: bigint;
  signature: Hex;
}

/** How it is made. */
export interface PurseConstructors {
  /** The caller becomes the owner. The delay is in seconds and can never be changed. */
  new: { operator: Hex; operatorKey: Hex; fee: number; closingDelay: bigint };
}

/** What it can be asked, by the names in its source, and what it answers. */
export interface PurseMessages {
  /** Opens the caller's purse with the money that is sent; answers which opening it is. */
  open: {
    args: { sessionKey: Hex; limits: Limits };
    answer: { ok: { ok: number } | { err: Error } } | { err: LangError };
  };
  top_up: { args: NoFields; answer: { ok: { ok: null } | { err: Error } } | { err: LangError } };
  /** Replaces the session key and its limits. The old key settles what it signed for the closing delay. */
  rekey: {
    args: { sessionKey: Hex; limits: Limits };
    answer: { ok: { ok: null } | { err: Error } } | { err: LangError };
  };
  /** Starts the delay in which creators can still settle what they hold. */
  request_close: { args: NoFields; answer: { ok: { ok: null } | { err: Error } } | { err: LangError } };
  cancel_close: { args: NoFields; answer: { ok: { ok: null } | { err: Error } } | { err: LangError } };
  /** Pays the rest back: after the delay, or at once when no key is good any more. */
  close: { args: NoFields; answer: { ok: { ok: bigint } | { err: Error } } | { err: LangError } };
  /** Pays the rest back at once, with the operator's word that nothing is outstanding. */
  close_now: {
    args: { validUntil: bigint; signature: Hex };
    answer: { ok: { ok: bigint } | { err: Error } } | { err: LangError };
  };
  /** Says in public which vouchers are to be settled without the operator. They are given whole, not as a hash, so that everybody sees whose purse is meant. */
  announce: { args: { vouchers: Voucher[] }; answer: { ok: { ok: null } | { err: Error } } | { err: LangError } };
  /** Settles a batch: the operator at any time, anyone else when it was announced. A bad voucher is skipped with an event that says why. Answers what was paid in total. */
  settle: { args: { vouchers: Voucher[] }; answer: { ok: { ok: bigint } | { err: Error } } | { err: LangError } };
  /** Divides the caller's earnings from now on. An empty list ends it. */
  set_split: { args: { shares: Share[] }; answer: { ok: { ok: null } | { err: Error } } | { err: LangError } };
  /** Divides a creator's pot among the shares. Anyone may, so that a co-host need not wait for the creator. */
  distribute: { args: { creator: Hex }; answer: { ok: { ok: null } | { err: Error } } | { err: LangError } };
  /** Pays the caller all that is owed. */
  withdraw: { args: NoFields; answer: { ok: { ok: bigint } | { err: Error } } | { err: LangError } };
  withdraw_fees: { args: NoFields; answer: { ok: { ok: bigint } | { err: Error } } | { err: LangError } };
  /** In basis points. Applies to what is settled from now on. */
  set_fee: { args: { fee: number }; answer: { ok: { ok: null } | { err: Error } } | { err: LangError } };
  set_operator: {
    args: { operator: Hex; operatorKey: Hex };
    answer: { ok: { ok: null } | { err: Error } } | { err: LangError };
  };
  /** Offers the ownership; it changes hands when it is accepted. */
  transfer_ownership: { args: { to: Hex }; answer: { ok: { ok: null } | { err: Error } } | { err: LangError } };
  accept_ownership: { args: NoFields; answer: { ok: { ok: null } | { err: Error } } | { err: LangError } };
  purse: { args: { viewer: Hex }; answer: { ok: PurseInfo | null } | { err: LangError } };
  tab: { args: { viewer: Hex; creator: Hex }; answer: { ok: Tab | null } | { err: LangError } };
  /** The tabs of the present opening, in the order in which they began. */
  tabs: { args: { viewer: Hex; from: number; count: number }; answer: { ok: [Hex, Tab][] } | { err: LangError } };
  earnings: { args: { account: Hex }; answer: { ok: Earnings } | { err: LangError } };
  terms: { args: NoFields; answer: { ok: Terms } | { err: LangError } };
  totals: { args: NoFields; answer: { ok: Totals } | { err: LangError } };
}

/** What it tells. */
export interface PurseEvents {
  /** Somebody means to settle this voucher without the operator. */
  Announced: {
    viewer: Hex;
    creator: Hex;
    nonce: number;
    seconds: bigint;
    amount: bigint;
    extras: bigint;
    readyAt: bigint;
    until: bigint;
  };
  Closed: { viewer: Hex; nonce: number; paidBack: bigint; early: boolean };
  ClosingCancelled: { viewer: Hex; nonce: number };
  ClosingRequested: { viewer: Hex; nonce: number; closesAt: bigint };
  Distributed: { creator: Hex; amount: bigint };
  FeeChanged: { fee: number };
  FeesWithdrawn: { owner: Hex; amount: bigint };
  Opened: { viewer: Hex; nonce: number; sessionKey: Hex; limits: Limits; deposit: bigint };
  OperatorChanged: { operator: Hex; operatorKey: Hex };
  OwnershipAccepted: { owner: Hex };
  OwnershipOffered: { to: Hex };
  Rekeyed: { viewer: Hex; nonce: number; sessionKey: Hex; limits: Limits; oldKeyUntil: bigint };
  Settled: {
    viewer: Hex;
    creator: Hex;
    nonce: number;
    seconds: bigint;
    amount: bigint;
    extras: bigint;
    paid: bigint;
    fee: bigint;
    short: bigint;
  };
  Skipped: { viewer: Hex; creator: Hex; nonce: number; seconds: bigint; reason: SkipReason };
  SplitChanged: { creator: Hex; shares: Share[] };
  ToppedUp: { viewer: Hex; nonce: number; added: bigint; deposit: bigint };
  Withdrawn: { account: Hex; amount: bigint };
}
