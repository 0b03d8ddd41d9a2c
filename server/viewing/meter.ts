import { amount, type Amount } from '../../sdk/money';
import { SECOND } from '../clock';
import { GRACE_MS, type CutReason, type Phase } from './types';

/** Of each signed second, so much lateness is forgiven: pictures begin a moment after they are allowed. */
const FORGIVEN_MS = 50;
/** Coming back after a cut takes a moment, for which room is made: this much, and not again before so many seconds are signed. */
export const ROOM_MS = 1_000;
export const ROOM_EVERY = 20n;
/** Longer than that nobody is held to owe: a process that stood still saw the end of the grace time late. */
export const OWED_AT_MOST = GRACE_MS + 500;
/** The clocks of two machines, and a second that is paid before it is seen. */
const AHEAD = 2n;

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
  /** Signed for in this viewing. */
  readonly seconds: bigint;
  /** What of the purse is set aside for this viewing, all in all; what is signed for stays within. */
  readonly leased: Amount;
  /** The purse had nothing more when it was asked last. */
  readonly dry: boolean;
  readonly phase: MeterPhase;
  /** Nothing goes out from the creator. */
  readonly silent: boolean;
  /** How many milliseconds more were granted than signed for, at `since`; while the picture is granted it grows with the clock. */
  readonly late: number;
  readonly since: number;
  /** How many seconds were signed when room was made last. */
  readonly roomAt: bigint | null;
  /** When it was cut for lateness, and what was so before: it may turn out that there was nothing to see. */
  readonly cut: { readonly at: number; readonly late: number; readonly roomAt: bigint | null } | null;
}

