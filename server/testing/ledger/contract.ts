import { createHash } from 'node:crypto';
import {
  type ChainPurse,
  type ContractError,
  type ContractEvent,
  type Earnings,
  type Limits,
  type PurseCall,
  type Share,
  type Tab,
  type Terms,
  type Totals,
} from '../../ledger';
import { checkP256 } from '../../vouchers/check-signature';
import { amount, MAX_AMOUNT } from '../../../sdk/money';
import { encodeRelease, type H160, type Hex, type SignedVoucher, type VoucherDomain } from '../../../sdk/voucher';
import {
  allowedSeconds,
  count,
  isGood,
  isSignedNow,
  judge,
  signers,
  WHOLE,
  type KeyLimits,
  type PurseRecord,
  type TabRecord,
} from './settling';

const FEE_CAP = 1_000;
const MAX_LANES = 16;
const MAX_RETIRED_KEYS = 4;
const MAX_SHARES = 8;
const MAX_PAGE = 50;
const LONGEST_LIFE = 366n * 24n * 60n * 60n;
const NO_KEY: Hex = `0x${'00'.repeat(64)}`;
const NO_LIMITS: KeyLimits = { maxRate: 0n, lanes: 0, extrasAllowance: 0n, expiresAt: 0n };

/** What the owner and whoever is to become it may do. */
export type OwnerCall =
  | { kind: 'withdrawFees' }
  | { kind: 'setFee'; feeBasisPoints: number }
  | { kind: 'setOperator'; operator: H160; operatorKey: Hex }
  | { kind: 'transferOwnership'; to: H160 }
  | { kind: 'acceptOwnership' };

type Told<Event> = Event extends ContractEvent ? Omit<Event, 'index' | 'transaction'> : never;
/** An event as the contract tells it, before it has its place in a block. */
export type ToldEvent = Told<ContractEvent>;

/** The contract refuses the message: all that it did is to be undone. */
export class ContractRefusal extends Error {
  constructor(readonly error: ContractError) {
    super(error);
  }
}

/** All that the contract keeps. Plain data: whoever calls it works on a copy and throws that away when the contract refuses. */
export interface ContractState {
  owner: H160;
  pendingOwner: H160 | null;
  operator: H160;
  operatorKey: Hex;
  feeBasisPoints: number;
  closingDelay: bigint;
  maxBatch: number;
  purses: Map<H160, PurseRecord>;
  /** By viewer and creator. */
  tabs: Map<string, TabRecord>;
  accounts: Map<H160, { owed: bigint; pot: bigint }>;
  splits: Map<H160, Share[]>;
  /** By the batch's hash. */
  announced: Map<string, { readyAt: bigint; until: bigint }>;
  deposits: bigint;
  earnings: bigint;
  fees: bigint;
}

/** What a message finds around it. */
export interface Surroundings {
  domain: VoucherDomain;
  caller: H160;
  /** Money that came with it. */
  value: bigint;
  /** The block's time in seconds. */
  now: bigint;
  /** Pays out of the contract; false when the payee does not take it. */
  pay(to: H160, amount: bigint): boolean;
}

/** The contract as its constructor leaves it. */
export function deploy(
  settings: Pick<ContractState, 'owner' | 'operator' | 'operatorKey' | 'feeBasisPoints' | 'closingDelay' | 'maxBatch'>,
): ContractState {
  if (settings.closingDelay < 60n || settings.closingDelay > 30n * 24n * 60n * 60n) refuse('BadDelay');
  checkFee(settings.feeBasisPoints);
  checkKey(settings.operatorKey);
  return {
    ...settings,
    pendingOwner: null,
    purses: new Map(),
    tabs: new Map(),
    accounts: new Map(),
    splits: new Map(),
    announced: new Map(),
    deposits: 0n,
    earnings: 0n,
    fees: 0n,
  };
}

/**
 * The purse contract's rules once more, in TypeScript: written from the rules and not from the Rust, so that the two check each other.
 * Carries a message out on this state and answers what it tells; throws ContractRefusal.
 */
