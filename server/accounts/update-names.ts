import { record } from '../audit/record';
import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { limit } from '../limits/take';
import { lockAccount } from './lock';
import { readMe } from './me';
import { isReserved } from './names';
import { orTaken } from './taken';
import { type Member } from './visitor';

/**
 * Changes handle and e-mail address: the names by which one signs in. Limited, for "taken" tells whether a name is in
 * use. The entry for a handle says from which to which: somebody may have to answer for what was done under either.
 */
export async function updateNames(
  deps: Pick<Deps, 'db' | 'clock'>,
  { signedIn: { accountId: id }, origin }: Member,
  { handle, email }: { handle: string; email: string | null },
): Promise<void> {
  const before = await readMe(deps, id);
  if (before.handle === handle && before.email === email) return;
  await limit(deps, 'changeNames', origin, id);
  const changed = deps.db.$transaction(async (tx) => {
    await lockAccount(tx, id);
    const old = await tx.account.findUniqueOrThrow({ where: { id }, select: { handle: true, email: true } });
    if (handle !== old.handle && isReserved(handle)) throw new DomainError('handleReserved');
    await tx.account.update({ where: { id }, data: { handle, email } });
    const fact = { actorId: id, subject: `account:${id}`, ipAddress: origin.ipAddress } as const;
    if (handle !== old.handle) {
      await record(tx, deps, { ...fact, action: 'account.handleChanged', detail: { from: old.handle, to: handle } });
    }
    if (email !== old.email) await record(tx, deps, { ...fact, action: 'account.emailChanged' });
  });
  await orTaken(changed);
}
