import { type I18n, languageOfI18n } from '../../texts/i18n';

/** The languages that a stream can be in: BCP 47 code and the name in English. */
export const languages = [
  ['en', 'English'],
  ['ar', 'Arabic'],
  ['bn', 'Bengali'],
  ['zh', 'Chinese'],
  ['nl', 'Dutch'],
  ['fr', 'French'],
  ['de', 'German'],
  ['he', 'Hebrew'],
  ['hi', 'Hindi'],
  ['id', 'Indonesian'],
  ['it', 'Italian'],
  ['ja', 'Japanese'],
  ['kn', 'Kannada'],
  ['ko', 'Korean'],
  ['ml', 'Malayalam'],
  ['mr', 'Marathi'],
  ['fa', 'Persian'],
  ['pl', 'Polish'],
  ['pt', 'Portuguese'],
  ['ru', 'Russian'],
  ['es', 'Spanish'],
  ['sv', 'Swedish'],
  ['ta', 'Tamil'],
  ['te', 'Telugu'],
  ['tr', 'Turkish'],
  ['uk', 'Ukrainian'],
  ['ur', 'Urdu'],
  ['vi', 'Vietnamese'],
] as const;

/** The same, by the names that they have in the reader's language. */
export function languagesIn(i18n: I18n): [code: string, name: string][] {
  const named = languages.map(([code]): [string, string] => [code, languageName(code, i18n)]);
  return languageOfI18n(i18n) === 'en' ? named : named.sort(([, a], [, b]) => a.localeCompare(b, i18n.locale));
}

/** A language by its code, or the code itself where we have no name for it. */
export function languageName(code: string, i18n: I18n | null = null): string {
  const english = languages.find(([known]) => known === code)?.[1];
  if (!english || !i18n || languageOfI18n(i18n) === 'en') return english ?? code;
  return new Intl.DisplayNames([i18n.locale], { type: 'language' }).of(code) ?? english;
}
