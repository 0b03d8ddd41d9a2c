import { describe, expect, it } from 'vitest';
import { amount, parseAmount } from '../sdk/money';
import { readMoney } from './read-money';
import { says } from '../texts/says';

const money = { symbol: 'DOT', decimals: 10 };
const one = 10n ** 18n;
const units = (text: string) => parseAmount(text)!;

describe('money', () => {
  const none = 'Type how much to put in.';
  it.each([
    ['', none],
    ['0', none],
    ['1,5', 'Use a point for decimals, such as 0.25, and no commas.'],
    ['-1', 'Type an amount as digits with a point, such as 12.5.'],
    ['lots', 'Type an amount as digits with a point, such as 12.5.'],
    [
      '0.00000000001',
      says('That is finer than the chain can count: {symbol} has {decimals} decimals.', {
        symbol: 'DOT',
        decimals: 10,
      }),
    ],
    ['10.1', says('Your wallet has {has}. Type less, or put more into the wallet first.', { has: '10 DOT' })],
  ])('typed as %j is refused in words', (text, problem) => {
    expect(readMoney(text, money, { none, most: amount(10n * one) })).toEqual({ problem });
  });

  it.each(['.5', '10', ' 3.25 '])('typed as %j is taken', (text) => {
    expect(readMoney(text, money, { none, most: amount(10n * one) })).toHaveProperty('amount');
  });

  it('is not taken while nobody knows what the chain counts, unless it is nothing', () => {
    expect(readMoney('5', null, { none })).toEqual({ problem: expect.stringContaining('has not answered') as string });
    expect(readMoney('0', null, { none, zero: true })).toEqual({ amount: 0n });
  });

  it('is taken when nobody knows what the wallet has', () => {
    expect(readMoney('1000', money, { none, most: null })).toEqual({ amount: units('1000') });
  });
});
