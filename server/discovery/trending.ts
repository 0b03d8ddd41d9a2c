import { HOUR } from '../clock';

/** What of a live stream says how much it is sought just now. */
export interface Interest {
  payingViewers: number;
  viewerNetworks: number;
  startedAt: Date | null;
}

/** A second look is worth so much more when it is paid for. */
const PAYING = 3;
/** How steeply age weighs. */
const GRAVITY = 1.2;
/** At its beginning a stream counts as so old: the first viewer alone carries nobody to the top. */
const HEAD_START_HOURS = 0.5;

/**
 * A score that decays: interest divided by a power of the stream's age, so of two that are watched
 * alike the younger is above, and nobody stays on top by having been there. Interest is made of
 * what one person cannot make up: viewers who pay, and distinct networks. Its logarithm is taken:
 * ten times the viewers do not make a stream ten times as sought, so that new ones are seen at all.
 */
export function trendingScore({ payingViewers, viewerNetworks, startedAt }: Interest, now: Date): number {
  const hours = startedAt ? Math.max(0, (now.getTime() - startedAt.getTime()) / HOUR) : 0;
  const interest = Math.log2(1 + viewerNetworks + PAYING * payingViewers);
  return interest / (hours + HEAD_START_HOURS) ** GRAVITY;
}
