import { type Timers } from '../sdk/timers';

/**
 * Waits so long for an answer and no longer. Whoever was asked may still do it: only for questions
 * that change nothing, or that may be asked again.
 */
export function withTimeout<T>(
  timers: Timers,
  milliseconds: number,
  answer: Promise<T>,
  timeoutError: () => Error,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const cancel = timers.setTimeout(() => reject(timeoutError()), milliseconds);
    void answer.then(resolve, reject).finally(cancel);
  });
}
