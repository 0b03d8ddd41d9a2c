import { record } from '../audit/record';
import { type Deps } from '../deps';
import { refuseImitatingCreator } from '../names/imitation';
import { readMe } from '../identity/me';
import { type Member } from '../identity/visitor';

/**
 * Makes a creator of an account, whose names nobody may imitate from then on: so they are none that
 * imitate. Becoming one twice is becoming one once.
 */
export async function becomeCreator(
  deps: Pick<Deps, 'db' | 'clock'>,
  { signedIn: { accountId: id }, origin: { ipAddress } }: Member,
): Promise<void> {
  await deps.db.$transaction(async (tx) => {
    const { count } = await tx.account.updateMany({
      where: { id, deletedAt: null, NOT: { roles: { has: 'creator' } } },
      data: { roles: { push: 'creator' } },
    });
    if (count === 0) return;
    // after the role is written: whoever takes a name meanwhile waits, and is then held against
    // this one
    await refuseImitatingCreator(tx, await readMe({ db: tx }, id), id);
    await record(tx, deps, { actorId: id, action: 'account.becameCreator', subject: `account:${id}`, ipAddress });
  });
}
