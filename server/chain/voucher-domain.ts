import { type VoucherDomain } from '../../sdk/voucher';
import { type Deps, type Ledger } from '../deps';
import { chainFacts } from './facts';

/** A chain and a contract do not change while a process runs: asked until they were answered once. */
const known = new WeakMap<Ledger, VoucherDomain>();

/** Where vouchers count; null where payments are not set up, or while the chain was never reached. */
export async function domainOf(
  deps: Pick<Deps, 'ledger' | 'clock' | 'timers' | 'config' | 'log'>,
): Promise<VoucherDomain | null> {
  const { contract } = deps.config.chain;
  if (contract === null) return null;
  const before = known.get(deps.ledger);
  if (before) return before;
  const { terms } = await chainFacts(deps);
  if (!terms) return null;
  const domain = { chainId: terms.chainId, contract };
  known.set(deps.ledger, domain);
  return domain;
}
