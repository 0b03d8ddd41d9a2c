import { type PayingWallet, type PaymentNeed, type Phase } from './protocol';
import { REFUSALS } from './refusals';
import { amount, type Amount, type ChainMoney } from './money';
import { isPictureOverdue, isMoving, limitOf, type PayerState, spentOf } from './payer';

/** How watching goes, as a page shows it. A new object whenever something changes. */
export interface WatchSnapshot {
  connection: 'joining' | 'connected' | 'reconnecting' | 'closed';
  /** The room was tried, and nothing gets through from it: it is tried on. */
  unreachable: boolean;
  phase: Phase | null;
  /**
   * Told to pay: seconds are signed for as they are seen. False again when the terms have changed.
   */
  pays: boolean;
  /** Seconds that were signed for since joining here, and what they cost. */
  seconds: bigint;
  amount: Amount;
  /** What the account has spent in this stream in all: before, on other devices, and here. */
  spent: Amount;
  /** Media advanced within the last two seconds. */
  moving: boolean;
  /** Nothing goes out from the creator. */
  silent: boolean;
  /** For how many more seconds the purse has money; null where nothing is paid. */
  covered: bigint | null;
  viewers: number;
  rate: Amount | null;
  limit: Amount | null;
  /** Why this device cannot pay; `key` is a purse whose key another browser holds. */
  needs: PaymentNeed | 'key' | null;
  /** The wallet whose purse pays or would have to; null while none is known. */
  wallet: PayingWallet | null;
  /**
   * What the chain calls its money, and how many decimals its accounts count; null while that is
   * not known.
   */
  money: ChainMoney | null;
  /**
   * Why joining was refused: a code of the API and its sentence. Or why this device signs nothing
   * for what it was told.
   */
  refused: { code: string; message: string } | null;
}

/** How it is before anything is known. */
export const INITIAL_SNAPSHOT: WatchSnapshot = Object.freeze({
  connection: 'joining',
  unreachable: false,
  phase: null,
  pays: false,
  seconds: 0n,
  amount: amount(0n),
  spent: amount(0n),
  moving: false,
  silent: false,
  covered: null,
  viewers: 0,
  rate: null,
  limit: null,
  needs: null,
  wallet: null,
  money: null,
  refused: null,
});

/** What a snapshot shows beside paying. */
export type ConnectionView = Pick<
  WatchSnapshot,
  'connection' | 'unreachable' | 'viewers' | 'wallet' | 'money' | 'refused'
>;

const LIMIT_REACHED: Phase = { kind: 'cut', why: 'spendingLimit' };
const LATE: Phase = { kind: 'cut', why: 'late' };

/** Shows where somebody watches and how they pay. */
export function snapshotOf(
  { connection, unreachable, viewers, wallet, money, refused }: ConnectionView,
  payer: PayerState,
): WatchSnapshot {
  const { context, refusal } = payer;
  return {
    connection,
    unreachable,
    phase: shownPhase(payer),
    pays: payer.pays,
    seconds: payer.total.seconds,
    amount: payer.total.amount,
    spent: spentOf(payer),
    moving: connection !== 'closed' && isMoving(payer),
    silent: context.silent,
    covered: context.covered,
    viewers,
    rate: payer.agreement?.rate ?? null,
    limit: limitOf(payer),
    needs: payer.needs,
    wallet,
    money,
    refused: refused ?? (refusal && REFUSALS[refusal]),
  };
}

/**
 * A device that stopped at its limit, or waits in vain for a picture, shows that, whatever the
 * server calls it.
 */
function shownPhase(payer: PayerState): Phase | null {
  const { phase } = payer.context;
  if (payer.limitReached && phase?.kind !== 'over') return LIMIT_REACHED;
  return phase?.kind === 'unpaid' && isPictureOverdue(payer) ? LATE : phase;
}

/** Whether two snapshots show the same. */
export function isSameSnapshot(one: WatchSnapshot, other: WatchSnapshot): boolean {
  return (Object.keys(one) as (keyof WatchSnapshot)[]).every((name) => Object.is(one[name], other[name]));
}
