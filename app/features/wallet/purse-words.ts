import { exactAmount } from '../../../sdk/money';
import { durationWords, plural } from '../../lib/format';
import { speakPrice, SYMBOL } from '../../lib/price';
import { type History, type PurseAction, type PurseView } from './purse-types';

/** What a purse is bounded by, in one sentence; `until` is when its key ends, in words. */
export function boundsWords({ limits }: PurseView, until: string): string {
  const price = `at most ${speakPrice(limits.maxRate).minute} ${SYMBOL} a minute`;
  const lanes = limits.lanes === 1 ? 'for one stream at a time' : `for up to ${limits.lanes} streams at a time`;
  const extras =
    limits.extrasAllowance === 0n
      ? 'nothing for tips and passes'
      : `up to ${exactAmount(limits.extrasAllowance)} ${SYMBOL} in tips and passes`;
  return `It pays ${price}, ${lanes}, and ${extras}, until ${until}.`;
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
  announced: 'Announced by a creator',
  settled: 'Paid',
  skipped: 'Passed over',
};
