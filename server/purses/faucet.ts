import { type Amount, fromPlanck, type Planck } from '../../sdk/money';
import { type Member } from '../identity/visitor';
import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { limit } from '../limits/take';
import { askChain } from '../chain/ask-chain';
import { ownWallet } from '../identity/own-wallet';

/**
 * What the faucet gives at once, and how much a wallet may hold to be given more: in whole units of
 * the chain.
 */
const GIVES = 100n;
const ENOUGH = 500n;

/**
 * Money for trying things out, on a local chain: to a wallet of one's own that has little. Resolves
 * when it has arrived.
 */
export async function giveFromFaucet(
  deps: Pick<Deps, 'db' | 'ledger' | 'wallets' | 'clock' | 'timers' | 'config' | 'log'>,
  { signedIn: { accountId }, origin }: Member,
  { address: typed }: { address: string },
): Promise<{ amount: Amount }> {
  const { ledger, config } = deps;
  const { faucet } = ledger;
  if (!config.chain.local || !faucet) throw new DomainError('noFaucet');
  const { address } = await ownWallet(deps, accountId, typed);
  await limit(deps, 'faucet', origin, accountId);
  return askChain(deps, async () => {
    const { decimals } = await ledger.properties();
    const one = 10n ** BigInt(decimals);
    if ((await ledger.balance(address)) >= ENOUGH * one) throw new DomainError('faucetNotNeeded');
    const gives = (GIVES * one) as Planck;
    await faucet(address, gives);
    return { amount: fromPlanck(gives, decimals) };
  });
}
