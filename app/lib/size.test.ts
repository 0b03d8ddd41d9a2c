import { expect, test } from 'vitest';
import { createI18n, ENGLISH } from '../../texts/i18n';
import { size } from './size';

const i18n = createI18n('en', ENGLISH);

test('sizes are said in the unit in which they are short, with one digit more where they are small', () => {
  expect([0, 999, 1_000, 1_240, 83_400, 999_960, 6_400_000, 1_250_000_000].map((bytes) => size(bytes, i18n))).toEqual([
    '0 bytes',
    '999 bytes',
    '1 KB',
    '1.2 KB',
    '83 KB',
    '1 MB',
    '6.4 MB',
    '1.3 GB',
  ]);
});

test('what the API says in a bigint is said alike', () => {
  expect(size(20_000_000_000n, i18n)).toBe('20 GB');
  expect(size(3_000_000_000_000_000n, i18n)).toBe('3,000 TB');
});
