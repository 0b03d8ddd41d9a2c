const SECOND = 1_000;
/** One second is paid before it is seen, and one may be in vain. */
const AHEAD_MS = 2 * SECOND;
/**
 * Time in which nothing was signed is kept no longer than this: it is no store that could be used
 * up at once.
 */
const KEPT_AT_MOST_MS = 60 * SECOND;

/**
 * How much may be signed by this device's own clock, in all viewings that follow one another: never
 * more than the time that passed since somebody agreed to pay, and two seconds. Nothing that a
 * server says makes more of it.
 */
export interface Allowance {
  readonly ms: number;
  /** Up to when time was counted. */
  readonly at: number;
}

export const startAllowance = (now: number): Allowance => ({ ms: AHEAD_MS, at: now });

/**
 * Counts the time up to now, if it was agreed to pay in it. A clock that goes back counts nothing.
 */
export function passTime({ ms, at }: Allowance, now: number, agreed: boolean): Allowance {
  return { ms: agreed ? Math.min(KEPT_AT_MOST_MS, ms + Math.max(0, now - at)) : ms, at: Math.max(at, now) };
}

/** How many whole seconds may be signed for now. */
export function secondsAllowed({ ms }: Allowance): bigint {
  return BigInt(Math.max(0, Math.floor(ms / SECOND)));
}

/**
 * Takes seconds that are signed for; a negative count gives back those that were not signed after
 * all.
 */
export function spendSeconds({ ms, at }: Allowance, seconds: bigint): Allowance {
  return { ms: Math.min(KEPT_AT_MOST_MS, ms - Number(seconds) * SECOND), at };
}
