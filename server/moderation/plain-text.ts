import unhomoglyph from 'unhomoglyph';

const UNSEEN = /\p{Default_Ignorable_Code_Point}+/gu;
/** Accents, and what is stacked upon letters: of the scripts in which they only decorate. */
const ACCENTS = /([\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])\p{Mn}+/gu;
const NOT_ASCII = /[^\0-\x7f]/gu;
const IDEOGRAPHIC_STOP = /[\u3002\uff61]/g;

/** What people type for letters when the letter itself would be seen. */
const STANDS_FOR: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '@': 'a',
  $: 's',
  '!': 'i',
  '|': 'i',
  '€': 'e',
};

/**
 * A text in the plain letters that it is read as: small ones, without what hides or decorates, with
 * the ordinary letter in place of each that only looks like it. What is ordinary stays as typed, so
 * that a pattern written in plain letters finds it.
 */
export function plainText(text: string): string {
  const bare = text.normalize('NFKD').replace(UNSEEN, '').replace(IDEOGRAPHIC_STOP, '.').toLowerCase();
  return bare.replace(ACCENTS, '$1').replace(NOT_ASCII, lookalike).toLowerCase();
}

/** The one letter that a character passes for, if it is one. */
function lookalike(char: string): string {
  const seen = unhomoglyph(char);
  return /^[a-zA-Z0-9.]$/.test(seen) ? seen : char;
}

/** The same with letters for the digits and signs that stand for them: "fr33 c0!ns". */
export function unleet(plain: string): string {
  return plain.replace(/[0134578@$!|€]/g, (sign) => STANDS_FOR[sign] ?? sign);
}
