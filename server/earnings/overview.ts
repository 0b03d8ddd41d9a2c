import { type Language } from '../../texts/languages';
import { type Deps } from '../deps';
import { type AccountId } from '../ids';
import { answerInTime } from '../chain/ask-chain';
import { chainFacts } from '../chain/facts';
import { readEarnings } from './read';
import { readRequests, sendingTo } from './sending';
import { type Earnings, type EarningsOverview, type Sending } from './types';

type OverviewDeps = Pick<Deps, 'db' | 'ledger' | 'knownChain' | 'clock' | 'timers' | 'config' | 'log'>;

/**
 * The earnings page: what is owed and was paid, and what the platform can do for a wallet that
 * cannot pay the chain's fee.
 */
export async function readEarningsOverview(
  deps: OverviewDeps,
  accountId: AccountId,
  language: Language,
): Promise<EarningsOverview> {
  const [earnings, requests] = await Promise.all([
    readEarnings(deps, accountId),
    readRequests(deps, accountId, language),
  ]);
  const wallets = earnings.wallets.map(async (wallet) => ({
    ...wallet,
    sending: await sendingOf(deps, wallet),
    request: requests.get(wallet.h160) ?? null,
  }));
  return { ...earnings, wallets: await Promise.all(wallets) };
}

async function sendingOf(deps: OverviewDeps, wallet: Earnings['wallets'][number]): Promise<Sending | null> {
  const { terms } = await chainFacts(deps);
  if (terms === null || !wallet.owed) return null;
  try {
    return await answerInTime(deps, sendingTo(deps, wallet, wallet.owed, terms));
  } catch (error) {
    deps.log.warn({ err: error }, 'whether a wallet can pay the fee of the chain could not be read');
    return null;
  }
}
