import { says } from '../../texts/says';
import { exactAmount, parseAmount, shortAmount, withSymbol, type Amount, type ChainMoney } from '../../sdk/money';

/**
 * A line of what is about to happen, marked by `says` until it is said. `exact` has all digits
 * where `value` leaves some out.
 */
export interface WordLine {
  label: string;
  value: string;
  exact?: string;
  /** The moment that `value` names, for whoever shows it in the reader's own time zone. */
  at?: Date;
}

/** "0.02 DOT", with as many digits as matter. */
export function moneyWords(value: Amount, money: ChainMoney | null): string {
  return withSymbol(shortAmount(value), money);
}

/** A line about money: `words` puts the amount into words. */
export function moneyLine(
  label: string,
  value: Amount,
  money: ChainMoney | null,
  words = (said: string) => said,
): WordLine {
  const short = moneyWords(value, money);
  const exact = withSymbol(exactAmount(value), money);
  const same = parseAmount(shortAmount(value).replaceAll(',', '')) === value;
  return { label, value: words(short), ...(same ? {} : { exact: words(exact) }) };
}

const MONTHS = [
  says('January', {}),
  says('February', {}),
  says('March', {}),
  says('April', {}),
  says('May', {}),
  says('June', {}),
  says('July', {}),
  says('August', {}),
  says('September', {}),
  says('October', {}),
  says('November', {}),
  says('December', {}),
];

/** "21 December 2026, 16:00 UTC". */
export function timeWords(at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return says('{day} {month} {year}, {time} UTC', {
    day: at.getUTCDate(),
    month: MONTHS[at.getUTCMonth()] ?? '',
    year: at.getUTCFullYear(),
    time: `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`,
  });
}

/** A line about a moment. */
export function timeLine(label: string, at: Date): WordLine {
  return { label, value: timeWords(at), at };
}

/** "2.5 %". */
export function partWords(basisPoints: number): string {
  return `${Number((basisPoints / 100).toFixed(2))} %`;
}
