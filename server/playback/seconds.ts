import { type SecondSpan } from '../../sdk/protocol';

export { secondsOf } from '../../sdk/seconds';

/** Whole seconds of a video, from the first to before the last. */
export type Span = SecondSpan;

/** Whether all of a span lies in others, which are in order and do not touch each other. */
export function isWithin([from, to]: Span, spans: readonly Span[]): boolean {
  return from >= to || spans.some(([start, end]) => start <= from && to <= end);
}

/** PostgreSQL's text of a multirange, such as `{[0,5),[8,9)}`. */
export function readSpans(text: string): Span[] {
  return [...text.matchAll(/\[(\d+),(\d+)\)/g)].map(([, from, to]) => [Number(from), Number(to)]);
}
