import { amount, type Amount, AMOUNT_DECIMALS, exactAmount, parseAmount, toPlanck } from '../../../sdk/money';
import { duration } from '../../lib/format';
import { minutePriceText, parseMinutePrice, SYMBOL } from '../../lib/price';
import { type PurseView } from './purse-types';

/** A purse's limits as they stand in the fields of a form: text, all of it. */
export interface TypedLimits {
  /** A minute. */
  price: string;
  lanes: string;
  extras: string;
  /** For how many days from now, or KEEP. */
  days: string;
}

/** Leaves the end where it is. */
export const KEEP = 'keep';

/** What a purse is opened with when nobody says otherwise. */
export const usualLimits: TypedLimits = { price: '0.50', lanes: '1', extras: '5', days: '30' };

const SUGGESTED = [5n, 20n, 50n].map((units) => amount(units * 10n ** BigInt(AMOUNT_DECIMALS)));

/** Deposits to choose by one press: those that the wallet can pay, as far as we know. */
export function suggestedDeposits(balance: Amount | null): Amount[] {
  return SUGGESTED.filter((suggestion) => balance === null || suggestion <= balance);
}

/** The choices for how long a key may pay. The contract takes up to 366 days. */
export const DAYS = [
  { value: '1', label: '1 day' },
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: '1 year' },
] as const;

const DAY_MS = 86_400_000;

/** The limits that a purse has, as its form shows them. */
export function typedFrom({ limits, expired }: PurseView): TypedLimits {
  return {
    price: minutePriceText(limits.maxRate),
    lanes: String(limits.lanes),
    extras: exactAmount(limits.extrasAllowance),
    days: expired ? usualLimits.days : KEEP,
  };
}

type Limits = PurseView['limits'];

/** The limits that were typed, or what is wrong with them by field. `now` is the chain's. */
export function readLimits(
  typed: TypedLimits,
  { now, maxLanes, present }: { now: Date; maxLanes: number; present: Limits | null },
): { limits: Limits } | { problems: Partial<Record<keyof TypedLimits, string>> } {
  const problems: Partial<Record<keyof TypedLimits, string>> = {};
  const price = readPrice(typed.price);
  if ('problem' in price) problems.price = price.problem;
  const extras = readMoney(typed.extras, { none: `Type how much, or 0 for none.`, zero: true });
  if ('problem' in extras) problems.extras = extras.problem;
  const lanes = /^\d{1,3}$/.test(typed.lanes) ? Number(typed.lanes) : 0;
  if (lanes < 1 || lanes > maxLanes) problems.lanes = `Choose between 1 and ${maxLanes}.`;
  const expiresAt = readEnd(typed.days, now, present);
  if (!expiresAt) problems.days = 'Choose how long.';
  if ('problem' in price || 'problem' in extras || !expiresAt || problems.lanes) return { problems };
  // A price a minute is said without the digits that come from dividing by sixty: untouched, it stays what it was.
  const untouched = present !== null && typed.price === minutePriceText(present.maxRate);
  const maxRate = untouched ? present.maxRate : price.rate;
  return { limits: { maxRate, lanes, extrasAllowance: extras.amount, expiresAt } };
}

/** The highest price that was typed, as a rate a second. */
export function readPrice(text: string): { rate: Amount } | { problem: string } {
  const price = parseMinutePrice(text);
  if ('problem' in price) return text.trim() === '' ? { problem: 'Type the highest price that you would pay.' } : price;
  return price.rate === 0n ? { problem: 'Type more than 0: with 0 this purse could pay for nothing.' } : price;
}

function readEnd(days: string, now: Date, present: Limits | null): Date | null {
  if (days === KEEP) return present?.expiresAt ?? null;
  if (!DAYS.some(({ value }) => value === days)) return null;
  // The contract counts whole seconds.
  return new Date(Math.floor((now.getTime() + Number(days) * DAY_MS) / 1000) * 1000);
}

/** Money that was typed, or what is wrong with it. `most` is what there is. */
export function readMoney(
  text: string,
  { none, zero = false, most }: { none: string; zero?: boolean; most?: Amount | null },
): { amount: Amount } | { problem: string } {
  const typed = text.trim();
  if (typed === '') return { problem: none };
  if (typed.includes(',')) return { problem: 'Use a point for decimals, such as 0.25, and no commas.' };
  const amount = parseAmount(typed.startsWith('.') ? `0${typed}` : typed);
  if (amount === null) return { problem: 'Type an amount as digits with a point, such as 12.5.' };
  if (amount === 0n && !zero) return { problem: none };
  if (toPlanck(amount) === null) return { problem: 'That is finer than the chain can count: at most 12 decimals.' };
  if (most != null && amount > most)
    return { problem: `Your wallet has ${exactAmount(most)} ${SYMBOL}. Type less, or put more into the wallet first.` };
  return { amount };
}

/** From here on nobody counts seconds. */
const WHOLE_MINUTES_FROM = 600n;

/** How long money lasts at the highest price, with all streams running. Null when it lasts not even a second. */
export function lastsFor(money: Amount, maxRate: Amount, lanes: number): string | null {
  if (maxRate === 0n || lanes < 1) return null;
  const rate = maxRate * BigInt(lanes);
  if (money < rate) return null;
  // A rate is rounded up by less than a planck: the second that is begun is the one that would otherwise be missing.
  const seconds = (money + rate - 1n) / rate;
  return duration(seconds < WHOLE_MINUTES_FROM ? seconds : seconds - (seconds % 60n));
}
