import { type Page } from 'playwright-core';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { enter, eventually, pause, planStream, unit, type Actor } from './actor';
import { problemsInBothThemes, useBrowser } from './browser';
import { goLive, type OnAir } from './on-air';
import { bar, comeWithPurse, cost, untilItMoves } from './watch-page';

const { visit } = useBrowser();
let creator: Actor;
let stream: string;
let show: OnAir;

beforeEach(async () => {
  creator = await enter(inject('url'));
  stream = await planStream(creator, { title: `A potter, wherever one scrolls ${Date.now()}`, rate: unit('0.001') });
  show = await goLive(creator, stream);
});
afterEach(() => show.end());

async function comeAndWatch(phone: boolean): Promise<Page> {
  const { page, complaints } = await visit(phone ? { phone } : { viewport: { width: 1440, height: 600 } });
  await comeWithPurse(page, stream, '1');
  complaints.splice(0); // LiveKit's, when the way to the purse began while it still connected
  await page.getByRole('button', { name: 'Watch for 0.06 UNIT a minute' }).click();
  await untilItMoves(page);
  await eventually('the first seconds are paid', 20_000, async () => (await cost(page)).seconds >= 2);
  return page;
}

/** Another app lies over the page, or it is looked at again. */
const setVisibility = (page: Page, state: 'hidden' | 'visible') =>
  page.evaluate((wished) => {
    Object.defineProperty(document, 'visibilityState', { get: () => wished, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);

test.each([true, false])(
  'whoever scrolls away while paying keeps picture and cost in sight, and can stop there (phone: %s)',
  async (phone) => {
    const page = await comeAndWatch(phone);
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    const small = page.getByRole('region', { name: 'The player, in small' });
    await small.waitFor();
    await expect.poll(() => small.textContent()).toMatch(/UNIT, \d+ s/);
    const inWindow = (label: string) =>
      page.getByLabel(label).evaluate((element) => {
        const { top, bottom, left, right, width, height } = element.getBoundingClientRect();
        return width > 100 && height > 50 && top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth;
      });
    expect(await inWindow('The creator’s camera')).toBe(true);
    await untilItMoves(page);
    const folder = process.env.SHOTS;
    if (folder) await page.screenshot({ path: `${folder}/docked-${phone ? 'phone' : 'desktop'}.png` });
    await small.getByRole('button', { name: 'Stop paying' }).click();
    await small.waitFor({ state: 'detached' });
    const stopped = await cost(page);
    await pause(2_500);
    expect(await cost(page)).toEqual(stopped);
  },
);

test('a page that shows nothing pays nothing while its sound is off, and goes on when it is looked at again', async () => {
  const page = await comeAndWatch(true);
  const mute = page.getByRole('button', { name: 'Mute', exact: true });
  if (await mute.isVisible()) await mute.click();
  await bar(page).getByText('while this page is out of sight, nothing is paid').waitFor();
  const before = await cost(page);
  await setVisibility(page, 'hidden');
  let rests = before;
  await eventually('the count stands still for four seconds', 20_000, async () => {
    rests = await cost(page);
    await pause(4_000);
    return (await cost(page)).seconds === rests.seconds;
  });
  // what was underway is counted, and nothing else
  expect(rests.seconds - before.seconds).toBeLessThanOrEqual(3);
  await setVisibility(page, 'visible');
  await eventually('it goes on by itself', 20_000, async () => (await cost(page)).seconds >= rests.seconds + 2);
  const folder = process.env.SHOTS;
  if (folder) {
    for (const [name, width, height] of [
      ['phone', 390, 844],
      ['desktop', 1440, 900],
    ] as const)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.setViewportSize({ width, height });
        await page.emulateMedia({ colorScheme });
        await page.evaluate(() => window.scrollTo(0, 0));
        await pause(800);
        await page.screenshot({ path: `${folder}/watch-${name}-${colorScheme}.png` });
        await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
        await pause(800);
        await page.screenshot({ path: `${folder}/scrolled-${name}-${colorScheme}.png` });
      }
    await page.evaluate(() => window.scrollTo(0, 0));
  }
  expect(await problemsInBothThemes(page, 'watching')).toEqual([]);
});
