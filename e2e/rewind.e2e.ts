import { type Locator, type Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { parseAmount } from '../sdk/money';
import { eventually, pause } from './actor';
import { databaseOf, query } from './books';
import { becomeCreator, fillWallet, linkDemoWallet, problemsInBothThemes, signUp, useBrowser } from './browser';
import { layCable } from './cable';
import { goLiveInStudio, planInStudio } from './studio-page';
import { bar, card, comeWithPurse, cost, untilItMoves } from './watch-page';

/** Two browsers of their own: one with a camera, one without. */
const studio = useBrowser({ camera: true });
const seat = useBrowser();

const RATE = parseAmount('0.001')!;

/** Somebody goes live for 0.06 UNIT a minute. */
async function goLive(page: Page, title: string): Promise<string> {
  await signUp(page);
  await becomeCreator(page);
  await page.goto('/wallet');
  await linkDemoWallet(page);
  await fillWallet(page);
  const stream = await planInStudio(page, { title, price: '0.06' });
  await goLiveInStudio(page, stream);
  return stream;
}

const startRecording = async (page: Page) => {
  await page.getByRole('button', { name: 'Start recording' }).click();
  await page.getByRole('region', { name: 'Recording' }).getByText('Recording', { exact: true }).last().waitFor();
};

/** What a stream's recording is, once so much of it can be played. */
async function recordedOf(stream: string, seconds: number): Promise<string> {
  let video = '';
  await eventually(`${seconds} s of it can be played`, 60_000, async () => {
    const [row] = await query<{ id: string }>(
      databaseOf(inject('dataDir')),
      'SELECT stream_id AS id FROM videos WHERE source_id = $1 AND live_ms >= $2',
      [stream, seconds * 1_000],
    );
    video = row?.id ?? '';
    return row !== undefined;
  });
  return video;
}

/** What was paid in a stream or a video, by the tables, and how many of its seconds are owned. */
async function paidIn(id: string): Promise<{ seconds: number; amount: bigint; owned: number }> {
  const [row] = await query<{ seconds: number; amount: string; owned: number }>(
    databaseOf(inject('dataDir')),
    `SELECT coalesce(sum(seconds_paid), 0)::int AS seconds, coalesce(sum(amount), 0)::text AS amount,
      (SELECT coalesce(sum(upper(r) - lower(r)), 0)::int FROM playbacks, unnest(owned) r WHERE video_id = $1) AS owned
    FROM viewings WHERE stream_id = $1`,
    [id],
  );
  return { ...row!, amount: BigInt(row!.amount) };
}

const past = (page: Page) => page.locator('video[aria-label="The video"]');
const at = (page: Page) => past(page).evaluate((video) => (video as HTMLVideoElement).currentTime);
const player = (page: Page) => page.getByRole('group', { name: 'Player' });
const slider = (page: Page) => page.getByRole('slider', { name: 'Place in the video' });
const AGREE = { name: 'Watch from here for 0.06 UNIT a minute' };

/** Frames of the recording come that are not all the same. */
const untilThePastMoves = (page: Page) =>
  eventually('the recording moves', 30_000, () =>
    past(page).evaluate(async (element) => {
      const video = element as HTMLVideoElement;
      const look = () => [video.currentTime, video.getVideoPlaybackQuality().totalVideoFrames] as const;
      const [time, frames] = look();
      await new Promise((passed) => setTimeout(passed, 500));
      const [later, more] = look();
      return video.videoWidth > 0 && later > time && more > frames;
    }),
  );

/** Seeks there; a key that comes while it is opened anew does nothing, and is pressed again. */
async function playFromBeginning(page: Page): Promise<void> {
  await slider(page).focus();
  await page.keyboard.press('Home');
  let seen = '';
  const what = () => `it plays from its beginning (${seen})`;
  await eventually(what, 40_000, async () => {
    const [place, paused] = await past(page).evaluate((element) => {
      const video = element as HTMLVideoElement;
      return [video.currentTime, video.paused] as const;
    });
    seen = `at ${place} s, ${paused ? 'paused' : 'playing'}: ${await player(page).innerText()}`;
    if (place > 1 && place < 20) return true;
    if (paused) await page.keyboard.press('k');
    return false;
  });
}

/** Now and then a room is joined all the same: then the page is opened again. */
async function reloadUntil(page: Page, place: Locator): Promise<void> {
  await eventually('the page says that nothing gets through', 150_000, async () => {
    await page.reload();
    const waiting = place.waitFor({ timeout: 30_000 });
    return waiting.then(
      () => true,
      () => false,
    );
  });
}

const shoot = async (page: Page, name: string) => {
  const folder = process.env.SHOTS;
  if (!folder) return;
  for (const [width, height] of [
    [390, 844],
    [1440, 900],
  ] as const)
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.setViewportSize({ width, height });
      await page.evaluate((theme) => (document.documentElement.dataset.theme = theme), colorScheme);
      await page.mouse.move(width / 2, 200);
      await page.screenshot({ path: `${folder}/${name}-${width}-${colorScheme}.png` });
    }
};

