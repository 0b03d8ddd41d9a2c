import { record } from '../audit/record';
import { type Deps, type Tx } from '../deps';
import { DomainError } from '../errors';
import { type AccountId } from '../ids';
import { limit } from '../limits/take';
import { changeAsOwner } from '../security/change';
import { isTooCommon } from './common-passwords';
import { forgetOtherDevices } from '../identity/devices';
import { readMe } from '../identity/me';
import { type Member } from '../identity/visitor';

/**
 * Changes the password. The current one proves who asks; whoever has lost it leaves it out, and a
 * linked wallet proves it, anew. An account that has none yet (it came with a wallet) sets its
 * first. All other sessions end and their browsers are known no more, for one of them may be why it
 * is changed.
 */
export async function changePassword(
  deps: Pick<Deps, 'db' | 'clock' | 'passwords' | 'sessions'>,
  member: Member,
  { current, next }: { current?: string; next: string },
): Promise<{ setCookie: string | null }> {
  const { db, passwords } = deps;
  const { signedIn, origin } = member;
  const { accountId } = signedIn;
  await limit(deps, 'changePassword', origin, accountId);
  const { handle } = await readMe(deps, accountId);
  const old = await db.passwordCredential.findUnique({ where: { accountId }, select: { hash: true } });
  const typed = old !== null && current !== undefined;
  if (typed && !(await passwords.verify(old.hash, current))) throw new DomainError('wrongPassword');
  if (isTooCommon(next, handle)) throw new DomainError('passwordTooCommon');

  const hash = await passwords.hash(next);
  const proof = typed ? 'typed' : old ? 'asked' : 'fresh';
  return changeAsOwner(deps, member, proof, async (tx) => {
    await replace(tx, deps, accountId, old?.hash ?? null, hash);
    await forgetOtherDevices(tx, accountId, origin);
    const action = old ? 'account.passwordChanged' : 'account.passwordSet';
    const subject = `account:${accountId}` as const;
    await record(tx, deps, { actorId: accountId, action, subject, ipAddress: origin.ipAddress });
    return { result: null, facts: [{ kind: old ? 'passwordChanged' : 'passwordSet' }] };
  });
}

/**
 * Only the password that was verified is replaced: one that was changed meanwhile, elsewhere,
 * stays.
 */
async function replace(
  tx: Tx,
  { clock }: Pick<Deps, 'clock'>,
  accountId: AccountId,
  from: string | null,
  hash: string,
): Promise<void> {
  const updatedAt = clock.now();
  const { count } =
    from === null
      ? await tx.passwordCredential.createMany({ data: { accountId, hash, updatedAt }, skipDuplicates: true })
      : await tx.passwordCredential.updateMany({ where: { accountId, hash: from }, data: { hash, updatedAt } });
  if (count === 0) throw new DomainError('wrongPassword');
}
