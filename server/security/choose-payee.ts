import { linkedWallet } from './linked-wallet';
import { type Member } from '../identity/visitor';
import { record } from '../audit/record';
import { type Deps } from '../deps';
import { type WalletId } from '../ids';
import { changeAsOwner } from './change';
import { payeeOf } from './payee';

/**
 * Chooses which of one's linked wallets the next streams pay. What is live goes on paying the
 * wallet that it began with.
 */
export async function choosePayee(
  deps: Pick<Deps, 'db' | 'clock' | 'sessions'>,
  member: Member,
  id: WalletId,
): Promise<{ setCookie: string | null }> {
  const { accountId } = member.signedIn;
  const { ipAddress } = member.origin;
  return changeAsOwner(deps, member, 'fresh', async (tx) => {
    const wallet = await linkedWallet(tx, accountId, id);
    if ((await payeeOf(tx, accountId))?.address === wallet.address) return { result: null, facts: [] };
    await tx.wallet.updateMany({ where: { accountId }, data: { chosen: false } });
    await tx.wallet.update({ where: { id }, data: { chosen: true } });
    await record(tx, deps, { actorId: accountId, action: 'account.payeeChosen', subject: `wallet:${id}`, ipAddress });
    return { result: null, facts: [] };
  });
}
