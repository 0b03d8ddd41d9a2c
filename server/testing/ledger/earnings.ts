import { type Share } from '../../ledger';
import { amount } from '../../../sdk/money';
import { type H160 } from '../../../sdk/voucher';
import {
  dateOf,
  payOut,
  refuse,
  WHOLE,
  type AccountRecord,
  type ContractState,
  type Surroundings,
  type EmittedEvent,
} from './state';
import { inForce } from './terms';

const MAX_SHARES = 8;
/** What the operator sends is so many times what it keeps for that, at the least. */
const FEES_WORTH_SENDING = 100n;

type Emit = (event: EmittedEvent) => void;

/**
 * An account whose pot is about to be divided, with a change of its split that is due carried out.
 */
function accountAt(
  state: ContractState,
  { now, emit }: Pick<Surroundings, 'now' | 'emit'>,
  account: H160,
): AccountRecord {
  const record = recordOf(state, account);
  if (record.nextSplit && now >= record.nextSplit.effectiveAt) {
    divide(state, account, emit);
    record.split = record.nextSplit.shares;
    record.nextSplit = null;
    record.pot += record.nextPot;
    record.nextPot = 0n;
  }
  return record;
}

function recordOf({ accounts }: ContractState, account: H160): AccountRecord {
  const found = accounts.get(account) ?? { owed: 0n, pot: 0n, split: [], nextSplit: null, nextPot: 0n };
  accounts.set(account, found);
  return found;
}

/**
 * A creator's part goes into the pot; what a new tab's storage takes is owed to whoever sent the
 * transaction.
 */
export function payInto(state: ContractState, around: Surroundings, creator: H160, earned: bigint, storage: bigint) {
  const account = recordOf(state, creator);
  const isNext = account.nextSplit && around.now >= account.nextSplit.effectiveAt;
  account[isNext ? 'nextPot' : 'pot'] += earned;
  if (storage > 0n) recordOf(state, around.caller).owed += storage;
  state.earnings += earned + storage;
}

/**
 * With a split only whole ten-thousands are divided, so that every part is exact; what remains
 * stays in the pot.
 */
function divide(state: ContractState, creator: H160, emit: Emit) {
  const own = recordOf(state, creator);
  const divided = own.split.length > 0 ? own.pot - (own.pot % WHOLE) : own.pot;
  if (divided === 0n) return;
  own.pot -= divided;
  let remainder = divided;
  for (const { account, basisPoints } of own.split) {
    const part = (divided / WHOLE) * BigInt(basisPoints);
    recordOf(state, account).owed += part;
    remainder -= part;
  }
  own.owed += remainder;
  emit({ kind: 'distributed', creator, amount: amount(divided) });
}

export function distribute(state: ContractState, around: Surroundings, creator: H160) {
  accountAt(state, around, creator);
  divide(state, creator, around.emit);
}

/**
 * The first split takes from nobody but the caller and holds at once; what changes or ends one
 * comes later.
 */
export function setSplit(state: ContractState, around: Surroundings, shares: Share[]) {
  const { caller: creator, now, emit } = around;
  checkSplit(creator, shares);
  const account = accountAt(state, around, creator);
  divide(state, creator, emit);
  const isFirst = account.split.length === 0 && account.nextSplit === null;
  const effectiveAt = isFirst ? now : now + state.closingDelay;
  if (isFirst) account.split = shares;
  else account.nextSplit = { shares, effectiveAt };
  emit({ kind: 'splitChanged', creator, shares, effectiveAt: dateOf(effectiveAt) });
}

function checkSplit(creator: H160, shares: Share[]) {
  const points = shares.reduce((sum, { basisPoints }) => sum + basisPoints, 0);
  const accounts = new Set(shares.map(({ account }) => account));
  if (shares.length > MAX_SHARES || accounts.size < shares.length || accounts.has(creator)) refuse('BadSplit');
  if (points > Number(WHOLE) || shares.some(({ basisPoints }) => basisPoints < 1)) refuse('BadSplit');
}

/**
 * Pays an account all that it is owed. Sent by the operator, it bears the withdraw fee and must be
 * worth it.
 */
export function withdraw(state: ContractState, around: Surroundings, account: H160) {
  distribute(state, around, account);
  const record = recordOf(state, account);
  const { owed } = record;
  if (owed === 0n) refuse('NothingOwed');
  const { operator } = inForce(state, around.now);
  const fee = around.caller === operator && account !== operator ? state.withdrawFee : 0n;
  if (owed < fee * FEES_WORTH_SENDING) refuse('TooLittle');
  record.owed = 0n;
  if (fee > 0n) recordOf(state, operator).owed += fee;
  state.earnings -= owed - fee;
  around.emit({ kind: 'withdrawn', account, amount: amount(owed), fee: amount(fee) });
  payOut(around, account, owed - fee);
}
