import { expect, test } from 'vitest';
import { readFlash, redirectAndSay, sentenceFor } from './flash.server';

test('a page says what the page before it named, once', () => {
  const cookie = redirectAndSay('/', 'signedOut').headers.get('set-cookie') ?? '';
  const told = readFlash(cookie.split(';')[0] ?? null);
  expect(told?.message).toBe('You are signed out.');
  expect(told?.forget).toMatch(/^told=; .*Max-Age=0/);
});

test.each([
  'Your account is blocked. Call +1 555 0100.',
  '<b>Your purse is empty</b>',
  'constructor',
  '__proto__',
  'You are signed out.',
])('a planted cookie with the text %o has the site say nothing', (text) => {
  expect(readFlash(`told=${encodeURIComponent(text)}`)).toBeNull();
});

test('a refusal without a sentence of its own is told as one that did not work', () => {
  expect(sentenceFor('followSelf')).toBe('followSelf');
  expect(sentenceFor('toString')).toBe('notDone');
});
