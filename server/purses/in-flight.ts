import { bytesOf, hexOf, type Hex } from '../../sdk/voucher';
import { type Deps } from '../deps';
import { type WalletTransaction } from '../generated/prisma/client';
import { type Ending, type SignedTransaction } from '../ledger';
import { type Failure } from './transaction';

/** Transactions that this process follows now, so that none is followed twice. */
const following = new Map<string, Promise<void>>();

type FollowDeps = Pick<Deps, 'db' | 'ledger' | 'clock' | 'log'>;

/** What is stored of a transaction, as the ledger takes it; null while nobody signed it. */
export function signedOf(
  row: Pick<WalletTransaction, 'txHash' | 'signed' | 'validFromBlock' | 'validUntilBlock'>,
): SignedTransaction | null {
  const { txHash, signed, validFromBlock, validUntilBlock } = row;
  if (txHash === null || signed === null || validFromBlock === null) return null;
  return { hash: txHash as Hex, bytes: hexOf(signed), validFromBlock, validUntilBlock };
}

/** The columns that keep a signed transaction. */
export function columnsOf({ hash, bytes, validFromBlock, validUntilBlock }: SignedTransaction) {
  return { txHash: hash, signed: bytesOf(bytes), validFromBlock, validUntilBlock };
}

/**
 * Sends a stored transaction and follows it to its end, in the background of whatever asked for it. When this process ends before
 * that, or the chain goes away, the row still says "submitted" and is taken up by recoverTransactions.
 */
export function followToEnd(deps: FollowDeps, id: string, transaction: SignedTransaction): Promise<void> {
  const running = following.get(id) ?? run(deps, id, transaction).finally(() => following.delete(id));
  following.set(id, running);
  return running;
}

async function run(deps: FollowDeps, id: string, transaction: SignedTransaction): Promise<void> {
  const { db, ledger, log } = deps;
  try {
    const seen: Promise<unknown>[] = [];
    const ending = await ledger.submit(transaction, ({ number, hash }) => {
      const data = { status: 'inBlock', blockNumber: number, blockHash: hash } as const;
      const noted = db.walletTransaction.updateMany({ where: { id, status: { in: ['submitted', 'inBlock'] } }, data });
      seen.push(noted.catch((error: unknown) => log.warn({ err: error, id }, 'a block could not be noted')));
    });
    await Promise.all(seen);
    await noteEnding(deps, id, ending);
  } catch (error) {
    log.warn({ err: error, id }, 'a transaction is not followed any more; it will be looked up');
  }
}

/** Writes down how a transaction ended. Only what is still open changes, so an ending that comes twice is noted once. */
export async function noteEnding(
  { db, clock, log }: Omit<FollowDeps, 'ledger'>,
  id: string,
  ending: Ending,
): Promise<void> {
  if (ending.kind !== 'finalized') log.info({ id, ending }, 'a wallet transaction failed');
  await db.walletTransaction.updateMany({
    where: { id, status: { in: ['submitted', 'inBlock'] } },
    data: outcomeOf(ending, clock.now()),
  });
}

function outcomeOf(ending: Ending, now: Date) {
  switch (ending.kind) {
    case 'finalized':
      return { status: 'finalized', ...blockOf(ending), finalizedAt: now } as const;
    case 'failed':
      return {
        status: 'failed',
        ...blockOf(ending),
        finalizedAt: now,
        error: ending.error ?? failure('chainFailed'),
      } as const;
    case 'invalid':
    case 'dropped':
      return { status: 'failed', blockNumber: null, blockHash: null, error: failure(ending.kind) } as const;
  }
}

const failure = (name: Failure) => name;
const blockOf = ({ block }: Extract<Ending, { block: unknown }>) => ({
  blockNumber: block.number,
  blockHash: block.hash,
});

/**
 * Takes up what was sent and not seen to its end: by a process that is gone, or before the chain went away. What stands in finalized
 * blocks is noted; what does not yet is sent again, which is harmless, and followed. Any process may do so at any time.
 */
export async function recoverTransactions(deps: FollowDeps): Promise<void> {
  const open = await deps.db.walletTransaction.findMany({ where: { status: { in: ['submitted', 'inBlock'] } } });
  for (const row of open) {
    const transaction = signedOf(row);
    if (!transaction || following.has(row.id)) continue;
    const ending = await deps.ledger.endingOf(transaction);
    if (ending) await noteEnding(deps, row.id, ending);
    else void followToEnd(deps, row.id, transaction);
  }
}

/** Resolves when this process follows nothing any more: for tests, and for a stop in order. */
export async function followedToEnd(): Promise<void> {
  while (following.size > 0) await Promise.all(following.values());
}
