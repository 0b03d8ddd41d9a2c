import { sleep, type Timers } from '../../../sdk/timers';
import { type Hex } from '../../../sdk/voucher';
import { type BlockRef, type ContractError, type Ending, type SignedTransaction } from '../../ledger';
import { type Blocks } from './blocks';
import { ChainAway, type Connection, isAnswer } from './connection';

/** A block that is not there yet is looked for again after this. */
const LOOK_AGAIN = 1_000;
/** While the chain is listened to: it may have missed telling. */
const SEARCH_INTERVAL = 15_000;
/**
 * How long a chain that went away is waited for before nobody knows what became of the transaction.
 */
const COME_BACK_WITHIN = 120_000;
const SCANNED_AT_ONCE = 8;

/** What a chain answers to a transaction that it has already, or had lately. */
const KNOWN = [1012, 1013];
/** Its pool is full: the transaction is as good as before. */
const POOL_IS_FULL = 1016;

/** How chains say that the nonce has been used. */
const OUTDATED = /\b(stale|outdated)\b/i;

/** What listening to the chain came to. */
type Outcome =
  | { kind: 'finalized'; hash: string }
  /** It may still be in a block, or come into one. */
  | { kind: 'unsure' }
  /** The chain does not want it, at least not any more. */
  | { kind: 'refused'; detail: string }
  /** Its turn has not come: a transaction of the same account has to go first. */
  | { kind: 'early' };

/** What sending needs to know of the rest. */
export interface SubmissionParts {
  connection: Connection;
  blocks: Blocks;
  timers: Timers;
  /**
   * What the contract said to a transaction that failed in this block, where it can still be known.
   */
  errorOf(transaction: SignedTransaction, block: BlockRef): Promise<ContractError | null>;
  /**
   * Whether the signer's account has used the transaction's nonce: in a finalized block, or in one
   * that may still be taken back.
   */
  nonceUsed(transaction: SignedTransaction): Promise<'finally' | 'lately' | 'no'>;
}

/** Sending transactions, and finding out what became of them. */
export interface Submission {
  submit(transaction: SignedTransaction, onBlock?: (block: BlockRef) => void): Promise<Ending>;
  endingOf(transaction: SignedTransaction): Promise<Ending | null>;
}

