import { expect, test } from 'vitest';
import { SECOND } from './clock';
import { cachedFor } from './cached-for';
import { testClock } from './testing/test-clock';

/** A question whose answers come when the test gives them. */
function asked() {
  const clock = testClock();
  const waiting: { resolve(answer: string): void; reject(error: Error): void }[] = [];
  const ask = cachedFor(
    { clock },
    SECOND,
    () => new Promise<string>((resolve, reject) => waiting.push({ resolve, reject })),
  );
  return { clock, waiting, ask };
}

test('who asks while an answer is awaited, however long, waits for the same one', async () => {
  const { clock, waiting, ask } = asked();
  const first = ask();
  clock.advance(60 * SECOND);
  const second = ask();
  waiting[0]!.resolve('well');
  expect(await Promise.all([first, second])).toEqual(['well', 'well']);
  expect(waiting).toHaveLength(1);
});

test('an answer is told for its time, and then asked for anew; so is a failure', async () => {
  const { clock, waiting, ask } = asked();
  const first = ask();
  waiting[0]!.reject(new Error('away'));
  await expect(first).rejects.toThrow('away');
  clock.advance(SECOND - 1);
  await expect(ask()).rejects.toThrow('away');
  clock.advance(1);
  const next = ask();
  waiting[1]!.resolve('well');
  expect(await next).toBe('well');
  expect(waiting).toHaveLength(2);
});
