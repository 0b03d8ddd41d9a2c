import { expect, test } from 'vitest';
import { type ChatLine } from '../../lib/api';
import { foldBlocked, rowKey, withoutBlocked } from './fold';

const by = (handle: string, id: string) => ({ id, author: { id: handle, handle } }) as unknown as ChatLine;
const lines = [by('asha', '1'), by('spam', '2'), by('loud', '3'), by('bela', '4'), by('spam', '5')];
const blocked = new Set(['spam', 'loud'] as ChatLine['author']['id'][]);

test('lines of blocked people lie folded where they were said, those that follow each other together', () => {
  const rows = foldBlocked(lines, blocked);
  expect(rows.map((row) => ('folded' in row ? row.folded.map(({ id }) => id) : row.id))).toEqual([
    '1',
    ['2', '3'],
    '4',
    ['5'],
  ]);
  expect(rows.map(rowKey)).toEqual(['1', '2', '4', '5']);
  expect(withoutBlocked(lines, blocked).map(({ id }) => id)).toEqual(['1', '4']);
});

test('a row keeps what it is known by when more is said behind it', () => {
  const more = foldBlocked([...lines, by('loud', '6')], blocked);
  expect(more.map(rowKey)).toEqual(['1', '2', '4', '5']);
});

test('who has blocked nobody reads the lines as they are', () => {
  expect(foldBlocked(lines, new Set())).toBe(lines);
  expect(withoutBlocked(lines, new Set())).toBe(lines);
});
