/** The languages that the pages speak; the first is the one that texts are written in. */
export const LANGUAGES = ['en', 'ar'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Each language as those who read it call it. */
export const LANGUAGE_NAMES: Record<Language, string> = { en: 'English', ar: 'العربية' };

/**
 * How dates and figures are written. Arabic with Western digits, which amounts are typed in, and
 * which servers and browsers agree on.
 */
export const FORMATS: Record<Language, string> = { en: 'en', ar: 'ar-u-nu-latn' };

const COOKIE = 'language';
const YEAR = 365 * 24 * 3600;

/** Which way a language is read. */
export function directionOf(language: Language): 'ltr' | 'rtl' {
  return language === 'ar' ? 'rtl' : 'ltr';
}

/** One of our languages by its code; null where it is none of them. */
export function parseLanguage(code: unknown): Language | null {
  return LANGUAGES.find((language) => language === code) ?? null;
}

/** The language that was chosen in this browser; null where nobody has chosen. */
export function chosenLanguage(cookieHeader: string | null | undefined): Language | null {
  return parseLanguage(/(?:^|;\s*)language=([a-z]+)(?:;|$)/.exec(cookieHeader ?? '')?.[1]);
}

/** The Set-Cookie header that keeps the choice. */
export function languageCookie(language: Language): string {
  return `${COOKIE}=${language}; Path=/; Max-Age=${YEAR}; SameSite=Lax`;
}

/** What a request is answered in: as chosen, else what its browser likes best of ours. */
export function languageOf(cookieHeader: string | null | undefined, accepted: string | null | undefined): Language {
  return chosenLanguage(cookieHeader) ?? likedBest(accepted ?? '') ?? 'en';
}

/** Reads Accept-Language: "ar-EG,ar;q=0.9,en;q=0.8". Of several liked alike, the first. */
function likedBest(accepted: string): Language | null {
  let best: { language: Language; weight: number } | null = null;
  for (const part of accepted.slice(0, 500).split(',')) {
    const [range = '', ...options] = part.split(';').map((piece) => piece.trim().toLowerCase());
    const language = parseLanguage(range.split('-')[0]);
    const quality = options.find((option) => option.startsWith('q='));
    const weight = quality === undefined ? 1 : Number(quality.slice(2)) || 0;
    if (language && weight > (best?.weight ?? 0)) best = { language, weight };
  }
  return best?.language ?? null;
}
