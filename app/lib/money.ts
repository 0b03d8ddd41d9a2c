import { createContext, useContext } from 'react';
import { type ChainMoney } from '../../sdk/money';

const MoneyContext = createContext<ChainMoney | null>(null);

/**
 * The root of every page tells what the chain's money is, to the server's rendering as to the
 * browser's.
 */
export const MoneyProvider = MoneyContext.Provider;

/**
 * What the chain's money is called and how many decimals it has; null while the chain has not been
 * reached: amounts are then said without a name.
 */
export function useMoney(): ChainMoney | null {
  return useContext(MoneyContext);
}

/** The same for the head of a page, which is made outside of it. */
export function moneyOf(matches: readonly { id: string; data: unknown }[]): ChainMoney | null {
  const root = matches.find(({ id }) => id === 'root')?.data;
  return typeof root === 'object' && root !== null && 'money' in root ? (root.money as ChainMoney | null) : null;
}
