import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  MAX_AMOUNT,
  amount,
  amountPerPlanck,
  exactAmount,
  fromPlanck,
  parseAmount,
  perHour,
  perMinute,
  shortAmount,
  steadyAmount,
  toPlanck,
  withSymbol,
  type Planck,
} from './money';

const amounts = fc.bigInt({ min: 0n, max: MAX_AMOUNT }).map(amount);
const one = 10n ** 18n;

describe('an amount', () => {
  it.each([-1n, MAX_AMOUNT + 1n])('is not %s', (value) => {
    expect(() => amount(value)).toThrow(RangeError);
  });

  it('law: what is written with all digits reads back as the same', () => {
    fc.assert(fc.property(amounts, (value) => parseAmount(exactAmount(value)) === value));
  });

  it.each([0, 6, 10, 12, 17])(
    'law, at %i decimals: plancks there and back are the same, and a part of a planck is refused, not rounded',
    (decimals) => {
      fc.assert(
        fc.property(fc.bigInt({ min: 0n, max: MAX_AMOUNT / amountPerPlanck(decimals) }), (planck) => {
          const value = fromPlanck(planck as Planck, decimals);
          expect(toPlanck(value, decimals)).toBe(planck);
          if (value < MAX_AMOUNT) expect(toPlanck(amount(value + 1n), decimals)).toBeNull();
        }),
      );
    },
  );

  it('is said with the name of the chain’s money, and without one while that is not known', () => {
    expect([withSymbol('0.25', { symbol: 'DOT' }), withSymbol('0.25', null)]).toEqual(['0.25 DOT', '0.25']);
  });

  it('law: the short form never says more than there is', () => {
    fc.assert(
      fc.property(amounts, (value) => {
        const said = parseAmount(shortAmount(value).replaceAll(',', ''));
        expect(said).not.toBeNull();
        expect(said! <= value).toBe(true);
        expect(value === 0n || said! > 0n || value < one).toBe(true);
      }),
    );
  });

  it.each(['', '-1', '+1', '1e3', '1.', '.5', '0x10', '1,5', '1.0000000000000000001', '999999999999999999999'])(
    'cannot be typed as %j',
    (text) => {
      expect(parseAmount(text)).toBeNull();
    },
  );

  it.each([
    ['0.25', one / 4n],
    [' 1 ', one],
    ['0.000000000000000001', 1n],
    ['340282366920938463463.374607431768211455', MAX_AMOUNT],
    ['340282366920938463463.374607431768211456', null],
  ])('typed as %j', (text, value) => {
    expect(parseAmount(text)).toBe(value);
  });

  it.each([
    [0n, '0'],
    [1n, '0.000000000000000001'],
    [one / 4n, '0.25'],
    [one / 240n, '0.00416'],
    [one, '1.00'],
    [1_234_567n * one + one / 3n, '1,234,567.33'],
    [one - 1n, '0.999'],
  ])('%s is told in short as %s', (value, text) => {
    expect(shortAmount(amount(value))).toBe(text);
  });

  it.each([
    ['0.07', '0.00104', '0.0700'],
    ['0.0711', '0.00104', '0.0711'],
    ['0', '0.00104', '0.0000'],
    ['0.000125', '0.0000416', '0.000125'],
    ['0.00025', '0.0000416', '0.000250'],
    ['3', '0.25', '3.00'],
    ['1234.5', '2', '1,234.50'],
  ])('%s, growing by %s, keeps its digits: %s', (value, step, text) => {
    expect(steadyAmount(parseAmount(value)!, parseAmount(step)!)).toBe(text);
  });

  it('a second is a sixtieth of a minute and a 3600th of an hour', () => {
    expect([perMinute(amount(7n)), perHour(amount(7n))]).toEqual([420n, 25_200n]);
  });

  it.each([
    [18, 1n],
    [12, 1_000_000n],
    [10, 100_000_000n],
    [0, one],
  ])('on a chain of %i decimals one planck is %s', (decimals, value) => {
    expect(fromPlanck(1n as Planck, decimals)).toBe(value);
    expect(toPlanck(amount(3n * value), decimals)).toBe(3n);
    if (value > 1n) expect(toPlanck(amount(3n * value + 1n), decimals)).toBeNull();
  });

  it('no chain counts finer than the contract', () => {
    expect(() => fromPlanck(1n as Planck, 19)).toThrow(RangeError);
  });
});
