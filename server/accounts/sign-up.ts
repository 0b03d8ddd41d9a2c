import { record } from '../audit/record';
import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type AccountId } from '../ids';
import { limit } from '../limits/take';
import { looksOfNames, refuseImitation } from '../names/imitation';
import { askToConfirm } from './confirm-email';
import { isTooCommon } from './common-passwords';
import { isReserved } from '../names/names';
import { startSession, type Entered } from './start-session';
import { mapUniqueViolation } from '../map-unique-violation';
import { type Visitor } from '../identity/visitor';

/** What somebody says of themselves when they sign up. */
export interface SignUp {
  handle: string;
  /** Without it, people see the handle. */
  displayName?: string | undefined;
  password: string;
  email?: string | null | undefined;
}

/** Makes an account with a password, and signs in. */
export async function signUp(
  deps: Pick<Deps, 'db' | 'clock' | 'passwords' | 'sessions' | 'config' | 'jobs'>,
  visitor: Visitor,
  { handle, displayName = handle, password, email = null }: SignUp,
): Promise<Entered> {
  const { db, clock, passwords } = deps;
  await limit(deps, 'signUp', visitor.origin, handle);
  if (isReserved(handle)) throw new DomainError('handleReserved');
  if (isTooCommon(password, handle)) throw new DomainError('passwordTooCommon');
  // Asked before the hash is made, which costs; the indexes are what decides.
  const other = await db.account.findFirst({
    where: { OR: [{ handle }, ...(email ? [{ email }] : [])] },
    select: { handle: true },
  });
  if (other) throw new DomainError(other.handle === handle ? 'handleTaken' : 'emailTaken');

  const hash = await passwords.hash(password);
  const now = clock.now();
  const signedUp = db.$transaction(async (tx) => {
    for (const name of new Set([handle, displayName])) await refuseImitation(tx, name, null);
    const account = await tx.account.create({
      data: {
        handle,
        email,
        looks: looksOfNames({ handle, displayName }),
        createdAt: now,
        profile: { create: { displayName, updatedAt: now } },
        password: { create: { hash, updatedAt: now } },
      },
      select: { id: true },
    });
    const id = account.id as AccountId;
    const { ipAddress } = visitor.origin;
    const subject = `account:${id}` as const;
    await record(tx, deps, { actorId: id, action: 'account.signedUp', subject, detail: { by: 'password' }, ipAddress });
    if (email) await askToConfirm(tx, deps, id);
    return startSession(tx, deps, id, visitor, 'password');
  });
  return mapUniqueViolation(signedUp);
}
