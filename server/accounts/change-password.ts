import { record } from '../audit/record';
import { type Deps, type Tx } from '../deps';
import { DomainError } from '../errors';
import { type AccountId } from '../ids';
import { limit } from '../limits/take';
import { isTooCommon } from './common-passwords';
import { lockAccount } from './lock';
import { readMe } from './me';
import { type Member } from './visitor';

/**
 * Changes the password, for which the current one is needed; an account that has none yet (it came with a wallet) sets
 * its first. All sessions end, for one of them may be why the password is changed; this browser gets a new one.
 */
export async function changePassword(
  deps: Pick<Deps, 'db' | 'clock' | 'passwords' | 'sessions'>,
  { signedIn: { accountId }, origin }: Member,
  { current, next }: { current?: string; next: string },
): Promise<{ setCookie: string }> {
  const { db, passwords, sessions } = deps;
  await limit(deps, 'changePassword', origin, accountId);
  const { handle } = await readMe(deps, accountId);
  const old = await db.passwordCredential.findUnique({ where: { accountId }, select: { hash: true } });
  if (old && !(await passwords.verify(old.hash, current ?? ''))) throw new DomainError('wrongPassword');
  if (isTooCommon(next, handle)) throw new DomainError('passwordTooCommon');

  const hash = await passwords.hash(next);
  return db.$transaction(async (tx) => {
    await lockAccount(tx, accountId);
    await replace(tx, deps, accountId, old?.hash ?? null, hash);
    const action = old ? 'account.passwordChanged' : 'account.passwordSet';
    const subject = `account:${accountId}` as const;
    await record(tx, deps, { actorId: accountId, action, subject, ipAddress: origin.ipAddress });
    const inside = sessions.within(tx);
    await inside.endAll(accountId);
    return { setCookie: await inside.create(accountId, origin) };
  });
}

/** Only the password that was verified is replaced: one that was changed meanwhile, elsewhere, stays. */
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
