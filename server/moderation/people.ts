import { type Db, type Tx } from '../deps';
import { DomainError } from '../errors';
import { type Prisma } from '../generated/prisma/client';
import { type AccountId } from '../ids';

/** Somebody who keeps order in a channel: its creator, or one of those they asked. */
export interface Keeper {
  accountId: AccountId;
  channelId: AccountId;
  isCreator: boolean;
}

/** Whether somebody keeps order in a channel; who is not signed in does in none. */
export async function keepsOrder(db: Db | Tx, channelId: string, accountId: AccountId | null): Promise<boolean> {
  if (!accountId) return false;
  return channelId === accountId || (await isModerator(db, channelId, accountId));
}

async function isModerator(db: Db | Tx, channelId: string, accountId: AccountId): Promise<boolean> {
  return (await db.moderator.count({ where: { creatorId: channelId, moderatorId: accountId } })) > 0;
}

/** Whoever is not its creator and was not asked by them keeps no order in a channel. */
export async function requireKeeper(db: Db | Tx, channelId: AccountId, accountId: AccountId): Promise<Keeper> {
  if (!(await keepsOrder(db, channelId, accountId))) throw new DomainError('notAllowed');
  return { accountId, channelId, isCreator: channelId === accountId };
}

/** What only its creator decides: who else keeps order. */
export function requireCreator(channelId: AccountId, accountId: AccountId): void {
  if (channelId !== accountId) throw new DomainError('notAllowed');
}

/** Nobody acts on the creator or on themselves, and a moderator not on a fellow moderator. */
export async function requirePowerOver(db: Db | Tx, keeper: Keeper, accountId: AccountId): Promise<void> {
  if (accountId === keeper.accountId) throw new DomainError('moderateSelf');
  if (accountId === keeper.channelId) throw new DomainError('mayNotModerate');
  if (!keeper.isCreator && (await isModerator(db, keeper.channelId, accountId)))
    throw new DomainError('mayNotModerate');
}

/** Whom somebody means: by the handle that they typed, or by the id that a page knows. */
export type Meant = { handle: string } | { accountId: AccountId };

/** Who that is; whoever left is nobody any more. */
export async function findPerson(db: Db | Tx, meant: Meant): Promise<AccountId> {
  const where: Prisma.AccountWhereInput = 'handle' in meant ? { handle: meant.handle } : { id: meant.accountId };
  const account = await db.account.findFirst({ where: { ...where, deletedAt: null }, select: { id: true } });
  if (!account) throw new DomainError('noSuchPerson');
  return account.id as AccountId;
}

/** The channel that somebody means; only creators have one. */
export async function findChannel(db: Db | Tx, handle: string): Promise<AccountId> {
  const where: Prisma.AccountWhereInput = { handle, deletedAt: null, roles: { has: 'creator' } };
  const account = await db.account.findFirst({ where, select: { id: true } });
  if (!account) throw new DomainError('notFound');
  return account.id as AccountId;
}

/**
 * Of two deeds on the same person in the same channel the second waits for the first. A
 * transaction's first statement.
 */
export async function lockStanding(tx: Tx, channelId: AccountId, accountId: AccountId): Promise<void> {
  const key = `standing ${channelId} ${accountId}`;
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${key}, 0))`;
}
