import { expect, it } from 'vitest';
import { createI18n, ENGLISH } from '../../../texts/i18n';
import { feeWords } from './fee-words';

const i18n = createI18n('en', ENGLISH);

it('says the fee as a percentage with the digits that matter', () => {
  expect(feeWords(0, i18n)).toBe('Everything that viewers pay is yours.');
  expect(feeWords(500, i18n)).toContain(' 5 %');
  expect(feeWords(250, i18n)).toContain(' 2.5 %');
  expect(feeWords(1000, i18n)).toContain(' 10 %');
  expect(feeWords(125, i18n)).toContain(' 1.25 %');
});
