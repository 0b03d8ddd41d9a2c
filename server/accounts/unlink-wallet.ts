import { record } from '../audit/record';
import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type WalletId } from '../ids';
import { changeAsOwner, named } from '../security/change';
import { linkedWallet } from '../security/linked-wallet';
import { type Member } from '../identity/visitor';

/** Takes a wallet off one's account, unless it is the last way in. */
export async function unlinkWallet(
  deps: Pick<Deps, 'db' | 'clock' | 'sessions'>,
  member: Member,
  id: WalletId,
): Promise<{ setCookie: string | null }> {
  const { accountId } = member.signedIn;
  const { ipAddress } = member.origin;
  return changeAsOwner(deps, member, 'fresh', async (tx) => {
    const wallet = await linkedWallet(tx, accountId, id);
    await tx.wallet.delete({ where: { id } });
    const wallets = await tx.wallet.count({ where: { accountId } });
    const passwords = await tx.passwordCredential.count({ where: { accountId } });
    if (wallets + passwords === 0) throw new DomainError('lastCredential');
    await record(tx, deps, {
      actorId: accountId,
      action: 'account.walletUnlinked',
      subject: `wallet:${id}`,
      ipAddress,
    });
    return { result: null, facts: [{ kind: 'walletUnlinked', wallet: named(wallet) }] };
  });
}
