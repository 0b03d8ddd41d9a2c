import { type Amount, amount } from '../../../sdk/money';
import { type SignedVoucher } from '../../../sdk/voucher';
import {
  type ChainPurse,
  type ContractError,
  type ContractEvent,
  type Earnings,
  type Limits,
  type PurseCall,
  type SkipReason,
  type Tab,
  type Terms,
  type Totals,
} from '../../ledger';
import type * as chain from '../../../contracts/artifacts/purse.types';
import { type Message, type PurseEvent } from './abi';

// Between the contract's words and the ledger's. Nothing is cast: a contract that says anything else fails the typecheck.

/** The contract's error and skip reason are the ledger's, name by name. */
export const contractError = (error: chain.Error): ContractError => error satisfies ContractError;
const skipReason = (reason: chain.SkipReason): SkipReason => reason satisfies SkipReason;

const LAST_DATE = 8_640_000_000_000n;
const ZERO = amount(0n);

/** The contract counts whole seconds. Beyond what a Date can hold there is no difference that matters. */
const dateOf = (seconds: bigint) => new Date(Number(seconds < LAST_DATE ? seconds : LAST_DATE) * 1_000);
export const secondsOf = (date: Date) => BigInt(Math.floor(date.getTime() / 1_000));

const limitsOf = (limits: chain.Limits): Limits => ({
  maxRate: amount(limits.maxRate),
  lanes: limits.lanes,
  extrasAllowance: amount(limits.extrasAllowance),
  expiresAt: dateOf(limits.expiresAt),
});
const chainLimits = ({ maxRate, lanes, extrasAllowance, expiresAt }: Limits): chain.Limits => ({
  maxRate,
  lanes,
  extrasAllowance,
  expiresAt: secondsOf(expiresAt),
});

const voucherOf = (voucher: chain.Voucher): SignedVoucher => ({
  viewer: voucher.viewer,
  purseNonce: voucher.purseNonce,
  creator: voucher.creator,
  seconds: voucher.seconds,
  amount: amount(voucher.amount),
  extras: amount(voucher.extras),
  signature: voucher.signature,
});
/** Field by field: what else a caller's object holds is not the chain's business. */
const chainVoucher = (voucher: SignedVoucher): chain.Voucher => ({
  viewer: voucher.viewer,
  purseNonce: voucher.purseNonce,
  creator: voucher.creator,
  seconds: voucher.seconds,
  amount: voucher.amount,
  extras: voucher.extras,
  signature: voucher.signature,
});

const shareOf = ({ account, basisPoints }: chain.Share) => ({ account, basisPoints });

/** The message that a call is, and the money that goes with it. */
export function messageOf(call: PurseCall): { message: Message; value: Amount } {
  switch (call.kind) {
    case 'open': {
      const args = { sessionKey: call.sessionKey, limits: chainLimits(call.limits) };
      return { message: { name: 'open', args }, value: call.deposit };
    }
    case 'topUp':
      return { message: { name: 'top_up', args: {} }, value: call.amount };
    case 'rekey':
      return free({ name: 'rekey', args: { sessionKey: call.sessionKey, limits: chainLimits(call.limits) } });
    case 'requestClose':
      return free({ name: 'request_close', args: {} });
    case 'cancelClose':
      return free({ name: 'cancel_close', args: {} });
    case 'close':
      return free({ name: 'close', args: {} });
    case 'closeNow':
      return free({
        name: 'close_now',
        args: { validUntil: secondsOf(call.validUntil), signature: call.signature },
      });
    case 'announce':
      return free({ name: 'announce', args: { vouchers: call.vouchers.map(chainVoucher) } });
    case 'settle':
      return free({ name: 'settle', args: { vouchers: call.vouchers.map(chainVoucher) } });
    case 'setSplit':
      return free({ name: 'set_split', args: { shares: call.shares.map(shareOf) } });
    case 'distribute':
      return free({ name: 'distribute', args: { creator: call.creator } });
    case 'withdraw':
      return free({ name: 'withdraw', args: {} });
  }
}

const free = (message: Message) => ({ message, value: ZERO });

/** The call that a message with this money is; null when it is none that a wallet is asked for here. */
export function callOf(message: Message, value: Amount): PurseCall | null {
  if (message.name === 'open')
    return {
      kind: 'open',
      deposit: value,
      sessionKey: message.args.sessionKey,
      limits: limitsOf(message.args.limits),
    };
  if (message.name === 'top_up') return { kind: 'topUp', amount: value };
  return value === 0n ? freeCallOf(message) : null; // nothing else takes money
}

function freeCallOf(message: Message): PurseCall | null {
  switch (message.name) {
    case 'rekey':
      return { kind: 'rekey', sessionKey: message.args.sessionKey, limits: limitsOf(message.args.limits) };
    case 'request_close':
      return { kind: 'requestClose' };
    case 'cancel_close':
      return { kind: 'cancelClose' };
    case 'close':
      return { kind: 'close' };
    case 'close_now':
      return {
        kind: 'closeNow',
        validUntil: dateOf(message.args.validUntil),
        signature: message.args.signature,
      };
    case 'announce':
      return { kind: 'announce', vouchers: message.args.vouchers.map(voucherOf) };
    case 'settle':
      return { kind: 'settle', vouchers: message.args.vouchers.map(voucherOf) };
    case 'set_split':
      return { kind: 'setSplit', shares: message.args.shares.map(shareOf) };
    case 'distribute':
      return { kind: 'distribute', creator: message.args.creator };
    case 'withdraw':
      return { kind: 'withdraw' };
    default:
      return null; // reads, and what only the owner may
  }
}

