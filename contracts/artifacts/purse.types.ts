import { type Hex } from '../../sdk/voucher';
type NoFields = Record<never, never>;
export interface Limits { maxRate: bigint; lanes: number; extrasAllowance: bigint; expiresAt: bigint }
export interface Voucher { viewer: Hex; purseNonce: number; creator: Hex; seconds: bigint; amount: bigint; extras: bigint; signature: Hex }
export interface Share { account: Hex; basisPoints: number }
export interface RetiredKey { sessionKey: Hex; limits: Limits; until: bigint }
export interface PurseInfo { nonce: number; open: boolean; sessionKey: Hex; limits: Limits; deposit: bigint; paid: bigint; seconds: bigint; extras: bigint; openedAt: bigint; closingAt: bigint | null; retired: RetiredKey[]; tabs: number; accrued: bigint; accruedSince: bigint }
export interface Tab { nonce: number; seconds: bigint; amount: bigint; extras: bigint; paid: bigint; feeCarry: number }
export interface Earnings { owed: bigint; pot: bigint; split: Share[] }
export interface Terms { version: number; chainId: bigint; owner: Hex; pendingOwner: Hex | null; operator: Hex; operatorKey: Hex; fee: number; feeCap: number; closingDelay: bigint; announceDelay: bigint; maxBatch: number; maxPage: number; maxShares: number; maxLanes: number; maxRetiredKeys: number }
export interface Totals { deposits: bigint; earnings: bigint; fees: bigint; balance: bigint; openPurses: number }
export type LangError = 'CouldNotReadInput';
export type Error = 'NotOwner' | 'NothingSent' | 'Arithmetic';
export type SkipReason = 'NoPurse' | 'Empty';
type R<T> = { ok: { ok: T } | { err: Error } } | { err: LangError };
type V<T> = { ok: T } | { err: LangError };
export interface PurseMessages {
  open: { args: { sessionKey: Hex; limits: Limits }; answer: R<number> };
  top_up: { args: NoFields; answer: R<null> };
  rekey: { args: { sessionKey: Hex; limits: Limits }; answer: R<null> };
  request_close: { args: NoFields; answer: R<null> };
  cancel_close: { args: NoFields; answer: R<null> };
  close: { args: NoFields; answer: R<bigint> };
  close_now: { args: { validUntil: bigint; signature: Hex }; answer: R<bigint> };
  announce: { args: { vouchers: Voucher[] }; answer: R<null> };
  settle: { args: { vouchers: Voucher[] }; answer: R<bigint> };
  set_split: { args: { shares: Share[] }; answer: R<null> };
  distribute: { args: { creator: Hex }; answer: R<null> };
  withdraw: { args: NoFields; answer: R<bigint> };
  set_fee: { args: { fee: number }; answer: R<null> };
  purse: { args: { viewer: Hex }; answer: V<PurseInfo | null> };
  tab: { args: { viewer: Hex; creator: Hex }; answer: V<Tab | null> };
  tabs: { args: { viewer: Hex; from: number; count: number }; answer: V<[Hex, Tab][]> };
  earnings: { args: { account: Hex }; answer: V<Earnings> };
  terms: { args: NoFields; answer: V<Terms> };
  totals: { args: NoFields; answer: V<Totals> };
}
export interface PurseEvents {
  Opened: { viewer: Hex; nonce: number; sessionKey: Hex; limits: Limits; deposit: bigint };
  ToppedUp: { viewer: Hex; nonce: number; added: bigint; deposit: bigint };
  Rekeyed: { viewer: Hex; nonce: number; sessionKey: Hex; limits: Limits; oldKeyUntil: bigint };
  ClosingRequested: { viewer: Hex; nonce: number; closesAt: bigint };
  ClosingCancelled: { viewer: Hex; nonce: number };
  Closed: { viewer: Hex; nonce: number; paidBack: bigint; early: boolean };
  Announced: { viewer: Hex; creator: Hex; nonce: number; seconds: bigint; amount: bigint; extras: bigint; readyAt: bigint; until: bigint };
  Settled: { viewer: Hex; creator: Hex; nonce: number; seconds: bigint; amount: bigint; extras: bigint; paid: bigint; fee: bigint; short: bigint };
  Skipped: { viewer: Hex; creator: Hex; nonce: number; seconds: bigint; reason: SkipReason };
  SplitChanged: { creator: Hex; shares: Share[] };
  Distributed: { creator: Hex; amount: bigint };
  Withdrawn: { account: Hex; amount: bigint };
  FeesWithdrawn: { owner: Hex; amount: bigint };
  FeeChanged: { fee: number };
  OperatorChanged: { operator: Hex; operatorKey: Hex };
  OwnershipOffered: { to: Hex };
  OwnershipAccepted: { owner: Hex };
}
