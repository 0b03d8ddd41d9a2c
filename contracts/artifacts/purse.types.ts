// Written by scripts/contracts/types.mjs from purse.contract; not to be changed by hand.
import { type Hex } from '../../sdk/voucher';

type NoFields = Record<never, never>;

export interface Claim {
  announcer: Hex;
  seconds: bigint;
  amount: bigint;
  extras: bigint;
  dueAmount: bigint;
  dueExtras: bigint;
  dueStorage: bigint;
}

export interface Earnings {
  owed: bigint;
  pot: bigint;
  split: Share[];
  nextSplit: [Share[], bigint] | null;
}

export type Error =
  | 'NotOwner'
  | 'NotOperator'
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
  | 'NothingNew'
  | 'NoWindow'
  | 'WindowOpen'
  | 'WindowEnded'
  | 'BadSplit'
  | 'NothingOwed'
  | 'TooLittle'
  | 'TransferFailed'
  | 'FeeTooHigh'
  | 'BadDelay'
  | 'NotPendingOwner'
  | 'Arithmetic';

export interface KeyInfo {
  key: number;
  sessionKey: Hex;
  limits: Limits;
  since: bigint;
  retiredAt: bigint | null;
  settlesUntil: bigint;
  credit: bigint;
  extras: bigint;
}

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
  present: KeyInfo;
  retired: KeyInfo[];
  deposit: bigint;
  reserved: bigint;
  paid: bigint;
  storage: bigint;
  seconds: bigint;
  extras: bigint;
  fee: number;
  openedAt: bigint;
  closingAt: bigint | null;
  windowEndsAt: bigint | null;
  claims: number;
  tabs: number;
}

export interface Settlement {
  paid: bigint;
  skipped: [number, SkipReason][];
}

export interface Share {
  account: Hex;
  basisPoints: number;
}

export type SkipReason =
  | 'NoPurse'
  | 'OldOpening'
  | 'UnknownKey'
  | 'Expired'
  | 'BadSignature'
  | 'OverRate'
  | 'Stale'
  | 'OverTime'
  | 'OverAllowance'
  | 'Empty'
  | 'NoWeight'
  | 'WindowEnded';

export interface Tab {
  nonce: number;
  seconds: bigint;
  amount: bigint;
  extras: bigint;
  feeCarry: number;
}

export interface Terms {
  version: number;
  chainId: bigint;
  owner: Hex;
  pendingOwner: Hex | null;
  operator: Hex;
  operatorKey: Hex;
  nextOperator: [Hex, Hex, bigint] | null;
  fee: number;
  nextFee: [number, bigint] | null;
  feeCap: number;
  closingDelay: bigint;
  tabCost: bigint;
  withdrawFee: bigint;
  maxBatch: number;
  maxPage: number;
  maxShares: number;
  maxLanes: number;
  maxRetiredKeys: number;
  accrualCap: bigint;
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
  key: number;
  creator: Hex;
  seconds: bigint;
  amount: bigint;
  extras: bigint;
  signature: Hex;
}

/** How it is made. */
export interface PurseConstructors {
  /** The caller becomes the owner. Delay (in seconds), tab cost and fee of withdrawing can never be changed. */
  new: { operator: Hex; operatorKey: Hex; fee: number; closingDelay: bigint; tabCost: bigint; withdrawFee: bigint };
}

