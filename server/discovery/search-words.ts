import { type Deps } from '../deps';

/** More words than this say nothing more. */
const MOST_WORDS = 8;
const LONGEST_WORD = 40;
/** So many near words are looked at for a mistyped one. */
const NEAR_WORDS = 24;

/** A query as search reads it. */
export interface Asked {
  words: string[];
  /** For to_tsquery: every word as typed, as its beginning, or as what it may have meant. */
  query: string;
  /** For to_tsquery: any of the words exactly as typed. */
  exact: string;
  /** Words that are looked for instead of ones that nothing has. */
  meant: string[];
}

/**
 * The words of a text, spelled as "search_text" of the migration spells them. Whatever could be an
 * operator of a query is no part of a word.
 */
export function wordsOf(text: string): string[] {
  const plain = text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFKC')
    .toLowerCase();
  const words = plain.split(/[^\p{L}\p{N}\p{M}]+/u).filter(Boolean);
  return [...new Set(words.map((word) => [...word].slice(0, LONGEST_WORD).join('')))].slice(0, MOST_WORDS);
}

/** Reads a query; null when there is no word in it. */
export async function readQuery({ db }: Pick<Deps, 'db'>, text: string): Promise<Asked | null> {
  const words = wordsOf(text);
  if (words.length === 0) return null;
  const rows = await db.$queryRaw<{ word: string; stem: string | null; near: string[] }[]>`
    SELECT asked.word, (ts_lexize('english_stem', asked.word))[1] AS stem, CASE
      WHEN length(asked.word) < 4 OR EXISTS (
        SELECT FROM search_words k WHERE NOT k.tag AND k.word >= asked.word AND k.word < asked.word || chr(1114111)
      ) THEN '{}'::text[]
      ELSE ARRAY(SELECT k.word FROM search_words k WHERE NOT k.tag ORDER BY k.word <-> asked.word LIMIT ${NEAR_WORDS})
      END AS near
    FROM (SELECT word COLLATE "C", at FROM unnest(${words}::text[]) WITH ORDINALITY typed (word, at)) asked
    ORDER BY asked.at`;
  const meant: string[] = [];
  const query = rows.map(({ word, stem, near }) => {
    const instead = near.filter((other) => isMistyped(word, other)).slice(0, 3);
    meant.push(...instead);
    const beginnings = stem !== null && stem.length > 2 && stem !== word ? [word, stem] : [word];
    return `(${[...beginnings.map(beginningWith), ...instead.map(quoted)].join(' | ')})`;
  });
  return { words, query: query.join(' & '), exact: words.map(quoted).join(' | '), meant };
}

const quoted = (word: string) => `'${word.replaceAll('\\', '').replaceAll("'", "''")}'`;

/** One Latin letter begins too much to say anything. */
const beginningWith = (word: string) => (/^[\u0020-\u007e]$/.test(word) ? quoted(word) : `${quoted(word)}:*`);

/**
 * Whether one word may be meant by the other: one slip in up to five letters, two in more. A slip
 * is a letter too many, too few, another one, or two that changed places.
 */
export function isMistyped(typed: string, meant: string): boolean {
  const [a, b] = [[...typed], [...meant]];
  const slips = a.length > 5 ? 2 : 1;
  if (Math.abs(a.length - b.length) > slips) return false;
  let [before, last] = [[] as number[], b.map((_, at) => at).concat(b.length)];
  for (let row = 1; row <= a.length; row += 1) {
    const line = [row];
    for (let at = 1; at <= b.length; at += 1) {
      const same = a[row - 1] === b[at - 1];
      const swapped = row > 1 && at > 1 && a[row - 1] === b[at - 2] && a[row - 2] === b[at - 1];
      line.push(
        Math.min(
          (last[at] ?? 0) + 1,
          (line[at - 1] ?? 0) + 1,
          (last[at - 1] ?? 0) + (same ? 0 : 1),
          ...(swapped ? [(before[at - 2] ?? 0) + 1] : []),
        ),
      );
    }
    [before, last] = [last, line];
  }
  return (last[b.length] ?? 0) <= slips;
}
