import { expect, test } from 'vitest';
import { createI18n, ENGLISH } from '../../../texts/i18n';
import { previewFor } from './preview-words';

const english = createI18n('en', ENGLISH);

test.each([
  [60_000, null, 'The first minute is free.'],
  [12_400, null, 'Of the free preview you have 12 seconds left.'],
  [0, 'usedUp', 'You have had the free preview of this stream.'],
  [0, 'network', 'There is no free preview here: others in your network have had theirs today.'],
] as const)(
  'a minute of preview of which %d ms are left (%s) is promised to whoever gets it alone',
  (ms, why, said) => {
    expect(previewFor({ previewSeconds: 60, preview: { ms, why } }, english)).toBe(said);
  },
);

test('where nothing is paid or no preview is given, none is spoken of', () => {
  expect(previewFor({ previewSeconds: 60, preview: null }, english)).toBeNull();
  expect(previewFor({ previewSeconds: 0, preview: { ms: 0, why: null } }, english)).toBeNull();
});
