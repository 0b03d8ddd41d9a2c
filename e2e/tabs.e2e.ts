import { type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { enter, eventually, pause, planStream, unit, type Actor } from './actor';
import { databaseOf, pairsOf, type PairInBooks } from './books';
import { useBrowser } from './browser';
import { layCable, type Cable } from './cable';
import { goLive, type OnAir } from './on-air';
import { bar, card, comeWithPurse, cost, moves, untilItMoves } from './watch-page';

const RATE = unit('0.001');
const WATCH = { name: 'Watch for 0.06 UNIT a minute' };
const TAKEN_OVER = 'You went on watching elsewhere.';

const { visit } = useBrowser();
let creator: Actor;
let stream: string;
let show: OnAir;
let cable: Cable;

beforeAll(async () => {
  cable = await layCable();
});
afterAll(() => cable.close());

beforeEach(async () => {
  creator = await enter(inject('url'));
  stream = await planStream(creator, { title: `A kiln, seen from two tabs ${Date.now()}`, rate: RATE });
  show = await goLive(creator, stream);
});
afterEach(async () => {
  cable.plugIn();
  await show.end();
});

/**
 * Somebody with a purse who watches, and pays since a few seconds; `prepare` is done to the page
 * before it opens anything.
 */
async function comeAndWatch(options: BrowserContextOptions = {}, prepare?: (page: Page) => Promise<void>) {
  const { page, complaints } = await visit(options);
  await prepare?.(page);
  await comeWithPurse(page, stream, '1');
  complaints.splice(0); // LiveKit's, when the way to the purse began while it still connected
  await page.getByRole('button', WATCH).click();
  const began = performance.now();
  await untilItMoves(page);
  await eventually('the first seconds are paid', 10_000, async () => (await cost(page)).seconds >= 3);
  return { page, began, complaints };
}

/** The pair in the books once nobody watches any more. */
async function books(): Promise<PairInBooks> {
  let pair: PairInBooks | undefined;
  await eventually('nobody watches', 20_000, async () => {
    [pair] = await pairsOf(databaseOf(inject('dataDir')), creator.h160);
    return pair?.open === 0;
  });
  return pair!;
}

test('a second tab takes over only when it is told to; the first says so and takes it back; one counter, no second paid twice', async () => {
  const { page: first, began } = await comeAndWatch();
  const second = await first.context().newPage();
  await second.goto(`/watch/${stream}`);
  await card(second, 'You are watching this elsewhere.').waitFor({ timeout: 20_000 });
  const untouched = await cost(first);
  await eventually('the first tab pays on', 10_000, async () => (await cost(first)).seconds >= untouched.seconds + 2);
  expect(await card(first, TAKEN_OVER).isVisible()).toBe(false);

  await second.getByRole('button', { name: 'Watch here instead' }).click();
  await card(first, TAKEN_OVER).waitFor({ timeout: 10_000 });
  await untilItMoves(second); // the word that was given for this stream holds in all tabs
  const inFirst = await cost(first);
  await eventually('the counter goes on in the second tab', 20_000, async () => {
    return (await cost(second)).seconds >= inFirst.seconds + 4;
  });
  expect(await cost(first)).toEqual(inFirst);
  await card(first, 'Nothing is charged here.').waitFor();
  // they do not take it from each other
  expect(await card(second, TAKEN_OVER).isVisible()).toBe(false);

  await first.bringToFront();
  await first.getByRole('button', { name: 'Watch here' }).click();
  await untilItMoves(first);
  await card(second, TAKEN_OVER).waitFor({ timeout: 10_000 });
  const inSecond = await cost(second);
  await eventually('the first tab pays again', 20_000, async () => {
    return (await cost(first)).seconds >= inSecond.seconds + 4;
  });
  expect(await cost(second)).toEqual(inSecond);
  await bar(first).getByRole('button', { name: 'Stop paying' }).click();
  await card(first, 'Nothing is charged.').waitFor();
  const elapsed = Math.ceil((performance.now() - began) / 1_000);
  const inAll = await cost(first);
  for (const page of [first, second]) await page.goto('/');

  const pair = await books();
  expect(pair.viewedSeconds).toBe(pair.seconds); // what the viewings say is what was signed
  expect(pair).toMatchObject({ amount: pair.seconds * RATE, viewedAmount: pair.seconds * RATE });
  expect(Number(pair.seconds)).toBe(inAll.seconds);
  // a second ahead for each time that the picture was let in
  expect(Number(pair.seconds)).toBeLessThanOrEqual(elapsed + 3);
});

test('a network that fails for six seconds: the page says so, comes back by itself, and bills no more than was signed', async () => {
  const { page, complaints } = await comeAndWatch(cable.options, (opened) => cable.carryMedia(opened));
  const said = page.getByRole('group', { name: 'Player' }).getByText(/^(Waiting for the picture|Reconnecting)/);
  cable.pull();
  const pulled = performance.now();
  await said.waitFor({ timeout: 5_500 });
  await page
    .getByText(/Nothing is charged/)
    .first()
    .waitFor();
  expect(await moves(page)).toBe(false);
  const still = await cost(page);
  await pause(Math.max(0, 6_500 - (performance.now() - pulled)));
  expect(await said.isVisible()).toBe(true);
  expect(await cost(page)).toEqual(still);

  cable.plugIn();
  await untilItMoves(page);
  await eventually('it counts on', 20_000, async () => (await cost(page)).seconds >= still.seconds + 4);
  expect(await said.isVisible()).toBe(false);
  complaints.splice(0); // of the network, and rightly
  await bar(page).getByRole('button', { name: 'Stop paying' }).click();
  await card(page, 'Nothing is charged.').waitFor();
  const signed = await cost(page);
  await page.goto('/');

  const pair = await books();
  expect(pair.seconds).toBe(BigInt(signed.seconds));
  expect(pair).toMatchObject({ amount: signed.amount, viewedAmount: signed.amount, viewedSeconds: pair.seconds });
});
