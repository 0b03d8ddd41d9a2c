import { createHash } from 'node:crypto';
import { type BlockRef, type Ledger } from '../deps';

/** A chain in memory: a genesis block and the finalized ones after it. */
export interface FakeLedger extends Ledger {
  /** Finalizes more blocks and returns the newest. */
  finalize(count?: number): BlockRef;
  /** Starts over with nothing but a genesis block: the same one, as a local chain does that forgets, or another chain's. */
  reset(genesis?: 'same' | 'another'): void;
  /** From now on it does not answer, or answers again. */
  setReachable(reachable: boolean): void;
}

export function fakeLedger(): FakeLedger {
  let chain = 0;
  let life = 0;
  let hashes: string[] = [];
  let answers = true;
  const hashOf = (text: string) => `0x${createHash('sha256').update(text).digest('hex')}`;
  const head = (): BlockRef => ({ number: hashes.length - 1, hash: hashes.at(-1)! });
  // A genesis is the same in each life of a chain; later blocks never are.
  const finalize = (count = 1) => {
    for (let made = 0; made < count; made += 1)
      hashes.push(hashOf(`chain ${chain}, life ${life}, block ${hashes.length}`));
    return head();
  };
  const reset = (genesis: 'same' | 'another' = 'same') => {
    if (genesis === 'another') chain += 1;
    life += 1;
    hashes = [hashOf(`chain ${chain}`)];
  };
  const ask = async <Answer>(answer: () => Answer): Promise<Answer> => {
    if (!answers) throw new Error('the chain does not answer');
    return answer();
  };
  reset();

  return {
    finalize,
    reset,
    setReachable: (reachable) => (answers = reachable),
    health: async () =>
      answers ? { ok: true, detail: `fake chain, block ${head().number}` } : { ok: false, detail: 'no answer' },
    genesisHash: () => ask(() => hashes[0]!),
    finalizedHead: () => ask(head),
    blockHash: (number) => ask(() => hashes[number] ?? null),
    close: async () => undefined,
  };
}
