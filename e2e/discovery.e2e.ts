import { expect, inject, test } from 'vitest';
import { enter, planStream, unit, type Actor } from './actor';
import { useBrowser } from './browser';

const { visit } = useBrowser({ media: false });

/** Letters that nothing else here begins with: a test that is tried again finds its own stream. */
const newLetters = () => Array.from({ length: 8 }, () => 'bdfgklmnprstvz'[Math.floor(Math.random() * 14)]).join('');

/** A stream to come tomorrow. */
const plan = (creator: Actor, title: string, tags: string[]) =>
  planStream(creator, { title, tags, rate: unit('0.001'), language: 'sv', scheduledAt: tomorrow() });
const tomorrow = () => new Date(Date.now() + 24 * 3_600_000);

test('from any page by keyboard to a stream, by a suggestion, and by a word that is mistyped', async () => {
  const creator = await enter(inject('url'));
  const letters = newLetters();
  const title = `Zephyr${letters} over the marshes`;
  const id = await plan(creator, title, ['birdsong']);
  const { page } = await visit();
  await page.goto('/sign-in', { waitUntil: 'networkidle' });
  await page.locator('h1').click();
  await page.keyboard.press('/');
  // in one go: an answer to half of it would take the choice away again
  await page.keyboard.insertText(`zephyr${letters}`);
  const option = page.getByRole('option', { name: title });
  await option.waitFor();
  await page.keyboard.press('ArrowDown');
  expect(await option.getAttribute('aria-selected')).toBe('true');
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/watch/${id}`);

  await page.keyboard.press('/');
  await page.keyboard.insertText(`zehpyr${letters}`);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/search\?q=zehpyr/);
  await page.getByRole('link', { name: title }).waitFor();
  await page.getByText('Nothing is called exactly that. This is for').waitFor();

  await page.getByRole('link', { name: 'Tags', exact: true }).click();
  await page.getByText('None of this kind.').waitFor();
});

test('filters stand in the address, and work without scripts as with them; a tag leads to its streams', async () => {
  const creator = await enter(inject('url'));
  const tag = `loon${newLetters()}`;
  const title = `Dusk with ${tag}`;
  await plan(creator, title, [tag]);
  const { page } = await visit();
  await page.goto('/browse?show=soon&language=sv', { waitUntil: 'networkidle' });
  await page.getByRole('link', { name: title }).waitFor();
  await page.getByLabel('Price', { exact: true }).selectOption('free');
  await page.waitForURL(/price=free/);
  await page.getByText('No stream is like that.').waitFor();
  expect(new URL(page.url()).searchParams.get('language')).toBe('sv');

  const { page: plain } = await visit({ javaScriptEnabled: false });
  await plain.goto('/browse?show=soon&language=sv');
  await plain.getByLabel('Tags', { exact: true }).fill(tag);
  await plain.getByRole('button', { name: 'Apply the filters' }).click();
  await plain.waitForURL(new RegExp(`tags=${tag}`));
  await plain.getByRole('link', { name: title }).click();
  await plain.getByRole('link', { name: tag, exact: true }).click();
  await plain.waitForURL(`**/tags/${tag}`);
  await plain.getByRole('link', { name: title }).waitFor();
  await plain
    .getByRole('searchbox')
    .or(plain.getByRole('combobox', { name: /Search/ }))
    .first()
    .fill(tag);
  await plain.keyboard.press('Enter');
  await plain.waitForURL(new RegExp(`/search\\?q=${tag}`));
  await plain.getByRole('link', { name: title }).waitFor();
});

test('a stream that begins a day early is on home, and on its own page, without a reload', async () => {
  const creator = await enter(inject('url'));
  const title = `Early ${newLetters()}`;
  const id = await plan(creator, title, []);
  const [{ page: home }, { page: waiting }] = [await visit(), await visit()];
  await home.goto('/', { waitUntil: 'networkidle' });
  await waiting.goto(`/watch/${id}`, { waitUntil: 'networkidle' });
  for (const page of [home, waiting]) await page.evaluate(() => Object.assign(window, { notReloaded: true }));
  const card = home.locator('article', { hasText: title });
  expect(await card.count()).toBe(0);
  await creator.trpc.broadcast.start.mutate({ id, payee: creator.address });
  await card.getByText('Live', { exact: true }).waitFor({ timeout: 20_000 });
  await waiting.getByText(/^Live for/).waitFor({ timeout: 20_000 });
  for (const page of [home, waiting]) expect(await page.evaluate(() => 'notReloaded' in window)).toBe(true);
  await creator.trpc.broadcast.end.mutate({ id });
  await card.waitFor({ state: 'detached', timeout: 20_000 });
});
