/** From one second of a video to before another one, as whole seconds. */
export type Range = readonly [from: number, to: number];

/** The same seconds as few ranges, in order, none of which touches another one. */
export function tidy(ranges: readonly Range[]): Range[] {
  const tidied: [number, number][] = [];
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = tidied.at(-1);
    if (to <= from) continue;
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else tidied.push([from, to]);
  }
  return tidied;
}

/** The whole seconds that a piece of a video lies in. */
export function secondsOf(startMs: number, durationMs: number): Range {
  return [Math.floor(startMs / 1_000), Math.ceil((startMs + durationMs) / 1_000)];
}

/** Whether all of these seconds are in the ranges. */
export function covers(ranges: readonly Range[], [from, to]: Range): boolean {
  return to <= from || tidy(ranges).some(([start, end]) => start <= from && to <= end);
}

/** How many seconds there are in the ranges, each counted once. */
export function lengthOf(ranges: readonly Range[]): number {
  return tidy(ranges).reduce((sum, [from, to]) => sum + to - from, 0);
}

/** The part of the ranges that lies within another one. */
export function within(ranges: readonly Range[], [low, high]: Range): Range[] {
  return tidy(ranges.map(([from, to]) => [Math.max(from, low), Math.min(to, high)]));
}

/** Where a range lies on a line of this length, in parts of a hundred; within the line. */
export interface Share {
  start: number;
  width: number;
}

/** The ranges as they are drawn along a video. */
export function sharesOf(ranges: readonly Range[], length: number): Share[] {
  if (!(length > 0)) return [];
  return within(ranges, [0, length]).map(([from, to]) => ({
    start: (from / length) * 100,
    width: ((to - from) / length) * 100,
  }));
}

/** What a media element has of a video, in seconds. */
export function rangesOf(buffered: Pick<TimeRanges, 'length' | 'start' | 'end'>): Range[] {
  return Array.from({ length: buffered.length }, (_, at) => [buffered.start(at), buffered.end(at)] as const);
}
