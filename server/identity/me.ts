import { type Deps, type Tx } from '../deps';
import { DomainError } from '../errors';
import { type Role } from '../generated/prisma/enums';
import { type AccountId } from '../ids';

/** An account as its owner sees it. */
export interface Me {
  id: AccountId;
  handle: string;
  displayName: string;
  avatarUrl: string | null;
  email: string | null;
  roles: Role[];
  hasPassword: boolean;
  hasWallet: boolean;
}

/** The account of somebody who is signed in. */
export async function readMe({ db }: { db: Deps['db'] | Tx }, id: AccountId): Promise<Me> {
  const account = await db.account.findFirst({
    where: { id, deletedAt: null },
    select: {
      handle: true,
      email: true,
      roles: true,
      profile: { select: { displayName: true, avatarUrl: true } },
      password: { select: { accountId: true } },
      _count: { select: { wallets: true } },
    },
  });
  if (!account) throw new DomainError('notSignedIn');
  const { handle, email, roles, profile, password, _count } = account;
  const shown = { displayName: profile?.displayName ?? handle, avatarUrl: profile?.avatarUrl ?? null };
  return { id, handle, email, roles, ...shown, hasPassword: password !== null, hasWallet: _count.wallets > 0 };
}
