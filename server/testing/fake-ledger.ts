import { createHash } from 'node:crypto';
import { type Clock } from '../clock';
import { type BlockRef, type Ledger } from '../deps';
import { type ChainHead } from '../ledger';
import { type Planck } from '../../sdk/money';
import { type VoucherDomain } from '../../sdk/voucher';
import { testClock } from './test-clock';

/** How a chain in memory is set up. */
export interface FakeLedgerOptions {
  /** Where blocks get their time from. */
  clock?: Clock;
  /** Whether a transaction is in a finalized block as soon as it is sent, or waits until the test calls finalize(). */
  blocks?: 'onSubmit' | 'byHand';
  feeBasisPoints?: number;
  closingDelaySeconds?: number;
  maxBatch?: number;
  /** Whether the chain gives money away. */
  faucet?: boolean;
}

/** A chain in memory with the purse contract on it: a genesis block and the finalized ones after it. */
export interface FakeLedger extends Ledger {
  /** Where vouchers for this contract count. */
  readonly domain: VoucherDomain;
  /** Finalizes more blocks and returns the newest; the first of them holds what was sent and waits. */
  finalize(count?: number): BlockRef;
  /** Puts what was sent and waits into a block that is not final yet. */
  seal(): BlockRef;
  /** Starts over with nothing but a genesis block: the same one, as a local chain does that forgets, or another chain's. */
  reset(genesis?: 'same' | 'another'): void;
  /** From now on it does not answer, or answers again. */
  setReachable(reachable: boolean): void;
  /** Puts the chain's clock off the injected one by this much from now on: behind when negative. */
  skew(milliseconds: number): void;
  /** Money out of nothing. */
  endow(address: string, amount: Planck): void;
  /** The next transaction that is sent gets lost: it is in no block until its time has passed. */
  dropNext(): void;
  /** The next transaction that is sent is refused by the chain. */
  rejectNext(detail?: string): void;
  /** The next submit() fails after the transaction was sent and before its end is known, as when this process is killed. */
  crashBeforeFinalized(): void;
}

export function fakeLedger({ clock = testClock() }: FakeLedgerOptions = {}): FakeLedger {
  let chain = 0;
  let life = 0;
  let off = 0;
  let blocks: ChainHead[] = [];
  let answers = true;
  const hashOf = (text: string) => `0x${createHash('sha256').update(text).digest('hex')}`;
  const head = () => blocks.at(-1)!;
  const now = () => new Date(clock.now().getTime() + off);
  // A genesis is the same in each life of a chain; later blocks never are.
  const finalize = (count = 1) => {
    for (let made = 0; made < count; made += 1) {
      const number = blocks.length;
      blocks.push({ number, hash: hashOf(`chain ${chain}, life ${life}, block ${number}`), time: now() });
    }
    return head();
  };
  const reset = (genesis: 'same' | 'another' = 'same') => {
    if (genesis === 'another') chain += 1;
    life += 1;
    blocks = [{ number: 0, hash: hashOf(`chain ${chain}`), time: now() }];
  };
  const ask = async <Answer>(answer: () => Answer): Promise<Answer> => {
    if (!answers) throw new Error('the chain does not answer');
    return answer();
  };
  const later = (): never => {
    throw new Error('the contract in memory is being written');
  };
  reset();

  return {
    domain: { chainId: 420_420_420n, contract: `0x${'c0'.repeat(20)}` },
    finalize,
    seal: later,
    reset,
    setReachable: (reachable) => (answers = reachable),
    skew: (milliseconds) => (off = milliseconds),
    endow: later,
    dropNext: later,
    rejectNext: later,
    crashBeforeFinalized: later,
    health: async () =>
      answers ? { ok: true, detail: `fake chain, block ${head().number}` } : { ok: false, detail: 'no answer' },
    genesisHash: () => ask(() => blocks[0]!.hash),
    finalizedHead: () => ask(head),
    blockHash: (number) => ask(() => blocks[number]?.hash ?? null),
    close: async () => undefined,
    blockOfEvents: later,
    terms: later,
    totals: later,
    purse: later,
    tab: later,
    tabs: later,
    earnings: later,
    balance: later,
    properties: later,
    prepare: later,
    read: later,
    assemble: later,
    prepareSettling: later,
    submit: later,
    endingOf: later,
    signRelease: later,
    faucet: null,
  };
}
