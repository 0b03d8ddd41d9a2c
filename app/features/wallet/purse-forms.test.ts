import { describe, expect, it, test } from 'vitest';
import { amount, parseAmount } from '../../../sdk/money';
import { createI18n, ENGLISH } from '../../../texts/i18n';
import { KEEP, readPrice } from '../../../schemas/purse';
import { besidesTab, fieldsOf, lastsFor, priceWords } from './purse-forms';
import { type PurseView } from '../transactions/purse-types';

const money = { symbol: 'DOT', decimals: 10 };
const i18n = createI18n('en', ENGLISH);
const now = new Date('2026-11-21T16:00:00.900Z');
const units = (text: string) => parseAmount(text)!;

test('an expired purse begins its limits anew, and any other keeps its end', () => {
  const limits = { maxRate: units('0.01'), lanes: 1, extrasAllowance: amount(0n), expiresAt: now };
  expect(fieldsOf({ limits, expired: true } as PurseView, money).expiresAt).toBe('30');
  expect(fieldsOf({ limits, expired: false } as PurseView, money).expiresAt).toBe(KEEP);
});

test('how long money lasts is said without the seconds once it is long, and not at all when it is nothing', () => {
  const perMinute = (text: string) => {
    const read = readPrice(text, money);
    return 'rate' in read ? read.rate : amount(0n);
  };
  expect(lastsFor(units('20'), perMinute('0.50'), 1, i18n)).toBe('40 min');
  expect(lastsFor(units('20'), perMinute('0.60'), 1, i18n)).toBe('33 min');
  expect(lastsFor(units('20'), perMinute('0.60'), 2, i18n)).toBe('16 min');
  expect(lastsFor(units('1'), perMinute('0.60'), 1, i18n)).toBe('1 min 40 s');
  expect(lastsFor(units('1000'), perMinute('0.25'), 1, i18n)).toBe('66 h 40 min');
  expect(lastsFor(units('0.009'), perMinute('0.60'), 1, i18n)).toBeNull();
  expect(lastsFor(units('1'), amount(0n), 1, i18n)).toBeNull();
});

describe('how long a deposit lasts', () => {
  const perSecond = (minute: string) => amount(units(minute) / 60n);
  const bread = { title: 'Late bread', ratePerSecond: perSecond('0.24') };

  it('is said of the stream that one came from, at its own price', () => {
    expect(priceWords({ price: '0.60', lanes: 2 }, units('20'), bread, money, i18n)).toBe(
      'That is 36 DOT an hour. Your deposit lasts 1 h 23 min of “Late bread”, at its 0.24 DOT a minute.',
    );
  });

  it('is not said of a stream that costs more than is typed: it is said that it cannot be paid', () => {
    expect(priceWords({ price: '0.10', lanes: 1 }, units('20'), bread, money, i18n)).toBe(
      '“Late bread” costs 0.24 DOT a minute, more than this pays.',
    );
  });

  it('is said of what the first creator’s tab leaves of it', () => {
    const dust = { title: 'Dust', ratePerSecond: units('0.0001') };
    const typed = { price: '0.60', lanes: 1 };
    const tab = units('0.00274');
    expect(priceWords(typed, besidesTab(units('0.01'), tab), dust, money, i18n)).toContain(
      'lasts 1 min 13 s of “Dust”',
    );
    expect(priceWords(typed, besidesTab(units('0.0027'), tab), dust, money, i18n)).toBe('That is 36 DOT an hour.');
    expect(besidesTab(null, tab)).toBeNull();
  });

  it('is said at the highest price when one came from no stream', () => {
    expect(priceWords({ price: '0.60', lanes: 1 }, units('20'), null, money, i18n)).toBe(
      'That is 36 DOT an hour. Your deposit lasts 33 min at that price, and longer at a lower one.',
    );
  });
});
