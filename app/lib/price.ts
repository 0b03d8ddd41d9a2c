import {
  type Amount,
  AMOUNT_PER_PLANCK,
  amount,
  exactAmount,
  parseAmount,
  perHour,
  perMinute,
  shortAmount,
} from '../../sdk/money';

/** The name of the money on screen. */
export const SYMBOL = 'UNIT';

/** A price is kept per second in whole plancks, so a minute or an hour of it is off by up to 3,600 plancks from what was typed. */
const SAID_TO = AMOUNT_PER_PLANCK * 100_000n;

/** A price as it was meant: the last digits, which come from dividing by sixty, taken off. Never for money that is counted. */
export function meant(price: Amount): Amount {
  return price < SAID_TO * 1_000n ? price : amount(((price + SAID_TO / 2n) / SAID_TO) * SAID_TO);
}

/** A price in the three measures that people think in. */
export interface SpokenPrice {
  free: boolean;
  second: string;
  minute: string;
  hour: string;
  /** All digits, per second: what is agreed to. */
  exact: string;
}

export function speakPrice(ratePerSecond: Amount): SpokenPrice {
  return {
    free: ratePerSecond === 0n,
    second: shortAmount(ratePerSecond),
    minute: tidy(shortAmount(meant(perMinute(ratePerSecond)))),
    hour: tidy(shortAmount(meant(perHour(ratePerSecond)))),
    exact: `${exactAmount(ratePerSecond)} ${SYMBOL} a second`,
  };
}

/** A price per minute as the form shows it again. */
export function minutePriceText(ratePerSecond: Amount): string {
  return exactAmount(meant(perMinute(ratePerSecond)));
}

/** What was typed as a price per minute, as a rate per second; or what is wrong with it. */
export function parseMinutePrice(text: string): { rate: Amount } | { problem: string } {
  const typed = text.trim();
  if (typed === '') return { problem: 'Type a price, or 0 for a free stream.' };
  if (typed.includes(',')) return { problem: 'Use a point for decimals, such as 0.25, and no commas.' };
  const price = parseAmount(typed.startsWith('.') ? `0${typed}` : typed);
  if (price === null) return { problem: 'Type a price as digits with a point, such as 0.25.' };
  if (price === 0n) return { rate: price };
  // Up to the next whole planck: the creator gets at least what was typed, and the difference is nothing anyone can see.
  const plancks = (price + 60n * AMOUNT_PER_PLANCK - 1n) / (60n * AMOUNT_PER_PLANCK);
  return { rate: amount(plancks * AMOUNT_PER_PLANCK) };
}

/** "15.00" reads as "15"; "0.50" stays, as prices do. */
function tidy(text: string): string {
  return text.replace(/\.00$/, '');
}
