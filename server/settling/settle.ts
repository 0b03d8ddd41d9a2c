import { bytesOf, type SignedVoucher } from '../../sdk/voucher';
import { later, SECOND } from '../clock';
import { type Deps, type Tx } from '../deps';
import { type OperatorTurn } from '../generated/prisma/enums';
import { isForGood, LedgerRefusal, type PassedOver, type SignedTransaction } from '../ledger';
import { stored } from '../money';
import { dueVouchers, type DueVoucher } from './due';
import { IN_FLIGHT } from './in-flight';
import { halfOf, purseOf, suspects } from './suspects';
import { endedWindows, payWindow } from './windows';
import { requestedWithdrawals, sendWithdrawal } from './withdrawals';

/** What a round of settling came to. */
export type SettlingRound =
  | 'not set up'
  | 'nothing due'
  /** Another process is choosing, or a settling is on its way. */
  | 'busy'
  /** The last settling is final and its events are not read yet: what is due is not known. */
  | 'books behind'
  /** The chain did not take the last transaction, a moment ago. */
  | 'waiting'
  /** The chain would take nothing of what is due. */
  | 'refused'
  | 'sent';

export type SettleDeps = Pick<Deps, 'db' | 'ledger' | 'settlements' | 'clock' | 'log' | 'config'>;

/** Any number will do, as long as nothing else in this database locks it. */
const ADVISORY_LOCK = 7_305_118_841;
/** More than any batch; the contract says how large one may be. */
const MOST = 1_000;
/**
 * After a transaction that the chain did not even take. One that failed in a block holds up nobody
 * but the culprit (suspects.ts).
 */
const NOT_TAKEN_WAIT = 5 * SECOND;
/** So many batches are tried in a round at most. */
const TRIALS = 12;

/** A transaction that is to be sent, with what it says of whom. */
export interface Work {
  turn: OperatorTurn;
  transaction: SignedTransaction;
  vouchers: SignedVoucher[];
  /** The withdrawal that it sends. */
  withdrawal?: string;
  /** The withdrawal for which it gives a wallet the existential deposit. */
  admission?: string;
}

/**
 * Settles what is due, one transaction a round. What is sent is stored first, whole: the row with
 * its entries and the signed bytes is committed before the chain hears of it, so after a crash it
 * is looked up or sent again, never made anew. The advisory lock lets one process choose at a time,
 * and a unique index lets one settlement be in flight: the operator's account counts its
 * transactions.
 */
export async function settleDue(deps: SettleDeps): Promise<SettlingRound> {
  const { db, ledger, config } = deps;
  if (config.chain.contract === null) return 'not set up';
  const { time } = await ledger.finalizedHead();
  const chosen = await db.$transaction((tx) => choose(tx, deps, time), { timeout: 60 * SECOND, maxWait: 5 * SECOND });
  if (typeof chosen === 'string') return chosen;
  void deps.settlements.follow(deps, chosen.id, chosen.transaction);
  return 'sent';
}

/** Takes the lock, which ends with the transaction, chooses, and stores. */
async function choose(
  tx: Tx,
  deps: SettleDeps,
  chainTime: Date,
): Promise<SettlingRound | { id: string; transaction: SignedTransaction }> {
  const now = deps.clock.now();
  const [lock] = await tx.$queryRaw<{ ours: boolean }[]>`SELECT pg_try_advisory_xact_lock(${ADVISORY_LOCK}) AS ours`;
  if (!lock?.ours) return 'busy';
  const hindered = await hindrance(tx, now);
  if (hindered) return hindered;
  const waiting = await whoseTurn(tx, await whatWaits(tx, deps, now, chainTime));
  if (waiting.length === 0) return 'nothing due';
  for (const { make } of waiting) {
    const work = await make();
    if (work) return { id: await store(tx, now, work), transaction: work.transaction };
  }
  return 'refused';
}

async function hindrance(tx: Tx, now: Date): Promise<SettlingRound | null> {
  if ((await tx.settlement.count({ where: { status: { in: IN_FLIGHT } } })) > 0) return 'busy';
  const newest = await tx.settlement.findFirst({ where: { status: 'finalized' }, orderBy: { blockNumber: 'desc' } });
  const cursor = await tx.chainCursor.findUnique({ where: { id: 1 } });
  if (!cursor || (newest?.blockNumber ?? 0) > cursor.blockNumber) return 'books behind';
  const last = await tx.settlement.findFirst({ orderBy: { createdAt: 'desc' } });
  const refused = last?.status === 'failed' && last.error === 'invalid' ? last.finalizedAt : null;
  return refused && later(refused, NOT_TAKEN_WAIT) > now ? 'waiting' : null;
}

/** A kind of work that has something to do. */
interface Waiting {
  turn: OperatorTurn;
  /** Null: the chain would take nothing of it. */
  make: () => Promise<Work | null>;
}

