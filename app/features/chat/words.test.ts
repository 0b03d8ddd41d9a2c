import { expect, test } from 'vitest';
import { completeMention, mentionAt, suggestions } from './mention-completion';
import { wordsOf } from './words';

const asha = { handle: 'asha', accountId: 'id' as never };
const links = (body: string) => wordsOf(body, []).flatMap((word) => (word.kind === 'link' ? [word.href] : []));

test('addresses become links, and nothing but http and https does', () => {
  expect(links('see https://example.org/a?b=c#d and example.com.')).toEqual([
    'https://example.org/a?b=c#d',
    'https://example.com',
  ]);
  const bad = [
    'javascript:alert(1)',
    'data:text/html,<b>x</b>',
    'vbscript:x',
    'file:///etc/passwd',
    'ftp://a.example/x',
  ];
  for (const body of bad) for (const href of links(body)) expect(href).toMatch(/^https?:/);
  expect(links('mail me@example.org')).toEqual([]);
});

test('markup stays text', () => {
  expect(wordsOf('<img src=x onerror=alert(1)>', [])).toEqual([{ kind: 'text', text: '<img src=x onerror=alert(1)>' }]);
});

test('all parts together are what was said', () => {
  for (const body of ['a https://x.org b', '@asha @bela https://x.org/@asha', '', 'x'.repeat(500)]) {
    expect(
      wordsOf(body, [asha])
        .map(({ text }) => text)
        .join(''),
    ).toBe(body);
  }
});

test('only who was named when it was sent is a mention', () => {
  expect(wordsOf('hi @Asha and @bela', [asha])).toEqual([
    { kind: 'text', text: 'hi ' },
    { kind: 'mention', text: '@Asha' },
    { kind: 'text', text: ' and ' },
    { kind: 'text', text: '@bela' },
  ]);
});

test('a handle that is being typed is completed by who fits, by handle or name', () => {
  const people = [
    { handle: 'maya', displayName: 'Maya Rao' },
    { handle: 'ravi', displayName: 'Magician' },
  ];
  const here = mentionAt('hello @Ma', 9)!;
  expect(suggestions(people, here.typed).map(({ handle }) => handle)).toEqual(['maya', 'ravi']);
  expect(completeMention('hello @Ma  there', here, 'maya')).toEqual({ text: 'hello @maya there', caret: 12 });
  expect(mentionAt('mail me@ma', 10)).toBeNull();
  expect(mentionAt('hello', 5)).toBeNull();
});
