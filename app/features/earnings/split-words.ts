import { msg } from '@lingui/core/macro';
import { type I18n } from '../../../texts/i18n';
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
export function countsWords(shared: boolean, i18n: I18n): string {
  return shared
    ? i18n._(
        msg`A change holds after a while, so that nobody loses what was earned before: until then all that the chain settles is divided as it is shared now.`,
      )
    : i18n._(
        msg`This counts for everything that the chain settles from then on, also for what is on the way now; what was settled before stays all yours.`,
      );
}

/** What stays one's own, by what was typed. */
export function keptWords(basisPoints: number, i18n: I18n): string {
  const percent = percentText(Math.abs(basisPoints));
  return basisPoints < 0 ? i18n._(msg`That is ${percent} % too much.`) : i18n._(msg`You keep ${percent} %.`);
}

/** Who has this address, as far as one may know; an address when nobody is known by it. */
export function holderWords(
  { account, person }: Pick<EarningsShare, 'account' | 'person'>,
  own: EarningWallet[],
  i18n: I18n,
): string {
  const mine = own.find(({ h160 }) => h160 === account);
  if (mine) {
    const name = mine.label || shortAddress(mine.address);
    return i18n._(msg`Your wallet ${name}`);
  }
  return person ? `@${person.handle}` : shortAddress(account);
}
