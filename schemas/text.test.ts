import { expect, test } from 'vitest';
import { cleanLine, cleanText, hidesSomething } from './text';

test.each([
  ['a family', '👨‍👩‍👧‍👦'],
  ['a singer with a skin', '👩🏽‍🎤'],
  ['a heart as a picture', '❤️'],
  ['a heart on fire', '❤️‍🔥'],
  ['a key cap', '1️⃣'],
  ['the flag of England', '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}'],
  ['the flag of India', '🇮🇳'],
  ['Kannada with a joiner before the virama', 'ರ\u200d್ಕ'],
  ['Malayalam with a joiner after it', 'അവന്\u200d'],
  ['Devanagari with a parted virama', 'क्\u200cष'],
  ['Persian with a parted word', 'می\u200cخواهم'],
  ['an accent on its own letter', 'e\u0301'],
])('what is written with hidden characters, and needs them, stays: %s', (_name, text) => {
  expect(hidesSomething(text)).toBe(false);
  expect(cleanLine(1, 50, 'length').parse(text)).toBe(text.normalize('NFC'));
});

test.each([
  ['zero-width space', 'a\u200bb'],
  ['zero-width joiner between letters', 'a\u200db'],
  ['zero-width non-joiner between letters', 'a\u200cb'],
  ['word joiner', 'a\u2060b'],
  ['byte order mark', 'a\ufeffb'],
  ['right-to-left override', 'a\u202eb'],
  ['isolate', 'a\u2066b'],
  ['Arabic letter mark', 'a\u061cb'],
  ['grapheme joiner', 'a\u034fb'],
  ['Hangul filler', 'a\u3164b'],
  ['invisible times', 'a\u2062b'],
  ['tag without a flag', 'a\u{e0061}b'],
  ['private use', 'a\ue000b'],
  ['blank Braille pattern', 'a\u2800b'],
  ['line separator', 'a\u2028b'],
  ['joiner after an emoji, before a letter', '👩\u200da'],
  ['variation selector after a letter', 'a\ufe0fb'],
  ['null', 'a\u0000b'],
])('what hides is refused, in one line and in many: %s', (_name, text) => {
  expect(cleanLine(1, 50, 'length').safeParse(text).success).toBe(false);
  expect(cleanText(0, 50, 'length').safeParse(text).success).toBe(false);
});

test('a line break stays in text of many lines, and is refused in one line', () => {
  expect(cleanText(0, 50, 'length').parse(' one\r\ntwo ')).toBe('one\ntwo');
  expect(cleanLine(1, 50, 'length').safeParse('one\ntwo').success).toBe(false);
});

test.each(['\u0301', '\u0301\u0301', '\u00a0'])('%o has nothing to be seen', (text) => {
  expect(cleanLine(1, 50, 'length').safeParse(text).success).toBe(false);
});
