import { type ChainPurse, type Tab, type Totals } from '../../server/ledger';

/**
 * Whether a contract has what it owes. More than that can only have come by plain transfers, which
 * nobody can keep from happening; less must never be.
 */
export function conservation({ deposits, earnings, fees, balance }: Totals, money: (value: bigint) => string) {
  const surplus = balance - deposits - earnings - fees;
  if (surplus < 0n)
    return { holds: false, words: `Conservation is BROKEN: ${money(-surplus)} of what is owed is missing.` };
  const gift = surplus > 0n ? ` ${money(surplus)} beyond it came by plain transfers.` : '';
  return { holds: true, words: `Conservation holds: all that is owed is there.${gift}` };
}

/**
 * Whether a purse has paid what its tabs say. Tabs of dead keys and of a closed purse may have been
 * removed: then they say less, and never more.
 */
export function tabsAgree(
  { open, paid, present }: Pick<ChainPurse, 'open' | 'paid' | 'present'>,
  tabs: readonly { tab: Tab }[],
) {
  const counted = tabs.reduce((sum, { tab }) => sum + tab.amount + tab.extras, 0n);
  const noneRemoved = open && present.key === 0;
  return noneRemoved ? counted === paid : counted <= paid;
}
