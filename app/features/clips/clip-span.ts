import { LEAST_CLIP_MS, MOST_CLIP_MS } from '../../../schemas/clips';

/** A part of a video, in seconds. */
export type Span = readonly [from: number, to: number];

/** What is chosen for a clip, and the stretch of the video that it is chosen from. */
export interface Choice {
  span: Span;
  within: Span;
}

export const [LEAST, MOST] = [LEAST_CLIP_MS / 1_000, MOST_CLIP_MS / 1_000];
/** So much is chosen at first: what was just seen. */
const AT_FIRST = 30;
/** So much before and after it there is to choose from. */
const [BEFORE, AFTER] = [90, 30];

/**
 * The last half minute before a moment, of what somebody has around it; null where that is too
 * little for a clip.
 */
export function firstChoice(had: readonly Span[], at: number): Choice | null {
  const around = had.find(([from, to]) => from <= at && at <= to) ?? had.findLast(([, to]) => to <= at);
  if (!around || around[1] - around[0] < LEAST) return null;
  const to = Math.min(around[1], Math.max(at, around[0] + LEAST));
  const span = [Math.max(around[0], to - AT_FIRST), to] as const;
  return { span, within: [Math.max(around[0], to - BEFORE), Math.min(around[1], to + AFTER)] };
}

/** The same with one end elsewhere: as far as a clip may go there. */
export function moveEnd({ span: [from, to], within }: Choice, end: 'from' | 'to', wished: number): Choice {
  const [low, high] = end === 'from' ? [Math.max(within[0], to - MOST), to - LEAST] : [from + LEAST, from + MOST];
  const moved = Math.max(low, Math.min(high, within[1], wished));
  return { span: end === 'from' ? [moved, to] : [from, moved], within };
}
