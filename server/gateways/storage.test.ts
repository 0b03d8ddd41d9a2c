import { readdir } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { keyOf, newName, readKey, type StorageKey } from '../storage-key';
import { testFolder } from '../testing/storage';
import { createFolderStorage } from './storage';

const text = (stream: ReadableStream<Uint8Array>) => new Response(stream).text();

test('what is put is there whole, in parts, and replaced by what is put after it; removed it is gone', async () => {
  const folder = testFolder();
  const storage = createFolderStorage(folder);
  const key = keyOf('pictures', newName(), 'webp', 256);
  expect(await storage.stat(key)).toBeNull();
  expect(await storage.read(key)).toBeNull();
  await storage.put(key, Buffer.from('0123456789'));
  const found = await storage.read(key);
  expect(found?.bytes).toBe(10);
  expect(await text(found!.content)).toBe('0123456789');
  expect(await text((await storage.read(key, { from: 2, to: 4 }))!.content)).toBe('234');
  await storage.put(key, Readable.from(['ab', 'cd']));
  expect(await storage.stat(key)).toMatchObject({ bytes: 4 });
  expect(await readdir(`${folder}/pictures`)).toHaveLength(1);
  await storage.remove(key);
  await storage.remove(key);
  expect(await storage.stat(key)).toBeNull();
});

test('a stream that breaks leaves nothing, and what was there before stays', async () => {
  const folder = testFolder();
  const storage = createFolderStorage(folder);
  const key = keyOf('thumbnails', newName(), 'jpg');
  await storage.put(key, Buffer.from('before'));
  const broken = Readable.from(
    (async function* () {
      yield await Promise.resolve('half');
      throw new Error('the line was cut');
    })(),
  );
  await expect(storage.put(key, broken)).rejects.toThrow('the line was cut');
  expect(await text((await storage.read(key))!.content)).toBe('before');
  expect(await readdir(`${folder}/thumbnails`)).toHaveLength(1);
});

test.each([
  '../../etc/passwd',
  'pictures/../../etc/passwd',
  `pictures/..%2f${'a'.repeat(32)}.webp`,
  `pictures/${'a'.repeat(31)}.webp`,
  `pictures/${'a'.repeat(32)}.svg`,
  `pictures/${'a'.repeat(32)}.webp\0.html`,
  `pictures/${'a'.repeat(32)}.webp\n`,
  `/pictures/${'a'.repeat(32)}.webp`,
  `secrets/${'a'.repeat(32)}.webp`,
  `pictures/${'a'.repeat(30)}/a.webp`,
  '',
])('%j is no key, and reaches no file even when somebody says it is one', async (text) => {
  expect(readKey(text)).toBeNull();
  const storage = createFolderStorage(testFolder());
  const forged = text as StorageKey;
  await expect(storage.put(forged, Buffer.from('x'))).rejects.toThrow(RangeError);
  await expect(storage.read(forged)).rejects.toThrow(RangeError);
  await expect(storage.remove(forged)).rejects.toThrow(RangeError);
});

test('names cannot be guessed: no two are alike, and each has 192 bits', () => {
  const names = new Set(Array.from({ length: 1_000 }, newName));
  expect(names.size).toBe(1_000);
  for (const name of names) expect(name).toMatch(/^[A-Za-z0-9_-]{32}$/);
});
