import { type Tx } from '../deps';
import { DomainError } from '../errors';
import { type AccountId, type WalletId } from '../ids';
import { type NamedWallet } from './events';

/**
 * A wallet that is linked to this account, by its id; one of somebody else is refused as if it did
 * not exist.
 */
export async function linkedWallet(tx: Tx, accountId: AccountId, id: WalletId): Promise<NamedWallet> {
  const wallet = await tx.wallet.findFirst({ where: { id, accountId }, select: { address: true, label: true } });
  if (!wallet) throw new DomainError('notFound');
  return wallet;
}
