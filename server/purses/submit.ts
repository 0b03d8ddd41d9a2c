import { type Language } from '../../texts/languages';
import { type Hex } from '../../sdk/voucher';
import { type Member } from '../identity/visitor';
import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type WalletTransaction } from '../generated/prisma/client';
import { mapUniqueViolation } from '../map-unique-violation';
import { type AccountId } from '../ids';
import { type WalletPayload } from '../ledger';
import { limit } from '../limits/take';
import { askChain } from '../chain/ask-chain';
import { columnsOf } from './in-flight';
import { ownWallet } from '../identity/own-wallet';
import { ownTransaction, readTransaction, type TransactionView } from './transaction';

/** What a wallet gave back. */
export interface Signed {
  id: string;
  signature: Hex;
  /** What some wallets answer with besides: the whole transaction. */
  signedTransaction?: Hex | null;
}

type SubmitDeps = Pick<Deps, 'db' | 'ledger' | 'transactions' | 'wallets' | 'clock' | 'timers' | 'config' | 'log'>;

/**
 * Sends what was prepared and signed, once: the signed bytes are stored before they are sent, by an
 * update that only a prepared transaction takes, so of two that come at once one sends and both
 * learn how it stands. It is followed in the background.
 */
export async function submitTransaction(
  deps: SubmitDeps,
  { signedIn: { accountId }, origin }: Member,
  { id, signature, signedTransaction }: Signed,
  language: Language,
): Promise<TransactionView> {
  const row = await ownTransaction(deps, accountId, id);
  if (row.status !== 'prepared') return readTransaction(deps, accountId, id, language);
  await limit(deps, 'submitTransaction', origin, accountId);
  await ownWallet(deps, accountId, row.address); // it may have been unlinked since
  const transaction = await askChain(deps, async () => {
    await checkAge(deps, row);
    const payload = row.payload as unknown as WalletPayload;
    return deps.ledger.assemble(payload, signature, signedTransaction ?? undefined);
  });
  if (await keep(deps, accountId, id, columnsOf(transaction))) void deps.transactions.follow(deps, id, transaction);
  return readTransaction(deps, accountId, id, language);
}

/** By our clock, and by the chain's blocks: what no block may contain any more need not be sent. */
async function checkAge({ ledger, clock }: Pick<Deps, 'ledger' | 'clock'>, row: WalletTransaction): Promise<void> {
  const { number } = await ledger.finalizedHead();
  if (clock.now() >= row.expiresAt || number >= row.validUntilBlock) throw new DomainError('transactionTooOld');
}

async function keep(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  accountId: AccountId,
  id: string,
  signed: ReturnType<typeof columnsOf>,
): Promise<boolean> {
  const now = clock.now();
  // prepared twice at once it is the same transaction, by the same bytes: the index refuses the
  // second, as the chain would
  const { count } = await mapUniqueViolation(
    db.walletTransaction.updateMany({
      where: { id, accountId, status: 'prepared', expiresAt: { gt: now } },
      data: { ...signed, status: 'submitted', submittedAt: now },
    }),
  );
  return count > 0;
}
