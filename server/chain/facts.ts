import { MINUTE } from '../clock';
import { type Deps } from '../deps';
import { type Terms } from '../ledger';
import { answerInTime } from './ask-chain';

/** What a page says about the chain: it changes seldom, or never. */
export interface ChainFacts {
  name: string;
  /** What the contract is set to; null while it was never reached, or where there is none. */
  terms: Terms | null;
}

/**
 * A contract read costs the local chain a tenth of a second: asked once a minute, and kept while
 * the chain is away.
 */
const KEEP = MINUTE;

const UNKNOWN: ChainFacts = { name: 'the chain', terms: null };

/**
 * Reads the chain's name and the contract's terms; what is known from before when it does not
 * answer.
 */
export async function chainFacts({
  ledger,
  knownChain,
  clock,
  timers,
  config,
  log,
}: Pick<Deps, 'ledger' | 'knownChain' | 'clock' | 'timers' | 'config' | 'log'>): Promise<ChainFacts> {
  const known = knownChain.facts;
  const now = clock.now().getTime();
  if (known && now - known.at < KEEP) return known.answer;
  try {
    const terms = config.chain.contract === null ? null : ledger.terms();
    const [{ name }, set] = await answerInTime({ timers }, Promise.all([ledger.properties(), terms]));
    const facts = { name, terms: set };
    knownChain.facts = { answer: facts, at: now };
    return facts;
  } catch (error) {
    log.warn({ err: error }, 'the chain does not say what it is');
    return known?.answer ?? UNKNOWN;
  }
}
