import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { fieldsOf, usualFields } from '../app/features/wallet/purse-forms';
import { type PurseView } from '../app/features/transactions/purse-types';
import { type FormSchema, readForm } from '../app/lib/form';
import { minutePriceText } from '../app/lib/price';
import { amount, amountPerPlanck, parseAmount } from '../sdk/money';
import { DAYS, KEEP, limitsForm, openForm, readPrice, topUpForm } from './purse';
import { says } from '../texts/says';

const money = { symbol: 'DOT', decimals: 10 };
const now = new Date('2026-11-21T16:00:00.900Z');
const units = (text: string) => parseAmount(text)!;
const balance = units('30');

function sent(fields: object): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, String(value));
  return form;
}
const problems = (fields: object, schema: FormSchema) => {
  const read = readForm(sent(fields), schema);
  return read.status === 'success' ? {} : read.error;
};

describe('a purse is opened', () => {
  it('with a deposit and limits, read as they were meant', () => {
    const typed = { deposit: '12.5', maxRate: '0.60', lanes: '2', extrasAllowance: '0', expiresAt: '7' };
    expect(readForm(sent(typed), openForm({ money, now, maxLanes: 16, balance }))).toMatchObject({
      value: {
        deposit: units('12.5'),
        maxRate: units('0.01'),
        lanes: 2,
        extrasAllowance: 0n,
        expiresAt: new Date('2026-11-28T16:00:00Z'), // the contract counts whole seconds
      },
    });
  });

  it('by what is usual', () => {
    expect(problems(usualFields, openForm({ money, now, maxLanes: 1, balance }))).toEqual({});
  });

  it('by nothing that is wrong: all of it is said at once, each beside its field', () => {
    const typed = { deposit: '1000', maxRate: 'a lot', lanes: '9', extrasAllowance: '', expiresAt: KEEP };
    expect(problems(typed, openForm({ money, now, maxLanes: 4, balance }))).toEqual({
      deposit: [says('Your wallet has {has}. Type less, or put more into the wallet first.', { has: '30 DOT' })],
      maxRate: ['Type a price as digits with a point, such as 0.25.'],
      lanes: [says('Choose between 1 and {most}.', { most: 4 })],
      extrasAllowance: ['Type how much, or 0 for none.'],
      expiresAt: ['Choose how long.'],
    });
  });

  it('by nothing that was left empty', () => {
    const typed = { deposit: '', maxRate: '', lanes: '', extrasAllowance: '0', expiresAt: '7' };
    expect(problems(typed, openForm({ money, now, maxLanes: 4, balance }))).toEqual({
      deposit: ['Type how much to put in.'],
      maxRate: ['Type the highest price that you would pay.'],
      lanes: [says('Choose between 1 and {most}.', { most: 4 })],
    });
  });
});

test('more is put in of what the wallet has', () => {
  expect(readForm(sent({ amount: '.5' }), topUpForm({ money, balance }))).toMatchObject({
    value: { amount: units('0.5') },
  });
  expect(problems({ amount: '31' }, topUpForm({ money, balance }))).toHaveProperty('amount');
  expect(problems({ amount: '31' }, topUpForm({ money, balance: null }))).toEqual({});
});

describe('limits', () => {
  it.each(['0', '0.0', '', ' '])('with a highest price of %j would pay for nothing', (price) => {
    expect(readPrice(price, money)).toHaveProperty('problem');
  });

  test.each([10, 12, 18])(
    'law, at %i decimals: what a purse has and nobody touches stays as it is, to the last planck',
    (decimals) => {
      const planck = amountPerPlanck(decimals);
      const chain = { symbol: 'DOT', decimals };
      const rates = fc.bigInt({ min: 1n, max: 10n ** 15n }).map((count) => amount(count * planck));
      const extras = fc.bigInt({ min: 0n, max: 10n ** 15n }).map((count) => amount(count * planck));
      fc.assert(
        fc.property(rates, extras, fc.integer({ min: 1, max: 16 }), (maxRate, extrasAllowance, lanes) => {
          const limits = { maxRate, lanes, extrasAllowance, expiresAt: new Date('2026-12-01T00:00:00Z') };
          const shown = fieldsOf({ limits, expired: false } as PurseView, chain);
          const present = { limits, price: minutePriceText(maxRate, chain) };
          const read = readForm(sent(shown), limitsForm({ money: chain, now, maxLanes: 16 }, present));
          expect(read.status === 'success' ? read.value : read.error).toEqual({ ...limits, fresh: false });
        }),
      );
    },
  );

  it('never reach further than the contract takes', () => {
    for (const { value } of DAYS) expect(Number(value)).toBeLessThanOrEqual(366);
  });
});
