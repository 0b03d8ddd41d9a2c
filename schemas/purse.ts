import { amount, type Amount, type ChainMoney, MAX_AMOUNT } from '../sdk/money';
import { readBy } from './read-by';
import { parseMinutePrice, readMoney } from './read-money';
import { z } from './zod';
import { says } from '../texts/says';

const SECOND_MS = 1_000;
const DAY_MS = 86_400 * SECOND_MS;

/** Money that is signed for, which the contract counts in its own unit. */
const money = (what: string) =>
  z
    .bigint(says('{what} is an amount.', { what }))
    .min(0n, says('{what} cannot be negative.', { what }))
    .max(MAX_AMOUNT, says('{what} is more than the contract can count.', { what }));

/**
 * Money that leaves an account; that the chain can count it is checked where it is prepared
 * (server/chain/money.ts).
 */
const transferred = (what: string) =>
  money(what).min(1n, says('{what} must be more than nothing.', { what })).transform(amount);

export const depositInput = transferred(says('The deposit', {}));
export const topUpInput = transferred(says('The amount', {}));

/**
 * What a session key may do: how fast, in how many streams, how much beside the time, and until
 * when.
 */
export const limitsInput = z.object({
  maxRate: money(says('The rate', {})).min(1n, says('The rate must be more than nothing.')).transform(amount),
  lanes: z
    .int(says('How many streams at once is a whole number.'))
    .min(1, says('At least one stream at a time.'))
    .max(16, says('At most 16 streams at a time.')),
  extrasAllowance: money(says('What tips and passes may cost', {})).transform(amount),
  // The contract counts in whole seconds.
  expiresAt: z.date(says('Say until when.')).transform((date) => new Date(Math.floor(+date / SECOND_MS) * SECOND_MS)),
});

export type Limits = z.output<typeof limitsInput>;

/** The choices for how long a key may pay. The contract takes up to 366 days. */
export const DAYS = [
  { value: '1', label: says('1 day') },
  { value: '7', label: says('7 days') },
  { value: '30', label: says('30 days') },
  { value: '90', label: says('90 days') },
  { value: '365', label: says('1 year') },
] as const;

/** Leaves the end where it is. */
export const KEEP = 'keep';

interface Terms {
  money: ChainMoney | null;
  /** The chain's time. */
  now: Date;
  maxLanes: number;
}

/** The limits that a purse has already, and the price of them as the form shows it. */
export interface PresentLimits {
  limits: Limits;
  price: string;
}

/** The highest price a minute that was typed, as a rate a second. */
export function readPrice(text: string, money: ChainMoney | null): { rate: Amount } | { problem: string } {
  const price = parseMinutePrice(text, money);
  if ('problem' in price) return text.trim() === '' ? { problem: NO_PRICE } : price;
  return price.rate === 0n ? { problem: says('Type more than 0: with 0 this purse could pay for nothing.') } : price;
}

const NO_PRICE = says('Type the highest price that you would pay.');
const NO_EXTRAS = says('Type how much, or 0 for none.');
const NO_SUM = says('Type how much to put in.');

/**
 * Limits as their form holds them: a price a minute, a count, an amount, and for how many days from
 * now.
 */
const limitsFields = ({ money, now, maxLanes }: Terms, present: PresentLimits | null) => {
  const lanes = says('Choose between 1 and {most}.', { most: maxLanes });
  return {
    maxRate: z.string(NO_PRICE).transform((text, ctx) => {
      // A price a minute is said without the digits that come from dividing by sixty: untouched, it
      // stays what it was.
      if (present !== null && text === present.price) return present.limits.maxRate;
      const read = readPrice(text, money);
      return 'rate' in read ? readBy(limitsInput.shape.maxRate, read.rate, ctx) : refuse(read.problem, ctx);
    }),
    lanes: z.int(lanes).min(1, lanes).max(maxLanes, lanes).pipe(limitsInput.shape.lanes),
    extrasAllowance: z.string(NO_EXTRAS).transform((text, ctx) => {
      const read = readMoney(text, money, { none: NO_EXTRAS, zero: true });
      return 'amount' in read ? readBy(limitsInput.shape.extrasAllowance, read.amount, ctx) : refuse(read.problem, ctx);
    }),
    expiresAt: z.string(says('Choose how long.')).transform((days, ctx) => {
      if (days === KEEP && present !== null) return present.limits.expiresAt;
      if (!DAYS.some(({ value }) => value === days)) return refuse(says('Choose how long.'), ctx);
      return readBy(limitsInput.shape.expiresAt, new Date(now.getTime() + Number(days) * DAY_MS), ctx);
    }),
  };
};

/** A sum that is put in, of what the wallet has as far as we know. */
const sumText = (rule: typeof depositInput, { money, balance }: { money: ChainMoney | null; balance: Amount | null }) =>
  z.string(NO_SUM).transform((text, ctx) => {
    const read = readMoney(text, money, { none: NO_SUM, most: balance });
    return 'amount' in read ? readBy(rule, read.amount, ctx) : refuse(read.problem, ctx);
  });

function refuse(message: string, ctx: z.RefinementCtx): never {
  ctx.addIssue({ code: 'custom', message });
  return z.NEVER;
}

/** How much a purse is opened with, and what may be done with it. */
export const openForm = (terms: Terms & { balance: Amount | null }) =>
  z.object({ deposit: sumText(depositInput, terms), ...limitsFields(terms, null) });

/** Other limits for a purse, and whether another key is wanted, too. */
export const limitsForm = (terms: Terms, present: PresentLimits) =>
  z.object({ ...limitsFields(terms, present), fresh: z.boolean().default(false) });

/** More money for a purse. */
export const topUpForm = (terms: { money: ChainMoney | null; balance: Amount | null }) =>
  z.object({ amount: sumText(topUpInput, terms) });
