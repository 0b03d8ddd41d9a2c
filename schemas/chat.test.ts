import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chatText } from './chat';
import { countCharacters } from './chat-wire';
import { hidesSomething } from './text';

test.each([
  ['spaces and line breaks', '  a\n\n\tb  ', 'a b'],
  ['letters that turn the line around', 'abc\u202egnp.exe', 'abcgnp.exe'],
  ['letters without width', 'b\u200ba\u2060d', 'bad'],
  ['control characters', 'a\u0000\u0007b', 'ab'],
  ['marks that are piled up', `q${'\u0323'.repeat(30)}`, `q${'\u0323'.repeat(6)}`],
  ['an emoji of several parts, which stays whole', '👩‍👩‍👧 ok', '👩‍👩‍👧 ok'],
  ['a joiner that joins, which stays', 'क्‍ष', 'क्‍ष'],
])('cleans %s', (_, typed, clean) => {
  expect(chatText.parse(typed)).toBe(clean);
});

test('counts as people count', () => {
  expect(countCharacters('👩‍👩‍👧🏳️‍🌈e\u0301')).toBe(3);
  expect(chatText.safeParse('👩‍👩‍👧'.repeat(500)).success).toBe(true);
  expect(chatText.safeParse('👩‍👩‍👧'.repeat(501)).success).toBe(false);
});

test('whatever is let through hides nothing, is in one line, and cleaned again stays as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (typed) => {
      const { data } = chatText.safeParse(typed);
      if (data === undefined) return;
      expect(hidesSomething(data)).toBe(false);
      expect(data).not.toMatch(/[\n\r]/);
      expect(chatText.parse(data)).toBe(data);
    }),
  );
});
