import { type Deps, type SignedIn } from '../deps';
import { type AccountId } from '../ids';
import { type Language, languageCookie, parseLanguage } from '../../texts/languages';

/** Somebody chooses the language: this browser keeps it, and so does the account for its mails. */
export async function chooseLanguage(
  { db }: Pick<Deps, 'db'>,
  { signedIn }: { signedIn: SignedIn | null },
  language: Language,
): Promise<{ setCookie: string }> {
  if (signedIn) await db.account.update({ where: { id: signedIn.accountId }, data: { language } });
  return { setCookie: languageCookie(language) };
}

/**
 * Whoever signs in reads the language that they chose, here or elsewhere; who never chose is
 * written to in the one that their browser asks for.
 */
export async function settleLanguage(
  { db }: Pick<Deps, 'db'>,
  id: AccountId,
  { language, languageChosen }: { language: Language; languageChosen: boolean },
): Promise<{ setCookie: string | null }> {
  const account = await db.account.findUniqueOrThrow({ where: { id }, select: { language: true } });
  const stored = parseLanguage(account.language);
  if (stored !== null && !languageChosen) return { setCookie: languageCookie(stored) };
  if (stored !== language) await db.account.update({ where: { id }, data: { language } });
  return { setCookie: null };
}
