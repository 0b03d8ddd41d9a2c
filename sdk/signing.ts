import { type Agreement } from './protocol';
import { type MediaProgress } from './media';
import { amount, type Amount } from './money';
import { type Voucher } from './voucher';

const SECOND = 1_000;
/**
 * Media that advanced twice within this time played without a break; beyond it the picture stood
 * still.
 */
const CONTINUOUS_MS = 1_000;
/**
 * After a longer gap, because the page's timers are slowed down, the media's own counts bound what
 * was seen, not the clock.
 */
const SLOW_TIMERS_MS = 1_500;
const MS_PER_FRAME = 40;
const SAMPLES_PER_MS = 48;
/**
 * A reserve shrinks by so much with each signed second: less than the server forgives, so the
 * server never lacks it.
 */
const RESERVE_RELEASED_MS = 10;
/** With so much paid and unseen, no further second is signed for the picture. */
const UNSEEN_AT_MOST_MS = 2_000;

/** The media's counts at one moment. */
export interface MediaSample {
  at: number;
  progress: MediaProgress;
  /** When the media advanced last; null: never yet. */
  movedAt: number | null;
}

/**
 * Compares the media's counts with the last sample: how much was seen since. The first sample sees
 * nothing.
 */
export function sampleMedia(
  before: MediaSample | null,
  at: number,
  progress: MediaProgress,
): { sample: MediaSample; seenMs: number; advanced: boolean } {
  if (!before) return { sample: { at, progress, movedAt: null }, seenMs: 0, advanced: false };
  const frames = progress.frames - before.progress.frames;
  const samples = progress.samples - before.progress.samples;
  const advanced = frames > 0 || samples > 0;
  if (!advanced) return { sample: { at, progress, movedAt: before.movedAt }, seenMs: 0, advanced };
  const continuous = before.movedAt !== null && at - before.movedAt <= CONTINUOUS_MS;
  const passed = Math.max(0, at - (continuous && before.movedAt !== null ? before.movedAt : before.at));
  const played = Math.max(frames * MS_PER_FRAME, samples / SAMPLES_PER_MS);
  const seenMs = at - before.at > SLOW_TIMERS_MS ? Math.min(passed, played) : passed;
  return { sample: { at, progress, movedAt: at }, seenMs, advanced };
}

/** The seconds of a viewing that were signed for, against what was seen of them. */
export interface Prepaid {
  readonly signed: bigint;
  /** Paid and not seen yet; below zero: seen and not paid. Vouchers are prepaid by one second. */
  readonly creditMs: number;
  /**
   * Credit that is not used up for the moment: the server, which cannot know what did not arrive,
   * still holds it to be owed.
   */
  readonly reserveMs: number;
}

export const NOTHING_PREPAID: Prepaid = { signed: 0n, creditMs: 0, reserveMs: 0 };

/**
 * Begins the next viewing of the same stream. The second that is paid ahead is carried over, what
 * was not signed in time is not; nor is more that was paid in vain, for the server does not know of
 * it and would cut a viewer who does not sign.
 */
export function carryOver({ creditMs }: Prepaid): Prepaid {
  return { signed: 0n, creditMs: Math.min(SECOND, Math.max(0, creditMs)), reserveMs: 0 };
}

/** Counts time in which the picture was seen. */
export function countSeen(prepaid: Prepaid, ms: number): Prepaid {
  return { ...prepaid, creditMs: prepaid.creditMs - ms };
}

/** Counts seconds that are signed for. */
export function countSigned(prepaid: Prepaid, seconds: bigint): Prepaid {
  const count = Number(seconds);
  return {
    signed: prepaid.signed + seconds,
    creditMs: prepaid.creditMs + count * SECOND,
    reserveMs: Math.max(0, prepaid.reserveMs - count * RESERVE_RELEASED_MS),
  };
}

/**
 * Reserves, after a cut for lateness, at most a second of the credit: the server counts as granted
 * what never arrived.
 */
export function holdReserve(prepaid: Prepaid): Prepaid {
  return { ...prepaid, reserveMs: Math.min(SECOND, Math.max(0, prepaid.creditMs - SECOND)) };
}

/**
 * Tells whether a second may be signed before anything is seen for it, so that the picture opens. A
 * picture that came is worth the next one at once; one that did not come cost a second in vain, and
 * there is no other before it moves after all or somebody asks.
 */
export function mayOpenPicture(openedAt: number | null, movedAt: number | null, { creditMs }: Prepaid): boolean {
  if (openedAt === null) return true;
  return movedAt !== null && movedAt > openedAt && creditMs < UNSEEN_AT_MOST_MS;
}

/**
 * What the decision rests on: all of it this device's own knowledge, but `opens` and the price,
 * which its owner was shown.
 */
export interface SigningQuestion {
  prepaid: Prepaid;
  rate: Amount;
  /** What this viewing may cost in all; null without a limit. */
  spendable: Amount | null;
  /** Since joining. */
  elapsedMs: number;
  /** So many more seconds the device's own clock allows, whatever viewing they are for. */
  allowed: bigint;
  /** Media advanced since the last sample. */
  advanced: boolean;
  /** The server shows the picture for another voucher, and the picture can be had. */
  opens: boolean;
}

/** How many seconds are signed for now, and what forbade more. */
export interface Decision {
  seconds: bigint;
  stoppedBy: 'limit' | 'clock' | null;
}

/**
 * Decides how many seconds are signed for now: those that begin to be seen, or the one that opens
 * the picture, within limit and clock.
 */
export function decide(question: SigningQuestion): Decision {
  const { prepaid, rate, spendable, elapsedMs, allowed, advanced, opens } = question;
  const { signed, creditMs, reserveMs } = prepaid;
  const begun = advanced && creditMs <= reserveMs ? BigInt(Math.floor((reserveMs - creditMs) / SECOND)) + 1n : 0n;
  const wanted = opens && begun === 0n ? 1n : begun;
  if (wanted === 0n) return { seconds: 0n, stoppedBy: null };
  const byLimit = spendable === null || rate === 0n ? wanted : spendable / rate - signed;
  const sinceJoining = BigInt(Math.floor(Math.max(0, elapsedMs) / SECOND)) + 1n - signed;
  const byClock = allowed < sinceJoining ? allowed : sinceJoining;
  const least = [wanted, byLimit, byClock].reduce((a, b) => (a < b ? a : b));
  const seconds = least > 0n ? least : 0n;
  if (seconds === wanted) return { seconds, stoppedBy: null };
  return { seconds, stoppedBy: byLimit <= byClock ? 'limit' : 'clock' };
}

/** Makes the voucher for the viewing's n-th second. */
export function voucherAt(agreed: Agreement, n: bigint): Voucher {
  const { viewer, purseNonce, key, creator, base, rate } = agreed;
  return {
    viewer,
    purseNonce,
    key,
    creator,
    seconds: base.seconds + n,
    amount: amount(base.amount + n * rate),
    extras: base.extras,
  };
}

/**
 * Names the terms: by whom, to whom, with what and for how much a second. Other limits of the same
 * purse change none of that.
 */
export function termsName({ domain, viewer, purseNonce, creator, sessionKey, rate }: Agreement): string {
  return [domain.chainId, domain.contract, viewer, purseNonce, creator, sessionKey, rate].join(' ').toLowerCase();
}

/**
 * What is told may be of any type: a text that looks like a number would be written behind another
 * one instead of being added to it.
 */
export function isCount(told: unknown): boolean {
  return typeof told === 'bigint' && told >= 0n;
}
