import { record } from '../audit/record';
import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type WalletId } from '../ids';
import { lockAccount } from './lock';
import { orTaken } from './taken';
import { type Member } from './visitor';
import { proveWallet, spend } from './wallet-proof';

/** Links a wallet that has signed for it. Linking one's own wallet again gives it its new label. */
export async function linkWallet(
  deps: Pick<Deps, 'db' | 'clock' | 'wallets' | 'config'>,
  { signedIn: { accountId }, origin }: Member,
  { label, ...signed }: { nonce: string; signature: string; label: string },
): Promise<{ id: WalletId }> {
  const proof = await proveWallet(deps, origin, signed, accountId);
  const { address, h160, scheme } = proof;
  const linked = deps.db.$transaction(async (tx) => {
    await lockAccount(tx, accountId);
    await spend(tx, deps, proof);
    const known = await tx.wallet.findUnique({ where: { address } });
    if (known && known.accountId !== accountId) throw new DomainError('walletTaken');
    const { id } = known
      ? await tx.wallet.update({ where: { id: known.id }, data: { label } })
      : await tx.wallet.create({ data: { accountId, address, h160, scheme, label, linkedAt: deps.clock.now() } });
    const subject = `wallet:${id}` as const;
    const fact = { actorId: accountId, subject, detail: { scheme }, ipAddress: origin.ipAddress };
    if (!known) await record(tx, deps, { ...fact, action: 'account.walletLinked' });
    return { id: id as WalletId };
  });
  return orTaken(linked);
}
