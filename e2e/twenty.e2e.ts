import { expect, inject, test } from 'vitest';
import { amount } from '../sdk/money';
import { enter, eventually, openPurse, pause, planckAt, planStream, TAB_COST, unit, type Actor } from './actor';
import { databaseOf, pairsOf, query } from './books';
import { goLive } from './on-air';
import { describe, watch } from './watcher';

const VIEWERS = 20;
/** For half a minute at the higher price, and the minute that joining again asks for. */
const DEPOSIT = unit('2');
const RATES = ['0.0005', '0.0133'];

test('twenty viewers of two streams at different prices: seconds, vouchers, settlement and earnings agree to the last unit', async () => {
  const url = inject('url');
  const planck = await planckAt(url);
  const database = databaseOf(inject('dataDir'));
  const everybody = await inGroups(VIEWERS + RATES.length, 8, () => enter(url));
  const creators = everybody.slice(0, RATES.length);
  const viewers = everybody.slice(RATES.length);
  // One lane at exactly the stream's price: all that is signed lies at the edge of the contract's
  // rule of time.
  await inGroups(VIEWERS, 10, (index) =>
    openPurse(viewers[index]!, {
      deposit: amount(DEPOSIT + BigInt(index) * planck),
      maxRate: unit(RATES[index % RATES.length]!),
      lanes: 1,
    }),
  );

  const streams = await Promise.all(
    creators.map((creator, index) => planStream(creator, { title: `Twenty, ${index}`, rate: unit(RATES[index]!) })),
  );
  const shows = await Promise.all(creators.map((creator, index) => goLive(creator, streams[index]!)));
  const began = performance.now();
  // Ten see at a time: twenty pictures decoded at once leave two cores no time for the vouchers.
  const watchAs = async (index: number) => {
    const at = index % RATES.length;
    const watcher = watch(viewers[index]!, streams[at]!, unit(RATES[at]!));
    await watcher.paysFor(2, 60_000);
    return watcher;
  };
  const early = await inGroups(VIEWERS / 2, 5, watchAs);
  await Promise.all(early.map((watcher) => watcher.paysFor(8, 60_000)));
  await Promise.all(early.map((watcher) => watcher.leave()));
  const latecomers = await inGroups(VIEWERS / 2, 5, (index) => watchAs(VIEWERS / 2 + index));
  await Promise.all(latecomers.map((watcher) => watcher.paysFor(8, 60_000)));
  const watchers = [...early, ...latecomers];
  const elapsed = (performance.now() - began) / 1_000;
  // those who came late stay to the end
  await pause(2_000);
  await Promise.all(shows.map((show) => show.end()));
  const notOver = () => latecomers.filter(({ watching }) => watching.snapshot.phase?.kind !== 'over');
  await eventually(
    () => `everybody is told that it is over (${notOver().map(describe).join(' ')})`,
    15_000,
    () => notOver().length === 0,
  );
  await Promise.all(latecomers.map((watcher) => watcher.leave()));

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
      // seen, and a second ahead for each time it was let in; whoever measures is starved by twenty
      // decoders on two cores
      const seen = (1.1 * watcher.movedMs()) / 1_000;
      expect(Number(signed.seconds)).toBeLessThanOrEqual(seen + watcher.grants() + 2);
      expect(pair).toMatchObject({ seconds: signed.seconds, amount: signed.amount, paid: signed.amount, open: 0 });
      expect(pair).toMatchObject({ viewedSeconds: signed.seconds, viewedAmount: signed.amount });
      expect(await leftOf(viewer)).toBe(DEPOSIT + BigInt(viewers.indexOf(viewer)) * planck - TAB_COST - signed.amount);
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
  console.log(`twenty viewers: ${seconds} seconds signed, all settled; ten of each within ${elapsed.toFixed(1)} s`);
}, 300_000);

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
