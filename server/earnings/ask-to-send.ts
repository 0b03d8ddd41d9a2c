import { preventDeletion } from '../identity/lock';
import { type Member } from '../identity/visitor';
import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { mapUniqueViolation } from '../map-unique-violation';
import { type AccountId } from '../ids';
import { limit } from '../limits/take';
import { askChain, contractOf } from '../chain/ask-chain';
import { type OwnWallet, ownWallet } from '../identity/own-wallet';
import { sendingTo } from './sending';
import { type SendingRequest } from './types';
import { withdrawable } from '../balances/withdrawable';

/**
 * Asks the platform to send one of one's wallets what the contract owes it. It goes to that wallet
 * and nowhere else, so nothing has to be proven for it again. It is stored here and sent by the
 * worker that settles (server/settling/withdrawals.ts).
 */
export async function askToSend(
  deps: Pick<Deps, 'db' | 'ledger' | 'wallets' | 'clock' | 'timers' | 'config' | 'log'>,
  { signedIn: { accountId }, origin }: Member,
  typed: string,
): Promise<SendingRequest> {
  const { ledger } = deps;
  contractOf(deps);
  const wallet = await ownWallet(deps, accountId, typed);
  await limit(deps, 'askToSend', origin, accountId);
  const hindrance = await askChain(deps, async () => {
    const [earnings, terms] = await Promise.all([ledger.earnings(wallet.h160), ledger.terms()]);
    const owed = withdrawable(earnings);
    return owed === 0n ? 'nothingToWithdraw' : (await sendingTo(deps, wallet, owed, terms)).hindrance;
  });
  if (hindrance !== null) throw new DomainError(hindrance);
  return store(deps, accountId, wallet);
}

/** Of one wallet at most one is open: the database holds that, whoever asks at the same time. */
async function store(
  deps: Pick<Deps, 'db' | 'clock' | 'wallets'>,
  accountId: AccountId,
  { h160, address }: OwnWallet,
): Promise<SendingRequest> {
  const createdAt = deps.clock.now();
  const asked = deps.db.$transaction(async (tx) => {
    await preventDeletion(tx, accountId);
    // it may have been unlinked since
    await ownWallet({ db: tx, wallets: deps.wallets }, accountId, address);
    await tx.withdrawal.create({ data: { accountId, recipient: h160, createdAt } });
  });
  await mapUniqueViolation(asked);
  return { status: 'asked', at: createdAt, message: null };
}
