import { expect, it } from 'vitest';
import { feeWords } from './fee-words';

it('says the fee as a percentage with the digits that matter', () => {
  expect(feeWords(0)).toBe('Everything that viewers pay is yours.');
  expect(feeWords(500)).toContain(' 5 %');
  expect(feeWords(250)).toContain(' 2.5 %');
  expect(feeWords(1000)).toContain(' 10 %');
  expect(feeWords(125)).toContain(' 1.25 %');
});
