import { record } from '../audit/record';
import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { limit } from '../limits/take';
import { changeAsOwner } from '../security/change';
import { askToConfirm } from './confirm-email';
import { type SecurityFact } from '../security/events';
import { looksOfNames, refuseImitation } from '../names/imitation';
import { readMe } from '../identity/me';
import { isReserved } from '../names/names';
import { mapUniqueViolation } from '../map-unique-violation';
import { type Member } from '../identity/visitor';

/**
 * Changes handle and e-mail address: the names by which one signs in. Limited, for "taken" tells
 * whether a name is in use. The entry for a handle says from which to which: somebody may have to
 * answer for what was done under either.
 */
export async function updateNames(
  deps: Pick<Deps, 'db' | 'clock' | 'sessions' | 'jobs'>,
  member: Member,
  { handle, email }: { handle: string; email: string | null },
): Promise<{ setCookie: string | null }> {
  const { signedIn, origin } = member;
  const { accountId: id } = signedIn;
  const before = await readMe(deps, id);
  if (before.handle === handle && before.email === email) return { setCookie: null };
  await limit(deps, 'changeNames', origin, id);
  const changed = changeAsOwner(deps, member, 'fresh', async (tx) => {
    const old = await tx.account.findUniqueOrThrow({ where: { id }, select: { handle: true, email: true } });
    if (handle !== old.handle && isReserved(handle)) throw new DomainError('handleReserved');
    const { displayName } = await readMe({ db: tx }, id);
    if (handle !== old.handle) await refuseImitation(tx, handle, id);
    await tx.account.update({
      where: { id },
      data: {
        handle,
        email,
        looks: looksOfNames({ handle, displayName }),
        ...(email === old.email ? {} : { emailConfirmedAt: null }),
      },
    });
    const fact = { actorId: id, subject: `account:${id}`, ipAddress: origin.ipAddress } as const;
    const facts: SecurityFact[] = [];
    if (handle !== old.handle) {
      facts.push({ kind: 'handleChanged', from: old.handle, to: handle });
      await record(tx, deps, { ...fact, action: 'account.handleChanged', detail: { from: old.handle, to: handle } });
    }
    if (email !== old.email) {
      facts.push({ kind: 'emailChanged' });
      await record(tx, deps, { ...fact, action: 'account.emailChanged' });
      if (email) await askToConfirm(tx, deps, id);
    }
    return { result: null, facts };
  });
  return mapUniqueViolation(changed);
}
