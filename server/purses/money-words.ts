import { exactAmount, parseAmount, shortAmount, withSymbol, type Amount, type ChainMoney } from '../../sdk/money';

/** A line of what is about to happen. `exact` has all digits where `value` leaves some out. */
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

/** A line about money: `say` puts the amount into words. */
export function moneyLine(
  label: string,
  value: Amount,
  money: ChainMoney | null,
  say = (said: string) => said,
): WordLine {
  const short = moneyWords(value, money);
  const exact = withSymbol(exactAmount(value), money);
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

/** A line about a moment. */
export function timeLine(label: string, at: Date): WordLine {
  return { label, value: timeWords(at), at };
}

/** "2.5 %". */
export function partWords(basisPoints: number): string {
  return `${Number((basisPoints / 100).toFixed(2))} %`;
}
