import { type SecondSpan } from './protocol';

/** The whole seconds that a part of a video touches. */
export function secondsOf(fromMs: number, toMs: number): SecondSpan {
  return [Math.max(0, Math.floor(fromMs / 1_000)), Math.ceil(toMs / 1_000)];
}

/** Those seconds of a span that are in none of the others. */
export function secondsOutside([from, to]: SecondSpan, spans: readonly SecondSpan[]): number[] {
  const outside: number[] = [];
  for (let second = from; second < to; second += 1) {
    if (!spans.some(([start, end]) => start <= second && second < end)) outside.push(second);
  }
  return outside;
}