/** What it can be asked, by the names in its source, and what it answers. */
export interface PurseMessages {
  /** Opens the caller's purse with the money that is sent; answers which opening it is. */
  open: {
    args: { sessionKey: Hex; limits: Limits };
    answer: { ok: { ok: number } | { err: Error } } | { err: LangError };
  };
  /** Adds the money that is sent. */
  top_up: { args: NoFields; answer: { ok: { ok: null } | { err: Error } } | { err: LangError } };
  /** Makes a new present key; answers its number. The old key settles what it signed for the closing delay. */
  rekey: {
    args: { sessionKey: Hex; limits: Limits };
    answer: { ok: { ok: number } | { err: Error } } | { err: LangError };
  };
  /** Starts the delay in which creators can still settle what they hold. */
  request_close: { args: NoFields; answer: { ok: { ok: null } | { err: Error } } | { err: LangError } };
  /** Ends the closing delay. A window that is open stays. */
  cancel_close: { args: NoFields; answer: { ok: { ok: null } | { err: Error } } | { err: LangError } };
  /** Pays the rest back: after the delay, or when no key settles any more. */
  close: { args: NoFields; answer: { ok: { ok: bigint } | { err: Error } } | { err: LangError } };
  /** Pays the rest back at once, with the operator's word that nothing is outstanding. */
  close_now: {
    args: { validUntil: bigint; signature: Hex };
    answer: { ok: { ok: bigint } | { err: Error } } | { err: LangError };
  };
  /** Removes the cells of the caller's tabs of closed openings and dead keys, each named by key and creator; answers how many. The chain returns their storage deposit. */
  remove_tabs: {
    args: { pairs: [number, Hex][] };
    answer: { ok: { ok: number } | { err: Error } } | { err: LangError };
  };
  /** Settles a batch: the operator only. A bad voucher is skipped, the others go on. */
  settle: { args: { vouchers: Voucher[] }; answer: { ok: { ok: Settlement } | { err: Error } } | { err: LangError } };
  /** Claims what the vouchers say beyond their tabs, to be paid at the end of the purses' windows; answers how many were taken. Anyone may. */
  announce: { args: { vouchers: Voucher[] }; answer: { ok: { ok: number } | { err: Error } } | { err: LangError } };
  /** Pays claims of a window that has ended, each named by key and creator; answers what was paid. Anyone may. */
  pay_announced: {
    args: { viewer: Hex; pairs: [number, Hex][] };
    answer: { ok: { ok: bigint } | { err: Error } } | { err: LangError };
  };
  /** Removes the cells of paid claims that the caller announced first, each named by viewer, key and creator; answers how many. The chain returns their storage deposit. */
  clear_claims: {
    args: { pairs: [Hex, number, Hex][] };
    answer: { ok: { ok: number } | { err: Error } } | { err: LangError };
  };
  /** Divides the caller's earnings. The first split holds at once, a change a closing delay later; an empty list ends it. */
  set_split: { args: { shares: Share[] }; answer: { ok: { ok: null } | { err: Error } } | { err: LangError } };
  /** Divides a creator's pot among the shares. Anyone may, so that a co-host need not wait for the creator. */
  distribute: { args: { creator: Hex }; answer: { ok: { ok: null } | { err: Error } } | { err: LangError } };
  /** Pays the caller all that is owed. */
  withdraw: { args: NoFields; answer: { ok: { ok: bigint } | { err: Error } } | { err: LangError } };
  /** Pays an account all that is owed to it, less a fee when the operator sends it; answers what was paid. Anyone may, so that an account that holds nothing for the chain's fee is paid. */
  withdraw_for: { args: { account: Hex }; answer: { ok: { ok: bigint } | { err: Error } } | { err: LangError } };
  /** Pays the owner all fees. */
  withdraw_fees: { args: NoFields; answer: { ok: { ok: bigint } | { err: Error } } | { err: LangError } };
  /** Pays the owner what was sent to the contract beside the books. */
  withdraw_surplus: { args: NoFields; answer: { ok: { ok: bigint } | { err: Error } } | { err: LangError } };
  /** In basis points. Applies to purses that are opened a closing delay from now, or later. */
  set_fee: { args: { fee: number }; answer: { ok: { ok: null } | { err: Error } } | { err: LangError } };
  /** Takes office a closing delay from now. */
  set_operator: {
    args: { operator: Hex; operatorKey: Hex };
    answer: { ok: { ok: null } | { err: Error } } | { err: LangError };
  };
  /** Offers the ownership; it changes hands when it is accepted. */
  transfer_ownership: { args: { to: Hex }; answer: { ok: { ok: null } | { err: Error } } | { err: LangError } };
  accept_ownership: { args: NoFields; answer: { ok: { ok: null } | { err: Error } } | { err: LangError } };
  purse: { args: { viewer: Hex }; answer: { ok: PurseInfo | null } | { err: LangError } };
  /** Of the present opening. */
  tab: { args: { viewer: Hex; key: number; creator: Hex }; answer: { ok: Tab | null } | { err: LangError } };
  /** The tabs of the present opening, with their key and creator. */
  tabs: {
    args: { viewer: Hex; from: number; count: number };
    answer: { ok: [number, Hex, Tab][] } | { err: LangError };
  };
  /** The unpaid claims of the window, with their key and creator. */
  claims: {
    args: { viewer: Hex; from: number; count: number };
    answer: { ok: [number, Hex, Claim][] } | { err: LangError };
  };
  earnings: { args: { account: Hex }; answer: { ok: Earnings } | { err: LangError } };
  terms: { args: NoFields; answer: { ok: Terms } | { err: LangError } };
  totals: { args: NoFields; answer: { ok: Totals } | { err: LangError } };
}

/** What it tells. */
export interface PurseEvents {
  /** A claim was made, or grew. */
  Announced: {
    viewer: Hex;
    creator: Hex;
    nonce: number;
    key: number;
    seconds: bigint;
    amount: bigint;
    extras: bigint;
    due: bigint;
    announcer: Hex;
    windowEndsAt: bigint;
  };
  ClaimsCleared: { announcer: Hex; count: number };
  Closed: { viewer: Hex; nonce: number; paidBack: bigint; early: boolean };
  ClosingCancelled: { viewer: Hex; nonce: number };
  ClosingRequested: { viewer: Hex; nonce: number; closesAt: bigint };
  Distributed: { creator: Hex; amount: bigint };
  FeeChanged: { fee: number; effectiveAt: bigint };
  FeesWithdrawn: { owner: Hex; amount: bigint };
  Opened: { viewer: Hex; nonce: number; key: number; sessionKey: Hex; limits: Limits; deposit: bigint; fee: number };
  OperatorChanged: { operator: Hex; operatorKey: Hex; effectiveAt: bigint };
  OwnershipAccepted: { owner: Hex };
  OwnershipOffered: { to: Hex };
  Rekeyed: { viewer: Hex; nonce: number; key: number; sessionKey: Hex; limits: Limits; oldKeyUntil: bigint };
  Settled: {
    viewer: Hex;
    creator: Hex;
    nonce: number;
    key: number;
    seconds: bigint;
    amount: bigint;
    extras: bigint;
    paid: bigint;
    fee: bigint;
    storage: bigint;
    short: bigint;
  };
  Skipped: { viewer: Hex; creator: Hex; nonce: number; key: number; seconds: bigint; reason: SkipReason };
  SplitChanged: { creator: Hex; shares: Share[]; effectiveAt: bigint };
  SurplusWithdrawn: { owner: Hex; amount: bigint };
  TabsRemoved: { viewer: Hex; count: number };
  ToppedUp: { viewer: Hex; nonce: number; added: bigint; deposit: bigint };
  /** The claims of a window are due: what is there for them was put aside. */
  WindowEnded: { viewer: Hex; nonce: number; reserved: bigint };
  Withdrawn: { account: Hex; amount: bigint; fee: bigint };
}
