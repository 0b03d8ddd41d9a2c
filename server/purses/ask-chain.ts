import { type H160 } from '../../sdk/voucher';
import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { ForeignSignature, LedgerRefusal } from '../ledger';
import { refusalOf } from './refusals';

/** Asks the chain something for a person: what it refuses, and that it is away, become sentences; a defect stays one. */
export async function askChain<Answer>(
  { ledger, log }: Pick<Deps, 'ledger' | 'log'>,
  question: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await question();
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
