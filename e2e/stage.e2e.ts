import { type Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { exactAmount } from '../sdk/money';
import { eventually, unit } from './actor';
import {
  accessibilityProblems,
  becomeCreator,
  dialog,
  fillWallet,
  linkDemoWallet,
  overflow,
  signUp,
  useBrowser,
} from './browser';
import { goLiveInStudio, planInStudio } from './studio-page';
import { bar, comeWithPurse, cost, untilItMoves } from './watch-page';

const cameras = useBrowser({ camera: true });
const seat = useBrowser();

/** Whether a picture comes of somebody. */
const comes = (page: Page, label: string) =>
  page.getByLabel(label).evaluate(async (element) => {
    const video = element as HTMLVideoElement;
    const before = video.getVideoPlaybackQuality().totalVideoFrames;
    await new Promise((passed) => setTimeout(passed, 600));
    return video.videoWidth > 0 && video.getVideoPlaybackQuality().totalVideoFrames > before;
  });

test('a viewer raises a hand, is invited, comes on stage, pays nothing there, leaves, and pays again', async () => {
  const { page: creator } = await cameras.visit();
  await signUp(creator);
  await becomeCreator(creator);
  await creator.goto('/wallet');
  await linkDemoWallet(creator);
  await fillWallet(creator);
  const stream = await planInStudio(creator, { title: `Two at a lathe ${Date.now()}`, price: '0.06' });
  await goLiveInStudio(creator, stream);
  await creator.getByText('No hand is up just now.').waitFor();

  const { page: guest } = await cameras.visit();
  await comeWithPurse(guest, stream, exactAmount(unit('1')));
  await guest.getByRole('button', { name: 'Watch for 0.06 UNIT a minute' }).click();
  await untilItMoves(guest);
  await eventually('the first seconds are paid', 10_000, async () => (await cost(guest)).seconds >= 2);
  await guest.getByRole('button', { name: 'Raise your hand' }).click();
  await guest.getByText('Your hand is up', { exact: false }).waitFor();

  const { page: viewer } = await seat.visit({ phone: true });
  await comeWithPurse(viewer, stream, exactAmount(unit('1')));
  await viewer.getByRole('button', { name: 'Watch for 0.06 UNIT a minute' }).click();
  await untilItMoves(viewer);

  await creator.getByRole('button', { name: /^Invite/ }).click();
  await creator.getByText('Invited, has not answered yet').waitFor();
  const asked = dialog(guest);
  await asked.getByRole('heading', { name: /asks you on stage/ }).waitFor();
  const turnOn = asked.getByRole('button', { name: 'Turn on camera and microphone' });
  await turnOn.or(asked.getByLabel('Your camera, as viewers see it')).waitFor();
  if (await turnOn.isVisible()) await turnOn.click();
  await eventually('the preview moves', 10_000, () => comes(guest, 'Your camera, as viewers see it'));
  expect(await accessibilityProblems(guest)).toEqual([]);
  // nothing is sent before it is accepted
  expect(await viewer.getByLabel(/^The camera of/).count()).toBe(0);
  await asked.getByRole('button', { name: 'Come on stage now' }).click();
  await guest.getByText('You are on stage.', { exact: false }).first().waitFor();

  const guestPicture = viewer.getByLabel(/^The camera of/);
  await guestPicture.waitFor();
  const label = (await guestPicture.getAttribute('aria-label'))!;
  await eventually('the viewer sees the guest', 20_000, () => comes(viewer, label));
  await untilItMoves(viewer);
  await eventually('the creator sees the guest', 20_000, () => comes(creator, label));
  expect(await overflow(viewer)).toBe(0);
  expect(await accessibilityProblems(viewer)).toEqual([]);
  expect(await accessibilityProblems(creator)).toEqual([]);
  await viewer.getByRole('button', { name: 'Equal tiles' }).click();
  await viewer.getByRole('button', { name: 'Creator large' }).waitFor();
  expect(await overflow(viewer)).toBe(0);

  // the guest pays nothing, who only watches pays on
  await bar(guest).getByText('You pay nothing while you are on stage.').waitFor();
  const [guestPaid, viewerPaid] = [await cost(guest), await cost(viewer)];
  await eventually('the viewer pays on', 60_000, async () => (await cost(viewer)).seconds - viewerPaid.seconds >= 3);
  expect((await cost(guest)).seconds - guestPaid.seconds).toBe(0);

  await creator.getByRole('button', { name: /^Mute .+/ }).click();
  await guest.getByText('has turned your sound off', { exact: false }).waitFor();
  await creator.getByRole('button', { name: /^Unmute .+/ }).click();

  await guest.getByRole('button', { name: 'Leave the stage' }).click();
  await guest.getByRole('button', { name: 'Raise your hand' }).waitFor();
  await viewer.getByLabel(label).waitFor({ state: 'detached' });
  await eventually('the guest pays again', 15_000, async () => (await cost(guest)).seconds > guestPaid.seconds + 1);
  await untilItMoves(guest);
}, 180_000);
