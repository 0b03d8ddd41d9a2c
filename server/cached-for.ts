import { later, type Clock } from './clock';

/**
 * Puts a question once for all who ask it meanwhile, and tells what came of it, a failure too, for
 * so long after it came.
 */
export function cachedFor<Answer>(
  { clock }: { clock: Clock },
  milliseconds: number,
  ask: () => Promise<Answer>,
): () => Promise<Answer> {
  let answer: Promise<Answer> | undefined;
  let goodUntil: Date | null = null;
  return () => {
    if (answer && (goodUntil === null || clock.now() < goodUntil)) return answer;
    goodUntil = null;
    answer = ask().finally(() => (goodUntil = later(clock.now(), milliseconds)));
    return answer;
  };
}
