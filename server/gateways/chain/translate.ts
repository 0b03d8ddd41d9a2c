import { type Amount, amount } from '../../../sdk/money';
import { type Hex, type SignedVoucher } from '../../../sdk/voucher';
import {
  type ChainPurse,
  type Claim,
  type ContractError,
  type ContractEvent,
  type Earnings,
  type KeyInfo,
  type KeyedCreator,
  type Limits,
  type PassedOver,
  type PurseCall,
  type SkipReason,
  type Tab,
  type Terms,
  type Totals,
} from '../../ledger';
import type * as chain from '../../../contracts/artifacts/purse.types';
import { type Message, type PurseEvent } from './abi';

// Between the contract's words and the ledger's. Nothing is cast: a contract that says anything
// else fails the typecheck.

/** The contract's error and skip reason are the ledger's, name by name. */
export const contractError = (error: chain.Error): ContractError => error satisfies ContractError;
const skipReason = (reason: chain.SkipReason): SkipReason => reason satisfies SkipReason;

const LAST_DATE = 8_640_000_000_000n;
const ZERO = amount(0n);

/**
 * The contract counts whole seconds. Beyond what a Date can hold there is no difference that
 * matters.
 */
const dateOf = (seconds: bigint) => new Date(Number(seconds < LAST_DATE ? seconds : LAST_DATE) * 1_000);
const dateOrNull = (seconds: bigint | null) => (seconds === null ? null : dateOf(seconds));
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
  key: voucher.key,
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
  key: voucher.key,
  creator: voucher.creator,
  seconds: voucher.seconds,
  amount: voucher.amount,
  extras: voucher.extras,
  signature: voucher.signature,
});

const shareOf = ({ account, basisPoints }: chain.Share) => ({ account, basisPoints });

const chainPair = ({ key, creator }: KeyedCreator): [number, Hex] => [key, creator];
const pairOf = ([key, creator]: [number, Hex]): KeyedCreator => ({ key, creator });

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
    case 'removeTabs':
      return free({ name: 'remove_tabs', args: { pairs: call.tabs.map(chainPair) } });
    case 'announce':
      return free({ name: 'announce', args: { vouchers: call.vouchers.map(chainVoucher) } });
    case 'settle':
      return free({ name: 'settle', args: { vouchers: call.vouchers.map(chainVoucher) } });
    case 'payAnnounced':
      return free({ name: 'pay_announced', args: { viewer: call.viewer, pairs: call.claims.map(chainPair) } });
    case 'clearClaims': {
      const pairs = call.claims.map(({ viewer, ...pair }): [Hex, number, Hex] => [viewer, ...chainPair(pair)]);
      return free({ name: 'clear_claims', args: { pairs } });
    }
    case 'setSplit':
      return free({ name: 'set_split', args: { shares: call.shares.map(shareOf) } });
    case 'distribute':
      return free({ name: 'distribute', args: { creator: call.creator } });
    case 'withdraw':
      return free({ name: 'withdraw', args: {} });
    case 'withdrawFor':
      return free({ name: 'withdraw_for', args: { account: call.account } });
  }
}

const free = (message: Message) => ({ message, value: ZERO });

/**
 * The call that a message with this money is; null when it is none that a wallet is asked for here.
 */
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
    case 'remove_tabs':
      return { kind: 'removeTabs', tabs: message.args.pairs.map(pairOf) };
    case 'announce':
      return { kind: 'announce', vouchers: message.args.vouchers.map(voucherOf) };
    case 'settle':
      return { kind: 'settle', vouchers: message.args.vouchers.map(voucherOf) };
    case 'pay_announced':
      return { kind: 'payAnnounced', viewer: message.args.viewer, claims: message.args.pairs.map(pairOf) };
    case 'clear_claims': {
      const claims = message.args.pairs.map(([viewer, ...pair]) => ({ viewer, ...pairOf(pair) }));
      return { kind: 'clearClaims', claims };
    }
    case 'set_split':
      return { kind: 'setSplit', shares: message.args.shares.map(shareOf) };
    case 'distribute':
      return { kind: 'distribute', creator: message.args.creator };
    case 'withdraw':
      return { kind: 'withdraw' };
    case 'withdraw_for':
      return { kind: 'withdrawFor', account: message.args.account };
    default:
      return null; // reads, and what only the owner may
  }
}

