import { msg } from '@lingui/core/macro';
import {
  type Amount,
  amount,
  amountPerPlanck,
  type ChainMoney,
  exactAmount,
  perHour,
  perMinute,
  shortAmount,
  withSymbol,
} from '../../sdk/money';
import { type I18n } from '../../texts/i18n';

const [MINUTE, HOUR] = [60n, 3_600n];

/**
 * What so many seconds cost as it was meant. A price is kept per second in whole plancks, so what
 * was typed for longer is off by up to a planck a second: the last digits are taken off, unless
 * they are among the first that matter. Never for money that is counted.
 */
export function meant(price: Amount, seconds: bigint, money: ChainMoney | null): Amount {
  if (money === null) return price;
  let step = amountPerPlanck(money.decimals);
  const most = 2n * seconds * step;
  while (step < most) step *= 10n;
  return price < step * 1_000n ? price : amount(((price + step / 2n) / step) * step);
}

/** A price in the three measures that people think in, each with the name of the money. */
export interface SpokenPrice {
  free: boolean;
  second: string;
  minute: string;
  hour: string;
  /** All digits, per second: what is agreed to. */
  exact: string;
}

export function speakPrice(ratePerSecond: Amount, money: ChainMoney | null, i18n: I18n): SpokenPrice {
  const exact = withSymbol(exactAmount(ratePerSecond), money);
  const said = (price: Amount) => withSymbol(tidy(shortAmount(price)), money);
  return {
    free: ratePerSecond === 0n,
    second: withSymbol(shortAmount(ratePerSecond), money),
    minute: said(meant(perMinute(ratePerSecond), MINUTE, money)),
    hour: said(meant(perHour(ratePerSecond), HOUR, money)),
    exact: i18n._(msg`${exact} a second`),
  };
}

/** A price per minute as the form shows it again. */
export function minutePriceText(ratePerSecond: Amount, money: ChainMoney | null): string {
  return exactAmount(meant(perMinute(ratePerSecond), MINUTE, money));
}

/** "15.00" reads as "15"; "0.50" stays, as prices do. */
function tidy(text: string): string {
  return text.replace(/\.00$/, '');
}
