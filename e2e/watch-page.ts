import { type Page } from 'playwright-core';
import { parseAmount } from '../sdk/money';
import { eventually } from './actor';
import { dialog, fillWallet, linkDemoWallet, signUp } from './browser';

/**
 * Signs up on the stream's page, links the demo wallet, opens a purse with that deposit, and is led
 * back.
 */
export async function comeWithPurse(page: Page, stream: string, deposit: string) {
  await signUp(page);
  await page.goto(`/watch/${stream}`);
  await page.getByRole('link', { name: 'Link a wallet' }).click();
  await page.waitForURL(/\/wallet/);
  await linkDemoWallet(page);
  await fillWallet(page);
  await page.getByLabel('Deposit, in UNIT').fill(deposit);
  await page.getByRole('button', { name: 'Open purse' }).click();
  await dialog(page).getByRole('button', { name: 'Sign with Demo wallet' }).click();
  await page.waitForURL(new RegExp(`/watch/${stream}`), { timeout: 30_000 });
}

/** By its label alone: an open dialog hides it from roles. */
export const bar = (page: Page) => page.locator('section[aria-label="What it costs"]');
export const card = (page: Page, text: string) => page.getByRole('group', { name: 'Player' }).getByText(text);

/** What the page says that it cost so far. */
export async function cost(page: Page): Promise<{ seconds: number; amount: bigint }> {
  const { text, title } = await bar(page)
    .locator('p')
    .first()
    .evaluate((said) => ({
      text: said.textContent ?? '',
      // both at once: it changes every second
      title: said.querySelector<HTMLElement>('[title]')?.title ?? '',
    }));
  const [, minutes = '0', seconds = '0'] = /, (?:(\d+) min)? ?(?:(\d+) s)?$/.exec(text) ?? [];
  return { seconds: Number(minutes) * 60 + Number(seconds), amount: parseAmount(title.replace(' UNIT', '')) ?? -1n };
}

/** Whether the camera's picture moves: frames come, and they are not all the same. */
export async function moves(page: Page): Promise<boolean> {
  return page.getByLabel('The creator’s camera').evaluate(async (element) => {
    const video = element as HTMLVideoElement;
    if (video.videoWidth === 0 || !video.checkVisibility({ visibilityProperty: true })) return false;
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [96, 54];
    const context = canvas.getContext('2d', { willReadFrequently: true })!;
    const look = () => {
      context.drawImage(video, 0, 0, canvas.width, canvas.height);
      return context.getImageData(0, 0, canvas.width, canvas.height).data.slice();
    };
    const [before, frames] = [look(), video.getVideoPlaybackQuality().totalVideoFrames];
    await new Promise((passed) => setTimeout(passed, 400));
    const after = look();
    const changed = after.reduce((sum, value, index) => sum + Number(Math.abs(value - before[index]!) > 8), 0);
    return video.getVideoPlaybackQuality().totalVideoFrames > frames && changed > 20;
  });
}

export const untilItMoves = (page: Page) => eventually('the picture moves', 20_000, () => moves(page));
