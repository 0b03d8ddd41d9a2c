import {
  type ContractError,
  type ContractEvent,
  type KeyedCreator,
  type Share,
  type SkipReason,
  type Terms,
} from '../../ledger';
import { type H160, type Hex, type SignedVoucher, type VoucherDomain } from '../../../sdk/voucher';
import { type KeyRecord } from './keys';
import { type Pool } from './sharing';

/** A whole, in basis points. */
export const WHOLE = 10_000n;

type WithoutPlace<Event> = Event extends ContractEvent ? Omit<Event, 'index' | 'transaction'> : never;
/** An event as the contract tells it, before it has its place in a block. */
export type EmittedEvent = WithoutPlace<ContractEvent>;

/** The contract refuses the message: all that it did is to be undone. */
export class ContractRefusal extends Error {
  constructor(readonly error: ContractError) {
    super(error);
  }
}

export function refuse(error: ContractError): never {
  throw new ContractRefusal(error);
}

/** A tab in the contract's storage. */
export interface TabRecord {
  nonce: number;
  seconds: bigint;
  amount: bigint;
  extras: bigint;
  /** What the fee did not divide, in ten-thousandths of a unit. */
  feeCarry: bigint;
}

/**
 * What was announced for a creator and a key. The cell stays when it is paid, until its announcer
 * clears it.
 */
export interface ClaimRecord {
  announcer: H160;
  seconds: bigint;
  amount: bigint;
  extras: bigint;
  dueAmount: bigint;
  dueExtras: bigint;
  dueStorage: bigint;
  /** Nothing is open of it. */
  paid: boolean;
}

/** The time in which claims on a purse are collected, and after which they are paid. */
export interface WindowRecord {
  endsAt: bigint;
  /** The unpaid ones. */
  claims: KeyedCreator[];
  /**
   * Since the freezing: what is set aside, and the asks that are still to have their part of it.
   */
  frozen: { deposit: Pool; keys: Map<number, { amounts: Pool; extras: Pool }> } | null;
}

/** A purse in the contract's storage. */
export interface PurseRecord {
  nonce: number;
  open: boolean;
  /** Retired ones first; the last is the present one. None when the purse is closed. */
  keys: KeyRecord[];
  deposit: bigint;
  reserved: bigint;
  paid: bigint;
  storage: bigint;
  seconds: bigint;
  extras: bigint;
  feeBasisPoints: number;
  openedAt: bigint;
  closingAt: bigint | null;
  window: WindowRecord | null;
  /** In the order in which they began. */
  tabs: KeyedCreator[];
}

/** What is owed to somebody, and how what they earn is divided. */
export interface AccountRecord {
  owed: bigint;
  pot: bigint;
  split: Share[];
  nextSplit: { shares: Share[]; effectiveAt: bigint } | null;
  /** What was earned since then, and is divided by it. */
  nextPot: bigint;
}

/**
 * All that the contract keeps. Plain data: whoever calls it works on a copy and throws that away
 * when the contract refuses.
 */
export interface ContractState {
  owner: H160;
  pendingOwner: H160 | null;
  operator: H160;
  operatorKey: Hex;
  nextOperator: { operator: H160; operatorKey: Hex; effectiveAt: bigint } | null;
  feeBasisPoints: number;
  nextFee: { feeBasisPoints: number; effectiveAt: bigint } | null;
  closingDelay: bigint;
  tabCost: bigint;
  withdrawFee: bigint;
  maxBatch: number;
  purses: Map<H160, PurseRecord>;
  /** By cellOf(). */
  tabs: Map<string, TabRecord>;
  /** By cellOf(). */
  claims: Map<string, ClaimRecord>;
  accounts: Map<H160, AccountRecord>;
  /** Free and reserved. */
  deposits: bigint;
  earnings: bigint;
  fees: bigint;
}

/** What a message finds around it, and whom it tells what happens. */
export interface Surroundings {
  domain: VoucherDomain;
  caller: H160;
  /** Money that came with it. */
  value: bigint;
  /** The block's time in seconds. */
  now: bigint;
  /** What the contract has, the money that came along included. */
  balance(): bigint;
  /** Pays out of the contract; false when the payee does not take it. */
  pay(to: H160, amount: bigint): boolean;
  emit(event: EmittedEvent): void;
  /** A voucher is passed over. */
  skip(voucher: SignedVoucher, reason: SkipReason): void;
}

/** Where the tab and the claim of a viewer's key and a creator lie. They outlive the opening. */
export function cellOf(viewer: H160, { key, creator }: KeyedCreator): string {
  return `${viewer} ${key} ${creator}`;
}

export function openPurse(state: ContractState, viewer: H160): PurseRecord {
  const purse = state.purses.get(viewer);
  return purse?.open ? purse : refuse('NoPurse');
}

/** The tab of this opening, or undefined. */
export function tabIn(
  state: ContractState,
  viewer: H160,
  purse: PurseRecord,
  pair: KeyedCreator,
): TabRecord | undefined {
  const tab = state.tabs.get(cellOf(viewer, pair));
  return tab?.nonce === purse.nonce ? tab : undefined;
}

/** The claim of a purse's window that is still unpaid, or undefined. */
export function unpaidClaim(
  state: ContractState,
  viewer: H160,
  purse: PurseRecord,
  pair: KeyedCreator,
): ClaimRecord | undefined {
  const listed = purse.window?.claims.some((claim) => isPair(claim, pair));
  return listed ? state.claims.get(cellOf(viewer, pair)) : undefined;
}

/** Takes an entry out of a list, which closes the gap with its last one. */
export function removeFrom(list: KeyedCreator[], pair: KeyedCreator) {
  const at = list.findIndex((other) => isPair(other, pair));
  const last = list.at(-1);
  if (at < 0 || !last) return;
  list[at] = last;
  list.pop();
}

export function isPair(one: KeyedCreator, other: KeyedCreator): boolean {
  return one.key === other.key && one.creator === other.creator;
}

export function checkSize({ maxBatch }: Pick<Terms, 'maxBatch'>, entries: unknown[]) {
  if (entries.length === 0) refuse('EmptyBatch');
  if (entries.length > maxBatch) refuse('BatchTooLarge');
}

export function payOut({ pay }: Surroundings, to: H160, owed: bigint) {
  if (owed > 0n && !pay(to, owed)) refuse('TransferFailed');
}

/** Groups in the order in which they first appear. */
export function grouped<Entry, Key>(entries: Entry[], keyOf: (entry: Entry) => Key): Map<Key, Entry[]> {
  const groups = new Map<Key, Entry[]>();
  for (const entry of entries) groups.set(keyOf(entry), [...(groups.get(keyOf(entry)) ?? []), entry]);
  return groups;
}

/** A moment in the contract's whole seconds. */
export function secondsOf(date: Date): bigint {
  return BigInt(Math.floor(date.getTime() / 1_000));
}

export function dateOf(seconds: bigint): Date {
  return new Date(Number(seconds) * 1_000);
}

export const lesser = (one: bigint, other: bigint) => (one < other ? one : other);
export const greater = (one: bigint, other: bigint) => (one > other ? one : other);
/** The difference, 0 when it would be negative. */
export const beyond = (one: bigint, other: bigint) => greater(one - other, 0n);
export const sumOf = (parts: bigint[]) => parts.reduce((sum, part) => sum + part, 0n);