test('a viewer rewinds what is live, pays each second of it once and none of the live picture, and goes live again', async () => {
  const [creator, viewer] = [(await studio.visit()).page, (await seat.visit()).page];
  const stream = await goLive(creator, `A wheel is thrown ${Date.now()}`);
  await startRecording(creator);
  await comeWithPurse(viewer, stream, '1');
  await viewer.getByRole('button', { name: 'Watch for 0.06 UNIT a minute' }).click();
  await untilItMoves(viewer);
  // its first half minute is free, as the creator left it
  const video = await recordedOf(stream, 50);
  await viewer.reload();
  await untilItMoves(viewer);
  await slider(viewer).waitFor();
  expect(await slider(viewer).getAttribute('aria-valuetext')).toBe('Live');
  await shoot(viewer, 'live-with-bar');
  await eventually('live seconds are paid', 20_000, async () => (await cost(viewer)).seconds >= 3);

  // back, by a key: the room is left, and what was before costs nothing unasked
  await viewer.getByRole('group', { name: 'Player' }).focus();
  await viewer.keyboard.press('ArrowLeft');
  await viewer.getByRole('button', AGREE).waitFor({ timeout: 20_000 });
  await pause(1_500);
  const live = await paidIn(stream);
  expect(await paidIn(video)).toEqual({ seconds: 0, amount: 0n, owned: 0 });
  await viewer.getByRole('button', AGREE).click();
  await untilThePastMoves(viewer);
  await viewer.getByText(/^You are .* behind\. Nothing is paid for the live picture meanwhile\.$/).waitFor();
  await eventually('its seconds are paid', 30_000, async () => (await paidIn(video)).owned >= 8);
  await shoot(viewer, 'rewound');
  expect(await problemsInBothThemes(viewer, 'a stream rewound')).toEqual([]);
  await viewer.keyboard.press('k');
  await pause(1_500);
  const once = await paidIn(video);
  expect(once).toEqual({ seconds: once.owned, amount: BigInt(once.owned) * RATE, owned: once.owned });
  expect(await viewer.locator('[data-range="owned"]').count()).toBeGreaterThan(0);
  expect(await paidIn(stream)).toEqual(live);

  // the same seconds again cost nothing
  await viewer.keyboard.press('ArrowLeft');
  await viewer.keyboard.press('k');
  await untilThePastMoves(viewer);
  await viewer.keyboard.press('k');
  await pause(1_500);
  expect((await paidIn(video)).owned).toBe(once.owned);

  // its beginning is free, and was long before
  await playFromBeginning(viewer);
  expect((await paidIn(video)).owned).toBe(once.owned);

  await viewer.getByRole('button', { name: 'Back to live' }).first().click();
  await untilItMoves(viewer);
  await eventually(
    'live seconds are paid again',
    20_000,
    async () => (await paidIn(stream)).seconds > live.seconds + 2,
  );
  await pause(1_000);
  const rewound = await paidIn(video);
  expect(rewound).toEqual({ seconds: rewound.owned, amount: BigInt(rewound.owned) * RATE, owned: rewound.owned });

  // when the stream is over and its recording ready, whoever is in the past goes on there
  await viewer.keyboard.press('j');
  await untilThePastMoves(viewer);
  await creator.getByRole('button', { name: 'End stream' }).click();
  await creator.getByRole('alertdialog').getByRole('button', { name: 'End the stream' }).click();
  await creator.getByText('Recorded', { exact: true }).waitFor({ timeout: 60_000 });
  const left = await at(viewer);
  await viewer.getByText('The stream has ended. What was recorded of it goes on here.').waitFor({ timeout: 30_000 });
  await eventually('it goes on to what was recorded last', 60_000, async () => (await at(viewer)) > left + 2);
  await eventually('the whole recording is ready', 120_000, async () => {
    const rows = await query(
      databaseOf(inject('dataDir')),
      `SELECT FROM videos WHERE stream_id = $1 AND status = 'ready'`,
      [video],
    );
    return rows.length > 0;
  });
  // its files are elsewhere by now
  await playFromBeginning(viewer);
}, 420_000);

test('where media is held back the stream is seen a little later, paid by the second; where it is not recorded, that is said', async () => {
  const [creator, cable] = [(await studio.visit()).page, await layCable()];
  const { page: viewer, complaints } = await seat.visit(cable.options);
  await cable.carryMedia(viewer);
  const stream = await goLive(creator, `A wheel behind a wall ${Date.now()}`);
  await comeWithPurse(viewer, stream, '1');
  cable.holdMediaBack(true);
  await reloadUntil(viewer, card(viewer, 'The live picture does not get through.'));
  expect(await problemsInBothThemes(viewer, 'a network that holds media back')).toEqual([]);

  await startRecording(creator);
  // its first half minute is free, as the creator left it
  const video = await recordedOf(stream, 40);
  await reloadUntil(viewer, viewer.getByRole('button', AGREE));
  expect(await paidIn(video)).toMatchObject({ seconds: 0, amount: 0n });
  await viewer.getByRole('button', AGREE).click();
  await untilThePastMoves(viewer);
  await viewer.getByText('Your network holds the live picture back').waitFor();
  await eventually('it plays on near live, paid by the second', 60_000, async () => (await paidIn(video)).owned >= 10);
  const edge = Number(await slider(viewer).getAttribute('aria-valuemax'));
  expect(edge - (await at(viewer))).toBeLessThan(15);
  // a voucher is stored before its seconds are given: while it plays they differ for a moment
  await eventually('what was signed for is owned, to the second', 10_000, async () => {
    const { seconds, amount, owned } = await paidIn(video);
    return seconds === owned && amount === BigInt(owned) * RATE;
  });
  expect((await paidIn(stream)).seconds).toBe(0);
  await shoot(viewer, 'held-back');

  // the network lets it through by now: the room is tried again
  cable.holdMediaBack(false);
  await bar(viewer).getByRole('button', { name: 'Stop paying' }).click();
  await viewer.getByRole('button', { name: 'Try again' }).click();
  await viewer.getByRole('button', { name: 'Watch for 0.06 UNIT a minute' }).click({ timeout: 30_000 });
  await untilItMoves(viewer);
  await eventually('live seconds are paid', 20_000, async () => (await paidIn(stream)).seconds >= 2);
  await viewer.close();
  await cable.close();
  complaints.splice(0); // LiveKit's, of connections that failed
}, 300_000);
