import { type Page } from 'playwright-core';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { becomeCreator, overflow, problemsInBothThemes, signIn, signUp, useBrowser } from './browser';
import { untilItMoves } from './watch-page';

const { visit } = useBrowser({ media: false });

const photo = (background: string) =>
  sharp({ create: { width: 900, height: 700, channels: 3, background } })
    .withExif({ IFD0: { Make: 'SecretCamera' } })
    .jpeg()
    .toBuffer();

/** Whether a picture of the page is there and loaded, by what stands in its address. */
const loads = (page: Page, address: RegExp) =>
  page.evaluate((source) => {
    const found = [...document.images].find(({ src }) => new RegExp(source).test(src));
    return Boolean(found?.complete && found.naturalWidth > 0);
  }, address.source);
const UPLOADED = /\/files\/pictures\//;

async function planStream(page: Page, title: string, fill: () => Promise<void> = () => Promise.resolve()) {
  await page.goto('/dashboard/new', { waitUntil: 'networkidle' });
  await page.getByLabel('Title').fill(title);
  await page.getByLabel('Category', { exact: true }).selectOption({ index: 1 });
  await page.getByLabel(/^Price a minute/).fill('0');
  const tomorrow = new Date(Date.now() + 27 * 3_600_000);
  await page.getByLabel('Day').fill(tomorrow.toISOString().slice(0, 10));
  await page.getByLabel('Time').fill('20:00');
  await fill();
  await page.getByRole('button', { name: 'Save stream' }).click();
  await page.waitForURL(/\/dashboard(\?|$)/);
  const href = await page.getByRole('link', { name: title }).first().getAttribute('href');
  return (href ?? '').split('/').at(-1) ?? '';
}

