import { expect, test } from 'vitest';
import { createI18n, ENGLISH } from '../../../texts/i18n';
import { shortCount, unreadWords } from './unread-words';

test('a bell counts to ninety-nine', () => {
  expect([0, 1, 99, 100].map(shortCount)).toEqual(['0', '1', '99', '99+']);
});

test('and says so in words', () => {
  expect([0, 1, 12, 100].map((unread) => unreadWords(unread, createI18n('en', ENGLISH)))).toEqual([
    'Notices: none unread',
    'Notices: 1 unread',
    'Notices: 12 unread',
    'Notices: 99+ unread',
  ]);
});
