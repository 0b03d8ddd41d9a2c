import { expect, test } from 'vitest';
import { testDeps } from './testing/harness';
import { startWorker } from './worker';

/** Whatever needs no time to pass is done. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

test('each round begins its time after the end of the one before, also after one that failed', async () => {
  const deps = await testDeps();
  const { timers } = deps.clock;
  const rounds: { end(): void; fail(error: Error): void }[] = [];
  const worker = startWorker(
    deps,
    'counting',
    1_000,
    () => new Promise<void>((end, fail) => rounds.push({ end, fail })),
  );
  expect(rounds).toHaveLength(1);
  timers.advance(5_000);
  expect(rounds).toHaveLength(1);
  rounds[0]!.fail(new Error('once'));
  await worker.firstRound;
  timers.advance(999);
  expect(rounds).toHaveLength(1);
  timers.advance(1);
  expect(rounds).toHaveLength(2);
  expect(deps.logged).toMatchObject([{ worker: 'counting', msg: 'a round of work failed' }]);
});

test('stopped, it waits for the round under way and begins no other', async () => {
  const deps = await testDeps();
  const ends: (() => void)[] = [];
  const worker = startWorker(deps, 'counting', 1_000, () => new Promise<void>((end) => ends.push(end)));
  let stopped = false;
  const stopping = worker.stop().then(() => (stopped = true));
  await turn();
  expect(stopped).toBe(false);
  ends[0]!();
  await stopping;
  expect(deps.clock.timers.planned()).toBe(0);
  deps.clock.advance(5_000);
  expect(ends).toHaveLength(1);
});
