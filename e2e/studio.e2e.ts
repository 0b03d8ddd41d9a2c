import { expect, inject, test } from 'vitest';
import { DEMO_PASSWORD } from '../scripts/demo-accounts.mjs';
import { becomeCreator, signIn, signUp, useBrowser } from './browser';

const { visit } = useBrowser();
/** One with a camera and a microphone. */
const studio = useBrowser({ camera: true });

test('a creator plans a stream, others find it, it is changed and cancelled', async () => {
  const { page } = await visit();
  const title = `Grinding a telescope mirror ${Date.now()}`;
  const handle = await signUp(page);
  await becomeCreator(page);

  await page.getByRole('link', { name: 'New stream' }).first().click();
  await page.getByLabel('Title').fill(title);
  await page.getByLabel('Category', { exact: true }).selectOption({ index: 1 });
  await page.getByLabel('Tags (optional)').fill('optics, Glass');
  await page.getByLabel(/price/i).first().fill('0.25');
  const tomorrow = new Date(Date.now() + 24 * 3_600_000);
  await page.getByLabel('Day').fill(tomorrow.toISOString().slice(0, 10));
  await page.getByLabel('Time').fill('20:00');
  await page.getByRole('button', { name: 'Save stream' }).click();
  await page.waitForURL(/\/dashboard(\?|$)/);
  await page.getByRole('link', { name: title }).first().waitFor();

  const viewer = await visit({ phone: true });
  await viewer.page.goto(`/@${handle}`);
  await viewer.page.getByRole('link', { name: title }).first().click();
  await viewer.page.waitForURL(/\/watch\//);
  await viewer.page
    .getByText(/0\.25 UNIT a minute/)
    .first()
    .waitFor();
  await viewer.page
    .getByText(/15\.00 UNIT an hour|15 UNIT an hour/)
    .first()
    .waitFor();

  await page.getByRole('link', { name: title }).first().click();
  await page.getByLabel('Title').fill(`${title}, second part`);
  await page.getByRole('button', { name: 'Save changes' }).click();
  await page.getByText('Your changes are saved.').waitFor();
  await viewer.page.reload();
  await viewer.page.getByRole('heading', { name: `${title}, second part` }).waitFor();

  await page.getByRole('button', { name: 'Cancel stream' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel the stream' }).click();
  await page.getByText('The stream is cancelled.').waitFor();
  await viewer.page.reload();
  await viewer.page.getByText('Cancelled.').waitFor();
  await viewer.page.goto(`/@${handle}?show=soon`);
  await viewer.page.getByText('Nothing is planned at the moment.').waitFor();
});

test('a form that is not right keeps what was typed and says what to change', async () => {
  const { page } = await visit();
  await signUp(page);
  await becomeCreator(page);
  await page.goto('/dashboard/new');
  await page.getByLabel('Description').fill('kept');
  await page.getByLabel(/price/i).first().fill('a lot');
  await page.getByRole('button', { name: 'Save stream' }).click();
  await page.getByText('Give the stream a title').first().waitFor();
  expect(await page.getByLabel('Description').inputValue()).toBe('kept');
  expect(await page.getByLabel(/price/i).first().inputValue()).toBe('a lot');
});

test('a private stream is there for guests alone', async () => {
  const { page } = await visit();
  await signUp(page);
  await becomeCreator(page);
  await page.goto('/dashboard/new');
  await page.getByLabel('Title').fill('A rehearsal for friends');
  await page.getByLabel('Category', { exact: true }).selectOption({ index: 1 });
  await page.getByRole('radio', { name: 'Private' }).check();
  await page.getByRole('button', { name: 'Save stream' }).click();
  await page.getByRole('link', { name: 'A rehearsal for friends' }).first().click();
  await page.getByLabel('Invite by name').fill('nobody_of_that_name');
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  await page.getByText('Nobody here has that name.').waitFor();
  await page.getByLabel('Invite by name').fill('@Ravi');
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  await page.getByText('@ravi').waitFor();
  const link = await page.getByRole('link', { name: 'See its page' }).getAttribute('href');

  const [guest, stranger] = [await visit(), await visit()];
  await signIn(guest.page, 'ravi', DEMO_PASSWORD);
  await guest.page.waitForURL(`${inject('url')}/`);
  expect((await guest.page.goto(link ?? ''))?.status()).toBe(200);
  expect((await stranger.page.goto(link ?? ''))?.status()).toBe(404);

  await page.getByRole('button', { name: /Take back the invitation/ }).click();
  await page.getByText('@ravi').waitFor({ state: 'detached' });
  expect((await guest.page.goto(link ?? ''))?.status()).toBe(404);
});

test('devices have their names once they are allowed, the choice keeps the focus, and what is plugged in is listed', async () => {
  const { page } = await studio.visit();
  const title = `A studio with one camera ${Date.now()}`;
  await signUp(page);
  await becomeCreator(page);
  await page.goto('/dashboard/new');
  await page.getByLabel('Title').fill(title);
  await page.getByLabel('Category', { exact: true }).selectOption({ index: 1 });
  await page.getByRole('button', { name: 'Save stream' }).click();
  const planned = await page.getByRole('link', { name: title }).first().getAttribute('href');
  await page.goto(`/dashboard/streams/${/[0-9a-f-]{36}/.exec(planned ?? '')?.[0]}/live`);

  const camera = page.getByLabel('Camera', { exact: true });
  const names = () => camera.locator('option').allTextContents();
  const chosen = () => camera.locator('option:checked').textContent();
  const picture = page.getByLabel('Your camera, as viewers see it');
  expect(await names()).toEqual(['No camera']);
  await page.getByRole('button', { name: 'Turn on camera and microphone' }).click();
  await picture.waitFor();
  await expect.poll(names).toEqual(['fake_device_0', 'No camera']);
  expect(await chosen()).toBe('fake_device_0');
  const microphone = page.getByLabel('Microphone', { exact: true }).locator('option');
  await expect.poll(() => microphone.allTextContents()).toContain('Fake Audio Input 1');

  await camera.focus();
  await camera.selectOption('No camera');
  await picture.waitFor({ state: 'detached' });
  await expect.poll(chosen).toBe('No camera');
  expect(await camera.evaluate((element) => element === document.activeElement)).toBe(true);
  await camera.selectOption('fake_device_0');
  await picture.waitFor();

  await page.evaluate(() => {
    const { mediaDevices } = navigator;
    const second = { deviceId: 'second', groupId: '', kind: 'videoinput', label: 'A second camera' } as MediaDeviceInfo;
    const before = mediaDevices.enumerateDevices.bind(mediaDevices);
    mediaDevices.enumerateDevices = async () => [...(await before()), second];
    mediaDevices.dispatchEvent(new Event('devicechange'));
  });
  await expect.poll(names).toEqual(['fake_device_0', 'A second camera', 'No camera']);
  expect(await chosen()).toBe('fake_device_0');
});