export function execute(state: ContractState, around: Surroundings, call: PurseCall | OwnerCall): ToldEvent[] {
  const events: ToldEvent[] = [];
  const tell = (event: ToldEvent) => void events.push(event);
  const { caller, now } = around;
  const viewer = caller;
  switch (call.kind) {
    case 'open': {
      const deposit = sent(around);
      const before = state.purses.get(viewer);
      if (before?.open) refuse('AlreadyOpen');
      const purse = newPurse(call.sessionKey, checkedLimits(call, now), deposit, now, (before?.nonce ?? 0) + 1);
      takeIn(state, deposit);
      state.purses.set(viewer, purse);
      tell({ kind: 'opened', viewer, ...toldKey(purse), deposit: amount(deposit) });
      break;
    }
    case 'topUp': {
      const added = sent(around);
      const purse = notClosing(openPurse(state, viewer));
      takeIn(state, added);
      purse.deposit += added;
      tell({ kind: 'toppedUp', viewer, nonce: purse.nonce, added: amount(added), deposit: amount(purse.deposit) });
      break;
    }
    case 'rekey': {
      const purse = notClosing(openPurse(state, viewer));
      const until = replaceKey(purse, call.sessionKey, checkedLimits(call, now), now, state.closingDelay);
      tell({ kind: 'rekeyed', viewer, ...toldKey(purse), oldKeyUntil: dateOf(until) });
      break;
    }
    case 'requestClose': {
      const purse = notClosing(openPurse(state, viewer));
      purse.closingAt = now + state.closingDelay;
      tell({ kind: 'closingRequested', viewer, nonce: purse.nonce, closesAt: dateOf(purse.closingAt) });
      break;
    }
    case 'cancelClose': {
      const purse = openPurse(state, viewer);
      if (purse.closingAt === null) refuse('NotClosing');
      purse.closingAt = null;
      tell({ kind: 'closingCancelled', viewer, nonce: purse.nonce });
      break;
    }
    case 'close': {
      const purse = openPurse(state, viewer);
      // Where no key is good any more nothing can be settled, so there is nobody to wait for.
      if (signers(purse).some((key) => isGood(key, now))) {
        if (purse.closingAt === null) refuse('NotClosing');
        if (now < purse.closingAt) refuse('TooEarly');
      }
      payBack(state, around, purse, false, tell);
      break;
    }
    case 'closeNow': {
      const purse = openPurse(state, viewer);
      const validUntil = secondsOf(call.validUntil);
      if (now > validUntil) refuse('ReleaseExpired');
      const release = encodeRelease(around.domain, { viewer, purseNonce: purse.nonce, validUntil });
      if (!checkP256(state.operatorKey, release, call.signature)) refuse('BadRelease');
      payBack(state, around, purse, true, tell);
      break;
    }
    case 'announce':
      announce(state, around, call.vouchers, tell);
      break;
    case 'settle':
      settle(state, around, call.vouchers, tell);
      break;
    case 'setSplit':
      checkSplit(caller, call.shares);
      distribute(state, caller, tell);
      if (call.shares.length > 0) state.splits.set(caller, call.shares);
      else state.splits.delete(caller);
      tell({ kind: 'splitChanged', creator: caller, shares: call.shares });
      break;
    case 'distribute':
      distribute(state, call.creator, tell);
      break;
    case 'withdraw': {
      distribute(state, caller, tell);
      const account = accountOf(state, caller);
      const { owed } = account;
      if (owed === 0n) refuse('NothingOwed');
      account.owed = 0n;
      state.earnings -= owed;
      tell({ kind: 'withdrawn', account: caller, amount: amount(owed) });
      pay(around, caller, owed);
      break;
    }
    default:
      administer(state, around, call, tell);
  }
  return events;
}

function administer(state: ContractState, around: Surroundings, call: OwnerCall, tell: (event: ToldEvent) => void) {
  const { caller } = around;
  if (call.kind === 'acceptOwnership') {
    if (state.pendingOwner !== caller) refuse('NotPendingOwner');
    state.owner = caller;
    state.pendingOwner = null;
    return tell({ kind: 'ownershipAccepted', owner: caller });
  }
  if (state.owner !== caller) refuse('NotOwner');
  switch (call.kind) {
    case 'withdrawFees': {
      const { fees } = state;
      if (fees === 0n) refuse('NothingOwed');
      state.fees = 0n;
      tell({ kind: 'feesWithdrawn', owner: caller, amount: amount(fees) });
      return pay(around, caller, fees);
    }
    case 'setFee':
      checkFee(call.feeBasisPoints);
      state.feeBasisPoints = call.feeBasisPoints;
      return tell({ kind: 'feeChanged', feeBasisPoints: call.feeBasisPoints });
    case 'setOperator':
      checkKey(call.operatorKey);
      state.operator = call.operator;
      state.operatorKey = call.operatorKey;
      return tell({ kind: 'operatorChanged', operator: call.operator, operatorKey: call.operatorKey });
    case 'transferOwnership':
      state.pendingOwner = call.to;
      return tell({ kind: 'ownershipOffered', to: call.to });
  }
}

