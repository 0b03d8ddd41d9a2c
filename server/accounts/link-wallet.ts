import { record } from '../audit/record';
import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type WalletId } from '../ids';
import { changeAsOwner } from '../security/change';
import { requireProof } from '../security/proof';
import { lockAccount } from '../identity/lock';
import { mapUniqueViolation } from '../map-unique-violation';
import { type Member } from '../identity/visitor';
import { challengeWallet, type Challenge } from '../identity/wallet-challenge';
import { proveWallet, spend } from '../identity/wallet-proof';

/**
 * Asks a wallet to be linked; who asks proves first that the account is theirs, so that nobody
 * signs for nothing.
 */
export async function challengeLink(
  deps: Pick<Deps, 'db' | 'clock' | 'wallets' | 'config'>,
  { signedIn, origin }: Member,
  address: string,
): Promise<Challenge> {
  const { accountId } = signedIn;
  await deps.db.$transaction(async (tx) => {
    await lockAccount(tx, accountId);
    await requireProof(tx, deps, signedIn, 'fresh');
  });
  return challengeWallet(deps, origin, address, { purpose: 'link', accountId });
}

/**
 * Links a wallet that has signed for it, and whose owner proved to own the account. Linking one's
 * own wallet again gives it its new label.
 */
export async function linkWallet(
  deps: Pick<Deps, 'db' | 'clock' | 'wallets' | 'config' | 'sessions'>,
  member: Member,
  { label, ...signed }: { nonce: string; signature: string; label: string },
): Promise<{ id: WalletId; setCookie: string | null }> {
  const { signedIn, origin } = member;
  const { accountId } = signedIn;
  const proof = await proveWallet(deps, origin, signed, { purpose: 'link', accountId });
  const { address, h160, scheme } = proof;
  const linked = changeAsOwner(deps, member, 'fresh', async (tx) => {
    await spend(tx, deps, proof);
    const known = await tx.wallet.findUnique({ where: { address } });
    if (known && known.accountId !== accountId) throw new DomainError('walletTaken');
    const { id } = known
      ? await tx.wallet.update({ where: { id: known.id }, data: { label } })
      : await tx.wallet.create({ data: { accountId, address, h160, scheme, label, linkedAt: deps.clock.now() } });
    const subject = `wallet:${id}` as const;
    const fact = { actorId: accountId, subject, detail: { scheme }, ipAddress: origin.ipAddress };
    if (!known) await record(tx, deps, { ...fact, action: 'account.walletLinked' });
    return { result: id as WalletId, facts: known ? [] : [{ kind: 'walletLinked', wallet: { address, label } }] };
  });
  const { result: id, setCookie } = await mapUniqueViolation(linked);
  return { id, setCookie };
}
