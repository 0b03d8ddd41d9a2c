import { type Db, type Tx } from '../deps';
import { type Prisma } from '../generated/prisma/client';
import { type AccountId } from '../ids';

/** Somebody as others see them beside what they made. */
export interface Person {
  id: AccountId;
  handle: string;
  displayName: string;
  avatarUrl: string | null;
}

/** What of an account makes a Person. */
export const personSelect = {
  id: true,
  handle: true,
  profile: { select: { displayName: true, avatarUrl: true } },
} as const satisfies Prisma.AccountSelect;

type PersonRow = Prisma.AccountGetPayload<{ select: typeof personSelect }>;

/** The same row by one statement, for who waits for it. */
export async function readPersonRow(db: Pick<Db | Tx, '$queryRaw'>, id: AccountId): Promise<PersonRow> {
  const [row] = await db.$queryRaw<{ handle: string; display_name: string | null; avatar_url: string | null }[]>`
    SELECT a.handle, p.display_name, p.avatar_url
    FROM accounts a LEFT JOIN profiles p ON p.account_id = a.id WHERE a.id = ${id}::uuid`;
  if (!row) throw new Error('an account that acts is there');
  const { handle, display_name: displayName, avatar_url: avatarUrl } = row;
  return { id, handle, profile: displayName === null ? null : { displayName, avatarUrl } };
}

export function personOf({ id, handle, profile }: PersonRow): Person {
  return {
    id: id as AccountId,
    handle,
    displayName: profile?.displayName ?? handle,
    avatarUrl: profile?.avatarUrl ?? null,
  };
}
