import { amount, type Amount } from '../../../sdk/money';
import { SECOND } from '../../clock';
import { type CutReason, type Phase } from '../../../sdk/protocol';
import { GRACE_GROWS_MS, GRACE_MS } from '../types';

/**
 * Of each signed second, so much lateness is forgiven: pictures begin a moment after they are
 * allowed. With what the grace grows it is less than a sixtieth: nobody sees more than a second a
 * minute for nothing, in however many pieces.
 */
export const FORGIVEN_MS = 10;
/**
 * A process that stood still saw the end of the grace time late: nobody is held to owe for longer
 * than that after it.
 */
export const SEEN_LATE_MS = 500;
/**
 * So much may be paid ahead: a second before it is seen, and what was left of one when the viewing
 * before was over.
 */
const AHEAD_AT_MOST = 2 * SECOND;
/** The clocks of two machines, and a second that is paid before it is seen. */
const AHEAD = 2n;

/** Of a video so much may be fetched ahead, and so fast may it be played. */
const FETCHED_AHEAD = 30n;
const FASTEST = 2n;

/** Whether its viewer is a guest on stage, with sound or without. */
export type StageState = 'off' | 'on' | 'muted';

/** Of a guest on stage, by whether their sound was taken. */
export const stageOf = (muted: boolean) => (muted ? 'muted' : 'on') satisfies StageState;

/** Where a meter stands. */
export type MeterPhase = 'preview' | 'unpaid' | 'paying' | CutReason;

/** One viewing's account of time and money. A value: whatever happens makes a new one. */
export interface Meter {
  /** A second's price. */
  readonly rate: Amount;
  /** What the pair's vouchers said when the viewing began. */
  readonly base: { readonly seconds: bigint; readonly amount: Amount; readonly extras: Amount };
  readonly joinedAt: number;
  /** Until when nothing is due; null without a preview. */
  readonly previewUntil: number | null;
  readonly limit: Amount | null;
  /** Of a video: nobody gets a second of it before it is signed for, so nothing runs by itself. */
  readonly onDemand: boolean;
  /** Signed for in this viewing. */
  readonly seconds: bigint;
  /**
   * What of the purse is set aside for this viewing, all in all; what is signed for stays within.
   */
  readonly leased: Amount;
  /** The purse had nothing more when it was asked last. */
  readonly purseEmpty: boolean;
  readonly phase: MeterPhase;
  /** Nothing goes out from the creator. */
  readonly silent: boolean;
  /** A guest on stage owes nothing. */
  readonly stage: StageState;
  /**
   * How many milliseconds more were granted than signed for, at `since`; while the picture is
   * granted it grows with the clock.
   */
  readonly unpaidMs: number;
  readonly since: number;
  /** How late its viewer might be when it began. */
  readonly grace: number;
  /**
   * When it was cut for lateness, and what was so before: it may turn out that there was nothing to
   * see.
   */
  readonly cut: { readonly at: number; readonly unpaidMs: number } | null;
}

/** What a voucher says of money and time. */
export interface VoucherTotals {
  seconds: bigint;
  amount: Amount;
  extras: Amount;
}

/** What a voucher is, as far as arithmetic tells: the signature is another matter. */
export type Verdict =
  | 'good'
  /** It says no more than what is counted already. */
  | 'known'
  /** More seconds than have passed. */
  | 'tooFast'
  /** Not these seconds at this price. */
  | 'wrongAmount'
  | 'overLimit'
  /** The purse is to be asked for more first. */
  | 'notLeased';

export type MeterStart = Pick<Meter, 'rate' | 'base' | 'joinedAt' | 'previewUntil' | 'limit' | 'silent'> &
  Partial<Pick<Meter, 'onDemand' | 'stage' | 'seconds' | 'leased' | 'phase' | 'unpaidMs' | 'since' | 'grace'>>;

/** What so many seconds cost. */
const cost = ({ rate }: Pick<Meter, 'rate'>, seconds: bigint) => rate * seconds;

/** What was signed for in this viewing. */
export function signedAmount(meter: Meter): Amount {
  return amount(cost(meter, meter.seconds));
}

/** How late its viewer may be by now. */
export function graceOf({ grace, seconds }: Pick<Meter, 'grace' | 'seconds'>): number {
  return Math.min(GRACE_MS, grace + Number(seconds) * GRACE_GROWS_MS);
}

