import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { enter, eventually, openPurse, pause, planStream, unit, type Actor } from './actor';
import { databaseOf, pairsOf } from './books';
import { startParts, type Part, type Parts } from './engines';
import { goLive } from './on-air';
import { watch } from './watcher';

const RATE = unit('0.001');
/** How long a part is away before somebody starts it again. */
const AWAY_MS = 2_000;

let parts: Parts;
let creator: Actor;
let viewers: Actor[];
let database: string;

beforeAll(async () => {
  parts = await startParts();
  database = databaseOf(parts.dataDir);
  creator = await enter(parts.url);
  viewers = await Promise.all([enter(parts.url), enter(parts.url)]);
  await Promise.all(viewers.map((viewer) => openPurse(viewer, { deposit: unit('2') })));
}, 240_000);
afterAll(() => parts.stop());

/**
 * Kills a part in the middle of a paid stream, starts it again, and sees that it all goes on and
 * nothing signed is lost.
 */
async function outage(part: Part, away: () => Promise<void>): Promise<void> {
  const stream = await planStream(creator, { title: `Without ${part}`, rate: RATE });
  const show = await goLive(creator, stream);
  let onAir = true;
  onTestFinished(() => (onAir ? show.end() : undefined)); // another try finds the creator free
  const watchers = viewers.map((viewer) => watch(viewer, stream, RATE));
  await Promise.all(watchers.map((watcher) => watcher.paysFor(3)));

  const killedAt = performance.now();
  await away();
  const backAt = performance.now();
  await Promise.all(watchers.map((watcher) => watcher.paysFor(3, 90_000)));
  // three seconds ago the first of three paid ones began
  const normalAt = performance.now() - 3_000;
  await pause(1_500);
  for (const watcher of watchers) await watcher.leave();
  await show.end();
  onAir = false;

  await eventually('all that was signed is stored, and settled on chain', 90_000, async () => {
    const pairs = await pairsOf(database, creator.h160);
    return viewers.every((viewer, index) => {
      const pair = pairs.find((one) => one.viewer === viewer.h160);
      return pair?.seconds === watchers[index]!.signed()?.seconds && pair?.settledSeconds === pair?.seconds;
    });
  });
  for (const pair of await pairsOf(database, creator.h160)) {
    const index = viewers.findIndex(({ h160 }) => h160 === pair.viewer);
    const signed = watchers[index]!.signed()!;
    expect(pair).toMatchObject({ amount: signed.amount, paid: signed.amount, viewedAmount: signed.amount, open: 0 });
    expect(signed.amount).toBe(signed.seconds * RATE);
    // never more than was to be seen, but for the second that is paid ahead at each beginning
    const { watching, movedMs, grants } = watchers[index]!;
    expect(Number(watching.snapshot.seconds)).toBeLessThanOrEqual(movedMs() / 1_000 + grants() + 2);
  }
  const still = Math.max(0, ...watchers.flatMap((watcher) => watcher.stills().map(({ from, to }) => to - from)));
  console.log(
    `${part} killed: away ${s(backAt - killedAt)}; normal again ${s(Math.max(0, normalAt - killedAt))} after the kill, ` +
      `${s(Math.max(0, normalAt - backAt))} after it was back; longest still picture ${s(still)}; nothing signed was lost`,
  );
}

const s = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;

test.each(['app', 'db', 'media'] as const)(
  '%s is killed in the middle of a paid stream: it goes on, and nothing signed is lost',
  (part) =>
    outage(part, async () => {
      await parts.kill(part);
      await pause(AWAY_MS);
      await parts.start(part);
    }),
  240_000,
);

test(
  'the chain is killed in the middle of a paid stream: nobody watching notices, and it settles afterwards',
  () =>
    outage('chain', async () => {
      if (parts.chainKeeps) {
        await parts.kill('chain');
        await pause(AWAY_MS);
        await parts.start('chain');
      } else {
        parts.freeze('chain'); // it would forget everything
        await pause(AWAY_MS + 8_000);
        parts.thaw('chain');
      }
    }),
  240_000,
);
