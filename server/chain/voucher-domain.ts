import { type VoucherDomain } from '../../sdk/voucher';
import { type Deps } from '../deps';
import { chainFacts } from './facts';

/**
 * Where vouchers count, asked until it was answered once; null where payments are not set up, or
 * while the chain was never reached.
 */
export async function domainOf(
  deps: Pick<Deps, 'ledger' | 'knownChain' | 'clock' | 'timers' | 'config' | 'log'>,
): Promise<VoucherDomain | null> {
  const { contract } = deps.config.chain;
  if (contract === null) return null;
  if (deps.knownChain.domain) return deps.knownChain.domain;
  const { terms } = await chainFacts(deps);
  if (!terms) return null;
  const domain = { chainId: terms.chainId, contract };
  deps.knownChain.domain = domain;
  return domain;
}