/** A meter, new or as a row tells it. */
export function startMeter(start: MeterStart, now: number): Meter {
  const preview = start.previewUntil !== null && now < start.previewUntil;
  return {
    onDemand: false,
    stage: 'off',
    seconds: 0n,
    leased: amount(0n),
    purseEmpty: false,
    phase: preview ? 'preview' : 'unpaid',
    cut: null,
    grace: GRACE_MS,
    unpaidMs: 0,
    since: now,
    ...start,
  };
}

/** Whether time counts. */
const runs = ({ phase, silent, stage, onDemand }: Meter) =>
  phase === 'paying' && !silent && stage === 'off' && !onDemand;

/** How many milliseconds more were granted than signed for. */
export function unpaidMsAt(meter: Meter, now: number): number {
  return meter.unpaidMs + (runs(meter) ? Math.max(0, now - meter.since) : 0);
}

/** Lateness as a row keeps it: so much, and since when it grows; null while it stands still. */
export function unpaidRow(meter: Meter): { unpaidMs: number; since: Date | null } {
  return { unpaidMs: Math.round(meter.unpaidMs), since: runs(meter) ? new Date(meter.since) : null };
}

/** Up to `now` as things were, from `now` on as `change` says. */
function rebase(meter: Meter, now: number, change: Partial<Meter>): Meter {
  return { ...meter, unpaidMs: unpaidMsAt(meter, now), since: Math.max(now, meter.since), ...change };
}

/** Judges a voucher; changes nothing. */
export function judgeVoucher(meter: Meter, { seconds, amount: value, extras }: VoucherTotals, now: number): Verdict {
  const signed = seconds - meter.base.seconds;
  if (signed <= meter.seconds) return 'known';
  if (signed > secondsPossible(meter, now - meter.joinedAt)) return 'tooFast';
  // what was signed on the way to the stage counts, and is paid ahead
  if (meter.stage !== 'off' && Number(signed - meter.seconds) * SECOND - meter.unpaidMs > AHEAD_AT_MOST)
    return 'tooFast';
  const price = cost(meter, signed);
  if (value !== meter.base.amount + price || extras !== meter.base.extras) return 'wrongAmount';
  if (meter.limit !== null && price > meter.limit) return 'overLimit';
  return price > meter.leased ? 'notLeased' : 'good';
}

/** For how many seconds may be signed in so long a time, at most. */
export function secondsPossible({ onDemand }: Pick<Meter, 'onDemand'>, ms: number): bigint {
  const passed = BigInt(Math.floor(Math.max(0, ms) / SECOND));
  return onDemand ? FASTEST * passed + FETCHED_AHEAD : passed + AHEAD;
}

/**
 * Counts a voucher that was judged good and whose signature is. It brings the picture, unless the
 * viewer has paused, nothing is due yet, or more is owed than anybody may owe who sees.
 */
export function countVoucher(meter: Meter, { seconds }: Pick<VoucherTotals, 'seconds'>, now: number): Meter {
  const signed = seconds - meter.base.seconds;
  if (meter.onDemand) return { ...meter, seconds: signed, phase: meter.phase === 'paused' ? meter.phase : 'paying' };
  const more = Number(signed - meter.seconds);
  const owed = unpaidMsAt(meter, now) - more * SECOND;
  const unpaidMs = Math.max(-AHEAD_AT_MOST, owed - Math.min(Math.max(0, owed), more * FORGIVEN_MS));
  const owesTooMuch = unpaidMs > graceOf({ grace: meter.grace, seconds: signed });
  const brought = owesTooMuch ? 'late' : 'paying';
  const phase = meter.phase === 'paused' || meter.phase === 'preview' ? meter.phase : brought;
  return rebase(meter, now, { seconds: signed, unpaidMs, phase, cut: null });
}

/**
 * What time alone does: previews end, and who does not sign is cut. The same meter when nothing
 * changes.
 */
export function advance(meter: Meter, now: number): Meter {
  if (meter.phase === 'preview') return now < (meter.previewUntil ?? 0) ? meter : endPreview(meter, now);
  if (!runs(meter)) return meter;
  const unpaidMs = unpaidMsAt(meter, now);
  if (unpaidMs > graceOf(meter)) return cutLate(meter, now, unpaidMs);
  if (unpaidMs < 0 || (meter.limit === null && !meter.purseEmpty)) return meter;
  const next = cost(meter, meter.seconds + 1n);
  if (meter.limit !== null && next > meter.limit) return rebase(meter, now, { phase: 'spendingLimit' });
  return meter.purseEmpty && next > meter.leased ? rebase(meter, now, { phase: 'outOfFunds' }) : meter;
}

