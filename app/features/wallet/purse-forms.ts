import { msg, plural } from '@lingui/core/macro';
import { amount, type Amount, AMOUNT_DECIMALS, type ChainMoney, exactAmount } from '../../../sdk/money';
import { type I18n, say } from '../../../texts/i18n';
import { duration } from '../../lib/format';
import { minutePriceText, speakPrice } from '../../lib/price';
import { KEEP, readPrice } from '../../../schemas/purse';
import { type PurseView, type WantedStream } from '../transactions/purse-types';

/** What the form of a purse holds before anybody has typed. */
export const usualFields = { deposit: '20', maxRate: '0.50', lanes: 1, extrasAllowance: '0', expiresAt: '30' };

const SUGGESTED = [5n, 20n, 50n].map((units) => amount(units * 10n ** BigInt(AMOUNT_DECIMALS)));

/** Deposits to choose by one press: those that the wallet can pay, as far as we know. */
export function suggestedDeposits(balance: Amount | null): Amount[] {
  return SUGGESTED.filter((suggestion) => balance === null || suggestion <= balance);
}

/** The limits that a purse has, as their form shows them. */
export function fieldsOf({ limits, expired }: PurseView, money: ChainMoney | null) {
  return {
    maxRate: minutePriceText(limits.maxRate, money),
    lanes: limits.lanes,
    extrasAllowance: exactAmount(limits.extrasAllowance),
    expiresAt: expired ? usualFields.expiresAt : KEEP,
  };
}

/**
 * What of a deposit is left for seconds when the first creator is paid of it, whose tab's storage
 * it pays.
 */
export function besidesTab(deposit: Amount | null, tabCost: Amount): Amount | null {
  return deposit === null ? null : amount(deposit > tabCost ? deposit - tabCost : 0n);
}

/** From here on nobody counts seconds. */
const WHOLE_MINUTES_FROM = 600n;

/**
 * How long money lasts at the highest price, with all streams running. Null when it lasts not even
 * a second.
 */
export function lastsFor(sum: Amount, maxRate: Amount, lanes: number, i18n: I18n): string | null {
  if (maxRate === 0n || lanes < 1) return null;
  const rate = maxRate * BigInt(lanes);
  if (sum < rate) return null;
  // A rate is rounded up by less than a planck: the second that is begun is the one that would
  // otherwise be missing.
  const seconds = (sum + rate - 1n) / rate;
  return duration(seconds < WHOLE_MINUTES_FROM ? seconds : seconds - (seconds % 60n), i18n);
}

/**
 * What the typed price comes to: in an hour, and how long the deposit lasts, of the stream that it
 * is wanted for where there is one.
 */
export function priceWords(
  { price, lanes }: { price: string; lanes: number },
  deposit: Amount | null,
  stream: WantedStream | null,
  money: ChainMoney | null,
  i18n: I18n,
): string {
  const read = readPrice(price, money);
  if ('problem' in read) return say(i18n, read.problem);
  const { hour } = speakPrice(read.rate, money, i18n);
  if (stream) {
    const { title, ratePerSecond } = stream;
    const { minute } = speakPrice(ratePerSecond, money, i18n);
    if (ratePerSecond > read.rate) return i18n._(msg`“${title}” costs ${minute} a minute, more than this pays.`);
    const lasts = deposit === null ? null : lastsFor(deposit, ratePerSecond, 1, i18n);
    if (lasts)
      return i18n._(
        msg`That is ${hour} an hour. Your deposit lasts ${lasts} of “${title}”, at its ${minute} a minute.`,
      );
  }
  const lasts = deposit === null ? null : lastsFor(deposit, read.rate, lanes, i18n);
  if (!lasts) return i18n._(msg`That is ${hour} an hour.`);
  return i18n._(
    msg`${plural(lanes, {
      one: `That is ${hour} an hour. Your deposit lasts ${lasts} at that price, and longer at a lower one.`,
      other: `That is ${hour} an hour. Your deposit lasts ${lasts} at that price, with # streams at a time, and longer at a lower one.`,
    })}`,
  );
}
