import { type Catalogue, createI18n, ENGLISH, type I18n } from '../texts/i18n';
import { type Language } from '../texts/languages';
import arabic from '../texts/generated/ar.json';

const CATALOGUES: Record<Language, Catalogue> = { en: ENGLISH, ar: arabic as unknown as Catalogue };

/** Speaks a language, for one request or one mail. */
export function i18nIn(language: Language): I18n {
  return createI18n(language, CATALOGUES[language]);
}
