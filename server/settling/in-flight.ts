import { hexOf, type Hex } from '../../sdk/voucher';
import { type Deps } from '../deps';
import { type Settlement } from '../generated/prisma/client';
import { type TransactionStatus } from '../generated/prisma/enums';
import { type Ending, type SignedTransaction } from '../ledger';

/** What may still change. */
export const IN_FLIGHT: TransactionStatus[] = ['prepared', 'submitted', 'inBlock'];

type FollowDeps = Pick<Deps, 'db' | 'ledger' | 'clock' | 'log'>;

/** The settlement that this process follows now, if any. */
const following = new Map<string, Promise<void>>();

/** Sends a stored settlement and follows it to its end, in the background. Whatever stops that, recoverSettlements takes it up. */
export function followSettlement(deps: FollowDeps, id: string, transaction: SignedTransaction): Promise<void> {
  const running = following.get(id) ?? run(deps, id, transaction).finally(() => following.delete(id));
  following.set(id, running);
  return running;
}

async function run({ db, ledger, clock, log }: FollowDeps, id: string, transaction: SignedTransaction): Promise<void> {
  try {
    await db.settlement.updateMany({ where: { id, status: 'prepared' }, data: { status: 'submitted' } });
    const seen: Promise<unknown>[] = [];
    const ending = await ledger.submit(transaction, ({ number, hash }) => {
      const data = { status: 'inBlock', blockNumber: number, blockHash: hash } as const;
      const noted = db.settlement.updateMany({ where: { id, status: { in: IN_FLIGHT } }, data });
      seen.push(noted.catch((error: unknown) => log.warn({ err: error, id }, 'a block could not be noted')));
    });
    await Promise.all(seen);
    await noteEnding({ db, clock, log }, id, ending);
  } catch (error) {
    log.warn({ err: error, id }, 'a settlement is not followed any more; it will be looked up');
  }
}

/** Writes down how it ended. What was paid is not told here: that comes with the block's events (server/chain/apply.ts). */
async function noteEnding({ db, clock, log }: Omit<FollowDeps, 'ledger'>, id: string, ending: Ending): Promise<void> {
  if (ending.kind !== 'finalized') log.warn({ id, ending }, 'a settlement failed; its vouchers are due again');
  await db.settlement.updateMany({
    where: { id, status: { in: IN_FLIGHT } },
    data: { ...outcomeOf(ending), finalizedAt: clock.now() },
  });
}

function outcomeOf(ending: Ending) {
  switch (ending.kind) {
    case 'finalized':
      return { status: 'finalized', blockNumber: ending.block.number, blockHash: ending.block.hash } as const;
    case 'failed': {
      const { block, error } = ending;
      return { status: 'failed', blockNumber: block.number, blockHash: block.hash, error: error ?? 'failed' } as const;
    }
    case 'invalid':
    case 'dropped':
      return { status: 'failed', blockNumber: null, blockHash: null, error: ending.kind } as const;
  }
}

/**
 * Takes up a settlement that was stored and not seen to its end: by a process that is gone, or before the chain went away. What
 * finalized blocks hold is noted; what they do not hold yet is sent again, the same bytes, while there are blocks that may contain it; after that
 * it is given up and its vouchers are due again. Any process may do so at any time.
 */
export async function recoverSettlements(deps: FollowDeps): Promise<void> {
  const open = await deps.db.settlement.findMany({ where: { status: { in: IN_FLIGHT } } });
  for (const row of open) {
    if (following.has(row.id)) continue;
    const transaction = signedOf(row);
    const ending = await deps.ledger.endingOf(transaction);
    if (ending) await noteEnding(deps, row.id, ending);
    else void followSettlement(deps, row.id, transaction);
  }
}

function signedOf({ txHash, signed, validFromBlock, validUntilBlock }: Settlement): SignedTransaction {
  return { hash: txHash as Hex, bytes: hexOf(signed), validFromBlock, validUntilBlock };
}

/** Resolves when this process follows nothing any more: for tests, and for a stop in order. */
export async function settledToEnd(): Promise<void> {
  while (following.size > 0) await Promise.all(following.values());
}
