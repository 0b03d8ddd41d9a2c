import { amount, type Amount, AMOUNT_DECIMALS, type ChainMoney, exactAmount } from '../../../sdk/money';
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
export function lastsFor(sum: Amount, maxRate: Amount, lanes: number): string | null {
  if (maxRate === 0n || lanes < 1) return null;
  const rate = maxRate * BigInt(lanes);
  if (sum < rate) return null;
  // A rate is rounded up by less than a planck: the second that is begun is the one that would
  // otherwise be missing.
  const seconds = (sum + rate - 1n) / rate;
  return duration(seconds < WHOLE_MINUTES_FROM ? seconds : seconds - (seconds % 60n));
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
): string {
  const read = readPrice(price, money);
  if ('problem' in read) return read.problem;
  const hourly = `That is ${speakPrice(read.rate, money).hour} an hour.`;
  if (stream && stream.ratePerSecond > read.rate)
    return `“${stream.title}” costs ${speakPrice(stream.ratePerSecond, money).minute} a minute, more than this pays.`;
  const ofIt = stream && deposit !== null ? lastsOf(deposit, stream, money) : null;
  if (ofIt) return `${hourly} Your deposit lasts ${ofIt}.`;
  const lasts = deposit === null ? null : lastsFor(deposit, read.rate, lanes);
  if (!lasts) return hourly;
  const all = lanes > 1 ? `, with ${lanes} streams at a time` : '';
  return `${hourly} Your deposit lasts ${lasts} at that price${all}, and longer at a lower one.`;
}

/** "1 h 20 min of “Late bread”, at its 0.25 DOT a minute"; null when it lasts not even a second. */
export function lastsOf(sum: Amount, { title, ratePerSecond }: WantedStream, money: ChainMoney | null): string | null {
  const lasts = lastsFor(sum, ratePerSecond, 1);
  return lasts && `${lasts} of “${title}”, at its ${speakPrice(ratePerSecond, money).minute} a minute`;
}
