import { type Answers } from '../../lib/api';
import { shortAddress } from '../../lib/wallets/ss58';
import { percentText } from '../../../schemas/sharing';

/** A linked wallet with what it is owed, and with whom that is shared. */
export type EarningWallet = Answers['earnings']['overview']['wallets'][number];
/** A part of its earnings that goes to somebody else. */
export type EarningsShare = NonNullable<EarningWallet['split']>[number];

/**
 * When a split counts, in a sentence: the first at once, a change after the delay in which what was
 * earned before is settled.
 */
export function countsWords(shared: boolean): string {
  return shared
    ? 'A change holds after a while, so that nobody loses what was earned before: until then all that the chain settles is divided as it is shared now.'
    : 'This counts for everything that the chain settles from then on, also for what is on the way now; what was settled before stays all yours.';
}

/** What stays one's own, by what was typed. */
export function keptWords(basisPoints: number): string {
  return basisPoints < 0
    ? `That is ${percentText(-basisPoints)} % too much.`
    : `You keep ${percentText(basisPoints)} %.`;
}

/** Who has this address, as far as one may know; an address when nobody is known by it. */
export function holderWords(
  { account, person }: Pick<EarningsShare, 'account' | 'person'>,
  own: EarningWallet[],
): string {
  const mine = own.find(({ h160 }) => h160 === account);
  if (mine) return mine.label ? `Your wallet ${mine.label}` : `Your wallet ${shortAddress(mine.address)}`;
  return person ? `@${person.handle}` : shortAddress(account);
}