export function createSubmission({ connection, blocks, timers, errorOf, nonceUsed }: SubmissionParts): Submission {
  async function submit(transaction: SignedTransaction, onBlock?: (block: BlockRef) => void): Promise<Ending> {
    const search = searchFor(transaction);
    for (;;) {
      try {
        const ending = await attempt(transaction, search, onBlock);
        if (ending) return ending;
        await sleep(timers, LOOK_AGAIN);
      } catch (error) {
        if (!(error instanceof ChainAway)) throw error;
        // Whether it was sent is not known. Sending it again is harmless.
        await connection.connected(COME_BACK_WITHIN);
      }
    }
  }

  /** One sending. Null when it is to be sent again. */
  async function attempt(
    transaction: SignedTransaction,
    search: Search,
    onBlock?: (block: BlockRef) => void,
  ): Promise<Ending | null> {
    const word = await listen(transaction, search, onBlock);
    if (word.kind === 'finalized') {
      const ending = await endingIn(await blocks.refOf(word.hash), transaction);
      if (ending) return ending;
    }
    if (word.kind === 'early') return search.ended();
    for (;;) {
      // asked before the search: a block that used the nonce is then among those that are searched
      const asked = word.kind === 'refused' ? await nonceUsed(transaction) : 'lately';
      // Chopsticks says "stale" while it still makes the block that used the nonce
      const used = asked === 'no' && word.kind === 'refused' && OUTDATED.test(word.detail) ? 'lately' : asked;
      const ending = await search.ended();
      if (ending && ending.kind !== 'dropped') return ending;
      if (word.kind === 'refused' && used !== 'lately') return { kind: 'invalid', detail: word.detail };
      if (ending) return ending;
      await sleep(timers, LOOK_AGAIN);
    }
  }

  /**
   * Sends it and listens until the chain has said something that settles it, or it is found in a
   * block besides.
   */
  async function listen(transaction: SignedTransaction, search: Search, onBlock?: (block: BlockRef) => void) {
    let stop: (() => void) | undefined;
    let done = false;
    const outcome = new Promise<Outcome>((resolve, reject) => {
      const notify = (block: BlockRef) => {
        if (!done) onBlock?.(block);
      };
      connection
        .follow({
          type: 'author_extrinsicUpdate',
          method: 'author_submitAndWatchExtrinsic',
          unsubscribe: 'author_unwatchExtrinsic',
          parameters: [transaction.bytes],
          lost: () => reject(new ChainAway('the line to the chain broke')),
          heard(status) {
            const read = outcomeOf(status);
            if (read && 'inBlock' in read) void blocks.refOf(read.inBlock).then(notify, () => undefined);
            else if (read) resolve(read);
          },
        })
        .then((unfollow) => (done ? unfollow() : (stop = unfollow)))
        .catch((error: unknown) => (isAnswer(error) ? resolve(refusalOf(error)) : reject(error as Error)));
    });
    const stopSearching = timers.setInterval(() => void search.ended().catch(() => undefined), SEARCH_INTERVAL);
    try {
      return await Promise.race([outcome, search.found.then((): Outcome => ({ kind: 'unsure' }))]);
    } finally {
      done = true;
      stopSearching();
      stop?.();
    }
  }

  interface Search {
    /** How it ended, or null while it is open. Goes on where it stopped. */
    ended(): Promise<Ending | null>;
    /** Resolves when `ended` has found something. */
    found: Promise<void>;
  }

  function searchFor(transaction: SignedTransaction): Search {
    let next = transaction.validFromBlock + 1;
    let ending: Ending | null = null;
    let tell: () => void = () => undefined;
    const found = new Promise<void>((resolve) => (tell = resolve));
    async function look() {
      const head = await blocks.finalizedHead();
      const last = Math.min(head.number, transaction.validUntilBlock);
      while (!ending && next <= last) {
        const upTo = Math.min(last, next + SCANNED_AT_ONCE - 1);
        ending ??= await scan(transaction, next, upTo);
        next = upTo + 1;
      }
      if (!ending && head.number >= transaction.validUntilBlock) ending = { kind: 'dropped' };
      if (ending) tell();
      return ending;
    }
    let looking: Promise<Ending | null> | null = null;
    const ended = () => (ending ? Promise.resolve(ending) : (looking ??= look().finally(() => (looking = null))));
    return { ended, found };
  }

  async function scan(transaction: SignedTransaction, from: number, upTo: number): Promise<Ending | null> {
    const numbers = Array.from({ length: upTo - from + 1 }, (_, index) => from + index);
    const endings = await Promise.all(
      numbers.map(async (number) => {
        const hash = await blocks.hashAt(number);
        return hash ? endingIn({ number, hash }, transaction) : null;
      }),
    );
    return endings.find((ending) => ending) ?? null;
  }

  /** How it ended in a block; null when it is not in there. */
  async function endingIn(block: BlockRef, transaction: SignedTransaction): Promise<Ending | null> {
    const index = (await blocks.extrinsicsIn(block.hash)).indexOf(transaction.hash);
    if (index < 0) return null;
    const outcome = await blocks.outcomeIn(block.hash, index);
    if (outcome.ok) return { kind: 'finalized', block };
    return { kind: 'failed', block, error: await errorOf(transaction, block), detail: outcome.detail };
  }

  return { submit, endingOf: (transaction) => searchFor(transaction).ended() };
}

/**
 * A status as chains tell it: a word, or a word with something to it. Null while nothing is
 * settled.
 */
function outcomeOf(status: unknown): Outcome | { inBlock: string } | null {
  const [name, detail] =
    typeof status === 'object' && status !== null ? (Object.entries(status)[0] ?? ['', null]) : [String(status), null];
  switch (name.toLowerCase()) {
    case 'inblock':
      return { inBlock: detail as Hex };
    case 'finalized':
      return { kind: 'finalized', hash: detail as Hex };
    case 'invalid':
    case 'usurped':
    case 'unknown':
      return refused(detail === null ? name : JSON.stringify(detail));
    case 'dropped':
    case 'finalitytimeout':
      return { kind: 'unsure' };
    default:
      return null;
  }
}

function refusalOf({ code, message }: Error & { code: number }): Outcome {
  if (KNOWN.includes(code)) return { kind: 'unsure' };
  if (code === POOL_IS_FULL) return { kind: 'early' };
  return refused(message);
}

const refused = (detail: string): Outcome =>
  /\bfuture\b/i.test(detail) ? { kind: 'early' } : { kind: 'refused', detail };
