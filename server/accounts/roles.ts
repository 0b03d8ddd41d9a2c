import { type Deps } from '../deps';
import { type Role } from '../generated/prisma/enums';
import { type AccountId } from '../ids';

/**
 * What an account may do now; nothing once it was deleted, whatever its row still says. Asked anew
 * at every guarded call.
 */
export async function rolesOf({ db }: Pick<Deps, 'db'>, id: AccountId): Promise<Role[]> {
  const account = await db.account.findUnique({ where: { id }, select: { roles: true, deletedAt: true } });
  return !account || account.deletedAt ? [] : account.roles;
}