const keyOf = (key: chain.KeyInfo): KeyInfo => ({
  key: key.key,
  sessionKey: key.sessionKey,
  limits: limitsOf(key.limits),
  since: dateOf(key.since),
  retiredAt: dateOrNull(key.retiredAt),
  settlesUntil: dateOf(key.settlesUntil),
  credit: amount(key.credit),
  extras: amount(key.extras),
});

export function purseOf(info: chain.PurseInfo): ChainPurse {
  return {
    nonce: info.nonce,
    open: info.open,
    present: keyOf(info.present),
    retired: info.retired.map(keyOf),
    deposit: amount(info.deposit),
    reserved: amount(info.reserved),
    paid: amount(info.paid),
    storage: amount(info.storage),
    seconds: info.seconds,
    extras: amount(info.extras),
    feeBasisPoints: info.fee,
    openedAt: dateOf(info.openedAt),
    closingAt: dateOrNull(info.closingAt),
    windowEndsAt: dateOrNull(info.windowEndsAt),
    claims: info.claims,
    tabs: info.tabs,
  };
}

export const tabOf = (tab: chain.Tab): Tab => ({
  nonce: tab.nonce,
  seconds: tab.seconds,
  amount: amount(tab.amount),
  extras: amount(tab.extras),
  feeCarry: tab.feeCarry,
});

export const claimOf = (claim: chain.Claim): Claim => ({
  announcer: claim.announcer,
  seconds: claim.seconds,
  amount: amount(claim.amount),
  extras: amount(claim.extras),
  dueAmount: amount(claim.dueAmount),
  dueExtras: amount(claim.dueExtras),
  dueStorage: amount(claim.dueStorage),
});

export function earningsOf({ owed, pot, split, nextSplit }: chain.Earnings): Earnings {
  const next = nextSplit && { shares: nextSplit[0].map(shareOf), effectiveAt: dateOf(nextSplit[1]) };
  return { owed: amount(owed), pot: amount(pot), split: split.map(shareOf), nextSplit: next };
}

export const totalsOf = (totals: chain.Totals): Totals => ({
  deposits: amount(totals.deposits),
  earnings: amount(totals.earnings),
  fees: amount(totals.fees),
  balance: amount(totals.balance),
  openPurses: totals.openPurses,
});

export function termsOf(terms: chain.Terms, contract: Terms['contract']): Terms {
  const { nextOperator, nextFee } = terms;
  return {
    version: terms.version,
    chainId: terms.chainId,
    contract,
    owner: terms.owner,
    pendingOwner: terms.pendingOwner,
    operator: terms.operator,
    operatorKey: terms.operatorKey,
    nextOperator: nextOperator && {
      operator: nextOperator[0],
      operatorKey: nextOperator[1],
      effectiveAt: dateOf(nextOperator[2]),
    },
    feeBasisPoints: terms.fee,
    nextFee: nextFee && { feeBasisPoints: nextFee[0], effectiveAt: dateOf(nextFee[1]) },
    feeCapBasisPoints: terms.feeCap,
    closingDelaySeconds: Number(terms.closingDelay),
    tabCost: amount(terms.tabCost),
    withdrawFee: amount(terms.withdrawFee),
    maxBatch: terms.maxBatch,
    maxPage: terms.maxPage,
    maxShares: terms.maxShares,
    maxLanes: terms.maxLanes,
    maxRetiredKeys: terms.maxRetiredKeys,
    accrualCapSeconds: Number(terms.accrualCap),
  };
}

/** What a settlement passed over of these vouchers. */
export function skippedOf(skipped: chain.Settlement['skipped'], vouchers: SignedVoucher[]): PassedOver[] {
  return skipped.map(([place, reason]) => {
    const voucher = vouchers[place];
    if (!voucher) throw new Error(`the contract skipped voucher ${place} of ${vouchers.length}`);
    return { voucher, reason: skipReason(reason) };
  });
}

/** A contract event without its place in the block. */
export type TranslatedEvent = ContractEvent extends infer Event
  ? Event extends ContractEvent
    ? Omit<Event, 'index' | 'transaction'>
    : never
  : never;