export function purseOf(info: chain.PurseInfo): ChainPurse {
  return {
    nonce: info.nonce,
    open: info.open,
    sessionKey: info.sessionKey,
    limits: limitsOf(info.limits),
    deposit: amount(info.deposit),
    paid: amount(info.paid),
    seconds: info.seconds,
    extras: amount(info.extras),
    openedAt: dateOf(info.openedAt),
    closingAt: info.closingAt === null ? null : dateOf(info.closingAt),
    retired: info.retired.map(({ sessionKey, limits, until }) => ({
      sessionKey,
      limits: limitsOf(limits),
      until: dateOf(until),
    })),
    tabs: info.tabs,
  };
}

export const tabOf = (tab: chain.Tab): Tab => ({
  nonce: tab.nonce,
  seconds: tab.seconds,
  amount: amount(tab.amount),
  extras: amount(tab.extras),
  paid: amount(tab.paid),
});

export const earningsOf = (earnings: chain.Earnings): Earnings => ({
  owed: amount(earnings.owed),
  pot: amount(earnings.pot),
  split: earnings.split.map(shareOf),
});

export const totalsOf = (totals: chain.Totals): Totals => ({
  deposits: amount(totals.deposits),
  earnings: amount(totals.earnings),
  fees: amount(totals.fees),
  balance: amount(totals.balance),
  openPurses: totals.openPurses,
});

export const termsOf = (terms: chain.Terms, contract: Terms['contract']): Terms => ({
  version: terms.version,
  chainId: terms.chainId,
  contract,
  owner: terms.owner,
  pendingOwner: terms.pendingOwner,
  operator: terms.operator,
  operatorKey: terms.operatorKey,
  feeBasisPoints: terms.fee,
  feeCapBasisPoints: terms.feeCap,
  closingDelaySeconds: Number(terms.closingDelay),
  announceDelaySeconds: Number(terms.announceDelay),
  maxBatch: terms.maxBatch,
  maxPage: terms.maxPage,
  maxShares: terms.maxShares,
  maxLanes: terms.maxLanes,
  maxRetiredKeys: terms.maxRetiredKeys,
});

/** A contract event without its place in the block. */
export type Told = ContractEvent extends infer Event
  ? Event extends ContractEvent
    ? Omit<Event, 'index' | 'transaction'>
    : never
  : never;

/** The ledger's word for an event. */
export function told({ name, fields }: PurseEvent): Told {
  switch (name) {
    case 'Opened': {
      const { viewer, nonce, sessionKey, limits, deposit } = fields;
      return { kind: 'opened', viewer, nonce, sessionKey, limits: limitsOf(limits), deposit: amount(deposit) };
    }
    case 'ToppedUp': {
      const { viewer, nonce, added, deposit } = fields;
      return { kind: 'toppedUp', viewer, nonce, added: amount(added), deposit: amount(deposit) };
    }
    case 'Rekeyed': {
      const { viewer, nonce, sessionKey, limits, oldKeyUntil } = fields;
      return { kind: 'rekeyed', viewer, nonce, sessionKey, limits: limitsOf(limits), oldKeyUntil: dateOf(oldKeyUntil) };
    }
    case 'ClosingRequested':
      return {
        kind: 'closingRequested',
        viewer: fields.viewer,
        nonce: fields.nonce,
        closesAt: dateOf(fields.closesAt),
      };
    case 'ClosingCancelled':
      return { kind: 'closingCancelled', viewer: fields.viewer, nonce: fields.nonce };
    case 'Closed': {
      const { viewer, nonce, paidBack, early } = fields;
      return { kind: 'closed', viewer, nonce, paidBack: amount(paidBack), early };
    }
    case 'Announced': {
      const { viewer, creator, nonce, seconds, readyAt, until } = fields;
      const sums = { amount: amount(fields.amount), extras: amount(fields.extras) };
      return {
        kind: 'announced',
        viewer,
        creator,
        nonce,
        seconds,
        ...sums,
        readyAt: dateOf(readyAt),
        until: dateOf(until),
      };
    }
    case 'Settled': {
      const { viewer, creator, nonce, seconds } = fields;
      const counted = { amount: amount(fields.amount), extras: amount(fields.extras) };
      const moved = { paid: amount(fields.paid), fee: amount(fields.fee), short: amount(fields.short) };
      return { kind: 'settled', viewer, creator, nonce, seconds, ...counted, ...moved };
    }
    case 'Skipped': {
      const { viewer, creator, nonce, seconds, reason } = fields;
      return { kind: 'skipped', viewer, creator, nonce, seconds, reason: skipReason(reason) };
    }
    case 'SplitChanged':
      return { kind: 'splitChanged', creator: fields.creator, shares: fields.shares.map(shareOf) };
    case 'Distributed':
      return { kind: 'distributed', creator: fields.creator, amount: amount(fields.amount) };
    case 'Withdrawn':
      return { kind: 'withdrawn', account: fields.account, amount: amount(fields.amount) };
    case 'FeesWithdrawn':
      return { kind: 'feesWithdrawn', owner: fields.owner, amount: amount(fields.amount) };
    case 'FeeChanged':
      return { kind: 'feeChanged', feeBasisPoints: fields.fee };
    case 'OperatorChanged':
      return { kind: 'operatorChanged', operator: fields.operator, operatorKey: fields.operatorKey };
    case 'OwnershipOffered':
      return { kind: 'ownershipOffered', to: fields.to };
    case 'OwnershipAccepted':
      return { kind: 'ownershipAccepted', owner: fields.owner };
  }
}
