import { expect, test } from 'vitest';
import { keptBasisPoints, NO_SHARE, sameAsSet, typedShares } from './split-form';

const row = (basisPoints: string) => ({ ...NO_SHARE, basisPoints });

test('what one keeps counts what can be read so far', () => {
  expect(keptBasisPoints([row('12.5'), row('a lot'), row('')])).toBe(8_750);
});

test('what one keeps may be nothing, and is below it when too much is given', () => {
  expect(keptBasisPoints([row('99.99'), row('0.01')])).toBe(0);
  expect(keptBasisPoints([row('60'), row('40'), row('0.01')])).toBe(-1);
});

test('the form begins with what is set, or with one row to fill in', () => {
  const split = [{ account: `0x${'ab'.repeat(20)}`, basisPoints: 2_550 }];
  const typed = typedShares(split);
  expect(typed).toMatchObject([{ address: `0x${'ab'.repeat(20)}`, basisPoints: '25.5' }]);
  expect(sameAsSet(typed, split)).toBe(true);
  expect(sameAsSet([...typed, NO_SHARE], split)).toBe(false);
  expect(typedShares([])).toMatchObject([{ address: '', basisPoints: '' }]);
  expect(sameAsSet(typedShares([]), [])).toBe(true);
});
