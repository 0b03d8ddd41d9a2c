import { type H160 } from '../../sdk/voucher';
import { SECOND } from '../clock';
import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { ForeignSignature, LedgerRefusal } from '../ledger';
import { withTimeout } from '../with-timeout';
import { refusalOf } from './refusals';

/** As long as a page waits for the chain; after that it shows what is known without it. */
const A_PAGE_WAITS = 3 * SECOND;
/** As long as a person waits who asked for something. */
const A_PERSON_WAITS = 20 * SECOND;

const timeoutError = () => new Error('the chain does not answer in time');

/**
 * What the chain says at once, for a page. Fails when it takes its time: a chain that hangs does
 * not keep a page from coming.
 */
export function answerInTime<Answer>({ timers }: Pick<Deps, 'timers'>, answer: Promise<Answer>): Promise<Answer> {
  return withTimeout(timers, A_PAGE_WAITS, answer, timeoutError);
}

/**
 * Asks the chain something for a person, before anything is sent: what it refuses, and that it is
 * away, become sentences; a defect stays one.
 */
export async function askChain<Answer>(
  { ledger, timers, log }: Pick<Deps, 'ledger' | 'timers' | 'log'>,
  question: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await withTimeout(timers, A_PERSON_WAITS, question(), timeoutError);
  } catch (error) {
    if (error instanceof DomainError) throw error;
    if (error instanceof ForeignSignature) throw new DomainError('foreignSignature');
    if (error instanceof LedgerRefusal) {
      log.info({ error: error.error, detail: error.detail }, 'the ledger refuses');
      throw new DomainError(refusalOf(error));
    }
    if ((await ledger.health()).ok) throw error;
    log.warn({ err: error }, 'the chain is away');
    throw new DomainError('chainAway');
  }
}

/** The contract's address; a refusal where payments are not set up. */
export function contractOf({ config }: Pick<Deps, 'config'>): H160 {
  if (config.chain.contract === null) throw new DomainError('paymentsNotSetUp');
  return config.chain.contract;
}

/** Where people can look at a block. */
export function blockUrl({ config }: Pick<Deps, 'config'>, number: number): string {
  return config.chain.blockUrl.replaceAll('{number}', String(number));
}
