import { type Deps, type BlockRef } from '../deps';

/** What the comparison of database and chain found. */
export type Comparison = 'first meeting' | 'same chain' | 'local chain was reset';

/** The database belongs to another chain, or the chain lost blocks that it had finalized: nothing may run on this. */
export class ForeignChainError extends Error {
  override readonly name = 'ForeignChainError';
}

/**
 * Money lives in the database and on the chain; here the two are checked to speak of the same chain: before
 * anything else runs, and again every minute, for a local chain may be reset under a running server.
 *
 * The cursor names the newest finalized block that was seen. The chain must still have it: another genesis or another hash at that height means another
 * chain, or one that was reset. On a local chain that is an ordinary morning (Chopsticks forgets when it stops), so what the
 * database holds of the chain is cleared, and said. Anywhere else it is an error that a person has to look at.
 */
export async function compareWithChain(
  { db, ledger, clock, log }: Pick<Deps, 'db' | 'ledger' | 'clock' | 'log'>,
  chainIsLocal: boolean,
): Promise<Comparison> {
  const [genesisHash, head] = await Promise.all([ledger.genesisHash(), ledger.finalizedHead()]);
  const cursor = await db.chainCursor.findUnique({ where: { id: 1 } });
  const found: Comparison = !cursor
    ? 'first meeting'
    : cursor.genesisHash === genesisHash &&
        (await holds(ledger, head, { number: cursor.blockNumber, hash: cursor.blockHash }))
      ? 'same chain'
      : 'local chain was reset';

  if (found === 'local chain was reset' && !chainIsLocal) {
    throw new ForeignChainError(
      `The database knows a chain whose block ${cursor?.blockNumber} is ${cursor?.blockHash} (genesis ${cursor?.genesisHash}). ` +
        `The chain at CHAIN_URL does not have that block. Nothing was changed. Point CHAIN_URL or DATABASE_URL to where they belong together.`,
    );
  }
  await db.$transaction(async (tx) => {
    if (found === 'local chain was reset') {
      // vouchers before purses, entries before settlements: the order of the foreign keys
      await tx.voucher.deleteMany();
      await tx.purse.deleteMany();
      await tx.settlement.deleteMany();
      await tx.payout.deleteMany();
    }
    const row = { genesisHash, blockNumber: head.number, blockHash: head.hash, updatedAt: clock.now() };
    await tx.chainCursor.upsert({ where: { id: 1 }, create: { id: 1, ...row }, update: row });
  });
  if (found === 'local chain was reset') {
    log.warn(
      { was: cursor?.blockNumber, is: head.number },
      'The local chain was reset. Purses, vouchers, settlements and payouts of the old one were cleared.',
    );
  }
  return found;
}

async function holds(ledger: Deps['ledger'], head: BlockRef, block: BlockRef): Promise<boolean> {
  return head.number >= block.number && (await ledger.blockHash(block.number)) === block.hash;
}
