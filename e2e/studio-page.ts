import { type Page } from 'playwright-core';

/** Plans a stream at a price a minute in UNIT, by a creator; tells its id. */
export async function planInStudio(page: Page, { title, price }: { title: string; price: string }): Promise<string> {
  await page.goto('/dashboard/new');
  await page.getByLabel('Title').fill(title);
  await page.getByLabel('Category', { exact: true }).selectOption({ index: 1 });
  await page.getByLabel(/price/i).first().fill(price);
  await page.getByRole('button', { name: 'Save stream' }).click();
  await page.waitForURL(/\/dashboard(\?|$)/);
  const link = await page.getByRole('link', { name: title }).first().getAttribute('href');
  return /streams\/([0-9a-f-]{36})/.exec(link ?? '')![1]!;
}

/** Turns camera and microphone on in the studio and goes live; `planned` leads there first. */
export async function goLiveInStudio(page: Page, planned: string): Promise<void> {
  await page.goto(`/dashboard/streams/${planned}/live`);
  await page.getByRole('button', { name: 'Turn on camera and microphone' }).click();
  await page.getByRole('button', { name: 'Go live' }).click();
  await page.getByText('You are live. Viewers see and hear this.').waitFor({ timeout: 20_000 });
}