/** What a voucher says of money and time. */
export interface Said {
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
  Partial<Pick<Meter, 'seconds' | 'leased' | 'phase'>>;

/** What so many seconds cost. */
const cost = ({ rate }: Pick<Meter, 'rate'>, seconds: bigint) => rate * seconds;

/** What was signed for in this viewing. */
export function signedAmount(meter: Meter): Amount {
  return amount(cost(meter, meter.seconds));
}

/** A meter, new or as a row tells it. One that takes over a picture begins without lateness. */
export function startMeter(start: MeterStart, now: number): Meter {
  const preview = start.previewUntil !== null && now < start.previewUntil;
  return {
    ...{
      seconds: 0n,
      leased: amount(0n),
      dry: false,
      phase: preview ? 'preview' : 'unpaid',
      cut: null,
      roomAt: null,
    },
    ...{ late: 0, since: now },
    ...start,
  };
}

/** Whether time counts. */
const runs = ({ phase, silent }: Meter) => phase === 'paying' && !silent;

/** How many milliseconds more were granted than signed for. */
export function lateness(meter: Meter, now: number): number {
  return meter.late + (runs(meter) ? Math.max(0, now - meter.since) : 0);
}

/** Up to `now` as things were, from `now` on as `change` says. */
function from(meter: Meter, now: number, change: Partial<Meter>): Meter {
  return { ...meter, late: lateness(meter, now), since: Math.max(now, meter.since), ...change };
}

/** Judges a voucher; changes nothing. */
export function judge(meter: Meter, { seconds, amount: value, extras }: Said, now: number): Verdict {
  const signed = seconds - meter.base.seconds;
  if (signed <= meter.seconds) return 'known';
  if (signed > BigInt(Math.floor(Math.max(0, now - meter.joinedAt) / SECOND)) + AHEAD) return 'tooFast';
  const price = cost(meter, signed);
  if (value !== meter.base.amount + price || extras !== meter.base.extras) return 'wrongAmount';
  if (meter.limit !== null && price > meter.limit) return 'overLimit';
  return price > meter.leased ? 'notLeased' : 'good';
}

/** Counts a voucher that was judged good and whose signature is. It brings the picture, unless the viewer has paused or nothing is due yet. */
export function count(meter: Meter, { seconds }: Pick<Said, 'seconds'>, now: number): Meter {
  const signed = seconds - meter.base.seconds;
  const more = Number(signed - meter.seconds);
  const owed = lateness(meter, now) - more * SECOND;
  const late = Math.max(-SECOND, owed - Math.min(Math.max(0, owed), more * FORGIVEN_MS));
  const phase = meter.phase === 'paused' || meter.phase === 'preview' ? meter.phase : 'paying';
  return from(meter, now, { seconds: signed, late, phase, cut: null });
}

/** What time alone does: previews end, and who does not sign is cut. The same meter when nothing changes. */
export function advance(meter: Meter, now: number): Meter {
  if (meter.phase === 'preview') return now < (meter.previewUntil ?? 0) ? meter : endPreview(meter, now);
  if (!runs(meter)) return meter;
  const late = lateness(meter, now);
  if (late > GRACE_MS) return cutLate(meter, now, late);
  if (late < 0 || (meter.limit === null && !meter.dry)) return meter;
  const next = cost(meter, meter.seconds + 1n);
  if (meter.limit !== null && next > meter.limit) return from(meter, now, { phase: 'spendingLimit' });
  return meter.dry && next > meter.leased ? from(meter, now, { phase: 'outOfFunds' }) : meter;
}

/** The picture goes on from the end of the preview, if its next second is signed for. */
function endPreview(meter: Meter, now: number): Meter {
  const since = Math.min(now, Math.max(meter.since, meter.previewUntil ?? now));
  return { ...meter, since, phase: meter.late < 0 ? 'paying' : 'unpaid' };
}

/**
 * What is owed stays owed, or whoever signs now and then would get the grace time each time. But for room to come back: pictures begin
 * a moment after they are allowed, and who was cut for a bad line would be cut again at once. It is made once in `ROOM_EVERY` seconds.
 */
function cutLate(meter: Meter, now: number, late: number): Meter {
  const room = meter.roomAt === null || meter.seconds - meter.roomAt >= ROOM_EVERY;
  const owed = Math.min(late, OWED_AT_MOST) - (room ? ROOM_MS : 0);
  const cut = { at: now, late, roomAt: meter.roomAt };
  return from(meter, now, { phase: 'late', late: owed, cut, roomAt: room ? meter.seconds : meter.roomAt });
}

/** Stops at once; what is left of a paid second is kept. */
export function paused(meter: Meter, now: number): Meter {
  return from(advance(meter, now), now, { phase: 'paused', cut: null });
}

/** Goes on where a part of a paid second is left; else the next voucher is waited for. */
export function resumed(meter: Meter, now: number): Meter {
  if (meter.phase !== 'paused') return meter;
  if (meter.previewUntil !== null && now < meter.previewUntil) return from(meter, now, { phase: 'preview' });
  return from(meter, now, { phase: meter.late < 0 ? 'paying' : 'unpaid' });
}

/** With another limit. Who was stopped by the old one may sign again. */
export function limitedTo(meter: Meter, limit: Amount | null, now: number): Meter {
  const room = limit === null || cost(meter, meter.seconds + 1n) <= limit;
  const phase = meter.phase === 'spendingLimit' && room ? 'unpaid' : meter.phase;
  return from(meter, now, { limit, phase });
}

/** What the purse was asked for: what is set aside now, or that it has no more. */
export function leasedTo(meter: Meter, leased: Amount, dry: boolean): Meter {
  return { ...meter, leased, dry };
}

/** Nothing goes out from the creator, since a moment that may have passed: nobody owes for what could not be seen, nor is cut for it. */
export function silenced(meter: Meter, since: number, now: number): Meter {
  if (meter.silent) return meter;
  if (meter.phase === 'late' && meter.cut && meter.cut.at > since) {
    const { at, late, roomAt } = meter.cut;
    const owed = Math.max(-SECOND, late - (at - since));
    return { ...meter, phase: 'paying', silent: true, late: owed, since: now, roomAt, cut: null };
  }
  const gone = runs(meter) ? Math.max(0, now - Math.max(since, meter.since)) : 0;
  return from(meter, now, { silent: true, late: Math.max(-SECOND, lateness(meter, now) - gone) });
}

/** The creator is heard again. */
export function heard(meter: Meter, now: number): Meter {
  return meter.silent ? from(meter, now, { silent: false }) : meter;
}

/** How many more seconds are set aside. */
export function secondsLeased(meter: Meter): bigint {
  return meter.rate === 0n ? 0n : (meter.leased - signedAmount(meter)) / meter.rate;
}

/** As it is shown. */
export function phaseOf({ phase, previewUntil }: Meter): Phase {
  if (phase === 'preview') return { kind: 'preview', until: new Date(previewUntil ?? 0) };
  return phase === 'unpaid' || phase === 'paying' ? { kind: phase } : { kind: 'cut', why: phase };
}
