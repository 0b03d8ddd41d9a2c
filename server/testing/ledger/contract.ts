import { type PurseCall, type SkipReason } from '../../ledger';
import { checkP256 } from '../../vouchers/check-signature';
import { amount, MAX_AMOUNT } from '../../../sdk/money';
import { encodeRelease, type SignedVoucher } from '../../../sdk/voucher';
import { distribute, setSplit, withdraw } from './earnings';
import { checkedLimits, checkKey, isDead, newKey, presentKey, replaceKey, settlesUntil, type KeyRecord } from './keys';
import { limitsOf } from './reads';
import { settle } from './settling';
import {
  dateOf,
  openPurse,
  payOut,
  refuse,
  secondsOf,
  type ContractState,
  type PurseRecord,
  type Surroundings,
  type EmittedEvent,
} from './state';
import { removeTabs } from './tabs';
import { administer, checkFee, inForce, type OwnerCall } from './terms';
import { announce, clearClaims, payAnnounced } from './windows';

type Settings = Pick<
  ContractState,
  'owner' | 'operator' | 'operatorKey' | 'feeBasisPoints' | 'closingDelay' | 'tabCost' | 'withdrawFee' | 'maxBatch'
>;

/** The contract as its constructor leaves it. */
export function deploy(settings: Settings): ContractState {
  if (settings.closingDelay < 60n || settings.closingDelay > 30n * 24n * 60n * 60n) refuse('BadDelay');
  checkFee(settings.feeBasisPoints);
  checkKey(settings.operatorKey);
  return {
    ...settings,
    pendingOwner: null,
    nextOperator: null,
    nextFee: null,
    purses: new Map(),
    tabs: new Map(),
    claims: new Map(),
    accounts: new Map(),
    deposits: 0n,
    earnings: 0n,
    fees: 0n,
  };
}

/** What a message came to: what it tells, and the vouchers that it passed over. */
export interface Answer {
  events: EmittedEvent[];
  skipped: { voucher: SignedVoucher; reason: SkipReason }[];
}

/**
 * The purse contract's rules once more, in TypeScript: written from the rules (docs/money.md) and
 * not from the Rust, so that the two check each other. Carries a message out on this state; throws
 * ContractRefusal.
 */
export function execute(
  state: ContractState,
  found: Omit<Surroundings, 'emit' | 'skip'>,
  call: PurseCall | OwnerCall,
): Answer {
  const answer: Answer = { events: [], skipped: [] };
  const emit = (event: EmittedEvent) => void answer.events.push(event);
  const skip = (voucher: SignedVoucher, reason: SkipReason) => {
    answer.skipped.push({ voucher, reason });
    const { viewer, creator, purseNonce: nonce, key, seconds } = voucher;
    emit({ kind: 'skipped', viewer, creator, nonce, key, seconds, reason });
  };
  carryOut(state, { ...found, emit, skip }, call);
  return answer;
}

function carryOut(state: ContractState, around: Surroundings, call: PurseCall | OwnerCall) {
  switch (call.kind) {
    case 'open':
    case 'topUp':
    case 'rekey':
    case 'requestClose':
    case 'cancelClose':
    case 'close':
    case 'closeNow':
      return manage(state, around, call);
    case 'removeTabs':
      return removeTabs(state, around, call.tabs);
    case 'settle':
      return settle(state, around, call.vouchers);
    case 'announce':
      return announce(state, around, call.vouchers);
    case 'payAnnounced':
      return payAnnounced(state, around, call.viewer, call.claims);
    case 'clearClaims':
      return clearClaims(state, around, call.claims);
    case 'setSplit':
      return setSplit(state, around, call.shares);
    case 'distribute':
      return distribute(state, around, call.creator);
    case 'withdraw':
      return withdraw(state, around, around.caller);
    case 'withdrawFor':
      return withdraw(state, around, call.account);
    default:
      return administer(state, around, call);
  }
}

type OfViewers = Extract<
  PurseCall,
  { kind: 'open' | 'topUp' | 'rekey' | 'requestClose' | 'cancelClose' | 'close' | 'closeNow' }
>;

