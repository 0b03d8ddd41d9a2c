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
  /** Whether a link in a mail to that address was followed. */
  emailConfirmed: boolean;
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
      emailConfirmedAt: true,
      roles: true,
      profile: { select: { displayName: true, avatarUrl: true } },
      password: { select: { accountId: true } },
      _count: { select: { wallets: true } },
    },
  });
  if (!account) throw new DomainError('notSignedIn');
  const { handle, email, emailConfirmedAt, roles, profile, password, _count } = account;
  const shown = { displayName: profile?.displayName ?? handle, avatarUrl: profile?.avatarUrl ?? null };
  const emailConfirmed = emailConfirmedAt !== null;
  return {
    id,
    handle,
    email,
    emailConfirmed,
    roles,
    ...shown,
    hasPassword: password !== null,
    hasWallet: _count.wallets > 0,
  };
}
