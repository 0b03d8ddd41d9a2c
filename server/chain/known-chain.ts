import { type ChainMoney } from '../../sdk/money';
import { type VoucherDomain } from '../../sdk/voucher';
import { type ChainFacts } from './facts';

/** An answer, and when it came. */
interface Heard<Answer> {
  answer: Answer;
  /** Milliseconds, by the clock of the process. */
  at: number;
}

/**
 * What this process has heard of its chain. It may be lost at any moment: the database and the
 * chain know it all.
 */
export class KnownChain {
  /**
   * What its money is. It does not change while a process runs, unless a local chain is reset
   * (compare.ts).
   */
  money: ChainMoney | null = null;
  /** The latest question for its money; all who ask meanwhile wait for the same answer. */
  moneyAsked: Heard<Promise<ChainMoney | null>> | null = null;
  /** What it said of itself last. */
  facts: Heard<ChainFacts> | null = null;
  /** Where vouchers count. A chain and a contract do not change while a process runs. */
  domain: VoucherDomain | null = null;
}
