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

export function personOf({ id, handle, profile }: PersonRow): Person {
  return {
    id: id as AccountId,
    handle,
    displayName: profile?.displayName ?? handle,
    avatarUrl: profile?.avatarUrl ?? null,
  };
}
