import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MAX_AMOUNT, amount } from '../sdk/money';
import { Prisma } from './generated/prisma/client';
import { amountOf, stored } from './money';

it('law: an amount that is stored reads back as the same', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: MAX_AMOUNT }), (value) => {
      expect(amountOf(new Prisma.Decimal(stored(amount(value))))).toBe(value);
    }),
  );
});

it('refuses what is stored and is no amount', () => {
  expect(() => amountOf(new Prisma.Decimal('-1'))).toThrow(RangeError);
});
