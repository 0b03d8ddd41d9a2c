import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasLink } from './links';
import { compilePattern, findWatched, type Watched } from './words';

const word = (text: string, effect: Watched['effect'] = 'refuse'): Watched => ({ word: text, kind: 'words', effect });
const pattern = (text: string): Watched => ({ word: text, kind: 'pattern', effect: 'refuse' });

describe('a blocked word', () => {
  test.each([
    ['as it is', 'this is spam'],
    ['in capitals', 'SPAM!'],
    ['with Cyrillic letters in it', 'sр\u0430m'],
    ['in wide letters', 'ｓｐａｍ'],
    ['in mathematical letters', '𝓼𝓹𝓪𝓶'],
    ['with a blank of no width', 'sp\u200bam'],
    ['with a soft hyphen and a turn of direction', 's\u00adp\u202eam'],
    ['with accents stacked on it', 's\u0301\u0302\u0303p\u0327am'],
    ['with digits and signs for letters', '5p@m and $p4m'],
    ['letter by letter', 'buy my s p a m now'],
    ['with points between', 's.p.a.m'],
    ['with lines between', 's_p-a_m'],
    ['in two parts', 'sp am'],
    ['with a letter held down', 'spaaaaam'],
    ['with two letters that look like one', 'sparn'],
  ])('is found %s', (_how, text) => {
    expect(findWatched(text, [word('spam')])).toBe('refuse');
  });

  test.each([
    ['inside of another word', 'ass', 'first class, assume nothing'],
    ['where it is not', 'spam', 'I had ham for lunch'],
    ['across letters that belong to other words', 'spam', 'gasp amazing'],
  ])('is not found %s', (_how, blocked, text) => {
    expect(findWatched(text, [word(blocked)])).toBeNull();
  });

  test('may be a phrase, and in scripts without blanks it is found inside', () => {
    expect(findWatched('get CHEAP  followers here', [word('cheap followers')])).toBe('refuse');
    expect(findWatched('cheap shoes for followers', [word('cheap followers')])).toBeNull();
    expect(findWatched('这是垃圾广告', [word('垃圾')])).toBe('refuse');
  });

  test('that is refused wins over one that waits', () => {
    const both = [word('maybe', 'hold'), word('never', 'refuse')];
    expect(findWatched('maybe never', both)).toBe('refuse');
    expect(findWatched('maybe', both)).toBe('hold');
    expect(findWatched('yes', both)).toBeNull();
  });

  test('property: hiding characters and capitals anywhere in it hide nothing', () => {
    const unseen = fc.constantFrom('', '\u200b', '\u200d', '\u2060', '\u00ad', '\u{e0061}', '\ufeff');
    const letter = fc.constantFrom('b', 'c', 'd', 'k', 'p', 'r', 't');
    const spelled = fc.array(fc.tuple(letter, unseen, fc.boolean()), { minLength: 3, maxLength: 12 });
    fc.assert(
      fc.property(spelled, (letters) => {
        const typed = letters.map(([char, hidden, large]) => (large ? char.toUpperCase() : char) + hidden).join('');
        const blocked = letters.map(([char]) => char).join('');
        expect(findWatched(`say ${typed} again`, [word(blocked)])).toBe('refuse');
      }),
    );
  });
});

describe('a blocked pattern', () => {
  test('is found in what the text reads as', () => {
    const watched = [pattern('free\\s+(coins|money)')];
    expect(findWatched('FREE   coins', watched)).toBe('refuse');
    expect(findWatched('fr\u200bеe mоney', watched)).toBe('refuse');
    expect(findWatched('fr33 c01ns', watched)).toBe('refuse');
    expect(findWatched('free lunch', watched)).toBeNull();
  });

  test.each(['(?<=a)b', '\\1', '(', 'a{1001}', '(a{1000}){1000}', '(?=x)'])(
    'that cannot be read is refused: %s',
    (source) => {
      expect(compilePattern(source)).toBe('badPattern');
    },
  );

  test.each(['', 'a*', '.*', '(x|)', '((a{10}){10}){10}'])(
    'that is too large or finds all is refused: %s',
    (source) => {
      expect(compilePattern(source)).toBe('patternTooCostly');
    },
  );

  test('takes time in proportion to the text: what hangs a backtracking engine does not hang this one', () => {
    const costly = ['(a+)+$', '(a|aa)+$', '(.*a){12}$', '^(([a-z])+.)+[A-Z]([a-z])+$'].map(pattern);
    const text = `${'a'.repeat(2_000)}!`;
    const begun = performance.now();
    for (const one of costly) findWatched(text, [one]);
    // a backtracking engine needs longer than the universe has
    expect(performance.now() - begun).toBeLessThan(10_000);
  });
});

describe('a link', () => {
  test.each([
    'see https://example.org/a',
    'HTTP://EXAMPLE.ORG',
    'www.example.org',
    'example.com',
    'go to my-page.live/now',
    'ex\u200bample.com',
    'ｅｘａｍｐｌｅ．ｃｏｍ',
    'example。com',
    'example [dot] com',
    'example(.)com',
    'example dot com',
    'steam://run/1',
  ])('is seen in %s', (text) => {
    expect(hasLink(text)).toBe(true);
  });
  test.each(['That was good.Next one', 'v1.2.3 is out', 'at 3.50 a minute', 'hello... you', 'e.g. this'])(
    'is not seen in %s',
    (text) => expect(hasLink(text)).toBe(false),
  );
});
