import { say } from '../../texts/i18n';
import { type Language } from '../../texts/languages';
import { says } from '../../texts/says';
import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type WalletTransaction } from '../generated/prisma/client';
import { type TransactionStatus } from '../generated/prisma/enums';
import { i18nIn } from '../i18n';
import { type AccountId } from '../ids';
import { readCursor } from '../chain/cursor';
import { blockUrl } from '../chain/ask-chain';
import { refusalNamed } from '../chain/refusals';

/** How a transaction of a wallet stands. */
export interface TransactionView {
  id: string;
  kind: string;
  status: TransactionStatus;
  /** Why it failed, and what that means for money. */
  message: string | null;
  blockNumber: number | null;
  blockUrl: string | null;
}

/** How one's own transaction stands. */
export async function readTransaction(
  deps: Pick<Deps, 'db' | 'config'>,
  accountId: AccountId,
  id: string,
  language: Language,
): Promise<TransactionView> {
  return viewOf(deps, await ownTransaction(deps, accountId, id), language);
}

/** The row; one of somebody else is refused as if it did not exist. */
export async function ownTransaction(
  { db }: Pick<Deps, 'db'>,
  accountId: AccountId,
  id: string,
): Promise<WalletTransaction> {
  const row = await db.walletTransaction.findFirst({ where: { id, accountId } });
  if (!row) throw new DomainError('notFound');
  return row;
}

/**
 * Finalized is told when what the block says is in the tables too: whoever waits for it reads the
 * purse next. It failed in a block, or never got into one; either way nothing but a fee was taken.
 */
async function viewOf(
  deps: Pick<Deps, 'db' | 'config'>,
  row: WalletTransaction,
  language: Language,
): Promise<TransactionView> {
  const { id, kind, status, error, blockNumber } = row;
  const cursor = status === 'finalized' ? await readCursor(deps) : null;
  const read = cursor !== null && blockNumber !== null && cursor.blockNumber >= blockNumber;
  return {
    id,
    kind,
    status: status === 'finalized' && !read ? 'inBlock' : status,
    message: error === null ? null : failureWords(error, language),
    blockNumber,
    blockUrl: blockNumber === null ? null : blockUrl(deps, blockNumber),
  };
}

/** How a transaction fails besides by the contract's word. */
export type Failure = 'chainFailed' | 'invalid' | 'dropped';

const failures: Record<Failure, string> = {
  chainFailed: says('The chain could not carry it out. Nothing but the fee was taken.'),
  invalid: says('The chain did not take it, so nothing happened and nothing was taken. Start again.'),
  dropped: says('It did not get into a block in time, so nothing happened and nothing was taken. Start again.'),
};

function failureWords(error: string, language: Language): string {
  const i18n = i18nIn(language);
  if (Object.hasOwn(failures, error)) return say(i18n, failures[error as Failure]);
  const code = refusalNamed(error);
  if (!code) return say(i18n, failures.chainFailed);
  const why = say(i18n, new DomainError(code).marked);
  return say(i18n, says('{why} Nothing but the fee was taken.', { why }));
}
