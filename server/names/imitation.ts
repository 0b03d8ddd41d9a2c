import { type Db, type Tx } from '../deps';
import { DomainError } from '../errors';
import { type Role } from '../generated/prisma/enums';
import { type AccountId } from '../ids';
import { MADE_UP_NAME } from './handles';
import { looksOf } from './looks';
import { isVoice, speaksAsSite } from './names';

/** The two names that an account goes by. */
export interface Names {
  handle: string;
  displayName: string;
}

/**
 * What is kept of an account's names, so that others can be held against them. A name that many
 * were given is nobody's.
 */
export function looksOfNames({ handle, displayName }: Names): string[] {
  const names = displayName === MADE_UP_NAME ? [handle] : [handle, displayName];
  return [...new Set(names.flatMap(looksOf))];
}

/**
 * Refuses a name that passes for a creator's or the staff's, or for the site's own voice. In the
 * transaction that writes it: whoever takes a name waits for who is taking one, so of two at the
 * same moment the second is held against the first.
 */
export async function refuseImitation(tx: Tx, name: string, self: AccountId | null): Promise<void> {
  if (speaksAsSite(name)) throw new DomainError('nameImitates');
  await refuseLooks(tx, looksOf(name), self);
}

/** The same for all names of an account that becomes a creator, and is protected from then on. */
export async function refuseImitatingCreator(tx: Tx, names: Names, self: AccountId): Promise<void> {
  await refuseLooks(tx, looksOfNames(names), self);
}

/**
 * Refuses a title that reads as if the site or its staff were speaking. A creator's name may be a
 * title: "Chess" is both.
 */
export async function refuseVoiceOfSite(tx: Tx, title: string): Promise<void> {
  if (isVoice(title) || (await isTaken(tx, looksOf(title), null, ['admin']))) throw new DomainError('titleImitates');
}

/**
 * Whether a name passes for a creator's or the staff's, or for the site's own voice: where it is
 * shown, such as beside a message, and not taken.
 */
export async function isImitation(db: Db | Tx, name: string, self: AccountId | null): Promise<boolean> {
  return speaksAsSite(name) || (await isTaken(db, looksOf(name), self, ['creator', 'admin']));
}

async function refuseLooks(tx: Tx, looks: string[], self: AccountId | null): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('names', 0))`;
  if (await isTaken(tx, looks, self, ['creator', 'admin'])) throw new DomainError('nameImitates');
}

async function isTaken(tx: Db | Tx, looks: string[], self: AccountId | null, roles: Role[]): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ taken: boolean }[]>`
    SELECT EXISTS (
      SELECT FROM accounts
      WHERE looks && ${looks}::text[] AND roles::text[] && ${roles}::text[]
        AND deleted_at IS NULL AND id IS DISTINCT FROM ${self}::uuid
    ) AS taken`;
  return row?.taken ?? false;
}