function newPurse(sessionKey: Hex, limits: KeyLimits, deposit: bigint, now: bigint, nonce: number): PurseRecord {
  return {
    nonce,
    open: true,
    sessionKey,
    limits,
    deposit,
    paid: 0n,
    seconds: 0n,
    extras: 0n,
    openedAt: now,
    closingAt: null,
    retired: [],
    creators: [],
    accrued: 0n,
    accruedSince: now,
  };
}

/** Until when the old key settles what it signed: now, when it had expired anyway. */
function replaceKey(purse: PurseRecord, sessionKey: Hex, limits: KeyLimits, now: bigint, delay: bigint): bigint {
  const expired = now > purse.limits.expiresAt;
  const until = expired ? now : now + delay;
  const retired = purse.retired.filter((key) => isGood(key, now));
  if (!expired) retired.push({ sessionKey: purse.sessionKey, limits: purse.limits, until });
  if (retired.length > MAX_RETIRED_KEYS) refuse('OutstandingKeys');
  // What the old lanes have let pass until now stays billable.
  const accrued = allowedSeconds(purse, now);
  Object.assign(purse, { sessionKey, limits, retired, accrued, accruedSince: now });
  return until;
}

function payBack(
  state: ContractState,
  around: Surroundings,
  purse: PurseRecord,
  early: boolean,
  tell: (event: ToldEvent) => void,
) {
  const { deposit, nonce } = purse;
  state.deposits -= deposit;
  // The nonce stays, so that no voucher is ever good again, and what the purse came to.
  Object.assign(purse, {
    open: false,
    sessionKey: NO_KEY,
    limits: NO_LIMITS,
    deposit: 0n,
    closingAt: null,
    retired: [],
  });
  tell({ kind: 'closed', viewer: around.caller, nonce, paidBack: amount(deposit), early });
  pay(around, around.caller, deposit);
}

function announce(
  state: ContractState,
  { domain, now }: Surroundings,
  vouchers: SignedVoucher[],
  tell: (event: ToldEvent) => void,
) {
  checkSize(state, vouchers);
  for (const voucher of vouchers) {
    const purse = state.purses.get(voucher.viewer);
    if (!purse?.open || !isSignedNow(domain, purse, voucher, now)) refuse('AnnouncedVoucherInvalid');
  }
  const hash = batchHash(vouchers);
  const before = state.announced.get(hash);
  // Announcing again makes it last longer and never start later: otherwise anyone could put a settling off for ever.
  const readyAt = before && now < before.until ? before.readyAt : now + state.closingDelay / 2n;
  const until = now + state.closingDelay;
  state.announced.set(hash, { readyAt, until });
  for (const { viewer, creator, purseNonce, seconds, amount: counted, extras } of vouchers) {
    const pair = { viewer, creator, nonce: purseNonce };
    tell({
      kind: 'announced',
      ...pair,
      seconds,
      amount: counted,
      extras,
      readyAt: dateOf(readyAt),
      until: dateOf(until),
    });
  }
}

function settle(
  state: ContractState,
  { domain, caller, now }: Surroundings,
  vouchers: SignedVoucher[],
  tell: (event: ToldEvent) => void,
) {
  checkSize(state, vouchers);
  if (caller !== state.operator) {
    const hash = batchHash(vouchers);
    const announcement = state.announced.get(hash);
    if (!announcement || now >= announcement.until) refuse('NotAnnounced');
    if (now < announcement.readyAt) refuse('TooEarly');
    state.announced.delete(hash);
  }
  for (const voucher of inOrder(vouchers)) tell(settleOne(state, domain, voucher, now));
}