/** The ledger's word for an event. */
export function translateEvent(event: PurseEvent): TranslatedEvent {
  switch (event.name) {
    case 'Opened':
    case 'ToppedUp':
    case 'Rekeyed':
    case 'ClosingRequested':
    case 'ClosingCancelled':
    case 'Closed':
    case 'TabsRemoved':
      return purseEventOf(event);
    case 'Announced': {
      const { viewer, creator, nonce, key, seconds, announcer } = event.fields;
      return {
        kind: 'announced',
        viewer,
        creator,
        nonce,
        key,
        seconds,
        amount: amount(event.fields.amount),
        extras: amount(event.fields.extras),
        due: amount(event.fields.due),
        announcer,
        windowEndsAt: dateOf(event.fields.windowEndsAt),
      };
    }
    case 'WindowEnded':
      return {
        kind: 'windowEnded',
        viewer: event.fields.viewer,
        nonce: event.fields.nonce,
        reserved: amount(event.fields.reserved),
      };
    case 'Settled': {
      const { viewer, creator, nonce, key, seconds } = event.fields;
      return {
        kind: 'settled',
        viewer,
        creator,
        nonce,
        key,
        seconds,
        amount: amount(event.fields.amount),
        extras: amount(event.fields.extras),
        paid: amount(event.fields.paid),
        fee: amount(event.fields.fee),
        storage: amount(event.fields.storage),
        short: amount(event.fields.short),
      };
    }
    case 'Skipped': {
      const { viewer, creator, nonce, key, seconds, reason } = event.fields;
      return { kind: 'skipped', viewer, creator, nonce, key, seconds, reason: skipReason(reason) };
    }
    case 'ClaimsCleared':
      return { kind: 'claimsCleared', announcer: event.fields.announcer, count: event.fields.count };
    case 'SplitChanged': {
      const { creator, shares, effectiveAt } = event.fields;
      return { kind: 'splitChanged', creator, shares: shares.map(shareOf), effectiveAt: dateOf(effectiveAt) };
    }
    case 'Distributed':
      return { kind: 'distributed', creator: event.fields.creator, amount: amount(event.fields.amount) };
    case 'Withdrawn': {
      const { account, fee } = event.fields;
      return { kind: 'withdrawn', account, amount: amount(event.fields.amount), fee: amount(fee) };
    }
    case 'FeesWithdrawn':
      return { kind: 'feesWithdrawn', owner: event.fields.owner, amount: amount(event.fields.amount) };
    case 'SurplusWithdrawn':
      return { kind: 'surplusWithdrawn', owner: event.fields.owner, amount: amount(event.fields.amount) };
    case 'FeeChanged':
      return { kind: 'feeChanged', feeBasisPoints: event.fields.fee, effectiveAt: dateOf(event.fields.effectiveAt) };
    case 'OperatorChanged': {
      const { operator, operatorKey, effectiveAt } = event.fields;
      return { kind: 'operatorChanged', operator, operatorKey, effectiveAt: dateOf(effectiveAt) };
    }
    case 'OwnershipOffered':
      return { kind: 'ownershipOffered', to: event.fields.to };
    case 'OwnershipAccepted':
      return { kind: 'ownershipAccepted', owner: event.fields.owner };
  }
}

type OfPurse = Extract<
  PurseEvent,
  {
    name: 'Opened' | 'ToppedUp' | 'Rekeyed' | 'ClosingRequested' | 'ClosingCancelled' | 'Closed' | 'TabsRemoved';
  }
>;

/** What a viewer did with the own purse. */
function purseEventOf({ name, fields }: OfPurse): TranslatedEvent {
  switch (name) {
    case 'Opened': {
      const { viewer, nonce, key, sessionKey, deposit, fee } = fields;
      const limits = limitsOf(fields.limits);
      return {
        kind: 'opened',
        viewer,
        nonce,
        key,
        sessionKey,
        limits,
        deposit: amount(deposit),
        feeBasisPoints: fee,
      };
    }
    case 'ToppedUp': {
      const { viewer, nonce, added, deposit } = fields;
      return { kind: 'toppedUp', viewer, nonce, added: amount(added), deposit: amount(deposit) };
    }
    case 'Rekeyed': {
      const { viewer, nonce, key, sessionKey, oldKeyUntil } = fields;
      const limits = limitsOf(fields.limits);
      return { kind: 'rekeyed', viewer, nonce, key, sessionKey, limits, oldKeyUntil: dateOf(oldKeyUntil) };
    }
    case 'ClosingRequested': {
      const { viewer, nonce, closesAt } = fields;
      return { kind: 'closingRequested', viewer, nonce, closesAt: dateOf(closesAt) };
    }
    case 'ClosingCancelled':
      return { kind: 'closingCancelled', viewer: fields.viewer, nonce: fields.nonce };
    case 'Closed': {
      const { viewer, nonce, paidBack, early } = fields;
      return { kind: 'closed', viewer, nonce, paidBack: amount(paidBack), early };
    }
    case 'TabsRemoved':
      return { kind: 'tabsRemoved', viewer: fields.viewer, count: fields.count };
  }
}
