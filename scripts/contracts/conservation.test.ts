import { expect, test } from 'vitest';
import { amount } from '../../sdk/money';
import { conservation } from './conservation';

const books = (balance: bigint) => ({
  deposits: amount(50n),
  earnings: amount(30n),
  fees: amount(20n),
  balance: amount(balance),
  openPurses: 1,
});

test.each([
  [100n, true, 'Conservation holds: all that is owed is there.'],
  [107n, true, 'Conservation holds: all that is owed is there. 7 beyond it came by plain transfers.'],
  [99n, false, 'Conservation is BROKEN: 1 of what is owed is missing.'],
])('owing 100 and having %s: holds is %s', (balance, holds, words) => {
  expect(conservation(books(balance), String)).toEqual({ holds, words });
});
