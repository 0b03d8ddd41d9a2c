import { expect, test } from 'vitest';
import { createTurns } from './turns';

/** Work that runs until it is let go. */
function works() {
  const begun: (() => void)[] = [];
  let most = 0;
  let running = 0;
  return {
    begun,
    most: () => most,
    work: async () => {
      most = Math.max(most, (running += 1));
      await new Promise<void>((resolve) => begun.push(resolve));
      running -= 1;
    },
  };
}

test('no more run at once than may, the next ones wait, and who comes beyond those is refused and never runs', async () => {
  const inTurn = createTurns({ atOnce: 2, waiting: 3 });
  const { begun, most, work } = works();
  const accepted = Array.from({ length: 5 }, () => inTurn(work));
  await expect(inTurn(work)).rejects.toMatchObject({ code: 'tooBusy', retryAfterSeconds: 2 });
  for (let ended = 0; ended < 5; ended += 1) {
    await Promise.resolve(begun[ended]?.());
    await new Promise(setImmediate);
  }
  await Promise.all(accepted);
  expect(begun).toHaveLength(5);
  expect(most()).toBe(2);
});

test('work that fails gives its turn on', async () => {
  const inTurn = createTurns({ atOnce: 1, waiting: 1 });
  const failing = inTurn(() => Promise.reject(new Error('broke')));
  const next = inTurn(() => Promise.resolve('done'));
  await expect(failing).rejects.toThrow('broke');
  expect(await next).toBe('done');
  expect(await inTurn(() => Promise.resolve('again'))).toBe('again');
});
