import { type Db } from '../deps';
import { DomainError } from '../errors';
import { type AccountId } from '../ids';

/** So many people can be called at once. */
const MOST = 5;
/** An @handle that stands by itself: not in an address, and not in a longer word. */
const MENTION = /(?<![\p{L}\p{N}_@/.-])@([a-z0-9_]{3,24})(?![\p{L}\p{N}\p{M}_@])/giu;

/** Who is named in a text; letters that only look like those of a handle name nobody. */
export async function resolveMentions(
  db: Pick<Db, 'account'>,
  body: string,
): Promise<{ handle: string; accountId: AccountId }[]> {
  const handles = new Set(Array.from(body.matchAll(MENTION), ([, handle = '']) => handle.toLowerCase()));
  if (handles.size === 0) return [];
  if (handles.size > MOST) throw new DomainError('tooManyMentions');
  const accounts = await db.account.findMany({
    where: { handle: { in: [...handles] }, deletedAt: null },
    select: { id: true, handle: true },
  });
  return accounts.map(({ id, handle }) => ({ handle, accountId: id as AccountId }));
}
