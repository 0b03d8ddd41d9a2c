import { hexOf, type Hex } from '../../sdk/voucher';
import { blockOf, type FollowDeps, type FollowedTable } from '../chain/transaction-follower';
import { type Settlement } from '../generated/prisma/client';
import { type TransactionStatus } from '../generated/prisma/enums';
import { type Ending, type SignedTransaction } from '../ledger';

/** What may still change. */
export const IN_FLIGHT: TransactionStatus[] = ['prepared', 'submitted', 'inBlock'];

/**
 * Writes down how it ended. What was paid is not told here: that comes with the block's events
 * (server/chain/apply.ts).
 */
async function noteEnding({ db, clock, log }: Omit<FollowDeps, 'ledger'>, id: string, ending: Ending): Promise<void> {
  if (ending.kind !== 'finalized') log.warn({ id, ending }, 'a settlement failed; its vouchers are due again');
  const now = clock.now();
  await db.$transaction(async (tx) => {
    await tx.settlement.updateMany({
      where: { id, status: { in: IN_FLIGHT } },
      data: { ...outcomeOf(ending), finalizedAt: now },
    });
    await tx.withdrawal.updateMany({ where: { settlementId: id, endedAt: null }, data: withdrawalAfter(ending, now) });
    await tx.withdrawal.updateMany({ where: { admissionId: id, endedAt: null }, data: admissionAfter(ending, now) });
  });
}

/**
 * What the chain lost is sent anew; what it carried out is over, also when that came to nothing.
 */
function withdrawalAfter(ending: Ending, now: Date) {
  if (ending.kind === 'finalized') return { endedAt: now };
  if (ending.kind === 'failed') return { endedAt: now, error: ending.error ?? 'chainFailed' };
  return { settlementId: null };
}

/** The wallet exists now and is paid next; what the chain lost is given anew. */
function admissionAfter(ending: Ending, now: Date) {
  if (ending.kind === 'finalized') return {};
  if (ending.kind === 'failed') return { endedAt: now, error: ending.error ?? 'chainFailed' };
  return { admissionId: null };
}

function outcomeOf(ending: Ending) {
  switch (ending.kind) {
    case 'finalized':
      return { status: 'finalized', ...blockOf(ending) } as const;
    case 'failed':
      return { status: 'failed', ...blockOf(ending), error: ending.error ?? 'failed' } as const;
    case 'invalid':
    case 'dropped':
      return { status: 'failed', blockNumber: null, blockHash: null, error: ending.kind } as const;
  }
}

function signedOf({ txHash, signed, validFromBlock, validUntilBlock }: Settlement): SignedTransaction {
  return { hash: txHash as Hex, bytes: hexOf(signed), validFromBlock, validUntilBlock };
}

/**
 * What the operator signed, to be followed to its end: what is lost is given up, and its vouchers
 * are due again.
 */
export const SETTLEMENTS: FollowedTable = {
  what: 'a settlement',
  noteEnding,
  noteSubmitted: ({ db }, id) =>
    db.settlement.updateMany({ where: { id, status: 'prepared' }, data: { status: 'submitted' } }),
  noteInBlock: ({ db }, id, block) =>
    db.settlement.updateMany({ where: { id, status: { in: IN_FLIGHT } }, data: { status: 'inBlock', ...block } }),
  async readOpen({ db }) {
    const rows = await db.settlement.findMany({ where: { status: { in: IN_FLIGHT } } });
    return rows.map((row) => ({ id: row.id, transaction: signedOf(row) }));
  },
};
