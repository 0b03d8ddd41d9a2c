import { expect, test } from 'vitest';
import { createI18n, say } from './i18n';
import { says } from './says';

const arabic = createI18n('ar', {
  'Saved.': ['حُفظ.'],
  'The deposit': ['الإيداع'],
  '{what} cannot be negative.': ['لا يكون ', ['what'], ' سالبًا.'],
  'At most {most} others share.': [['most', 'plural', { two: 'اثنان', few: ['#', ' آخرين'], other: ['#', ' آخر'] }]],
});

test('a sentence is said in the language, with its values in their places', () => {
  expect(say(arabic, says('Saved.'))).toBe('حُفظ.');
  expect(say(arabic, says('{what} cannot be negative.', { what: 'x' }))).toBe('لا يكون x سالبًا.');
});

test('a value that is marked itself is said too, one that somebody wrote is not', () => {
  expect(say(arabic, says('{what} cannot be negative.', { what: says('The deposit', {}) }))).toContain('الإيداع');
  expect(say(arabic, says('{what} cannot be negative.', { what: 'The deposit' }))).toContain('The deposit');
});

test('counts take the form that Arabic has for them', () => {
  const of = (most: number) => say(arabic, says('At most {most} others share.', { most }));
  expect([of(2), of(3), of(100)]).toEqual(['اثنان', '3 آخرين', '100 آخر']);
});

test('what nobody has translated, or somebody wrote, stays as it is', () => {
  for (const words of ['Not there yet.', 'an odd\u001fname', 'a {brace', '\u001f{}'])
    expect(say(arabic, words)).toContain(words.split('\u001f')[0]);
});
