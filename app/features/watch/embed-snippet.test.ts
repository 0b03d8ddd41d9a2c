import { expect, test } from 'vitest';
import { embedSnippet } from './embed-snippet';

const id = '0198c0de-0000-7000-8000-000000000000' as Parameters<typeof embedSnippet>[1]['id'];

test('the snippet frames the player and lets it play, fill the screen and float', () => {
  const snippet = embedSnippet('https://v.example', { id, title: 'Evening ragas' });
  expect(snippet).toContain(`src="https://v.example/embed/${id}"`);
  expect(snippet).toContain('allow="autoplay; fullscreen; picture-in-picture"');
});

test('a title cannot break out of the page that it is put in', () => {
  const snippet = embedSnippet('https://v.example', { id, title: '"><script>alert(1)</script>&' });
  expect(snippet).not.toContain('<script');
  expect(snippet.match(/>/g)).toHaveLength(2);
});
