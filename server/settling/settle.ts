import { bytesOf, type SignedVoucher } from '../../sdk/voucher';
import { HOUR, later, MINUTE, SECOND } from '../clock';
import { type Deps, type Tx } from '../deps';
import { LedgerRefusal, type SignedTransaction } from '../ledger';
import { stored } from '../money';
import { dueVouchers } from './due';
import { followSettlement, IN_FLIGHT } from './in-flight';

/** What a round of settling came to. */
export type SettlingRound =
  | 'not set up'
  | 'nothing due'
  /** Another process is choosing, or a settling is on its way. */
  | 'busy'
  /** The last settling is final and its events are not read yet: what is due is not known. */
  | 'books behind'
  /** Something failed a moment ago. */
  | 'waiting'
  /** The chain would not take even a single voucher. */
  | 'refused'
  | 'sent';

type SettleDeps = Pick<Deps, 'db' | 'ledger' | 'clock' | 'log' | 'config'>;

/** Any number will do, as long as nothing else in this database locks it. */
const ADVISORY_LOCK = 7_305_118_841;
/** More than any batch; the contract says how large one may be. */
const MOST = 1_000;
/** After a failure: 15 seconds, then twice as long for each one in the last hour, up to 15 minutes. */
const FIRST_WAIT = 15 * SECOND;
const LONGEST_WAIT = 15 * MINUTE;

/**
 * Settles what is due, one batch a round. What is sent is stored first, whole: the row with its entries and the signed bytes
 * is committed before the chain hears of it, so after a crash it is looked up or sent again, never made anew. The advisory lock lets one process choose at a time,
 * and a unique index lets one settlement be in flight: the operator's account counts its transactions.
 */
export async function settleDue(deps: SettleDeps): Promise<SettlingRound> {
  const { db, ledger, config } = deps;
  if (config.chain.contract === null) return 'not set up';
  const { time } = await ledger.finalizedHead();
  const chosen = await db.$transaction((tx) => choose(tx, deps, time), { timeout: 60 * SECOND, maxWait: 5 * SECOND });
  if (typeof chosen === 'string') return chosen;
  void followSettlement(deps, chosen.id, chosen.transaction);
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
  const due = await dueVouchers(tx, now, chainTime, MOST);
  if (due.length === 0) return 'nothing due';
  const batch = await fitting(deps, due);
  return batch ? { id: await store(tx, now, batch), transaction: batch.transaction } : 'refused';
}

async function hindrance(tx: Tx, now: Date): Promise<SettlingRound | null> {
  if ((await tx.settlement.count({ where: { status: { in: IN_FLIGHT } } })) > 0) return 'busy';
  const newest = await tx.settlement.findFirst({ where: { status: 'finalized' }, orderBy: { blockNumber: 'desc' } });
  const cursor = await tx.chainCursor.findUnique({ where: { id: 1 } });
  if (!cursor || (newest?.blockNumber ?? 0) > cursor.blockNumber) return 'books behind';
  const failed = await tx.settlement.findMany({
    where: { status: 'failed', createdAt: { gt: later(now, -HOUR) } },
    orderBy: { createdAt: 'desc' },
    select: { finalizedAt: true },
  });
  const wait = Math.min(FIRST_WAIT * 2 ** (failed.length - 1), LONGEST_WAIT);
  const last = failed[0]?.finalizedAt;
  return last && later(last, wait) > now ? 'waiting' : null;
}

interface Batch {
  vouchers: SignedVoucher[];
  transaction: SignedTransaction;
}

/** As many of the due vouchers as a transaction takes: the contract's limit, and half of it, and half again, when the chain says it is too much. */
async function fitting({ ledger, log }: Pick<Deps, 'ledger' | 'log'>, due: SignedVoucher[]): Promise<Batch | null> {
  const { maxBatch } = await ledger.terms();
  for (let size = Math.min(maxBatch, due.length); ; size = Math.floor(size / 2)) {
    const vouchers = due.slice(0, size);
    try {
      return { vouchers, transaction: await ledger.prepareSettling(vouchers) };
    } catch (error) {
      if (!(error instanceof LedgerRefusal)) throw error;
      const { detail } = error;
      const smallerHelps = error.error === null || error.error === 'BatchTooLarge';
      log.warn({ size, error: error.error, detail }, 'the chain does not take a batch');
      if (size <= 1 || !smallerHelps) return null;
    }
  }
}

async function store(tx: Tx, now: Date, { vouchers, transaction }: Batch): Promise<string> {
  const { hash, bytes, validFromBlock, validUntilBlock } = transaction;
  const signed = { txHash: hash, signed: bytesOf(bytes), validFromBlock, validUntilBlock };
  const { id } = await tx.settlement.create({ data: { status: 'prepared', createdAt: now, ...signed } });
  await tx.settlementEntry.createMany({
    data: vouchers.map(({ viewer, purseNonce, creator, seconds, amount, extras }) => ({
      ...{ settlementId: id, viewer, purseNonce, creator, seconds },
      ...{ amount: stored(amount), extras: stored(extras) },
    })),
  });
  return id;
}
