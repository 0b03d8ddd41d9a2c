import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Amount, amount, amountPerPlanck, parseAmount } from '../../sdk/money';
import { parseMinutePrice } from '../../schemas/read-money';
import { createI18n, ENGLISH } from '../../texts/i18n';
import { meant, minutePriceText, speakPrice } from './price';

const i18n = createI18n('en', ENGLISH);
const money = { symbol: 'DOT', decimals: 10 };
const rateOf = (typed: string, chain = money): Amount => {
  const parsed = parseMinutePrice(typed, chain);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return parsed.rate;
};

describe('a price per minute', () => {
  it.each(['0.25', '0.1', '1', '0.07', '12.34', '0.001', '999999'])(
    'is read back as %s was typed, at 10, 12 and 18 decimals',
    (typed) => {
      for (const decimals of [10, 12, 18]) {
        const chain = { symbol: 'DOT', decimals };
        expect(minutePriceText(rateOf(typed, chain), chain)).toBe(typed);
      }
    },
  );

  it.each([6, 10, 12, 18])(
    'is a whole number of plancks of %i decimals a second, never less than was typed',
    (decimals) => {
      const planck = amountPerPlanck(decimals);
      for (const typed of ['0.25', '0.1', '0.07', '0.000000000000000001', '3.333333333333333333']) {
        const rate = rateOf(typed, { symbol: 'DOT', decimals });
        expect(rate % planck).toBe(0n);
        expect(rate * 60n).toBeGreaterThanOrEqual(parseAmount(typed) ?? 0n);
        expect(rate * 60n - (parseAmount(typed) ?? 0n)).toBeLessThan(60n * planck);
      }
    },
  );

  it('law: what was typed for any time is what is read, where it is at least a thousand times what is taken off', () => {
    const chains = fc.constantFrom(6, 10, 12, 18).map((decimals) => ({ symbol: 'DOT', decimals }));
    fc.assert(
      fc.property(
        chains,
        fc.integer({ min: 1_000, max: 10 ** 9 }),
        fc.constantFrom(60n, 3_600n, 86_400n),
        (chain, count, seconds) => {
          const planck = amountPerPlanck(chain.decimals);
          // a whole number of what is taken off at most
          const typed = BigInt(count) * planck * 10_000_000n;
          const rate = ((typed + seconds * planck - 1n) / (seconds * planck)) * planck;
          expect(meant(amount(rate * seconds), seconds, chain)).toBe(typed);
        },
      ),
    );
  });

  it('cannot be typed while nobody knows what the chain counts, unless it is nothing; and is said without a name', () => {
    expect(parseMinutePrice('0.25', null)).toEqual({ problem: expect.stringContaining('has not answered') as string });
    expect(parseMinutePrice('0', null)).toEqual({ rate: 0n });
    expect(speakPrice(amount(10n ** 15n), null, i18n)).toMatchObject({ minute: '0.06', exact: '0.001 a second' });
  });

  it('may be nothing', () => {
    expect(rateOf('0')).toBe(0n);
    expect(speakPrice(amount(0n), money, i18n).free).toBe(true);
  });

  it.each(['', 'free', '-1', '1e3', '0,25', '1,000', '1.2.3', '0x10'])('refuses %j and says why', (typed) => {
    expect(parseMinutePrice(typed, money)).toHaveProperty('problem');
  });
});

describe('speakPrice', () => {
  it('says minutes and hours as they were meant', () => {
    expect(speakPrice(rateOf('0.25'), money, i18n)).toEqual({
      free: false,
      second: '0.00416 DOT',
      minute: '0.25 DOT',
      hour: '15 DOT',
      exact: '0.0041666667 DOT a second',
    });
  });

  it('says a rate that somebody rounded down just the same', () => {
    const { minute, hour } = speakPrice(amount(4_166_666_600_000_000n), money, i18n);
    expect([minute, hour]).toEqual(['0.25 DOT', '15 DOT']);
  });

  it('does not round tiny prices to nothing', () => {
    expect(speakPrice(amount(100_000_000n), money, i18n).minute).toBe('0.000000006 DOT');
  });
});
