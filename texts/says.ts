/** Parts a sentence from its values; no sentence has it. */
const VALUES = '\u001f';

/**
 * What stands in a sentence's places: `{name}` or `{count, plural, …}`. A value may be
 * marked itself by `says`, with values, be there none: `says('The deposit', {})`.
 */
export type Values = Record<string, string | number>;

/**
 * A sentence that a person will read, in English: so marked, `npm run texts` finds it. Its values
 * travel with it until it is said in somebody's language (texts/i18n.ts).
 */
export function says(english: string, values?: Values): string {
  return values ? `${english}${VALUES}${JSON.stringify(values)}` : english;
}

/** A text that was marked without values, to stand in another's place, where it is said too. */
export function asValue(marked: string): string {
  return readMarked(marked) ? marked : `${marked}${VALUES}{}`;
}

/** A sentence and its values; null for what nobody marked with any. */
export function readMarked(marked: string): { english: string; values: Values } | null {
  const at = marked.indexOf(VALUES);
  if (at < 0) return null;
  try {
    return { english: marked.slice(0, at), values: JSON.parse(marked.slice(at + 1)) as Values };
  } catch {
    return null;
  }
}
