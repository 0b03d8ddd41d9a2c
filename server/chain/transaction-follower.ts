import { type Deps } from '../deps';
import { type Ending, type SignedTransaction } from '../ledger';

export type FollowDeps = Pick<Deps, 'db' | 'ledger' | 'clock' | 'log'>;

/** The table that keeps signed transactions, and what is written there as they go their way. */
export interface FollowedTable {
  /** What one is called in the log. */
  what: string;
  /** It is about to be sent. */
  noteSubmitted?(deps: FollowDeps, id: string): Promise<unknown>;
  noteInBlock(deps: FollowDeps, id: string, block: { blockNumber: number; blockHash: string }): Promise<unknown>;
  /** May come twice: whoever writes it changes only what is still open. */
  noteEnding(deps: FollowDeps, id: string, ending: Ending): Promise<void>;
  /** Those that were not seen to their end. */
  readOpen(deps: FollowDeps): Promise<{ id: string; transaction: SignedTransaction | null }[]>;
}

/** Follows the signed transactions of one table to their end, each one once at a process. */
export class TransactionFollower {
  readonly #following = new Map<string, Promise<void>>();

  constructor(private readonly table: FollowedTable) {}

  /**
   * Sends a stored transaction and follows it to its end, in the background of whatever asked for
   * it. When this process ends before that, or the chain goes away, the row still says that it is
   * open and is taken up by `recover`.
   */
  follow(deps: FollowDeps, id: string, transaction: SignedTransaction): Promise<void> {
    const running =
      this.#following.get(id) ?? this.run(deps, id, transaction).finally(() => this.#following.delete(id));
    this.#following.set(id, running);
    return running;
  }

  private async run(deps: FollowDeps, id: string, transaction: SignedTransaction): Promise<void> {
    const { table } = this;
    const { ledger, log } = deps;
    try {
      await table.noteSubmitted?.(deps, id);
      const seen: Promise<unknown>[] = [];
      const ending = await ledger.submit(transaction, ({ number, hash }) => {
        const noted = table.noteInBlock(deps, id, { blockNumber: number, blockHash: hash });
        seen.push(noted.catch((error: unknown) => log.warn({ err: error, id }, 'a block could not be noted')));
      });
      await Promise.all(seen);
      await table.noteEnding(deps, id, ending);
    } catch (error) {
      log.warn({ err: error, id }, `${table.what} is not followed any more; it will be looked up`);
    }
  }

  /**
   * Takes up what was stored and not seen to its end: by a process that is gone, or before the
   * chain went away. What stands in finalized blocks is noted; what does not yet is sent again, the
   * same bytes, and followed. Any process may do so at any time.
   */
  async recover(deps: FollowDeps): Promise<void> {
    for (const { id, transaction } of await this.table.readOpen(deps)) {
      if (!transaction || this.#following.has(id)) continue;
      const ending = await deps.ledger.endingOf(transaction);
      if (ending) await this.table.noteEnding(deps, id, ending);
      else void this.follow(deps, id, transaction);
    }
  }

  /** Resolves when this process follows nothing any more: for tests, and for a stop in order. */
  async finish(): Promise<void> {
    while (this.#following.size > 0) await Promise.all(this.#following.values());
  }
}

/** The block in which it ended. */
export const blockOf = ({ block }: Extract<Ending, { block: unknown }>) => ({
  blockNumber: block.number,
  blockHash: block.hash,
});
