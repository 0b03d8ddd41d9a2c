import { useLingui } from '@lingui/react';
import { type Catalogue, createI18n, ENGLISH, type I18n, languageOfI18n, say } from '../../texts/i18n';
import { type Language, parseLanguage } from '../../texts/languages';

/** The texts that are at hand: on the server all, in a browser those of its reader's language. */
const catalogues = new Map<Language, Catalogue>([['en', ENGLISH]]);

/** Keeps a language's texts at hand. */
export function keepCatalogue(language: Language, catalogue: Catalogue): void {
  catalogues.set(language, catalogue);
}

/** Loads the texts of the page's language; English stands in the code. */
export async function loadCatalogue(language: Language): Promise<void> {
  if (language === 'ar')
    keepCatalogue('ar', (await import('../../texts/generated/ar.json')).default as unknown as Catalogue);
}

/** Speaks a language. */
export function i18nIn(language: Language): I18n {
  return createI18n(language, catalogues.get(language) ?? {});
}

/** The same for the head of a page, which is made outside of it. */
export function i18nOf(matches: readonly { id: string; data: unknown }[]): I18n {
  const root = matches.find(({ id }) => id === 'root')?.data;
  const language = typeof root === 'object' && root !== null && 'language' in root ? root.language : null;
  return i18nIn(parseLanguage(language) ?? 'en');
}

/** Says what `says` marked; what was said already stays as it is. */
export function useSay(): (marked: string) => string {
  const { i18n } = useLingui();
  return (marked) => say(i18n, marked);
}

/** The language of the page. */
export function useLanguage(): Language {
  return languageOfI18n(useLingui().i18n);
}
