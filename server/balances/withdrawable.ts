import { amount, type Amount } from '../../sdk/money';
import { type Earnings, type Terms } from '../ledger';

const WHOLE = 10_000n;

/**
 * What a withdrawal pays now: as the contract does, the pot is divided first, and with a split only
 * whole ten-thousands of it.
 */
export function withdrawable(earnings: Earnings): Amount {
  const { owed, pot, split } = earnings;
  if (split.length === 0) return amount(owed + pot);
  return amount(owed + (pot / WHOLE) * WHOLE - forOthers(earnings));
}

/** What others get of the pot when it is divided now. */
export function forOthers({ pot, split }: Earnings): Amount {
  const given = split.reduce((sum, { basisPoints }) => sum + BigInt(basisPoints), 0n);
  return amount((pot / WHOLE) * given);
}

/** The contract has the operator withdraw for somebody at least so many times the fee. */
const LEAST_FEES = 100n;

/** Less than this is not sent by the platform. */
export function leastToSend({ withdrawFee }: Pick<Terms, 'withdrawFee'>): Amount {
  return amount(withdrawFee * LEAST_FEES);
}

/** Whether the contract would pay so much when the operator sends it. */
export function worthSending(owed: Amount, terms: Pick<Terms, 'withdrawFee'>): boolean {
  return owed > 0n && owed >= leastToSend(terms);
}