test('a face, a banner and a cover are uploaded, with scripts and without; others see them, and what is no picture is refused in words', async () => {
  const { page } = await visit();
  const handle = await signUp(page);
  await becomeCreator(page);
  await page.goto('/settings', { waitUntil: 'networkidle' });
  const pictures = page.locator('#pictures');
  const [face, banner] = [pictures.locator('input[type=file]').nth(0), pictures.locator('input[type=file]').nth(1)];
  await face.setInputFiles({ name: 'note.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
  await pictures.getByText('That is no picture that we can read.').waitFor();
  await face.setInputFiles({ name: 'me.jpg', mimeType: 'image/jpeg', buffer: await photo('teal') });
  await pictures.getByText('The picture is saved.').waitFor();
  await banner.setInputFiles({ name: 'wide.jpg', mimeType: 'image/jpeg', buffer: await photo('maroon') });
  await pictures.getByRole('button', { name: /^Remove.*Banner/ }).waitFor();
  expect(await problemsInBothThemes(page, 'settings with pictures')).toEqual([]);

  const plain = await visit({ javaScriptEnabled: false });
  await signIn(plain.page, handle);
  const id = await planStream(page, `A cover ${Date.now()}`);
  await plain.page.goto(`/dashboard/streams/${id}`);
  await plain.page
    .locator('#picture input[type=file]')
    .setInputFiles({ name: 'cover.jpg', mimeType: 'image/jpeg', buffer: await photo('navy') });
  await plain.page.locator('#picture').getByRole('button', { name: 'Upload' }).click();
  await plain.page.locator('#picture img').waitFor();
  expect(await plain.page.locator('[role=status]').allTextContents()).toContain('The picture is saved.');

  const other = await visit({ phone: true });
  await other.page.goto(`/@${handle}`, { waitUntil: 'networkidle' });
  await expect.poll(() => loads(other.page, UPLOADED)).toBe(true);
  expect(await other.page.locator('main img[src*="/files/pictures/"]').count()).toBe(3);
  expect(await problemsInBothThemes(other.page, 'profile with pictures')).toEqual([]);
  await page.goto('/settings', { waitUntil: 'networkidle' });
  await page.getByRole('button', { name: /^Remove.*Your picture/ }).click();
  await page.getByText('The picture is removed.').waitFor();
}, 150_000);

test('a planned stream counts down, reminds, and is in calendars and feeds; cancelled it says so', async () => {
  const { page } = await visit();
  const handle = await signUp(page);
  await becomeCreator(page);
  const title = `Every week & more ${Date.now()}`;
  const id = await planStream(page, title, async () => {
    await page.getByLabel('Comes again').selectOption('weekly');
  });
  const { page: viewer } = await visit();
  await signUp(viewer);
  await viewer.goto(`/watch/${id}`, { waitUntil: 'networkidle' });
  await viewer.getByText(/^in (\d+ h( \d+ min)?|\d days)$/).waitFor();
  await viewer.getByRole('button', { name: 'Remind me' }).click();
  await viewer.getByRole('button', { name: 'You will be reminded' }).waitFor();
  await viewer.reload();
  await viewer.getByRole('button', { name: 'You will be reminded' }).waitFor();
  expect(await problemsInBothThemes(viewer, 'countdown')).toEqual([]);

  const calendar = await (await viewer.request.get(`/@${handle}/calendar.ics`)).text();
  const lines = calendar.replace(/\r\n[ \t]/g, '').split('\r\n');
  expect(lines[0]).toBe('BEGIN:VCALENDAR');
  expect(lines.filter((line) => line === 'BEGIN:VEVENT').length).toBeGreaterThan(2);
  expect(lines.filter((line) => line.startsWith('DTSTART:')).every((line) => /^DTSTART:\d{8}T\d{6}Z$/.test(line))).toBe(
    true,
  );
  const feed = await (await viewer.request.get(`/@${handle}/feed.rss`)).text();
  const items = await viewer.evaluate(
    (xml) => new DOMParser().parseFromString(xml, 'text/xml').querySelectorAll('item').length,
    feed,
  );
  expect(items).toBeGreaterThan(2);

  await page.goto(`/dashboard/streams/${id}`, { waitUntil: 'networkidle' });
  await page.getByRole('button', { name: 'Cancel this and all that follow' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel all of them' }).click();
  await page.getByText('The stream is cancelled.').waitFor();
  await viewer.reload();
  await viewer.getByText('Cancelled.').waitFor();
  await viewer.goto(`/@${handle}?show=soon`);
  await viewer.getByText('Nothing is planned at the moment.').waitFor();
}, 150_000);

test('a password opens a stream to who has it, with an account and without', async () => {
  const { page } = await visit();
  await signUp(page);
  await becomeCreator(page);
  const id = await planStream(page, `Behind a door ${Date.now()}`, async () => {
    await page.getByLabel('Description').fill('Words behind the door.');
    await page.getByRole('radio', { name: 'Password' }).check();
    await page.getByLabel('Password of the stream').fill('open sesame');
  });
  const stranger = await visit({ phone: true });
  const guest = await visit({ javaScriptEnabled: false });
  await signUp(guest.page);
  for (const visitor of [stranger, guest]) {
    await visitor.page.goto(`/watch/${id}`);
    await visitor.page.getByText('This stream opens with a password.').waitFor();
    expect(await visitor.page.getByText('Words behind the door.').count()).toBe(0);
    await visitor.page.getByLabel('Password of the stream').fill('guess');
    await visitor.page.getByRole('button', { name: 'Open' }).click();
    await visitor.page.getByText('That is not the password of this stream.').first().waitFor();
    expect(await overflow(visitor.page)).toBe(0);
    await visitor.page.getByLabel('Password of the stream').fill('open sesame');
    await visitor.page.getByRole('button', { name: 'Open' }).click();
    await visitor.page.getByText('Words behind the door.').waitFor();
    await visitor.page.reload();
    await visitor.page.getByText('Words behind the door.').waitFor();
  }
}, 150_000);

test('a stream for adults asks before it joins; the player has its keys on the whole page, and its icons can be seen', async () => {
  const { page, complaints } = await visit({ colorScheme: 'light' });
  await page.goto('/');
  await page.context().addCookies([{ name: 'theme', value: 'light', url: page.url() }]);
  await page
    .getByRole('link', { name: /^Life drawing/ })
    .first()
    .click();
  await page.getByText('This stream is for adults.').waitFor();
  const joins: string[] = [];
  page.on('request', (request) => request.url().includes('viewing.join') && joins.push(request.url()));
  expect(await page.getByRole('group', { name: 'Player' }).count()).toBe(0);
  expect(await problemsInBothThemes(page, 'question of age')).toEqual([]);
  await page.setViewportSize({ width: 1440, height: 900 });
  expect(joins).toEqual([]);
  await page.getByRole('button', { name: 'I am 18 or older' }).click();
  await page.getByText('This stream is for adults.').waitFor({ state: 'detached' });

  await page.goto('/');
  await page
    .getByRole('link', { name: /^Saturn at opposition/ })
    .first()
    .click();
  await untilItMoves(page);
  await page.mouse.move(600, 400);
  expect(await faintIcons(page)).toEqual([]);
  // the focus is on the page, not in the player
  await page.locator('h1').click();
  await page.keyboard.press('m');
  await page
    .getByRole('button', { name: 'Mute', exact: true })
    .or(page.getByRole('button', { name: 'Unmute' }).first())
    .waitFor();
  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'Keys' });
  await keys.getByText('Pause, or go on').waitFor();
  await page.keyboard.press('Escape');
  await keys.waitFor({ state: 'detached' });
  const goOn = page.getByRole('button', { name: 'Go on watching' });
  await page.keyboard.press(' ');
  await goOn.waitFor();
  expect(await goOn.evaluate((button) => button === document.activeElement)).toBe(true);
  await page.keyboard.press('k');
  await untilItMoves(page);
  await page.getByLabel('The creator’s camera').click({ position: { x: 200, y: 120 } });
  await goOn.waitFor();
  await page.keyboard.press('Enter');
  await untilItMoves(page);
  await page.getByLabel('The creator’s camera').dblclick({ position: { x: 200, y: 120 } });
  await page.getByRole('button', { name: 'Leave full screen' }).waitFor();
  await page.keyboard.press('f');
  await page.getByRole('button', { name: 'Full screen', exact: true }).waitFor();
  // the demo studio sends one size: there is nothing to choose among
  expect(await page.getByLabel('Quality').count()).toBe(0);

  await page.goto('/@kodaikanal_sky', { waitUntil: 'networkidle' });
  await page.context().setOffline(true);
  await page.getByRole('link', { name: 'Vilokanam' }).first().click();
  await page.getByText('You are offline. This page stays as it is').waitFor();
  expect(page.url()).toContain('/@kodaikanal_sky');
  await page.context().setOffline(false);
  complaints.splice(0); // the browser’s own, of the connection that was not there
  await page.goto('/there/is/nothing');
  expect(await page.title()).toBe('Nothing here · Vilokanam');
}, 150_000);

/** Icons of the player whose contrast is below 3 to 1 over the lightest picture. */
function faintIcons(page: Page) {
  return page.getByRole('group', { name: 'Player' }).evaluate((player) => {
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
    const over = (colour: string, ground: string) => {
      for (const fill of [ground, colour]) {
        canvas.fillStyle = fill;
        canvas.fillRect(0, 0, 1, 1);
      }
      return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3) as [number, number, number];
    };
    const light = (rgb: readonly number[]) => {
      const [r = 0, g = 0, b = 0] = rgb.map((part) => {
        const share = part / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    return [...player.querySelectorAll('button:has(svg), select')].flatMap((control) => {
      const bar = control.closest('.bg-scrim');
      const ground = over(bar ? getComputedStyle(bar).backgroundColor : 'white', 'white');
      const icon = over(getComputedStyle(control).color, `rgb(${ground.join(' ')})`);
      const [low, high] = [light(icon), light(ground)].sort((a, b) => a - b) as [number, number];
      const contrast = (high + 0.05) / (low + 0.05);
      return contrast < 3 ? [`${control.getAttribute('aria-label') ?? ''}: ${contrast.toFixed(2)}`] : [];
    });
  });
}