/** What a viewer does with the own purse. */
function manage(state: ContractState, around: Surroundings, call: OfViewers) {
  const { caller: viewer, now, emit } = around;
  switch (call.kind) {
    case 'open': {
      const deposit = sent(around);
      const before = state.purses.get(viewer);
      if (before?.open) refuse('AlreadyOpen');
      const key = newKey(0, call.sessionKey, checkedLimits(call, now), now);
      const { feeBasisPoints } = inForce(state, now);
      const purse = newPurse((before?.nonce ?? 0) + 1, key, deposit, feeBasisPoints);
      takeIn(state, deposit);
      state.purses.set(viewer, purse);
      return emit({ kind: 'opened', viewer, ...newKeyOf(purse), deposit: amount(deposit), feeBasisPoints });
    }
    case 'topUp': {
      const added = sent(around);
      const purse = notClosing(openPurse(state, viewer));
      takeIn(state, added);
      purse.deposit += added;
      const { nonce, deposit } = purse;
      return emit({ kind: 'toppedUp', viewer, nonce, added: amount(added), deposit: amount(deposit) });
    }
    case 'rekey': {
      const purse = notClosing(openPurse(state, viewer));
      const old = replaceKey(purse, call.sessionKey, checkedLimits(call, now), state.closingDelay, now);
      const oldKeyUntil = dateOf(settlesUntil(old, state.closingDelay));
      return emit({ kind: 'rekeyed', viewer, ...newKeyOf(purse), oldKeyUntil });
    }
    case 'requestClose': {
      const purse = notClosing(openPurse(state, viewer));
      purse.closingAt = now + state.closingDelay;
      return emit({ kind: 'closingRequested', viewer, nonce: purse.nonce, closesAt: dateOf(purse.closingAt) });
    }
    case 'cancelClose': {
      const purse = openPurse(state, viewer);
      if (purse.closingAt === null) refuse('NotClosing');
      purse.closingAt = null;
      return emit({ kind: 'closingCancelled', viewer, nonce: purse.nonce });
    }
    case 'close': {
      const purse = withoutWindow(openPurse(state, viewer));
      // Where no key settles any more there is nobody to wait for.
      if (purse.keys.some((key) => !isDead(key, state.closingDelay, now))) {
        if (purse.closingAt === null) refuse('NotClosing');
        if (now < purse.closingAt) refuse('TooEarly');
      }
      return payBack(state, around, purse, false);
    }
    case 'closeNow': {
      const purse = withoutWindow(openPurse(state, viewer));
      const validUntil = secondsOf(call.validUntil);
      if (now > validUntil) refuse('ReleaseExpired');
      const release = encodeRelease(around.domain, { viewer, purseNonce: purse.nonce, validUntil });
      if (!checkP256(inForce(state, now).operatorKey, release, call.signature)) refuse('BadRelease');
      return payBack(state, around, purse, true);
    }
  }
}

function newPurse(nonce: number, key: KeyRecord, deposit: bigint, feeBasisPoints: number): PurseRecord {
  return {
    nonce,
    open: true,
    keys: [key],
    deposit,
    reserved: 0n,
    paid: 0n,
    storage: 0n,
    seconds: 0n,
    extras: 0n,
    feeBasisPoints,
    openedAt: key.since,
    closingAt: null,
    window: null,
    tabs: [],
  };
}

/** The nonce stays, so that no voucher is ever good again, and what the purse came to. */
function payBack(state: ContractState, around: Surroundings, purse: PurseRecord, early: boolean) {
  const { deposit, nonce } = purse;
  state.deposits -= deposit;
  Object.assign(purse, { open: false, keys: [], deposit: 0n, closingAt: null } satisfies Partial<PurseRecord>);
  around.emit({ kind: 'closed', viewer: around.caller, nonce, paidBack: amount(deposit), early });
  payOut(around, around.caller, deposit);
}

function sent({ value }: Surroundings): bigint {
  if (value === 0n) refuse('NothingSent');
  return value > MAX_AMOUNT ? refuse('TooMuch') : value;
}

function takeIn(state: ContractState, deposit: bigint) {
  state.deposits += deposit;
  if (state.deposits > MAX_AMOUNT) refuse('TooMuch');
}

function notClosing(purse: PurseRecord): PurseRecord {
  return purse.closingAt === null ? purse : refuse('Closing');
}

/** Whoever announced is paid before the purse is empty. */
function withoutWindow(purse: PurseRecord): PurseRecord {
  return purse.window === null ? purse : refuse('WindowOpen');
}

function newKeyOf(purse: PurseRecord) {
  const { key, sessionKey, limits } = presentKey(purse);
  return { nonce: purse.nonce, key, sessionKey, limits: limitsOf(limits) };
}
