import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type AccountId } from '../ids';
import { limitSignIn } from '../identity/devices';
import { lockAccount } from '../identity/lock';
import { parseName } from '../names/names';
import { startSession, type Entered } from './start-session';
import { type Visitor } from '../identity/visitor';

/**
 * Signs in by handle or e-mail address, and password. An unknown name, an account without a
 * password and a wrong password answer alike and take alike: each verifies one hash.
 */
export async function signIn(
  deps: Pick<Deps, 'db' | 'clock' | 'passwords' | 'sessions' | 'config'>,
  visitor: Visitor,
  { name, password }: { name: string; password: string },
): Promise<Entered> {
  const { db, clock, passwords } = deps;
  const known = parseName(name);
  await limitSignIn(deps, 'signIn', visitor.origin, {
    subject: 'email' in known ? known.email : known.handle,
    findAccount: async () => (await db.account.findFirst({ where: known, select: { id: true } }))?.id ?? null,
  });
  const account = await db.account.findFirst({
    where: { ...known, deletedAt: null },
    select: { id: true, password: { select: { hash: true } } },
  });
  const hash = account?.password?.hash ?? null;
  const fits = await passwords.verify(hash, password);
  if (!account || hash === null || !fits) throw new DomainError('wrongCredentials');

  const id = account.id as AccountId;
  const fresh = passwords.isOutdated(hash) ? await passwords.hash(password) : null;
  return db.$transaction(async (tx) => {
    await lockAccount(tx, id, 'wrongCredentials');
    // Verifying took a while: a password that was changed meanwhile no longer signs in.
    const current = { accountId: id, hash };
    if ((await tx.passwordCredential.count({ where: current })) === 0) throw new DomainError('wrongCredentials');
    if (fresh) {
      await tx.passwordCredential.updateMany({ where: current, data: { hash: fresh, updatedAt: clock.now() } });
    }
    return startSession(tx, deps, id, visitor, 'password');
  });
}
