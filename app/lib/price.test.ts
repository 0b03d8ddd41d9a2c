import { describe, expect, it } from 'vitest';
import { AMOUNT_PER_PLANCK, type Amount, amount, parseAmount } from '../../sdk/money';
import { minutePriceText, parseMinutePrice, speakPrice } from './price';

const rateOf = (typed: string): Amount => {
  const parsed = parseMinutePrice(typed);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return parsed.rate;
};

describe('a price per minute', () => {
  it.each(['0.25', '0.1', '1', '0.07', '12.34', '0.001', '999999'])('is read back as %s was typed', (typed) => {
    expect(minutePriceText(rateOf(typed))).toBe(typed);
  });

  it('is a whole number of plancks a second, and never less than was typed', () => {
    for (const typed of ['0.25', '0.1', '0.07', '0.000000000000000001', '3.333333333333333333']) {
      const rate = rateOf(typed);
      expect(rate % AMOUNT_PER_PLANCK).toBe(0n);
      expect(rate * 60n).toBeGreaterThanOrEqual(parseAmount(typed) ?? 0n);
      expect(rate * 60n - (parseAmount(typed) ?? 0n)).toBeLessThan(60n * AMOUNT_PER_PLANCK);
    }
  });

  it('may be nothing', () => {
    expect(rateOf('0')).toBe(0n);
    expect(speakPrice(amount(0n)).free).toBe(true);
  });

  it.each(['', 'free', '-1', '1e3', '0,25', '1,000', '1.2.3', '0x10'])('refuses %j and says why', (typed) => {
    expect(parseMinutePrice(typed)).toHaveProperty('problem');
  });
});

describe('speakPrice', () => {
  it('says minutes and hours as they were meant', () => {
    expect(speakPrice(rateOf('0.25'))).toEqual({
      free: false,
      second: '0.00416',
      minute: '0.25',
      hour: '15',
      exact: '0.004166666667 UNIT a second',
    });
  });

  it('says a rate that somebody rounded down just the same', () => {
    expect(speakPrice(amount(4_166_666_666_000_000n)).minute).toBe('0.25');
    expect(speakPrice(amount(4_166_666_666_000_000n)).hour).toBe('15');
  });

  it('does not round tiny prices to nothing', () => {
    expect(speakPrice(amount(1_000_000n)).minute).toBe('0.00000000006');
  });
});
