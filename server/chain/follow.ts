import { SECOND } from '../clock';
import { type BlockRef, type Deps } from '../deps';
import { type BlockOfEvents, type ChainHead } from '../ledger';
import { applyBlock } from './apply';
import { type Cursor, lockCursor, readCursor } from './cursor';
import { keepMark, likenessOf } from './marks';
import { wallTime } from './wall-time';

/** What a round of following came to. */
export type Followed =
  /** The contract's events are known up to the chain's head. */
  | 'at the head'
  /** There is more to read; somebody else may be reading it. */
  | 'behind'
  /**
   * The chain has not come to where we are, or does not have a block that it spoke of: of several
   * endpoints one lags. It is waited for.
   */
  | 'chain is behind'
  /**
   * No contract is configured, or database and chain have not met: server/chain/compare.ts is asked
   * first.
   */
  | 'not met'
  /** The chain has another block where we read one: to be compared at once. */
  | 'lost';

/** How a round is done; tests make it small. */
export interface FollowOptions {
  /** How many blocks a round reads at most: a process that is told to stop waits for its end. */
  blocks?: number;
  /** How many are asked of the chain at the same time. */
  ahead?: number;
}

/**
 * Reads what finalized blocks say of the contract, in order, each exactly once, from the cursor to
 * the head. The changes of a block and the cursor that stands behind it are one transaction, which
 * holds the cursor's row: a crash leaves either both or neither, and of several processes that read
 * the same block one applies it and the others find the cursor moved.
 */
export async function followChain(
  deps: Pick<Deps, 'db' | 'ledger' | 'clock' | 'config'>,
  options: FollowOptions = {},
): Promise<Followed> {
  const { ledger, config } = deps;
  const cursor = await readCursor(deps);
  if (!cursor || config.chain.contract === null || cursor.contractAddress !== config.chain.contract) return 'not met';
  const head = await ledger.finalizedHead();
  const likeness = await likenessOf(deps, cursor, head);
  if (likeness !== 'the same') return likeness === 'behind' ? 'chain is behind' : 'lost';
  try {
    return await readOn(deps, cursor, head, options);
  } catch (error) {
    // another endpoint answers by now
    if ((await ledger.blockHash(head.number)) === null) return 'chain is behind';
    throw error;
  }
}

async function readOn(
  deps: Pick<Deps, 'db' | 'ledger' | 'clock' | 'config'>,
  cursor: Cursor,
  head: ChainHead,
  { blocks = 1_000, ahead = 8 }: FollowOptions,
): Promise<Followed> {
  const { ledger } = deps;
  const onTheWall = wallTime(deps, head);
  let at: BlockRef = { number: cursor.blockNumber, hash: cursor.blockHash };
  const last = Math.min(head.number, at.number + blocks);
  let run: BlockOfEvents[] = [];
  for await (const block of inOrder(ledger, at.number + 1, last, ahead)) {
    run.push(block);
    // Blocks that say nothing go with the next one that does: one transaction for many.
    if (block.events.length === 0 && block.number < last && run.length < 100) continue;
    if (!(await applyRun(deps, at, run, onTheWall))) return 'behind';
    at = block;
    run = [];
  }
  return last === head.number ? 'at the head' : 'behind';
}

/** Applies consecutive blocks after `from`; false when the cursor is elsewhere by now. */
async function applyRun(
  deps: Pick<Deps, 'db' | 'clock'>,
  from: BlockRef,
  run: readonly BlockOfEvents[],
  onTheWall: (at: Date) => Date,
): Promise<boolean> {
  return deps.db.$transaction(
    async (tx) => {
      const cursor = await lockCursor(tx);
      if (cursor?.blockNumber !== from.number || cursor.blockHash !== from.hash) return false;
      for (const block of run) await applyBlock(tx, deps, block, onTheWall(block.time));
      const newest = run.at(-1);
      if (!newest) return true;
      const data = { blockNumber: newest.number, blockHash: newest.hash, blockTime: newest.time };
      await tx.chainCursor.update({ where: { id: 1 }, data: { ...data, updatedAt: deps.clock.now() } });
      await keepMark(tx, newest);
      return true;
    },
    { timeout: 30 * SECOND, maxWait: 5 * SECOND },
  );
}

/** The blocks from `first` to `last`, in order, some of them asked for before they are needed. */
async function* inOrder(
  ledger: Pick<Deps['ledger'], 'blockOfEvents'>,
  first: number,
  last: number,
  ahead: number,
): AsyncGenerator<BlockOfEvents> {
  const asked: Promise<BlockOfEvents>[] = [];
  for (let next = first, number = first; number <= last; number += 1) {
    for (; next <= last && asked.length < ahead; next += 1) {
      const answer = ledger.blockOfEvents(next);
      answer.catch(() => undefined); // whoever stops early does not wait for the rest
      asked.push(answer);
    }
    const block = await asked.shift();
    if (block?.number !== number)
      throw new Error(`the chain was asked for block ${number} and told of ${block?.number}`);
    yield block;
  }
}
