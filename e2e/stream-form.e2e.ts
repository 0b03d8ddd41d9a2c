import { type Locator, type Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { becomeCreator, overflow, signUp, useBrowser } from './browser';

const { visit } = useBrowser({ media: false });

const TITLE = 'Give the stream a title of up to 140 characters.';
const PRICE = 'Type a price as digits with a point, such as 0.25.';
const ON_TOP = 'Some of this needs another look. Nothing was saved yet.';

/** The form of a new stream, by what people read on it. */
const formOf = (page: Page) => ({
  title: page.getByLabel('Title', { exact: true }),
  description: page.getByLabel('Description'),
  category: page.getByLabel('Category', { exact: true }),
  tags: page.getByLabel('Tags (optional)'),
  price: page.getByLabel(/^Price a minute/),
  preview: page.getByLabel('Free preview, in seconds'),
  limit: page.getByLabel('Viewer limit'),
  adults: page.getByLabel('For adults'),
  unlisted: page.getByRole('radio', { name: 'Unlisted' }),
  save: page.getByRole('button', { name: 'Save stream' }),
});

async function openForm(page: Page) {
  await signUp(page);
  await becomeCreator(page);
  await page.goto('/dashboard/new', { waitUntil: 'networkidle' });
  return formOf(page);
}

/** What stands under a field as its error, for those who see and those who hear it. */
const errorOf = (field: Locator) =>
  field.evaluate((control) => {
    const error = document.getElementById(`${control.id}-error`);
    const described = control.getAttribute('aria-describedby')?.split(' ') ?? [];
    return error && described.includes(error.id) && control.ariaInvalid === 'true' ? error.textContent : null;
  });

/** Types more than the field lets anybody type: as a page would that did not know the limit. */
async function fillBeyondLimit(field: Locator, text: string) {
  await field.evaluate((control) => control.removeAttribute('maxlength'));
  await field.fill(text);
}

const postsOf = (page: Page) => {
  const posts: string[] = [];
  page.on('request', (request) => request.method() === 'POST' && posts.push(request.url()));
  return posts;
};

test('without scripts a bad form comes back with all that was typed and each message beside its field; a good one is saved', async () => {
  const { page } = await visit({ javaScriptEnabled: false });
  const form = await openForm(page);
  const long = 't'.repeat(141);
  await fillBeyondLimit(form.title, long);
  await form.description.fill('Two lines,\nboth kept.');
  await form.category.selectOption({ index: 2 });
  const category = await form.category.inputValue();
  await form.tags.fill('optics, Glass');
  await form.price.fill('a lot');
  await form.preview.fill('12');
  await form.limit.fill('50');
  await form.adults.check();
  await form.unlisted.check();
  await form.save.click();

  await page.getByRole('alert').getByText(ON_TOP).waitFor();
  expect(await errorOf(form.title)).toBe(TITLE);
  expect(await errorOf(form.price)).toBe(PRICE);
  for (const field of [form.description, form.tags, form.preview, form.limit]) expect(await errorOf(field)).toBeNull();
  expect(await form.title.inputValue()).toBe(long);
  expect(await form.description.inputValue()).toBe('Two lines,\nboth kept.');
  expect(await form.category.inputValue()).toBe(category);
  expect(await form.tags.inputValue()).toBe('optics, Glass');
  expect(await form.price.inputValue()).toBe('a lot');
  expect(await form.preview.inputValue()).toBe('12');
  expect(await form.limit.inputValue()).toBe('50');
  expect(await form.adults.isChecked()).toBe(true);
  expect(await form.unlisted.isChecked()).toBe(true);

  const title = `Polishing by hand ${Date.now()}`;
  await form.title.fill(title);
  await form.price.fill('0.25');
  await form.save.click();
  await page.waitForURL(/\/dashboard\?/);
  await page.getByRole('link', { name: title }).first().click();
  expect(await form.title.inputValue()).toBe(title);
  expect(await form.description.inputValue()).toBe('Two lines,\nboth kept.');
  expect(await form.category.inputValue()).toBe(category);
  expect(await form.tags.inputValue()).toBe('optics, glass');
  expect(await form.price.inputValue()).toBe('0.25');
  expect(await form.preview.inputValue()).toBe('12');
  expect(await form.limit.inputValue()).toBe('50');
  expect(await form.adults.isChecked()).toBe(true);
  expect(await form.unlisted.isChecked()).toBe(true);
});

test('with scripts what is wrong is said before anything is sent, the first wrong field has the focus, and a mended form is saved', async () => {
  const { page } = await visit();
  const form = await openForm(page);
  const posts = postsOf(page);
  await form.price.fill('1,5');
  await form.save.click();

  await page.getByRole('alert').getByText(ON_TOP).waitFor();
  expect(await errorOf(form.title)).toBe(TITLE);
  expect(await errorOf(form.category)).toBe('Choose a category.');
  expect(await errorOf(form.price)).toBe('Use a point for decimals, such as 0.25, and no commas.');
  expect(await form.title.evaluate((field) => field === document.activeElement)).toBe(true);
  expect(posts).toEqual([]);

  const title = `Silvering a mirror ${Date.now()}`;
  await form.title.fill(title);
  await expect.poll(() => errorOf(form.title)).toBeNull();
  expect(await errorOf(form.category)).toBe('Choose a category.');
  await form.category.selectOption({ index: 1 });
  await form.price.fill('1.5');
  await form.save.click();
  await page.waitForURL(/\/dashboard\?/);
  await page.getByRole('link', { name: title }).first().waitFor();
});

test('a title ends where its field ends; one that is longer all the same, and a price that is none, are refused in words', async () => {
  const { page } = await visit();
  const form = await openForm(page);
  const posts = postsOf(page);
  await form.title.click();
  await page.keyboard.insertText('t'.repeat(150));
  expect(await form.title.inputValue()).toBe('t'.repeat(140));

  await fillBeyondLimit(form.title, 't'.repeat(141));
  await form.category.selectOption({ index: 1 });
  await form.save.click();
  await expect.poll(() => errorOf(form.title)).toBe(TITLE);
  await form.title.fill('t'.repeat(140));
  await expect.poll(() => errorOf(form.title)).toBeNull();

  for (const [price, message] of [
    ['a lot', PRICE],
    ['-1', PRICE],
    ['', 'Type a price, or 0 for a free stream.'],
    ['1000000', 'That price is above what is possible.'],
  ] as const) {
    await form.price.fill(price);
    await form.save.click();
    await expect.poll(() => errorOf(form.price), { message: price }).toBe(message);
  }
  expect(posts).toEqual([]);
});

test('on a phone the messages stay within the screen, and the first wrong field is in sight', async () => {
  const { page } = await visit({ phone: true });
  const form = await openForm(page);
  await form.price.fill('a lot');
  await form.save.click();

  await page.getByRole('alert').getByText(ON_TOP).waitFor();
  expect(await errorOf(form.title)).toBe(TITLE);
  expect(await errorOf(form.price)).toBe(PRICE);
  expect(await overflow(page)).toBe(0);
  const inSight = () =>
    form.title.evaluate((field) => {
      const { top, bottom } = field.getBoundingClientRect();
      return top >= 0 && bottom <= window.innerHeight;
    });
  await expect.poll(inSight).toBe(true);
});
