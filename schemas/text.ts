import { z } from './zod';
import { says } from '../texts/says';

/** Emoji: a picture with its variants, several joined into one, a key cap, the flag of a region. */
const EMOJI =
  /\u{1f3f4}[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]{1,6}\u{e007f}|\p{Extended_Pictographic}[\p{Emoji_Modifier}\ufe0e\ufe0f]{0,2}(?:\u200d\p{Extended_Pictographic}[\p{Emoji_Modifier}\ufe0e\ufe0f]{0,2})*|[0-9#*]\ufe0f\u20e3/gu;
/**
 * The marks that take the vowel off a letter, in the scripts of India and around it: a joiner
 * beside one decides how letters are tied.
 */
const VIRAMA = '[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca\u1039\u17d2]';
const JOINER = new RegExp(
  `(?<=${VIRAMA})[\u200c\u200d]|[\u200c\u200d](?=${VIRAMA})|(?<=[\\p{Script=Arabic}\\p{M}])\u200c(?=\\p{Script=Arabic})`,
  'gu',
);
/**
 * What has no shape of its own or turns text around: control characters, joiners, fillers,
 * bidirectional marks, tags, the blank Braille pattern.
 */
const HIDDEN = /[\p{Cc}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}\u2028\u2029\u2800\ufff9-\ufffb]/u;
const ALL_HIDDEN = new RegExp(HIDDEN.source, 'gu');
const SEEN = /[\p{L}\p{N}\p{P}\p{S}]/u;

/**
 * Whether characters hide in a text: joiners count where they join nothing. A line break is one,
 * for what stands in one line.
 */
export function hidesSomething(text: string): boolean {
  return HIDDEN.test(text.replace(EMOJI, '').replace(JOINER, ''));
}

/** The same text without what hides; emoji stay whole, and joiners where they join something. */
export function stripHidden(text: string): string {
  const parts = text.split(new RegExp(`(${EMOJI.source}|${JOINER.source})`, 'gu'));
  return parts.map((part, at) => (at % 2 === 1 ? part : part.replace(ALL_HIDDEN, ''))).join('');
}

/** Whether anything of a text can be seen. */
export function hasSomethingToSee(text: string): boolean {
  return SEEN.test(text);
}

/** The same text without what hides, where nobody typed it here and it is made to fit. */
export function withoutHidden(text: string): string {
  return text.replace(/[\p{C}\p{Default_Ignorable_Code_Point}\u2028\u2029\u2800]+/gu, ' ');
}

const textOf = (min: number, max: number, message: string, hides: (text: string) => boolean) =>
  z
    .string(message)
    .overwrite((text) => text.replace(/\r\n?/g, '\n').normalize('NFC').trim())
    .min(min, message)
    .max(max, message)
    .refine((text) => !hides(text), says('Leave out hidden characters.'))
    .refine((text) => text === '' || SEEN.test(text), says('Use at least one character that can be seen.'));

/**
 * Text that people will read: trimmed, in one Unicode form, without characters that hide or turn
 * what is written.
 */
export const cleanText = (min: number, max: number, message: string) =>
  textOf(min, max, message, (text) => hidesSomething(text.replaceAll('\n', '')));

/** The same in one line: names and titles. */
export const cleanLine = (min: number, max: number, message: string) => textOf(min, max, message, hidesSomething);
