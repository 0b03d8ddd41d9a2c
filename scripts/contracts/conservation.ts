import { type Totals } from '../../server/ledger';

/**
 * Whether a contract has what it owes. More than that can only have come by plain transfers, which nobody can keep from
 * happening; less must never be.
 */
export function conservation({ deposits, earnings, fees, balance }: Totals, money: (value: bigint) => string) {
  const surplus = balance - deposits - earnings - fees;
  if (surplus < 0n)
    return { holds: false, words: `Conservation is BROKEN: ${money(-surplus)} of what is owed is missing.` };
  const gift = surplus > 0n ? ` ${money(surplus)} beyond it came by plain transfers.` : '';
  return { holds: true, words: `Conservation holds: all that is owed is there.${gift}` };
}
