import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type AccountId } from '../ids';
import { CHOSEN_KINDS, type ChosenKind, USUAL_WAYS } from './kinds';

/** What a link to unsubscribe says. */
export interface Unsubscribing {
  accountId: AccountId;
  kind: ChosenKind;
  token: string;
}

/** Signs for one account and one kind: it ends these mails and opens nothing else. */
function tokenFor(mailKey: string, accountId: string, kind: string): string {
  return createHmac('sha256', mailKey).update(`unsubscribe\n${accountId}\n${kind}`).digest('base64url');
}

/** The address by which an account unsubscribes from mails of a kind without signing in. */
export function unsubscribeUrl(origin: string, account: { id: string; mailKey: string }, kind: ChosenKind): string {
  const token = tokenFor(account.mailKey, account.id, kind);
  return `${origin}/unsubscribe?${new URLSearchParams({ account: account.id, kind, token }).toString()}`;
}

/** Ends the mails of a kind; doing so again changes nothing. A forged link is refused. */
export async function unsubscribe(
  { db }: Pick<Deps, 'db'>,
  { accountId, kind, token }: Unsubscribing,
): Promise<{ kind: ChosenKind }> {
  const account = await db.account.findFirst({
    where: { id: accountId, deletedAt: null },
    select: { id: true, mailKey: true },
  });
  // as long as with an account, so that time does not tell whether there is one
  const right = Buffer.from(tokenFor(account?.mailKey ?? '', accountId, kind));
  const given = Buffer.from(token);
  if (!account || given.length !== right.length || !timingSafeEqual(given, right)) throw new DomainError('linkUnknown');
  const { bell, push } = USUAL_WAYS[kind];
  await db.noticeChoice.upsert({
    where: { accountId_kind: { accountId, kind } },
    create: { accountId, kind, bell, push, mail: false },
    update: { mail: false },
  });
  return { kind };
}

export const isChosenKind = (kind: string): kind is ChosenKind => CHOSEN_KINDS.some((known) => known === kind);
