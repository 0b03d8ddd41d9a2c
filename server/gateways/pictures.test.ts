import { deflateSync, crc32 } from 'node:zlib';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { type Encoded } from '../deps';
import { createPictures } from './pictures';

const { encode } = createPictures();
const SHAPE = { width: 256, height: 128 };
const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 80, b: 40 } } });
const made = async (bytes: Uint8Array) => (await encode(bytes, SHAPE)) as Encoded[];

test.each(['jpeg', 'png', 'webp', 'gif', 'avif'] as const)('a %s becomes two WebP files of the shape', async (kind) => {
  const files = await made(await plain(300, 400).toFormat(kind).toBuffer());
  expect(files.map(({ width }) => width)).toEqual([256, 128]);
  for (const { width, bytes } of files)
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width, height: width / 2 });
});

test('where and by what it was taken is gone, and it stands upright', async () => {
  const exif = { IFD0: { Make: 'SecretCamera' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '12/1 58/1 0/1' } };
  const photo = await plain(100, 200).withExif(exif).withMetadata({ orientation: 6 }).withExif(exif).jpeg().toBuffer();
  expect(photo.includes('SecretCamera')).toBe(true);
  for (const { bytes } of await made(photo)) {
    const { exif, icc, xmp, orientation } = await sharp(bytes).metadata();
    expect({ exif, icc, xmp, orientation }).toEqual({});
    expect(Buffer.from(bytes).includes('SecretCamera')).toBe(false);
    expect(Buffer.from(bytes).includes('EXIF')).toBe(false);
  }
});

test('a picture that turns by its metadata is turned before it is cut', async () => {
  // left half white, right half black; shown turned by a quarter: above white, below black
  const half = await sharp({ create: { width: 200, height: 400, channels: 3, background: 'white' } })
    .png()
    .toBuffer();
  const photo = await sharp({ create: { width: 400, height: 400, channels: 3, background: 'black' } })
    .composite([{ input: half, left: 0, top: 0 }])
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
  const [large] = (await encode(photo, { width: 64, height: 64 })) as Encoded[];
  const { data } = await sharp(large!.bytes).greyscale().raw().toBuffer({ resolveWithObject: true });
  expect([data[4 * 64 + 4], data[4 * 64 + 60], data[60 * 64 + 4]].map((value) => value! > 128)).toEqual([
    true,
    true,
    false,
  ]);
});

test('what unpacks to more than fits is refused by what its head says', async () => {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(60_000, 0);
  head.writeUInt32BE(60_000, 4);
  head.set([8, 6, 0, 0, 0], 8);
  const bomb = Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.alloc(1_000_000))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
  expect(bomb.length).toBeLessThan(10_000);
  expect(await encode(bomb, SHAPE)).toBe('tooLarge');
});

test('a page that is a picture as well goes on as the picture alone', async () => {
  const page = '<script>alert(document.domain)</script>';
  const polyglot = Buffer.concat([await plain(64, 64).gif().toBuffer(), Buffer.from(page)]);
  const commented = await plain(64, 64)
    .withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/">${page}</x:xmpmeta>`)
    .png()
    .toBuffer();
  for (const bytes of [polyglot, commented])
    for (const file of await made(bytes)) expect(Buffer.from(file.bytes).includes('script')).toBe(false);
});

test('an animated picture stands still', async () => {
  const frames = await sharp([await plain(32, 32).png().toBuffer(), await plain(32, 32).negate().png().toBuffer()], {
    join: { animated: true },
  })
    .gif()
    .toBuffer();
  for (const { bytes } of await made(frames)) expect((await sharp(bytes).metadata()).pages ?? 1).toBe(1);
});

test.each([
  ['a drawing', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'],
  ['a drawing behind a blank', '  \n<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'],
  ['a page', '<!doctype html><script>alert(1)</script>'],
  ['a document', '%PDF-1.7'],
  ['a lie', '\xff\xd8\xff not a JPEG'],
  ['nothing', ''],
])('%s is no picture', async (_name, text) => {
  expect(await encode(Buffer.from(text, 'latin1'), SHAPE)).toBe('unreadable');
});

test('half a picture is no picture', async () => {
  const noise = await sharp({
    create: {
      width: 200,
      height: 200,
      channels: 3,
      background: 'red',
      noise: { type: 'gaussian', mean: 128, sigma: 60 },
    },
  })
    .png()
    .toBuffer();
  expect(await encode(noise.subarray(0, noise.length / 2), SHAPE)).toBe('unreadable');
});