function settleOne(state: ContractState, domain: VoucherDomain, voucher: SignedVoucher, now: bigint): ToldEvent {
  const { viewer, creator, purseNonce: nonce, seconds } = voucher;
  const purse = state.purses.get(viewer);
  const pair = `${viewer} ${creator}`;
  if (!purse?.open) return { kind: 'skipped', viewer, creator, nonce, seconds, reason: 'NoPurse' };

  const known = state.tabs.get(pair);
  const isNew = known?.nonce !== purse.nonce;
  const zero = { seconds: 0n, amount: 0n, extras: 0n, paid: 0n, feeCarry: 0n };
  const tab = known && !isNew ? known : { nonce: purse.nonce, ...zero };
  const growth = judge(domain, purse, tab, voucher, now);
  if (typeof growth === 'string') return { kind: 'skipped', viewer, creator, nonce, seconds, reason: growth };

  if (isNew) purse.creators.push(creator);
  state.tabs.set(pair, tab);
  const { paid, fee, short } = count(purse, tab, growth, state.feeBasisPoints);
  state.deposits -= paid;
  state.earnings += paid - fee;
  state.fees += fee;
  accountOf(state, creator).pot += paid - fee;
  const counted = { seconds: tab.seconds, amount: amount(tab.amount), extras: amount(tab.extras) };
  const money = { paid: amount(paid), fee: amount(fee), short: amount(short) };
  return { kind: 'settled', viewer, creator, nonce, ...counted, ...money };
}

/** Order changes nothing: whatever order a batch came in, it is taken in this one. Within a pair the older voucher comes first. */
function inOrder(vouchers: SignedVoucher[]): SignedVoucher[] {
  const fields = (v: SignedVoucher) =>
    [v.viewer, v.creator, v.seconds, v.amount, v.extras, v.purseNonce, v.signature] as const;
  return [...vouchers].sort((one, other) => {
    const theirs = fields(other);
    const differing = fields(one).findIndex((field, at) => field !== theirs[at]);
    return differing < 0 ? 0 : fields(one)[differing]! < theirs[differing]! ? -1 : 1;
  });
}

/** With a split only whole ten-thousands are divided, so that every part is exact; what remains stays in the pot. */
function distribute(state: ContractState, creator: H160, tell: (event: ToldEvent) => void) {
  const own = accountOf(state, creator);
  const shares = state.splits.get(creator) ?? [];
  const divided = shares.length > 0 ? own.pot - (own.pot % WHOLE) : own.pot;
  if (divided === 0n) return;
  own.pot -= divided;
  let rest = divided;
  for (const { account, basisPoints } of shares) {
    const part = (divided / WHOLE) * BigInt(basisPoints);
    accountOf(state, account).owed += part;
    rest -= part;
  }
  own.owed += rest;
  tell({ kind: 'distributed', creator, amount: amount(divided) });
}

/** What the contract answers when it is asked. */
export const reads = {
  purse(state: ContractState, viewer: H160): ChainPurse | null {
    const purse = state.purses.get(viewer);
    if (!purse) return null;
    const { nonce, open, sessionKey, limits, deposit, paid, seconds, extras, openedAt, closingAt, retired } = purse;
    return {
      nonce,
      open,
      sessionKey,
      limits: toldLimits(limits),
      deposit: amount(deposit),
      paid: amount(paid),
      seconds,
      extras: amount(extras),
      openedAt: dateOf(openedAt),
      closingAt: closingAt === null ? null : dateOf(closingAt),
      retired: retired.map((key) => ({ ...key, limits: toldLimits(key.limits), until: dateOf(key.until) })),
      tabs: purse.creators.length,
    };
  },

  tab(state: ContractState, viewer: H160, creator: H160): Tab | null {
    const tab = state.tabs.get(`${viewer} ${creator}`);
    if (!tab || tab.nonce !== state.purses.get(viewer)?.nonce) return null;
    const { nonce, seconds, amount: counted, extras, paid } = tab;
    return { nonce, seconds, amount: amount(counted), extras: amount(extras), paid: amount(paid) };
  },

  tabs(state: ContractState, viewer: H160, from: number, wanted: number): { creator: H160; tab: Tab }[] {
    const creators = state.purses.get(viewer)?.creators ?? [];
    return creators
      .slice(from, from + Math.min(wanted, MAX_PAGE))
      .map((creator) => ({ creator, tab: reads.tab(state, viewer, creator)! }));
  },

  earnings(state: ContractState, account: H160): Earnings {
    const { owed, pot } = state.accounts.get(account) ?? { owed: 0n, pot: 0n };
    return { owed: amount(owed), pot: amount(pot), split: state.splits.get(account) ?? [] };
  },

  terms(state: ContractState, { chainId, contract }: VoucherDomain): Terms {
    return {
      version: 1,
      chainId,
      contract,
      owner: state.owner,
      pendingOwner: state.pendingOwner,
      operator: state.operator,
      operatorKey: state.operatorKey,
      feeBasisPoints: state.feeBasisPoints,
      feeCapBasisPoints: FEE_CAP,
      closingDelaySeconds: Number(state.closingDelay),
      announceDelaySeconds: Number(state.closingDelay / 2n),
      maxBatch: state.maxBatch,
      maxPage: MAX_PAGE,
      maxShares: MAX_SHARES,
      maxLanes: MAX_LANES,
      maxRetiredKeys: MAX_RETIRED_KEYS,
    };
  },

  totals({ deposits, earnings, fees, purses }: ContractState, balance: bigint): Totals {
    const openPurses = [...purses.values()].filter(({ open }) => open).length;
    return {
      deposits: amount(deposits),
      earnings: amount(earnings),
      fees: amount(fees),
      balance: amount(balance),
      openPurses,
    };
  },
};

