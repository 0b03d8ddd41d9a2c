import { RE2JS } from 're2js';
import unhomoglyph from 'unhomoglyph';
import { type WordEffect, type WordKind } from '../generated/prisma/enums';
import { plainText, unleet } from './plain-text';

/** A word, a phrase or a pattern that a channel watches for. */
export interface Watched {
  word: string;
  kind: WordKind;
  effect: WordEffect;
}

/** A pattern whose program is larger costs each message too much. */
const LARGEST_PROGRAM = 1_000;
const WORDS = /[\p{L}\p{N}\p{M}]+/gu;
/** Scripts that set no space between words. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** How a word looks: "rn" passes for "m", and a small L, an I and a 1 for each other. */
function looks(token: string): string {
  return unhomoglyph(unleet(token)).toLowerCase().replaceAll('i', 'l').replaceAll('vv', 'w');
}

/** A letter that is held down: "spaaaam". */
const held = (token: string, times: number) => token.replace(/(.)\1{2,}/gsu, (run, char: string) => char.repeat(times));

const tokensOf = (plain: string) => (plain.match(WORDS) ?? []).map(looks);

/** The text as it is read with the signs for what they are, and with them as letters. */
function readings(text: string): string[][] {
  const plain = plainText(text);
  const all = [tokensOf(plain), tokensOf(unleet(plain))];
  return all.flatMap((tokens) => [tokens, ...[1, 2].map((times) => tokens.map((token) => held(token, times)))]);
}

/**
 * All that whole words of the text read as, one by one and run together, up to a length: "s p a m",
 * "s.p.a.m" and "sp am" read as "spam", and "class" does not read as "ass".
 */
function runsOf(tokens: readonly string[], longest: number): Set<string> {
  const runs = new Set<string>();
  for (let from = 0; from < tokens.length; from += 1) {
    let run = '';
    for (let to = from; to < tokens.length; to += 1) {
      run += tokens[to] ?? '';
      if (run.length > longest) break;
      runs.add(run);
    }
  }
  return runs;
}

/** What a text has of what a channel watches for; the stricter effect of all that it has. */
export function findWatched(text: string, watched: readonly Watched[]): WordEffect | null {
  const has = (effect: WordEffect) => {
    const which = watched.filter((one) => one.effect === effect);
    const [words, patterns] = (['words', 'pattern'] as const).map((kind) => which.filter((one) => one.kind === kind));
    return findsWord(text, words ?? []) || findsPattern(text, patterns ?? []);
  };
  return has('refuse') ? 'refuse' : has('hold') ? 'hold' : null;
}

function findsWord(text: string, watched: readonly Watched[]): boolean {
  const words = watched.map(({ word }) => ({ word, read: tokensOf(plainText(word)).join('') }));
  const longest = Math.max(0, ...words.map(({ read }) => read.length));
  if (words.length === 0) return false;
  return readings(text).some((tokens) => {
    const runs = runsOf(tokens, longest);
    return words.some(({ word, read }) =>
      read === '' ? text.includes(word) : runs.has(read) || (UNSPACED.test(word) && tokens.join('').includes(read)),
    );
  });
}

function findsPattern(text: string, watched: readonly Watched[]): boolean {
  if (watched.length === 0) return false;
  const plain = plainText(text);
  const read = [...new Set([plain, unleet(plain)])];
  return watched.some(({ word }) => {
    const pattern = compilePattern(word);
    return typeof pattern !== 'string' && read.some((one) => pattern.matcher(one).find());
  });
}

/**
 * A pattern that takes time in proportion to the text, whatever the two are; or why it is none: it
 * cannot be read, or it is too large or finds something in every text.
 */
export function compilePattern(source: string): RE2JS | 'badPattern' | 'patternTooCostly' {
  const pattern = parsePattern(source);
  if (!pattern) return 'badPattern';
  return pattern.programSize() > LARGEST_PROGRAM || pattern.matcher('').find() ? 'patternTooCostly' : pattern;
}

function parsePattern(source: string): RE2JS | null {
  try {
    return RE2JS.compile(source, RE2JS.CASE_INSENSITIVE);
  } catch {
    return null;
  }
}
