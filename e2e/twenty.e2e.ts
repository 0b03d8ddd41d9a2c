import { expect, inject, test } from 'vitest';
import { AMOUNT_PER_PLANCK, amount } from '../sdk/money';
import { enter, eventually, openPurse, pause, planStream, unit, type Actor } from './actor';
import { databaseOf, pairsOf, query } from './books';
import { goLive } from './on-air';
import { watch } from './watcher';

const VIEWERS = 20;
const RATES = ['0.0005', '0.0133'];

test('twenty viewers of two streams at different prices: seconds, vouchers, settlement and earnings agree to the last unit', async () => {
  const url = inject('url');
  const database = databaseOf(inject('dataDir'));
  const everybody = await inGroups(VIEWERS + RATES.length, 8, () => enter(url));
  const creators = everybody.slice(0, RATES.length);
  const viewers = everybody.slice(RATES.length);
  await inGroups(VIEWERS, 10, (index) =>
    openPurse(viewers[index]!, { deposit: amount(unit('1') + BigInt(index) * AMOUNT_PER_PLANCK) }),
  );

  const streams = await Promise.all(
    creators.map((creator, index) => planStream(creator, { title: `Twenty, ${index}`, rate: unit(RATES[index]!) })),
  );
  const shows = await Promise.all(creators.map((creator, index) => goLive(creator, streams[index]!)));
  const began = performance.now();
  const watchers = viewers.map((viewer, index) => watch(viewer, streams[index % streams.length]!));
  await Promise.all(watchers.map((watcher) => watcher.paysFor(8, 90_000)));
  const elapsed = (performance.now() - began) / 1_000;
  // half of them leave, the others stay to the end
  await Promise.all(watchers.filter((_, index) => index % 2 === 1).map((watcher) => watcher.leave()));
  await pause(2_000);
  await Promise.all(shows.map((show) => show.end()));
  await eventually('everybody is told that it is over', 15_000, () =>
    watchers.every(({ watching }, index) => index % 2 === 1 || watching.snapshot.phase?.kind === 'over'),
  );
  await Promise.all(watchers.map((watcher) => watcher.leave()));

  for (const [index, creator] of creators.entries()) {
    const rate = unit(RATES[index]!);
    const own = viewers.flatMap((viewer, of) =>
      of % RATES.length === index ? [{ viewer, watcher: watchers[of]! }] : [],
    );
    await eventually('all is settled', 60_000, async () => {
      const pairs = await pairsOf(database, creator.h160);
      return pairs.length === own.length && pairs.every(({ seconds, settledSeconds }) => seconds === settledSeconds);
    });
    const pairs = await pairsOf(database, creator.h160);
    for (const { viewer, watcher } of own) {
      const signed = watcher.signed()!;
      const pair = pairs.find((one) => one.viewer === viewer.h160)!;
      expect(signed.amount).toBe(signed.seconds * rate);
      // seen, and a second ahead for each time it was let in; whoever measures is starved by twenty decoders on two cores
      const seen = (1.1 * watcher.movedMs()) / 1_000;
      expect(Number(signed.seconds)).toBeLessThanOrEqual(seen + watcher.grants() + 2);
      expect(pair).toMatchObject({ seconds: signed.seconds, amount: signed.amount, paid: signed.amount, open: 0 });
      expect(pair).toMatchObject({ viewedSeconds: signed.seconds, viewedAmount: signed.amount });
      expect(await leftOf(viewer)).toBe(
        unit('1') + BigInt(viewers.indexOf(viewer)) * AMOUNT_PER_PLANCK - signed.amount,
      );
    }
    const paid = pairs.reduce((sum, pair) => sum + pair.paid, 0n);
    await eventually('the chain owes what was settled', 15_000, async () => {
      const { wallets } = await creator.trpc.earnings.overview.query();
      return wallets[0]?.owed === paid && wallets[0].onTheWay === 0n;
    });
  }
  const [counted] = await query<{ open: string }>(
    database,
    `SELECT count(*) AS open FROM viewings WHERE left_at IS NULL AND stream_id = ANY($1)`,
    [streams],
  );
  expect(Number(counted?.open)).toBe(0);
  const seconds = watchers.reduce((sum, watcher) => sum + Number(watcher.signed()?.seconds ?? 0n), 0);
  console.log(
    `twenty viewers: ${seconds} seconds signed, all settled; the first 8 of each within ${elapsed.toFixed(1)} s`,
  );
}, 240_000);

/** What is left in somebody's purse that nobody was promised. */
async function leftOf({ trpc }: Actor) {
  const { wallets } = await trpc.purse.overview.query();
  return wallets[0]?.purse?.available;
}

/** Makes so many, some at a time. */
async function inGroups<T>(count: number, size: number, make: (index: number) => Promise<T>): Promise<T[]> {
  const made: T[] = [];
  for (let from = 0; from < count; from += size) {
    const group = Array.from({ length: Math.min(size, count - from) }, (_, index) => make(from + index));
    made.push(...(await Promise.all(group)));
  }
  return made;
}