async function whatWaits(tx: Tx, deps: SettleDeps, now: Date, chainTime: Date): Promise<Waiting[]> {
  const due = await dueVouchers(tx, now, chainTime, MOST);
  const known = await suspects(tx, now);
  const free = due.filter(({ voucher }) => !known.has(purseOf(voucher)));
  const batches: [OperatorTurn, DueVoucher[]][] = [
    ['settleUrgent', free.filter(({ urgent }) => urgent)],
    ['settleQuiet', free.filter(({ urgent }) => !urgent)],
    ['settleSuspect', halfOf(due, known, now)],
  ];
  const waiting: Waiting[] = batches.map(([turn, batch]) => ({
    turn,
    make: () => batchOf(tx, deps, turn, batch, now),
  }));
  const windows = await endedWindows(tx, now, chainTime);
  const withdrawals = await requestedWithdrawals(tx);
  const some = waiting.filter((_, index) => (batches[index]?.[1].length ?? 0) > 0);
  if (windows.length > 0) some.push({ turn: 'payAnnounced', make: () => payWindow(tx, deps, windows) });
  if (withdrawals.length > 0) some.push({ turn: 'withdrawFor', make: () => sendWithdrawal(tx, deps, withdrawals) });
  return some;
}

/**
 * Whoever's turn was longest ago comes first: no kind of work, however much there is of it, holds
 * up another.
 */
async function whoseTurn(tx: Tx, waiting: Waiting[]): Promise<Waiting[]> {
  if (waiting.length < 2) return waiting;
  const rows = await tx.settlement.groupBy({ by: 'turn', _max: { createdAt: true } });
  const last = new Map(rows.map(({ turn, _max }) => [turn, _max.createdAt?.getTime() ?? 0]));
  return [...waiting].sort((a, b) => (last.get(a.turn) ?? 0) - (last.get(b.turn) ?? 0));
}

/**
 * As many of the vouchers as a transaction takes: the contract's limit, and half of it, and half
 * again, when the chain says that it is too much. What the dry run passes over is left out; what
 * the chain does not take even alone is left for a while, and the others go on.
 */
async function batchOf(
  tx: Tx,
  { ledger, log }: Pick<Deps, 'ledger' | 'log'>,
  turn: OperatorTurn,
  due: DueVoucher[],
  now: Date,
): Promise<Work | null> {
  const { maxBatch } = await ledger.terms();
  let left = due.map(({ voucher }) => voucher);
  let size = Math.min(maxBatch, left.length);
  for (let trials = 1; trials <= TRIALS && left.length > 0; trials += 1) {
    const batch = left.slice(0, size);
    try {
      const skipped = await ledger.trySettling(batch);
      await noteSkipped(tx, now, skipped);
      const out = new Set(skipped.map(({ voucher }) => voucher.signature));
      const vouchers = batch.filter(({ signature }) => !out.has(signature));
      if (vouchers.length > 0) return { turn, vouchers, transaction: await ledger.prepareSettling(vouchers) };
      left = left.slice(batch.length);
    } catch (error) {
      if (!(error instanceof LedgerRefusal)) throw error;
      const { detail } = error;
      log.warn({ size: batch.length, error: error.error, detail }, 'the chain does not take a batch');
      if (error.error !== null && error.error !== 'BatchTooLarge' && error.error !== 'Arithmetic') return null;
      if (batch.length === 1) {
        await noteWaiting(tx, now, batch, 'Refused');
        left = left.slice(1);
      }
      size = Math.max(1, Math.floor(size / 2));
    }
  }
  return null;
}

/**
 * What the dry run passes over is not sent. Only what time cannot change is left for good: the dry
 * run speaks of a state that is not final yet.
 */
async function noteSkipped(tx: Tx, now: Date, skipped: PassedOver[]): Promise<void> {
  for (const { voucher, reason } of skipped) {
    const forGood = isForGood(reason) && reason !== 'NoPurse' && reason !== 'OldOpening';
    await noteWaiting(tx, now, [voucher], reason, forGood);
  }
}

async function noteWaiting(tx: Tx, now: Date, vouchers: SignedVoucher[], reason: string, forGood = false) {
  for (const { viewer, purseNonce, key, creator, seconds, amount, extras } of vouchers) {
    await tx.voucher.updateMany({
      where: { viewer, purseNonce, key, creator, seconds, amount: stored(amount), extras: stored(extras) },
      data: { skipReason: reason, skippedAt: now, skippedForGood: forGood },
    });
  }
}

async function store(tx: Tx, now: Date, { turn, vouchers, transaction, withdrawal, admission }: Work): Promise<string> {
  const { hash, bytes, validFromBlock, validUntilBlock } = transaction;
  const signed = { txHash: hash, signed: bytesOf(bytes), validFromBlock, validUntilBlock };
  const { id } = await tx.settlement.create({ data: { status: 'prepared', turn, createdAt: now, ...signed } });
  await tx.settlementEntry.createMany({
    data: vouchers.map(({ viewer, purseNonce, key, creator, seconds, amount, extras }) => ({
      settlementId: id,
      viewer,
      purseNonce,
      key,
      creator,
      seconds,
      amount: stored(amount),
      extras: stored(extras),
    })),
  });
  if (withdrawal) await tx.withdrawal.update({ where: { id: withdrawal }, data: { settlementId: id } });
  if (admission) await tx.withdrawal.update({ where: { id: admission }, data: { admissionId: id } });
  return id;
}
