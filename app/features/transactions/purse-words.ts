import { amount, type Amount, type ChainMoney, exactAmount, shortAmount, withSymbol } from '../../../sdk/money';
import { durationWords, plural } from '../../lib/format';
import { meant, speakPrice } from '../../lib/price';
import { type History, type PurseAction, type PurseView } from './purse-types';

/** What a purse is bounded by, in one sentence; `until` is when its key ends, in words. */
export function boundsWords({ limits }: PurseView, until: string, money: ChainMoney | null): string {
  const price = `at most ${speakPrice(limits.maxRate, money).minute} a minute`;
  const lanes = limits.lanes === 1 ? 'for one stream at a time' : `for up to ${limits.lanes} streams at a time`;
  if (limits.extrasAllowance === 0n) return `It pays ${price}, ${lanes}, and nothing else, until ${until}.`;
  const extras = `up to ${withSymbol(exactAmount(limits.extrasAllowance), money)} in tips and passes`;
  return `It pays ${price}, ${lanes}, and ${extras}, until ${until}.`;
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
export function copiedKeyWords(purse: Exposed, money: ChainMoney | null): string {
  const { limits, extras, deposit } = purse;
  const { day, atOnce } = mostSigned(purse);
  const seconds = DAY_SECONDS * BigInt(limits.lanes);
  const said = (value: Amount) => withSymbol(shortAmount(meant(value, seconds, money)), money);
  const who = 'Whoever copied the key that pays, or a hostile page that uses it, could sign for';
  const aDay = `a day at these limits${limits.lanes > 1 ? `, with ${limits.lanes} streams at a time` : ''}`;
  if (atOnce === deposit)
    return `${who} all that the purse holds, ${withSymbol(shortAmount(deposit), money)}: ${aDay} comes to ${said(day)}.`;
  const besides = limits.extrasAllowance > extras ? ', with tips and passes' : '';
  return `${who} at most ${said(atOnce)} at once, ${aDay}${besides}, and ${said(day)} with each further day, until you change the key.`;
}

/** How long closing takes: "2 minutes", "1 hour". */
export function delayWords(seconds: number): string {
  return seconds % 3600 === 0 ? plural(seconds / 3600, 'hour') : durationWords(seconds);
}

/** What is said in passing when a transaction is final. */
export const DONE_WORDS: Partial<Record<string, string>> = {
  open: 'Your purse is open.',
  topUp: 'Your purse is topped up.',
  rekey: 'Your purse has its new limits.',
  requestClose: 'Your purse is closing.',
  cancelClose: 'Your purse stays open.',
  close: 'Your purse is closed. What was left is in your wallet.',
  closeNow: 'Your purse is closed. What was left is in your wallet.',
  withdraw: 'Your earnings are in your wallet.',
  setSplit: 'Who gets a part of your earnings is set.',
} satisfies Partial<Record<PurseAction['kind'], string>>;

/** What happened to a purse, in a few words. */
export const HISTORY_WORDS: Record<History['entries'][number]['kind'], string> = {
  opened: 'Opened',
  toppedUp: 'Topped up',
  rekeyed: 'New limits',
  closingRequested: 'Closing began',
  closingCancelled: 'Kept open',
  closed: 'Closed',
  announced: 'Announced',
  windowEnded: 'Put aside',
  settled: 'Paid',
  skipped: 'Passed over',
  tabsRemoved: 'Old tabs removed',
};
