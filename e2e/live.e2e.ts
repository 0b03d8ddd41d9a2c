import { type Locator, type Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { amount, exactAmount, parseAmount } from '../sdk/money';
import { type H160 } from '../sdk/voucher';
import { eventually, pause, TAB_COST } from './actor';
import { databaseOf, pairsOf, query } from './books';
import { becomeCreator, dialog, fillWallet, linkDemoWallet, signInDialog, signUp, useBrowser } from './browser';
import { goLiveInStudio, planInStudio } from './studio-page';
import { bar, card, comeWithPurse, cost, moves, untilItMoves } from './watch-page';

/** Two browsers of their own: one with a camera, one without. */
const studio = useBrowser({ camera: true });
const seat = useBrowser();

const RATE = parseAmount('0.001')!;
/**
 * More than the minute that a purse must hold to begin, and what the creator's tab takes besides.
 */
const FOR_SECONDS = parseAmount('0.08')!;
const DEPOSIT = amount(FOR_SECONDS + TAB_COST);

/** Somebody signs up, links the demo wallet, and goes live for 0.06 UNIT a minute. */
async function goLive(page: Page, title: string): Promise<string> {
  await signUp(page);
  await becomeCreator(page);
  await page.goto('/wallet');
  await linkDemoWallet(page);
  await fillWallet(page); // withdrawing costs a fee
  const stream = await planInStudio(page, { title, price: '0.06' });
  await goLiveInStudio(page, stream);
  return stream;
}

const exact = async (place: Locator) => parseAmount(((await place.getAttribute('title')) ?? '').replace(' UNIT', ''));

test('the whole story: live, watched and paid by the second, a limit, an empty purse, topped up, left, settled, withdrawn', async () => {
  const [creator, viewer] = [(await studio.visit()).page, (await seat.visit()).page];
  const stream = await goLive(creator, `A lathe, live ${Date.now()}`);
  await comeWithPurse(viewer, stream, exactAmount(DEPOSIT));

  await viewer.getByRole('button', { name: 'Watch for 0.06 UNIT a minute' }).click();
  await untilItMoves(viewer);
  await eventually('the first seconds are paid', 10_000, async () => (await cost(viewer)).seconds >= 2);
  const [from, began] = [await cost(viewer), performance.now()];
  await pause(6_000);
  const to = await cost(viewer);
  const elapsed = (performance.now() - began) / 1_000;
  expect(Math.abs(to.seconds - from.seconds - elapsed)).toBeLessThan(1.6);
  expect(to.amount).toBe(BigInt(to.seconds) * RATE);
  await creator.getByText('Paying now').locator('..').getByText('1', { exact: true }).waitFor();

  await bar(viewer).getByRole('button', { name: 'Set a limit' }).click();
  const limit = (BigInt((await cost(viewer)).seconds) + 14n) * RATE;
  await dialog(viewer)
    .getByLabel('At most, in UNIT')
    .fill(exactAmount(limit as typeof RATE));
  await dialog(viewer).getByRole('button', { name: 'Set the limit' }).click();
  await dialog(viewer).waitFor({ state: 'detached' });
  // limit, total and the word to pay belong to the stream: watching goes on by itself, and stops
  // there
  await viewer.reload();
  await untilItMoves(viewer);
  await bar(viewer)
    .getByRole('button', { name: `Limit ${exactAmount(limit as typeof RATE)} UNIT` })
    .waitFor();
  await card(viewer, 'Your limit is reached.').waitFor({ timeout: 30_000 });
  expect((await cost(viewer)).amount).toBe(limit);
  expect(await moves(viewer)).toBe(false);
  await pause(2_000);
  expect((await cost(viewer)).amount).toBe(limit);

  await card(viewer, 'Change the limit').click();
  await dialog(viewer).getByRole('button', { name: 'No limit' }).click();
  await untilItMoves(viewer);

  await card(viewer, 'Your deposit ran out.').waitFor({ timeout: 70_000 });
  expect((await cost(viewer)).amount).toBe(FOR_SECONDS);
  expect(await moves(viewer)).toBe(false);
  const purse = await viewer.context().newPage();
  await purse.goto('/wallet?do=topUp');
  await dialog(purse).getByLabel('Add, in UNIT').fill('1');
  await dialog(purse).getByRole('button', { name: 'Top up' }).click();
  await signInDialog(purse, 'Your purse is topped up.');
  await viewer.bringToFront();
  const again = card(viewer, 'Try again');
  if (await again.isVisible()) await again.click();
  await untilItMoves(viewer);
  await eventually('seconds are paid again', 20_000, async () => (await cost(viewer)).amount > FOR_SECONDS);

  await bar(viewer).getByRole('button', { name: 'Stop paying' }).click();
  await card(viewer, 'Nothing is charged.').waitFor();
  const paid = (await cost(viewer)).amount;
  await viewer.goto('/'); // leaves

  const database = databaseOf(inject('dataDir'));
  const [row] = await query<{ payee: H160 }>(database, 'SELECT payee FROM streams WHERE id = $1', [stream]);
  await eventually('all is settled', 60_000, async () => {
    const [pair] = await pairsOf(database, row!.payee);
    return pair !== undefined && pair.settledSeconds === pair.seconds && pair.open === 0;
  });
  const [pair] = await pairsOf(database, row!.payee);
  expect(pair).toMatchObject({ amount: paid, paid, viewedAmount: paid, settledAmount: paid, seconds: paid / RATE });

  await purse.goto('/wallet');
  const figure = (page: Page, label: string) =>
    page.getByText(label, { exact: true }).locator('..').locator('[title]').first();
  expect(await exact(figure(purse, 'Settled'))).toBe(paid);
  expect(await exact(figure(purse, 'Left to spend'))).toBe(FOR_SECONDS + parseAmount('1')! - paid);

  await creator.getByRole('button', { name: 'End stream' }).click();
  await creator.getByRole('button', { name: 'End the stream' }).click();
  await creator.getByRole('button', { name: 'End stream' }).waitFor({ state: 'detached' });
  await creator.goto('/dashboard/earnings');
  expect(await exact(figure(creator, 'On the way'))).toBe(0n);
  expect(await exact(figure(creator, 'In all'))).toBe(paid);
  await creator.getByRole('button', { name: 'Withdraw' }).click();
  await signInDialog(creator, 'Your earnings are in your wallet.');
  await eventually('it is withdrawn', 20_000, async () => (await exact(figure(creator, 'Withdrawn'))) === paid);
}, 240_000);

test('a frozen publisher costs nothing: the count stops, and goes on with the picture', async () => {
  const [{ page: creator }, { page: viewer }] = [await studio.visit(), await seat.visit()];
  await creator.addInitScript(() => {
    const senders = ((window as unknown as { senders: RTCRtpSender[] }).senders = []) as RTCRtpSender[];
    const { addTransceiver, addTrack } = RTCPeerConnection.prototype;
    RTCPeerConnection.prototype.addTransceiver = function (...given) {
      const transceiver = addTransceiver.apply(this, given);
      senders.push(transceiver.sender);
      return transceiver;
    };
    RTCPeerConnection.prototype.addTrack = function (...given) {
      const sender = addTrack.apply(this, given);
      senders.push(sender);
      return sender;
    };
  });
  const stream = await goLive(creator, `A loom that stops ${Date.now()}`);
  await comeWithPurse(viewer, stream, '1');
  await viewer.getByRole('button', { name: 'Watch for 0.06 UNIT a minute' }).click();
  await untilItMoves(viewer);
  await eventually('the first seconds are paid', 10_000, async () => (await cost(viewer)).seconds >= 3);

  // The camera and the microphone give nothing any more; the connection and the page stay as they
  // are.
  await creator.evaluate(async () => {
    const page = window as unknown as { senders: RTCRtpSender[]; tracks: (MediaStreamTrack | null)[] };
    page.tracks = page.senders.map(({ track }) => track);
    await Promise.all(page.senders.map((sender) => sender.replaceTrack(null)));
  });
  await pause(2_000);
  const stopped = await cost(viewer);
  await pause(5_000);
  expect(await cost(viewer)).toEqual(stopped);

  await creator.evaluate(async () => {
    const page = window as unknown as { senders: RTCRtpSender[]; tracks: (MediaStreamTrack | null)[] };
    await Promise.all(page.senders.map((sender, index) => sender.replaceTrack(page.tracks[index] ?? null)));
  });
  await untilItMoves(viewer);
  await eventually('seconds are paid again', 20_000, async () => (await cost(viewer)).seconds >= stopped.seconds + 2);
  await creator.getByRole('button', { name: 'End stream' }).click();
  await creator.getByRole('button', { name: 'End the stream' }).click();
  await card(viewer, 'The stream has ended.').waitFor({ timeout: 20_000 });
}, 120_000);

test('a demo stream plays when somebody comes, and they see it without an account', async () => {
  const { page } = await seat.visit();
  const [free] = await query<{ id: string }>(
    databaseOf(inject('dataDir')),
    `SELECT id FROM streams WHERE demo AND status = 'live' AND rate_per_second = 0 LIMIT 1`,
  );
  await page.goto(`/watch/${free!.id}`);
  await untilItMoves(page);
});
