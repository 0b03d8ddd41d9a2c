import { bytesOf, hexOf, type Hex } from '../../sdk/voucher';
import { blockOf, type FollowDeps, type FollowedTable } from '../chain/transaction-follower';
import { type Prisma, type WalletTransaction } from '../generated/prisma/client';
import { type Ending, type SignedTransaction } from '../ledger';
import { type Failure } from './transaction';

const OPEN = { in: ['submitted', 'inBlock'] } satisfies Prisma.WalletTransactionWhereInput['status'];

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

/** Only what is still open changes, so an ending that comes twice is noted once. */
async function noteEnding({ db, clock, log }: Omit<FollowDeps, 'ledger'>, id: string, ending: Ending): Promise<void> {
  if (ending.kind !== 'finalized') log.info({ id, ending }, 'a wallet transaction failed');
  await db.walletTransaction.updateMany({ where: { id, status: OPEN }, data: outcomeOf(ending, clock.now()) });
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

/** What wallets signed, to be followed to its end. */
export const WALLET_TRANSACTIONS: FollowedTable = {
  what: 'a wallet transaction',
  noteEnding,
  noteInBlock: ({ db }, id, block) =>
    db.walletTransaction.updateMany({ where: { id, status: OPEN }, data: { status: 'inBlock', ...block } }),
  async readOpen({ db }) {
    const rows = await db.walletTransaction.findMany({ where: { status: OPEN } });
    return rows.map((row) => ({ id: row.id, transaction: signedOf(row) }));
  },
};
