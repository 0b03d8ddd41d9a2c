import { record } from '../audit/record';
import { type Deps } from '../deps';
import { type Member } from './visitor';

/** Makes a creator of an account. Becoming one twice is becoming one once. */
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
    await record(tx, deps, { actorId: id, action: 'account.becameCreator', subject: `account:${id}`, ipAddress });
  });
}
