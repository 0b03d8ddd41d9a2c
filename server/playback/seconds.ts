/** Whole seconds of a video, from the first to before the last. */
export type Span = readonly [from: number, to: number];

/** The whole seconds that a part of a video touches. */
export function secondsOf(startMs: number, durationMs: number): Span {
  return [Math.floor(startMs / 1_000), Math.ceil((startMs + durationMs) / 1_000)];
}

/** Whether all of a span lies in others, which are in order and do not touch each other. */
export function isWithin([from, to]: Span, spans: readonly Span[]): boolean {
  return from >= to || spans.some(([start, end]) => start <= from && to <= end);
}

/** PostgreSQL's text of a multirange, such as `{[0,5),[8,9)}`. */
export function readSpans(text: string): Span[] {
  return [...text.matchAll(/\[(\d+),(\d+)\)/g)].map(([, from, to]) => [Number(from), Number(to)]);
}
