import sharp from 'sharp';
import { expect, test } from 'vitest';
import { type LinkWords } from '../deps';
import { createLinkPictures, drawable, loadType } from './link-pictures';

const pictures = createLinkPictures('public');
const words = (change: Partial<LinkWords> = {}): LinkWords => ({
  title: 'Evening ragas',
  by: ['Maya', '@maya'],
  line: '0.004 UNIT a second',
  mark: 'live',
  ...change,
});

test('a PNG of 1200 by 630, with a picture and without', async () => {
  const cover = await pictures.ownPicture('/seed/music-strings.svg');
  expect(cover).not.toBeNull();
  const drawn = await Promise.all([pictures.draw(words(), cover), pictures.draw(words(), null)]);
  for (const png of drawn)
    expect(await sharp(png).metadata()).toMatchObject({ format: 'png', width: 1200, height: 630 });
  expect(Buffer.from(drawn[0]!).equals(Buffer.from(drawn[1]!))).toBe(false);
});

test('letters that our type does not have are left out, and a text of little else', async () => {
  const type = await loadType();
  const drawn = (text: string) => drawable(text, type);
  expect(drawn('Evening  ragas \u{1f3bb}\u{1f3b6}')).toBe('Evening ragas');
  expect(drawn('Живой эфир, ελληνικά, Tiếng Việt')).toBe('Живой эфир, ελληνικά, Tiếng Việt');
  expect(drawn('\u202eevil\u0000\n2')).toBe('evil 2');
  for (const text of ['', '🎉🎉', 'שלום עולם', 'مايا', 'ಸಂಜೆ 2', 'रात का raga', '夜']) expect(drawn(text)).toBeNull();
});

test('draws whatever it is given to say', async () => {
  const odd = [
    '\u202eevil\u0000',
    'a'.repeat(5_000),
    '<b>&amp;</b>',
    'e\u0301'.repeat(50),
    '\u{1f469}\u200d\u{1f467}',
    '\ud800',
  ];
  for (const title of odd)
    expect((await pictures.draw(words({ title, by: [title] }), null)).length).toBeGreaterThan(1_000);
});

test('a picture that cannot be read is left out', async () => {
  const broken = Buffer.from(await pictures.draw(words(), Buffer.from('no picture')));
  expect(broken.equals(Buffer.from(await pictures.draw(words(), null)))).toBe(true);
});

test('of what lies on the disk it reads the pictures of the demo world alone', async () => {
  for (const path of ['/seed/../share.png', '/share.png', '/seed/a/../../../package.json', '/seed/none.svg'])
    expect(await pictures.ownPicture(path)).toBeNull();
});
