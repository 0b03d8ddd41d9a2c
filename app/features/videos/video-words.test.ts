import { expect, test } from 'vitest';
import { createI18n, ENGLISH } from '../../../texts/i18n';
import { failureWords, isMoving, statusWords } from './video-words';

const i18n = createI18n('en', ENGLISH);
const arriving = { status: 'receiving', finished: false, received: 12_000_000n, expected: 40_000_000n } as const;

test('what arrives is said with how much of it is here, and of how much where that is known', () => {
  expect(statusWords({ ...arriving, kind: 'upload' }, i18n)).toBe('12 MB of 40 MB here');
  expect(statusWords({ ...arriving, kind: 'upload', expected: null }, i18n)).toBe('Arriving, 12 MB here');
  expect(statusWords({ ...arriving, kind: 'recording', expected: null }, i18n)).toBe('Being recorded, 12 MB here');
  expect(statusWords({ ...arriving, kind: 'recording', finished: true }, i18n)).toBe('Arriving, 12 MB here');
});

test('a failure is said with what to do, also one that nobody has named', () => {
  expect(failureWords({ failure: 'truncated' }, i18n)).toMatch(/Send the file again/);
  expect(failureWords({ failure: null }, i18n)).toMatch(/did not work/);
});

test('what is ready or has failed is not asked for again', () => {
  expect((['receiving', 'processing', 'ready', 'failed'] as const).map((status) => isMoving({ status }))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
