import { type MessageDescriptor } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import { amount, type Amount, type ChainMoney, exactAmount, shortAmount, withSymbol } from '../../../sdk/money';
import { type I18n } from '../../../texts/i18n';
import { says } from '../../../texts/says';
import { durationWords } from '../../lib/format';
import { meant, speakPrice } from '../../lib/price';
import { type History, type PurseAction, type PurseView } from './purse-types';

/** What a purse is bounded by, in one sentence; `until` is when its key ends, in words. */
export function boundsWords({ limits }: PurseView, until: string, money: ChainMoney | null, i18n: I18n): string {
  const { lanes } = limits;
  const price = speakPrice(limits.maxRate, money, i18n).minute;
  if (limits.extrasAllowance === 0n)
    return i18n._(
      msg`${plural(lanes, {
        one: `It pays at most ${price} a minute, for one stream at a time, and nothing else, until ${until}.`,
        other: `It pays at most ${price} a minute, for up to # streams at a time, and nothing else, until ${until}.`,
      })}`,
    );
  const extras = withSymbol(exactAmount(limits.extrasAllowance), money);
  return i18n._(
    msg`${plural(lanes, {
      one: `It pays at most ${price} a minute, for one stream at a time, and up to ${extras} in tips and passes, until ${until}.`,
      other: `It pays at most ${price} a minute, for up to # streams at a time, and up to ${extras} in tips and passes, until ${until}.`,
    })}`,
  );
}

const DAY_SECONDS = 86_400n;

/**
 * What a copy of its key, or a hostile page that uses it, can sign away at most: what the contract
 * lets a key sell at once, which is a day at its limits with all streams running, and what is left
 * of its allowance for tips and passes; and never more than the purse holds.
 */
export function mostSigned({ limits, extras, deposit }: Exposed): { day: Amount; atOnce: Amount } {
  const { maxRate, lanes, extrasAllowance } = limits;
  const day = amount(maxRate * BigInt(lanes) * DAY_SECONDS);
  const all = day + (extrasAllowance > extras ? extrasAllowance - extras : 0n);
  return { day, atOnce: amount(all < deposit ? all : deposit) };
}

type Exposed = Pick<PurseView, 'limits' | 'extras' | 'deposit'>;

/** The same in words, in the purse's own figures. */
export function copiedKeyWords(purse: Exposed, money: ChainMoney | null, i18n: I18n): string {
  const { limits, extras, deposit } = purse;
  const { lanes } = limits;
  const { day, atOnce } = mostSigned(purse);
  const seconds = DAY_SECONDS * BigInt(lanes);
  const said = (value: Amount) => withSymbol(shortAmount(meant(value, seconds, money)), money);
  const [aDay, most] = [said(day), said(atOnce)];
  if (atOnce === deposit) {
    const all = withSymbol(shortAmount(deposit), money);
    return i18n._(
      msg`${plural(lanes, {
        one: `Whoever copied the key that pays, or a hostile page that uses it, could sign for all that the purse holds, ${all}: a day at these limits comes to ${aDay}.`,
        other: `Whoever copied the key that pays, or a hostile page that uses it, could sign for all that the purse holds, ${all}: a day at these limits, with # streams at a time comes to ${aDay}.`,
      })}`,
    );
  }
  if (limits.extrasAllowance > extras)
    return i18n._(
      msg`${plural(lanes, {
        one: `Whoever copied the key that pays, or a hostile page that uses it, could sign for at most ${most} at once, a day at these limits, with tips and passes, and ${aDay} with each further day, until you change the key.`,
        other: `Whoever copied the key that pays, or a hostile page that uses it, could sign for at most ${most} at once, a day at these limits, with # streams at a time, with tips and passes, and ${aDay} with each further day, until you change the key.`,
      })}`,
    );
  return i18n._(
    msg`${plural(lanes, {
      one: `Whoever copied the key that pays, or a hostile page that uses it, could sign for at most ${most} at once, a day at these limits, and ${aDay} with each further day, until you change the key.`,
      other: `Whoever copied the key that pays, or a hostile page that uses it, could sign for at most ${most} at once, a day at these limits, with # streams at a time, and ${aDay} with each further day, until you change the key.`,
    })}`,
  );
}

/** How long closing takes: "2 minutes", "1 hour". */
export function delayWords(seconds: number, i18n: I18n): string {
  if (seconds % 3600 !== 0) return durationWords(seconds, i18n);
  const hours = seconds / 3600;
  return i18n._(msg`${plural(hours, { one: '# hour', other: '# hours' })}`);
}

/** What is said in passing when a transaction is final. */
export const DONE_WORDS: Partial<Record<string, string>> = {
  open: says('Your purse is open.'),
  topUp: says('Your purse is topped up.'),
  rekey: says('Your purse has its new limits.'),
  requestClose: says('Your purse is closing.'),
  cancelClose: says('Your purse stays open.'),
  close: says('Your purse is closed. What was left is in your wallet.'),
  closeNow: says('Your purse is closed. What was left is in your wallet.'),
  withdraw: says('Your earnings are in your wallet.'),
  setSplit: says('Who gets a part of your earnings is set.'),
} satisfies Partial<Record<PurseAction['kind'], string>>;

/** What happened to a purse, in a few words; of what a creator has part in, its line tells. */
export const HISTORY_WORDS: Record<
  Exclude<History['entries'][number]['kind'], 'announced' | 'settled' | 'skipped'>,
  MessageDescriptor
> = {
  opened: msg`Opened`,
  toppedUp: msg`Topped up`,
  rekeyed: msg`New limits`,
  closingRequested: msg`Closing began`,
  closingCancelled: msg`Kept open`,
  closed: msg`Closed`,
  windowEnded: msg`Put aside`,
  tabsRemoved: msg`Old tabs removed`,
};
