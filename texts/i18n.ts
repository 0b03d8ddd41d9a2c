import { type I18n, type Messages, setupI18n } from '@lingui/core';
import english from './generated/en.json';
import { FORMATS, type Language, LANGUAGES } from './languages';
import { readMarked, type Values } from './says';

/** What speaks one language: made for each request, never switched. */
export type { I18n } from '@lingui/core';

/** The texts of a language, compiled by `npm run generate`. */
export type Catalogue = Messages;

/**
 * English stands in the code; its catalogue has the sentences alone that are put together where no
 * build step compiles them.
 */
export const ENGLISH = english as unknown as Catalogue;

/** Speaks a language whose texts are at hand. */
export function createI18n(language: Language, catalogue: Catalogue): I18n {
  const i18n = setupI18n({ locale: language, locales: FORMATS[language], messages: { [language]: catalogue } });
  return i18n.setMessagesCompiler((message) => [message]); // all that has places in it is compiled already
}

/** Says what `says` marked. */
export function say(i18n: I18n, marked: string): string {
  const read = readMarked(marked);
  if (!read) return i18n._(marked);
  const values: Values = {};
  for (const [name, value] of Object.entries(read.values))
    values[name] = typeof value === 'string' && readMarked(value) ? say(i18n, value) : value;
  return i18n._(read.english, values);
}

/** The language that it speaks. */
export function languageOfI18n({ locale }: I18n): Language {
  return LANGUAGES.find((language) => language === locale) ?? 'en';
}
