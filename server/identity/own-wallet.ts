import { type H160 } from '../../sdk/voucher';
import { type Deps, type Tx } from '../deps';
import { DomainError } from '../errors';
import { type AccountId } from '../ids';

/** A wallet of whoever asks. */
export interface OwnWallet {
  address: string;
  h160: H160;
}

/**
 * The wallet at this address, in any spelling; one of somebody else is refused as if it did not
 * exist.
 */
export async function ownWallet(
  { db, wallets }: Pick<Deps, 'wallets'> & { db: Deps['db'] | Tx },
  accountId: AccountId,
  typed: string,
): Promise<OwnWallet> {
  const address = wallets.parseAddress(typed)?.address;
  const wallet = address === undefined ? null : await db.wallet.findFirst({ where: { address, accountId } });
  if (!wallet) throw new DomainError('notFound');
  return { address: wallet.address, h160: wallet.h160 as H160 };
}
