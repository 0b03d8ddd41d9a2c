import { type DeviceClock, deviceClock } from './clock';
import { amount, type Amount } from './money';

/**
 * What somebody agreed to in a stream, as a device keeps it. One record: an agreement never
 * outlives the limit that it was given with.
 */
export interface StoredBudget {
  /** They agreed to pay this price a second without another word; null: not, or no longer. */
  rate: Amount | null;
  /**
   * Until when that word holds, in milliseconds since 1970; each second that is paid prolongs it.
   */
  until: number;
  /** What the stream may cost them in all; null: no limit. */
  limit: Amount | null;
  /** What they have spent in the stream in all, as far as this device knows. */
  spent: Amount;
}

/** Where a device keeps what its account agreed to, by stream. */
export interface BudgetStore {
  read(streamId: string): StoredBudget;
  write(streamId: string, changes: Partial<StoredBudget>): void;
}

/**
 * So long a word holds after the last second that was paid: a reload, a visit to the purse, and
 * watching goes on by itself.
 */
export const CONSENT_MS = 15 * 60_000;

/** Of two limits the lower one; null is none. */
export function lower(one: Amount | null, other: Amount | null): Amount | null {
  return one === null || (other !== null && other < one) ? other : one;
}

const NOTHING: StoredBudget = { rate: null, until: 0, limit: null, spent: amount(0n) };

/** A memory that lasts as long as this process: for programs, and for who is not signed in. */
export function memoryBudgets(): BudgetStore {
  const kept = new Map<string, StoredBudget>();
  const read = (streamId: string) => kept.get(streamId) ?? NOTHING;
  return { read, write: (streamId, changes) => void kept.set(streamId, { ...read(streamId), ...changes }) };
}

const PREFIX = 'vilokanam-budget:';
/** No broadcast lasts so long. */
const FORGET_AFTER_MS = 30 * 24 * 3_600_000;

/**
 * An account's in this browser: the same in all its tabs. Where nothing can be kept it lasts as
 * long as the page.
 */
export function browserBudgets(account: string, clock: Pick<DeviceClock, 'wall'> = deviceClock): BudgetStore {
  const own = memoryBudgets();
  const placeOf = (streamId: string) => `${PREFIX}${account}:${streamId}`;
  forgetOld(clock.wall());
  return {
    read: (streamId) => parse(stored(placeOf(streamId))) ?? own.read(streamId),
    write(streamId, changes) {
      const next = { ...(parse(stored(placeOf(streamId))) ?? own.read(streamId)), ...changes };
      own.write(streamId, next);
      try {
        localStorage.setItem(placeOf(streamId), textOf(next, clock.wall()));
      } catch {
        // this page knows it
      }
    },
  };
}

function stored(place: string): string | null {
  try {
    return localStorage.getItem(place);
  } catch {
    return null;
  }
}

function textOf({ rate, until, limit, spent }: StoredBudget, at: number): string {
  const text = (value: Amount | null) => value?.toString() ?? null;
  return JSON.stringify({ rate: text(rate), until, limit: text(limit), spent: text(spent), at });
}

/** Null where it is not what was kept: then nothing was agreed to. */
function parse(text: string | null): (StoredBudget & { at: number }) | null {
  try {
    const said = JSON.parse(text ?? 'null') as Record<string, unknown> | null;
    if (!said || typeof said.until !== 'number' || typeof said.at !== 'number') return null;
    const [rate, limit, spent] = [read(said.rate), read(said.limit), read(said.spent)];
    return spent === null ? null : { rate, until: said.until, limit, spent, at: said.at };
  } catch {
    return null;
  }
}

function read(said: unknown): Amount | null {
  if (said === null) return null;
  if (typeof said !== 'string' || !/^\d{1,39}$/.test(said)) throw new RangeError('not an amount');
  return amount(BigInt(said));
}

function forgetOld(now: number): void {
  try {
    const places = Object.keys(localStorage).filter((place) => place.startsWith(PREFIX));
    for (const place of places)
      if ((parse(stored(place))?.at ?? 0) < now - FORGET_AFTER_MS) localStorage.removeItem(place);
  } catch {
    // nothing is kept here
  }
}