/** The picture goes on from the end of the preview, if its next second is signed for. */
function endPreview(meter: Meter, now: number): Meter {
  const since = Math.min(now, Math.max(meter.since, meter.previewUntil ?? now));
  return { ...meter, since, phase: isPaidAhead(meter) ? 'paying' : 'unpaid' };
}

/** A part of a second that was signed for in this viewing is left. */
const isPaidAhead = ({ unpaidMs, seconds }: Meter) => unpaidMs < 0 && seconds > 0n;

/** What is owed stays owed, or whoever signs now and then would get the grace time each time. */
function cutLate(meter: Meter, now: number, unpaidMs: number): Meter {
  const owed = Math.min(unpaidMs, graceOf(meter) + SEEN_LATE_MS);
  return rebase(meter, now, { phase: 'late', unpaidMs: owed, cut: { at: now, unpaidMs } });
}

/** Stops at once; what is left of a paid second is kept. */
export function paused(meter: Meter, now: number): Meter {
  return rebase(advance(meter, now), now, { phase: 'paused', cut: null });
}

/** Goes on where a part of a paid second is left; else the next voucher is waited for. */
export function resumed(meter: Meter, now: number): Meter {
  if (meter.phase !== 'paused') return meter;
  if (meter.previewUntil !== null && now < meter.previewUntil) return rebase(meter, now, { phase: 'preview' });
  return rebase(meter, now, { phase: isPaidAhead(meter) ? 'paying' : 'unpaid' });
}

/** With another limit. Who was stopped by the old one may sign again. */
export function limitedTo(meter: Meter, limit: Amount | null, now: number): Meter {
  const room = limit === null || cost(meter, meter.seconds + 1n) <= limit;
  const phase = meter.phase === 'spendingLimit' && room ? 'unpaid' : meter.phase;
  return rebase(meter, now, { limit, phase });
}

/** What the purse was asked for: what is set aside now, or that it has no more. */
export function leasedTo(meter: Meter, leased: Amount, purseEmpty: boolean): Meter {
  return { ...meter, leased, purseEmpty };
}

/**
 * Nothing goes out from the creator, since a moment that may have passed: nobody owes for what
 * could not be seen, nor is cut for it.
 */
export function silenced(meter: Meter, since: number, now: number): Meter {
  return meter.silent ? meter : excused(meter, since, now, { silent: true });
}

/** Time stands still, since a moment that may have passed. */
function excused(meter: Meter, since: number, now: number, change: Partial<Meter>): Meter {
  if (meter.phase === 'late' && meter.cut && meter.cut.at > since) {
    const { at, unpaidMs } = meter.cut;
    const owed = Math.max(-AHEAD_AT_MOST, unpaidMs - (at - since));
    return { ...meter, phase: 'paying', unpaidMs: owed, since: now, cut: null, ...change };
  }
  const gone = runs(meter) ? Math.max(0, now - Math.max(since, meter.since)) : 0;
  return rebase(meter, now, { unpaidMs: Math.max(-AHEAD_AT_MOST, unpaidMsAt(meter, now) - gone), ...change });
}

/** The creator is heard again. */
export function unsilenced(meter: Meter, now: number): Meter {
  return meter.silent ? rebase(meter, now, { silent: false }) : meter;
}

/**
 * Its viewer came on stage, at a moment that may have passed: from then on they owe nothing for
 * what they see.
 */
export function onStage(meter: Meter, stage: ReturnType<typeof stageOf>, since: number, now: number): Meter {
  if (meter.stage === stage) return meter;
  return meter.stage === 'off' ? excused(meter, since, now, { stage }) : { ...meter, stage };
}

/** They are off the stage: the meter goes on from where it stood. */
export function offStage(meter: Meter, now: number): Meter {
  return meter.stage === 'off' ? meter : rebase(meter, now, { stage: 'off' });
}

/** How many more seconds are set aside. */
export function secondsLeased(meter: Meter): bigint {
  return meter.rate === 0n ? 0n : (meter.leased - signedAmount(meter)) / meter.rate;
}

/** As it is shown. */
export function phaseOf({ phase, previewUntil, stage }: Meter): Phase {
  if (stage !== 'off') return { kind: 'onStage', muted: stage === 'muted' };
  if (phase === 'preview') return { kind: 'preview', until: new Date(previewUntil ?? 0) };
  return phase === 'unpaid' || phase === 'paying' ? { kind: phase } : { kind: 'cut', why: phase };
}
