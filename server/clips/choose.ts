import { LEAST_CLIP_MS, MOST_CLIP_MS } from '../../schemas/clips';
import { type VideoIndex, type VideoRendition, type VideoSegment } from '../deps';
import { DomainError } from '../errors';

/** From one moment of a video to before another one, in milliseconds. */
export interface Part {
  fromMs: number;
  toMs: number;
}

/** A part of a video as it is cut, with the index of what is made of it. */
export interface Cut extends Part {
  index: VideoIndex;
  /** The segments of the first rendition, on the video's own timeline. */
  segments: VideoSegment[];
}

/** Of a paid video the clips of its viewers show so much together. */
const SHARE = 10;
const MOST_SHOWN_MS = 5 * 60_000;

/** So much of a segment is not worth asking for what whoever cuts does not have. */
const A_LITTLE_MS = 1_000;

/**
 * Widens what somebody asked for to whole segments. Where both ends together widen it by more than
 * one segment, the end is kept shorter; a first or last segment of which little was asked for is
 * left out where `isHad` says no.
 */
export function cutIndex(
  index: VideoIndex,
  { fromMs, toMs }: Part,
  isHad: (segment: VideoSegment) => boolean = () => true,
): Cut {
  const length = toMs - fromMs;
  if (length < LEAST_CLIP_MS || length > MOST_CLIP_MS) throw new DomainError('clipLength');
  const pictured = index.renditions.filter(({ height }) => height > 0);
  const renditions = pictured.length > 0 ? pictured : index.renditions;
  const all = renditions[0]?.segments ?? [];
  let first = all.findLastIndex(({ startMs }) => startMs <= fromMs);
  const after = all.findIndex(({ startMs }) => startMs >= toMs);
  let end = after === -1 ? all.length : after;
  if (first < 0 || end <= first || endOf(all[end - 1]) <= fromMs) throw new DomainError('malformed');
  const isSpared = (segment: VideoSegment | undefined, ms: number) =>
    end - first > 1 && segment !== undefined && ms < A_LITTLE_MS && !isHad(segment);
  if (isSpared(all[first], endOf(all[first]) - fromMs)) first += 1;
  if (isSpared(all[end - 1], toMs - startOf(all[end - 1]))) end -= 1;
  const longest = Math.max(...all.slice(first, end).map(({ durationMs }) => durationMs));
  if (end - first > 1 && endOf(all[end - 1]) - startOf(all[first]) > MOST_CLIP_MS + longest) end -= 1;
  const cut = renditions.map((rendition) => cutRendition(rendition, first, end));
  const segments = all.slice(first, end);
  const begins = startOf(segments[0]);
  const durationMs = endOf(segments.at(-1)) - begins;
  if (durationMs < LEAST_CLIP_MS) throw new DomainError('clipLength');
  const bytes = cut.reduce((sum, one) => sum + one.segments.reduce((sum, { bytes }) => sum + bytes, 0), 0);
  return {
    fromMs: Math.round(begins),
    toMs: Math.round(begins + durationMs),
    segments,
    index: { version: 1, durationMs, renditions: cut, strip: null, poster: null, bytes },
  };
}

const startOf = (segment: VideoSegment | undefined) => segment?.startMs ?? 0;
const endOf = (segment: VideoSegment | undefined) => (segment ? segment.startMs + segment.durationMs : 0);

/** All renditions have their segments at the same times, so the same places are cut out of each. */
function cutRendition(rendition: VideoRendition, from: number, to: number): VideoRendition {
  const segments = rendition.segments.slice(from, to);
  const begins = segments[0]?.startMs ?? 0;
  return {
    ...rendition,
    segments: segments.map((segment, at) => ({
      ...segment,
      startMs: segment.startMs - begins,
      discontinuity: at > 0 && segment.discontinuity === true,
    })),
  };
}

/** The files that a cut is made of, each once. */
export function filesOf({ renditions }: VideoIndex): string[] {
  return [...new Set(renditions.flatMap(({ segments }) => segments.flatMap(({ init, file }) => [init, file])))];
}

/**
 * Whether one more clip of a viewer shows more of a paid video than clips may. What is in one
 * already is counted once, and what is free in the video not at all.
 */
export function showsTooMuch(
  { durationMs, freeMs }: { durationMs: number; freeMs: number },
  there: readonly Part[],
  more: Part,
): boolean {
  const [before, after] = [there, [...there, more]].map((parts) => shownOf(parts, freeMs)) as [number, number];
  return after > before && after > Math.min(durationMs / SHARE, MOST_SHOWN_MS);
}

/** How much these parts show together, after the free beginning. */
function shownOf(parts: readonly Part[], freeMs: number): number {
  let [shown, seenTo] = [0, freeMs];
  for (const { fromMs, toMs } of [...parts].sort((a, b) => a.fromMs - b.fromMs)) {
    shown += Math.max(0, toMs - Math.max(fromMs, seenTo));
    seenTo = Math.max(seenTo, toMs);
  }
  return shown;
}