/** A moment in the contract's whole seconds. */
export function secondsOf(date: Date): bigint {
  return BigInt(Math.floor(date.getTime() / 1_000));
}

function dateOf(seconds: bigint): Date {
  return new Date(Number(seconds) * 1_000);
}

function refuse(error: ContractError): never {
  throw new ContractRefusal(error);
}

function sent({ value }: Surroundings): bigint {
  if (value === 0n) refuse('NothingSent');
  return value > MAX_AMOUNT ? refuse('TooMuch') : value;
}

function takeIn(state: ContractState, deposit: bigint) {
  state.deposits += deposit;
  if (state.deposits > MAX_AMOUNT) refuse('TooMuch');
}

function pay({ pay: payOut }: Surroundings, to: H160, owed: bigint) {
  if (owed > 0n && !payOut(to, owed)) refuse('TransferFailed');
}

function openPurse(state: ContractState, viewer: H160): PurseRecord {
  const purse = state.purses.get(viewer);
  return purse?.open ? purse : refuse('NoPurse');
}

function notClosing(purse: PurseRecord): PurseRecord {
  return purse.closingAt === null ? purse : refuse('Closing');
}

function accountOf(state: ContractState, account: H160): { owed: bigint; pot: bigint } {
  const found = state.accounts.get(account) ?? { owed: 0n, pot: 0n };
  state.accounts.set(account, found);
  return found;
}

function checkedLimits({ sessionKey, limits }: { sessionKey: Hex; limits: Limits }, now: bigint): KeyLimits {
  checkKey(sessionKey);
  const expiresAt = secondsOf(limits.expiresAt);
  if (limits.lanes < 1 || limits.lanes > MAX_LANES) refuse('BadLimits');
  if (expiresAt <= now) refuse('ExpiryInPast');
  if (expiresAt > now + LONGEST_LIFE) refuse('BadLimits');
  return { ...limits, expiresAt };
}

function checkKey(key: Hex) {
  if (key === NO_KEY) refuse('BadKey');
}

function checkFee(basisPoints: number) {
  if (basisPoints > FEE_CAP) refuse('FeeTooHigh');
}

function checkSize({ maxBatch }: ContractState, vouchers: SignedVoucher[]) {
  if (vouchers.length === 0) refuse('EmptyBatch');
  if (vouchers.length > maxBatch) refuse('BatchTooLarge');
}

function checkSplit(creator: H160, shares: Share[]) {
  const points = shares.reduce((sum, { basisPoints }) => sum + basisPoints, 0);
  const accounts = new Set(shares.map(({ account }) => account));
  if (shares.length > MAX_SHARES || accounts.size < shares.length || accounts.has(creator)) refuse('BadSplit');
  if (points > Number(WHOLE) || shares.some(({ basisPoints }) => basisPoints < 1)) refuse('BadSplit');
}

function batchHash(vouchers: SignedVoucher[]): string {
  const written = vouchers.map((v) =>
    [v.viewer, v.purseNonce, v.creator, v.seconds, v.amount, v.extras, v.signature].join(),
  );
  return createHash('sha256').update(written.join('\n')).digest('hex');
}

function toldLimits({ maxRate, lanes, extrasAllowance, expiresAt }: KeyLimits): Limits {
  return { maxRate: amount(maxRate), lanes, extrasAllowance: amount(extrasAllowance), expiresAt: dateOf(expiresAt) };
}

function toldKey({ nonce, sessionKey, limits }: PurseRecord) {
  return { nonce, sessionKey, limits: toldLimits(limits) };
}
