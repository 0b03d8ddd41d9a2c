import { type Agreement } from '../server/viewing/types';
import { type MediaProgress } from './media';
import { amount, type Amount } from './money';
import { type Voucher } from './voucher';

const SECOND = 1_000;
/** Two signs of life no further apart are one picture that went on; beyond that it stood still. */
const CONTINUOUS_MS = 1_000;
/** A look that comes later than this, because the page's timers are slowed down, believes what the media testifies and not the clock. */
const LATE_LOOK_MS = 1_500;
const MS_PER_FRAME = 40;
const SAMPLES_PER_MS = 48;
/** So fast a reserve is used up: slower than the server forgives, so that it is never missed there. */
const RESERVE_PER_SECOND = 40;

/** The media as it was looked at. */
export interface Look {
  at: number;
  progress: MediaProgress;
  /** When it advanced last; null: never yet. */
  movedAt: number | null;
}

/** Looks again: how much was seen since the last look. The first look sees nothing. */
export function lookAgain(
  before: Look | null,
  at: number,
  progress: MediaProgress,
): { look: Look; seenMs: number; advanced: boolean } {
  if (!before) return { look: { at, progress, movedAt: null }, seenMs: 0, advanced: false };
  const frames = progress.frames - before.progress.frames;
  const samples = progress.samples - before.progress.samples;
  const advanced = frames > 0 || samples > 0;
  if (!advanced) return { look: { at, progress, movedAt: before.movedAt }, seenMs: 0, advanced };
  const wentOn = before.movedAt !== null && at - before.movedAt <= CONTINUOUS_MS;
  const passed = Math.max(0, at - (wentOn && before.movedAt !== null ? before.movedAt : before.at));
  const testified = Math.max(frames * MS_PER_FRAME, samples / SAMPLES_PER_MS);
  const seenMs = at - before.at > LATE_LOOK_MS ? Math.min(passed, testified) : passed;
  return { look: { at, progress, movedAt: at }, seenMs, advanced };
}

/** What was signed for in a viewing against what was seen. */
export interface Account {
  signed: bigint;
  /** Milliseconds that are paid and not seen yet; below zero: seen and not paid. Vouchers are prepaid by one second. */
  credit: number;
  /** So much of the credit is kept for the moment: the server, which cannot know what did not arrive, still holds it to be owed. */
  reserve: number;
}

export const NOTHING_SIGNED: Account = { signed: 0n, credit: 0, reserve: 0 };

/**
 * The account in the next viewing of the same stream. The second that is paid ahead comes along, what was not signed in time does not; nor
 * does more that was paid in vain, for the server does not know of it and would cut who does not sign.
 */
export function carriedOver({ credit }: Account): Account {
  return { signed: 0n, credit: Math.min(SECOND, Math.max(0, credit)), reserve: 0 };
}

export function seen(account: Account, ms: number): Account {
  return { ...account, credit: account.credit - ms };
}

/** What the decision rests on. All of it is this device's own knowledge, but `letIn`. */
export interface Question {
  account: Account;
  rate: Amount;
  /** What may still be spent in this viewing, all in all; null without a limit. */
  spendable: Amount | null;
  /** Since joining. */
  elapsedMs: number;
  /** Media advanced since the last look. */
  advanced: boolean;
  /** The server lets the picture through for another voucher; asked for only where the picture can be had. */
  letIn: boolean;
}

/** How many seconds are to be signed for now, and what stood against more. */
export interface Decision {
  seconds: bigint;
  against: 'limit' | 'clock' | null;
}

/** Decides whether a second may be signed for now: it begins to be seen, or it opens the picture, and it is agreed to. */
export function decide({ account, rate, spendable, elapsedMs, advanced, letIn }: Question): Decision {
  const { signed, credit, reserve } = account;
  const begun = advanced && credit <= reserve ? BigInt(Math.floor((reserve - credit) / SECOND)) + 1n : 0n;
  const wanted = letIn && begun === 0n ? 1n : begun;
  if (wanted === 0n) return { seconds: 0n, against: null };
  const byLimit = spendable === null || rate === 0n ? wanted : spendable / rate - signed;
  const byClock = BigInt(Math.floor(Math.max(0, elapsedMs) / SECOND)) + 1n - signed;
  const least = [wanted, byLimit, byClock].reduce((a, b) => (a < b ? a : b));
  const seconds = least > 0n ? least : 0n;
  if (seconds === wanted) return { seconds, against: null };
  return { seconds, against: byLimit <= byClock ? 'limit' : 'clock' };
}

/** The account once so many seconds more are signed for. */
export function signedFor(account: Account, seconds: bigint): Account {
  const count = Number(seconds);
  return {
    signed: account.signed + seconds,
    credit: account.credit + count * SECOND,
    reserve: Math.max(0, account.reserve - count * RESERVE_PER_SECOND),
  };
}

/** After a cut for lateness the server counts as granted what never arrived: of that credit at most a second is held back. */
export function reserved(account: Account): Account {
  return { ...account, reserve: Math.min(SECOND, Math.max(0, account.credit - SECOND)) };
}

/** What the voucher of the viewing's n-th second says. */
export function voucherAt(agreed: Agreement, n: bigint): Voucher {
  const { viewer, purseNonce, creator, base, rate } = agreed;
  return {
    viewer,
    purseNonce,
    creator,
    seconds: base.seconds + n,
    amount: amount(base.amount + n * rate),
    extras: base.extras,
  };
}
