import { expect, test } from 'vitest';
import { amount } from '../../sdk/money';
import { type KeyInfo } from '../../server/ledger';
import { conservation, tabsAgree } from './conservation';

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

test.each([
  ['open with its first key', true, 0, [60n, 40n], true],
  ['open with its first key', true, 0, [60n, 39n], false],
  ['open with its first key', true, 0, [60n, 41n], false],
  ['open with a later key', true, 1, [60n], true],
  ['open with a later key', true, 1, [60n, 41n], false],
  ['closed', false, 0, [60n], true],
])('of a purse %s (%s, key %i) that paid 100, tabs of %s agree: %s', (_, open, key, counted, agree) => {
  const tabs = counted.map((sum) => ({
    tab: { nonce: 1, seconds: 1n, amount: amount(sum - 1n), extras: amount(1n), feeCarry: 0 },
  }));
  expect(tabsAgree({ open, paid: amount(100n), present: { key } as KeyInfo }, tabs)).toBe(agree);
});
