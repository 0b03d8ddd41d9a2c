import { amount, type Amount } from '../../sdk/money';
import { type Earnings } from '../ledger';

const WHOLE = 10_000n;

/** What a withdrawal pays now: as the contract does, the pot is divided first, and with a split only whole ten-thousands of it. */
export function withdrawable({ owed, pot, split }: Earnings): Amount {
  if (split.length === 0) return amount(owed + pot);
  const given = split.reduce((sum, { basisPoints }) => sum + BigInt(basisPoints), 0n);
  return amount(owed + (pot / WHOLE) * (WHOLE - given));
}
