import { expect, test } from 'vitest';
import { openCatalogue } from './catalogue.mjs';
import { markedTexts } from './extractor.mjs';

/** What an Arabic text must have where the English one has it: elements, and names of values. */
const places = (text: string) => [...new Set(text.match(/<\/?\d+\/?>|\{[a-z0-9_]+(?=[,}])/gi) ?? [])].sort();

test('every text has its Arabic, with the same places, and nothing is left over: npm run texts', async () => {
  const catalogue = await openCatalogue();
  const said = (await catalogue.collect()) ?? {};
  const written = await catalogue.read('ar');
  const problems: string[] = [];
  for (const [id, { message = '', origin = [] }] of Object.entries(said)) {
    const [file = ''] = origin[0] ?? [];
    const arabic = written[id]?.translation ?? '';
    if (!written[id]) problems.push(`${file}: not in the catalogue: ${message}`);
    else if (!arabic) problems.push(`${file}: ${message}`);
    else if (arabic && `${places(arabic)}` !== `${places(message)}`) problems.push(`places differ: ${arabic}`);
  }
  for (const [id, { message }] of Object.entries(written)) if (!said[id]) problems.push(`left over: ${message ?? id}`);
  expect(problems).toEqual([]);
}, 120_000);

test('plurals have all the forms of Arabic', async () => {
  const written = Object.values(await (await openCatalogue()).read('ar'));
  const forms = ['zero', 'one', 'two', 'few', 'many', 'other'];
  const lacking = written.filter(({ translation }) => {
    const has = [...translation.matchAll(/(zero|one|two|few|many|other) \{/g)].map(([, form]) => form);
    return translation.includes(', plural,') && !forms.every((form) => has.includes(form));
  });
  expect(lacking.map(({ translation }) => translation)).toEqual([]);
});

test('what is put together before it is marked is found by nobody, so it is refused', () => {
  expect(() => markedTexts('a.ts', 'says(`Hello ${name}`)')).toThrow('written out');
  expect(markedTexts('a.ts', "says('Hello {name}', { name })")).toMatchObject([{ message: 'Hello {name}' }]);
});
