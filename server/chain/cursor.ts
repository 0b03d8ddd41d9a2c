import { type Deps, type Tx } from '../deps';
import { type ChainCursor } from '../generated/prisma/client';

/** Up to which finalized block the database knows the chain. */
export type Cursor = ChainCursor;

/**
 * Holds the cursor until the transaction ends: whoever moves it, or clears what it stands for, does
 * so alone among all processes. Null before the first meeting.
 */
export async function lockCursor(tx: Tx): Promise<Cursor | null> {
  await tx.$queryRaw`SELECT FROM chain_cursor WHERE id = 1 FOR UPDATE`;
  return tx.chainCursor.findUnique({ where: { id: 1 } });
}

/** Where the database stands; null before the first meeting. */
export function readCursor({ db }: Pick<Deps, 'db'>): Promise<Cursor | null> {
  return db.chainCursor.findUnique({ where: { id: 1 } });
}
