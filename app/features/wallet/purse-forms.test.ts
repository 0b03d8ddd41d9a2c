import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { amount, AMOUNT_PER_PLANCK, parseAmount } from '../../../sdk/money';
import { DAYS, KEEP, lastsFor, readLimits, readMoney, readPrice, typedFrom, usualLimits } from './purse-forms';
import { type PurseView } from './purse-types';

const now = new Date('2026-11-21T16:00:00.900Z');
const one = 10n ** 18n;
const units = (text: string) => parseAmount(text)!;

describe('limits', () => {
  it('are read as they were meant', () => {
    const read = readLimits(
      { price: '0.60', lanes: '2', extras: '0', days: '7' },
      { now, maxLanes: 16, present: null },
    );
    expect(read).toEqual({
      limits: {
        maxRate: units('0.01'),
        lanes: 2,
        extrasAllowance: 0n,
        expiresAt: new Date('2026-11-28T16:00:00Z'), // the contract counts whole seconds
      },
    });
  });

  it('that are usual are right', () => {
    expect(readLimits(usualLimits, { now, maxLanes: 1, present: null })).toHaveProperty('limits');
  });

  it('are all refused at once, each with what is wrong', () => {
    const read = readLimits(
      { price: 'a lot', lanes: '9', extras: '', days: KEEP },
      { now, maxLanes: 4, present: null },
    );
    expect(read).toEqual({
      problems: {
        price: 'Type a price as digits with a point, such as 0.25.',
        lanes: 'Choose between 1 and 4.',
        extras: 'Type how much, or 0 for none.',
        days: 'Choose how long.',
      },
    });
  });

  it.each(['0', '0.0', '', ' '])('with a highest price of %j would pay for nothing', (price) => {
    expect(readPrice(price)).toHaveProperty('problem');
  });

  test('law: what a purse has and nobody touches stays as it is, to the last planck', () => {
    const rates = fc.bigInt({ min: 1n, max: 10n ** 15n }).map((planck) => amount(planck * AMOUNT_PER_PLANCK));
    const extras = fc.bigInt({ min: 0n, max: 10n ** 15n }).map((planck) => amount(planck * AMOUNT_PER_PLANCK));
    fc.assert(
      fc.property(rates, extras, fc.integer({ min: 1, max: 16 }), (maxRate, extrasAllowance, lanes) => {
        const limits = { maxRate, lanes, extrasAllowance, expiresAt: new Date('2026-12-01T00:00:00Z') };
        const typed = typedFrom({ limits, expired: false } as PurseView);
        expect(readLimits(typed, { now, maxLanes: 16, present: limits })).toEqual({ limits });
      }),
    );
  });

  it('of an expired purse begin anew', () => {
    const limits = { maxRate: units('0.01'), lanes: 1, extrasAllowance: amount(0n), expiresAt: now };
    expect(typedFrom({ limits, expired: true } as PurseView).days).toBe('30');
  });

  it('never reach further than the contract takes', () => {
    for (const { value } of DAYS) expect(Number(value)).toBeLessThanOrEqual(366);
  });
});

describe('money', () => {
  const none = 'Type how much to put in.';
  it.each([
    ['', none],
    ['0', none],
    ['1,5', 'Use a point for decimals, such as 0.25, and no commas.'],
    ['-1', 'Type an amount as digits with a point, such as 12.5.'],
    ['lots', 'Type an amount as digits with a point, such as 12.5.'],
    ['0.0000000000001', 'That is finer than the chain can count: at most 12 decimals.'],
    ['10.1', 'Your wallet has 10 UNIT. Type less, or put more into the wallet first.'],
  ])('typed as %j is refused in words', (text, problem) => {
    expect(readMoney(text, { none, most: amount(10n * one) })).toEqual({ problem });
  });

  it.each(['.5', '10', ' 3.25 '])('typed as %j is taken', (text) => {
    expect(readMoney(text, { none, most: amount(10n * one) })).toHaveProperty('amount');
  });

  it('is taken when nobody knows what the wallet has', () => {
    expect(readMoney('1000', { none, most: null })).toEqual({ amount: units('1000') });
  });
});

test('how long money lasts is said without the seconds once it is long, and not at all when it is nothing', () => {
  const perMinute = (text: string) => {
    const read = readPrice(text);
    return 'rate' in read ? read.rate : amount(0n);
  };
  expect(lastsFor(units('20'), perMinute('0.50'), 1)).toBe('40 min');
  expect(lastsFor(units('20'), perMinute('0.60'), 1)).toBe('33 min');
  expect(lastsFor(units('20'), perMinute('0.60'), 2)).toBe('16 min');
  expect(lastsFor(units('1'), perMinute('0.60'), 1)).toBe('1 min 40 s');
  expect(lastsFor(units('1000'), perMinute('0.25'), 1)).toBe('66 h 40 min');
  expect(lastsFor(units('0.009'), perMinute('0.60'), 1)).toBeNull();
  expect(lastsFor(units('1'), amount(0n), 1)).toBeNull();
});
