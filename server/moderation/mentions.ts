import { type Db, type Tx } from '../deps';
import { DomainError } from '../errors';
import { isImitation } from '../names/imitation';

/** A name behind an @, in whatever letters, as far as a reader would take it for one. */
const MENTION = /(?<![\p{L}\p{N}\p{M}_])[@\uff20\ufe6b]([\p{L}\p{N}\p{M}_\p{Default_Ignorable_Code_Point}]{2,40})/gu;

/** The names that a text mentions, as they are written in it. */
export function mentionsOf(text: string): string[] {
  return [...new Set([...text.matchAll(MENTION)].map(([, name = '']) => name))];
}

/**
 * Refuses a text that mentions a name that is nobody's and looks like a creator's or the staff's:
 * whoever reads it would take it for them.
 */
export async function refuseImitatingMentions(db: Db | Tx, text: string): Promise<void> {
  const names = mentionsOf(text);
  if (names.length === 0) return;
  const handles = names.map((name) => name.toLowerCase());
  const real = await db.account.findMany({
    where: { handle: { in: handles }, deletedAt: null },
    select: { handle: true },
  });
  const known = new Set(real.map(({ handle }) => handle));
  for (const name of names)
    if (!known.has(name.toLowerCase()) && (await isImitation(db, name, null))) throw new DomainError('mentionImitates');
}
