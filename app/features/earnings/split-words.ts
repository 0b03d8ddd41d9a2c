import { type Answers } from '../../lib/api';
import { shortAddress } from '../wallet/ss58';
import { percentText } from './fee-words';

/** A linked wallet with what it is owed, and with whom that is shared. */
export type EarningWallet = Answers['earnings']['overview']['wallets'][number];
/** A part of its earnings that goes to somebody else. */
export type EarningsShare = NonNullable<EarningWallet['split']>[number];

/** When a split counts, in a sentence: what is settled by then is divided by the old one. */
export function countsWords(shared: boolean): string {
  const before = shared ? 'is divided as it was shared until then' : 'stays all yours';
  return `This counts for everything that the chain settles from then on, also for what is on the way now; what was settled before ${before}.`;
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
