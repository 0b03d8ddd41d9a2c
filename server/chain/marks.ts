import { type BlockRef, type Deps, type Tx } from '../deps';
import { type Cursor } from './cursor';

/**
 * How many of the newest are kept: a chain that is behind by less is judged near its head, one that
 * is behind by more by what is older.
 */
const KEPT = 100;

/**
 * Remembers the hash of a finalized block that was read. The lowest stays for good: a local chain
 * that was reset has its genesis in common with the one before, and no other block, so block 1
 * tells the two apart as soon as it is there.
 */
export async function keepMark(tx: Tx, { number, hash }: BlockRef): Promise<void> {
  await tx.chainMark.createMany({ data: { number, hash }, skipDuplicates: true });
  await tx.$executeRaw`
    DELETE FROM chain_marks
    WHERE number > (SELECT min(number) FROM chain_marks WHERE number > 0)
      AND number < (SELECT number FROM chain_marks ORDER BY number DESC OFFSET ${KEPT - 1} LIMIT 1)`;
}

/** What a chain's answer is against what was read of it before. */
export type Likeness =
  /** It has the block at the cursor. */
  | 'the same'
  /** It has not come to the cursor, and nothing that it has is another's. */
  | 'behind'
  /** It has another block where we read one. */
  | 'another';

/**
 * Holds the chain's hashes against those that were read, at its own height where that is below the
 * cursor.
 */
export async function likenessOf(
  { db, ledger }: Pick<Deps, 'db' | 'ledger'>,
  cursor: Cursor,
  head: Pick<BlockRef, 'number'>,
): Promise<Likeness> {
  const reached = head.number >= cursor.blockNumber;
  const read = reached ? { number: cursor.blockNumber, hash: cursor.blockHash } : await newestMark(db, head.number);
  if (!read) return 'behind';
  const hash = await ledger.blockHash(read.number);
  if (hash === null) return 'behind'; // another endpoint answers by now
  if (hash !== read.hash) return 'another';
  return reached ? 'the same' : 'behind';
}

/** The newest block up to this one whose hash was kept, by itself or with an event. */
async function newestMark(db: Deps['db'], number: number): Promise<BlockRef | null> {
  const [mark, event] = await Promise.all([
    db.chainMark.findFirst({ where: { number: { lte: number } }, orderBy: { number: 'desc' } }),
    db.chainEvent.findFirst({
      where: { blockNumber: { lte: number } },
      orderBy: { blockNumber: 'desc' },
      select: { blockNumber: true, blockHash: true },
    }),
  ]);
  if (!event || (mark && mark.number >= event.blockNumber)) return mark;
  return { number: event.blockNumber, hash: event.blockHash };
}
