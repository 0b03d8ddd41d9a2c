import { expect, test } from 'vitest';
import { chosenLanguage, directionOf, languageCookie, languageOf } from './languages';

test.each([
  [null, null, 'en'],
  [null, 'ar', 'ar'],
  [null, 'ar-EG,ar;q=0.9,en;q=0.8', 'ar'],
  [null, 'fr, en;q=0.4, ar;q=0.5', 'ar'],
  [null, 'en-GB,en;q=0.9,ar;q=0.9', 'en'],
  [null, 'ar;q=0, en;q=0.1', 'en'],
  [null, 'de', 'en'],
  [null, ';;q=,,=,ar;q=nothing', 'en'],
  ['theme=dark; language=ar', 'en', 'ar'],
  ['language=en', 'ar', 'en'],
  ['language=xx', 'ar', 'ar'],
  ['mylanguage=ar', 'en', 'en'],
])('a browser with the cookies %j that accepts %j is answered in %s', (cookies, accepted, language) => {
  expect(languageOf(cookies, accepted)).toBe(language);
});

test('a choice is kept by the cookie that is read again', () => {
  expect(chosenLanguage(languageCookie('ar').split(';')[0])).toBe('ar');
});

test('Arabic is read from right to left', () => {
  expect([directionOf('en'), directionOf('ar')]).toEqual(['ltr', 'rtl']);
});
