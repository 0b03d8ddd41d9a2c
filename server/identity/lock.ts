import { type Tx } from '../deps';
import { type ErrorCode } from '../../sdk/error-codes';
import { DomainError } from '../errors';
import { type AccountId } from '../ids';

/**
 * Holds an account until the transaction ends, so that what is decided about its credentials is
 * still so when it is written: two wallets taken off at once, a sign-in beside a change of
 * password. Always a transaction's first statement: whoever locks later, after a row that refers to
 * the account, can wait for somebody who waits for them.
 */
export async function lockAccount(tx: Tx, id: AccountId, refusal: ErrorCode = 'notSignedIn'): Promise<void> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT FROM accounts WHERE id = ${id}::uuid AND deleted_at IS NULL FOR UPDATE`;
  if (rows.length === 0) throw new DomainError(refusal);
}

/**
 * The same for what somebody else adds to an account: rows that refer to it are written meanwhile,
 * so that of two people who do so to each other neither waits for the other.
 */
export async function holdAccount(tx: Tx, id: AccountId, refusal: ErrorCode): Promise<void> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT FROM accounts WHERE id = ${id}::uuid AND deleted_at IS NULL FOR NO KEY UPDATE`;
  if (rows.length === 0) throw new DomainError(refusal);
}

/**
 * Lets nobody delete the account until the transaction ends, and refuses when it is deleted
 * already. It waits for `lockAccount` and is waited for by it, not by others of its kind; for
 * whoever writes what a deletion has to end. A transaction's first statement, as above.
 */
export async function preventDeletion(tx: Tx, id: AccountId): Promise<void> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT FROM accounts WHERE id = ${id}::uuid AND deleted_at IS NULL FOR KEY SHARE`;
  if (rows.length === 0) throw new DomainError('notSignedIn');
}
