import { record } from '../audit/record';
import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type WalletId } from '../ids';
import { lockAccount } from './lock';
import { type Member } from './visitor';

/** Takes a wallet off one's account, unless it is the last way in. */
export async function unlinkWallet(
  deps: Pick<Deps, 'db' | 'clock'>,
  { signedIn: { accountId }, origin }: Member,
  id: WalletId,
): Promise<void> {
  await deps.db.$transaction(async (tx) => {
    await lockAccount(tx, accountId);
    const { count } = await tx.wallet.deleteMany({ where: { id, accountId } });
    if (count === 0) throw new DomainError('notFound');
    const wallets = await tx.wallet.count({ where: { accountId } });
    const passwords = await tx.passwordCredential.count({ where: { accountId } });
    if (wallets + passwords === 0) throw new DomainError('lastCredential');
    const subject = `wallet:${id}` as const;
    await record(tx, deps, {
      actorId: accountId,
      action: 'account.walletUnlinked',
      subject,
      ipAddress: origin.ipAddress,
    });
  });
}
