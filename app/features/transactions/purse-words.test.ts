import { describe, expect, it } from 'vitest';
import { amount, parseAmount } from '../../../sdk/money';
import { createI18n, ENGLISH } from '../../../texts/i18n';
import { parseMinutePrice } from '../../../schemas/read-money';
import { copiedKeyWords, mostSigned } from './purse-words';

const money = { symbol: 'DOT', decimals: 10 };
const i18n = createI18n('en', ENGLISH);
const units = (text: string) => parseAmount(text)!;

/** A purse with limits as they are typed: the price is a minute's. */
function purse({ price = '0.50', lanes = 1, allowance = '0', extras = '0', deposit = '1000' } = {}) {
  const read = parseMinutePrice(price, money);
  const maxRate = 'rate' in read ? read.rate : amount(0n);
  const limits = { maxRate, lanes, extrasAllowance: units(allowance), expiresAt: new Date('2026-12-24T12:00:00Z') };
  return { limits, extras: units(extras), deposit: units(deposit) };
}

describe('what a copied key can sign at most', () => {
  it('is lanes times limit times a day, to the last unit', () => {
    const { limits, ...rest } = purse({ price: '0.60', lanes: 2, deposit: '5000' });
    expect(mostSigned({ limits, ...rest })).toEqual({ day: units('1728'), atOnce: units('1728') });
    expect(limits.maxRate * 2n * 86_400n).toBe(units('1728'));
  });

  it('is with what is left for tips and passes', () => {
    expect(mostSigned(purse({ price: '0.60', allowance: '10', extras: '4' })).atOnce).toBe(units('870'));
    expect(mostSigned(purse({ price: '0.60', allowance: '10', extras: '10' })).atOnce).toBe(units('864'));
    // of an earlier key
    expect(mostSigned(purse({ price: '0.60', allowance: '1', extras: '10' })).atOnce).toBe(units('864'));
  });

  it('is never more than the purse holds', () => {
    expect(mostSigned(purse({ deposit: '20' })).atOnce).toBe(units('20'));
    expect(mostSigned(purse({ deposit: '0' })).atOnce).toBe(0n);
  });
});

describe('the purse says so', () => {
  it('in its own figures, by the day', () => {
    expect(copiedKeyWords(purse(), money, i18n)).toBe(
      'Whoever copied the key that pays, or a hostile page that uses it, could sign for at most 720.00 DOT at once, a day at these limits, and 720.00 DOT with each further day, until you change the key.',
    );
    expect(copiedKeyWords(purse({ price: '0.06', lanes: 2 }), money, i18n)).toContain(
      'at most 172.80 DOT at once, a day at these limits, with 2 streams at a time, and 172.80 DOT with each further day',
    );
    expect(copiedKeyWords(purse({ price: '0.06', allowance: '3' }), money, i18n)).toContain(
      'at most 89.40 DOT at once, a day at these limits, with tips and passes, and 86.40 DOT with each further day',
    );
  });

  it('and plainly where that is all that is in it', () => {
    expect(copiedKeyWords(purse({ deposit: '20' }), money, i18n)).toBe(
      'Whoever copied the key that pays, or a hostile page that uses it, could sign for all that the purse holds, 20.00 DOT: a day at these limits comes to 720.00 DOT.',
    );
  });
});
