import {
  type Amount,
  amount,
  amountPerPlanck,
  type ChainMoney,
  exactAmount,
  parseAmount,
  toPlanck,
  withSymbol,
} from '../sdk/money';
import { says } from '../texts/says';

/** Said where money is typed while nobody knows yet what the chain counts. */
const MONEY_NOT_KNOWN = says(
  'The chain has not answered yet, so this site does not know what its money is. Try again in a minute.',
);

/** Money that was typed, or what is wrong with it. `most` is what there is. */
export function readMoney(
  text: string,
  money: ChainMoney | null,
  { none, zero = false, most }: { none: string; zero?: boolean; most?: Amount | null },
): { amount: Amount } | { problem: string } {
  const typed = text.trim();
  if (typed === '') return { problem: none };
  if (typed.includes(',')) return { problem: says('Use a point for decimals, such as 0.25, and no commas.') };
  const read = parseAmount(typed.startsWith('.') ? `0${typed}` : typed);
  if (read === null) return { problem: says('Type an amount as digits with a point, such as 12.5.') };
  if (read === 0n && !zero) return { problem: none };
  if (read === 0n) return { amount: read };
  if (money === null) return { problem: MONEY_NOT_KNOWN };
  if (toPlanck(read, money.decimals) === null)
    return {
      problem: says('That is finer than the chain can count: {symbol} has {decimals} decimals.', {
        symbol: money.symbol,
        decimals: money.decimals,
      }),
    };
  if (most != null && read > most) {
    const has = withSymbol(exactAmount(most), money);
    return { problem: says('Your wallet has {has}. Type less, or put more into the wallet first.', { has }) };
  }
  return { amount: read };
}

/** What was typed as a price per minute, as a rate per second; or what is wrong with it. */
export function parseMinutePrice(text: string, money: ChainMoney | null): { rate: Amount } | { problem: string } {
  const typed = text.trim();
  if (typed === '') return { problem: says('Type a price, or 0 for a free stream.') };
  if (typed.includes(',')) return { problem: says('Use a point for decimals, such as 0.25, and no commas.') };
  const price = parseAmount(typed.startsWith('.') ? `0${typed}` : typed);
  if (price === null) return { problem: says('Type a price as digits with a point, such as 0.25.') };
  if (price === 0n) return { rate: price };
  if (money === null) return { problem: MONEY_NOT_KNOWN };
  // Up to the next whole planck: the creator gets at least what was typed, and the difference is
  // nothing anyone can see.
  const planck = amountPerPlanck(money.decimals);
  return { rate: amount(((price + 60n * planck - 1n) / (60n * planck)) * planck) };
}
