import { later, SECOND } from '../clock';
import { type Prisma } from '../generated/prisma/client';
import { FOLLOWER_GONE_AFTER } from '../playback/videos';

/** Whoever sends says so each second; not heard of for so long, it is gone. */
export const SENDER_GONE_AFTER = 20 * SECOND;

/**
 * Streams that other sites may show: what everybody may see here. One that has a price only where
 * its creator said so of this one.
 */
export const SENDABLE = {
  status: 'live',
  hiddenAt: null,
  visibility: 'public',
  mature: false,
  OR: [{ ratePerSecond: 0 }, { restreamedThoughPaid: true }],
} as const satisfies Prisma.StreamWhereInput;

/** Recordings that come in and are packaged meanwhile: what is sent on is taken from there. */
export function comesIn(now: Date): Prisma.VideoWhereInput {
  return {
    kind: 'recording',
    status: 'receiving',
    liveFolder: { not: null },
    liveMs: { gt: 0 },
    liveAt: { gt: later(now, -FOLLOWER_GONE_AFTER) },
  };
}

/** Why nothing is sent, beside what the gateway tells. */
export type RestreamWhy =
  | 'addressRefused'
  | 'unreachable'
  | 'refused'
  | 'brokenOff'
  | 'cannotEncode'
  /** The key was sealed by another secret than this installation has now. */
  | 'keyLost';
