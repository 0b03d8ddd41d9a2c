/** Nobody sees longer than that without signing for it: then the picture is cut. */
export const GRACE_MS = 3_000;
/** Whoever has paid for nothing before has so much of it; it grows with what is paid. */
export const NEW_GRACE_MS = 1_800;
/** With each second that is paid for. */
export const GRACE_GROWS_MS = 3;
/** A viewing leases so many seconds of its purse at a time. */
export const LEASE_SECONDS = 60n;

/**
 * How much of a preview somebody has left, in milliseconds, and why none: it was had, or others of
 * their network had it.
 */
export interface PreviewLeft {
  ms: number;
  why: 'usedUp' | 'network' | null;
}
