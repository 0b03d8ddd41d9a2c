import { exactAmount, parseAmount, shortAmount, type Amount } from '../../sdk/money';

/** A line of what is about to happen. `exact` has all digits where `value` leaves some out. */
export interface WordLine {
  label: string;
  value: string;
  exact?: string;
}

/** "0.02 UNIT", with as many digits as matter. */
export function moneyWords(value: Amount, symbol: string): string {
  return `${shortAmount(value)} ${symbol}`;
}

/** A line about money: `say` puts the amount into words. */
export function moneyLine(label: string, value: Amount, symbol: string, say = (money: string) => money): WordLine {
  const short = moneyWords(value, symbol);
  const exact = `${exactAmount(value)} ${symbol}`;
  const same = parseAmount(shortAmount(value).replaceAll(',', '')) === value;
  return { label, value: say(short), ...(same ? {} : { exact: say(exact) }) };
}

const date = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZone: 'UTC',
});

/** "21 December 2026, 16:00 UTC". */
export function timeWords(time: Date): string {
  return `${date.format(time)}, ${clock.format(time)} UTC`;
}

/** "2.5 %". */
export function partWords(basisPoints: number): string {
  return `${Number((basisPoints / 100).toFixed(2))} %`;
}
