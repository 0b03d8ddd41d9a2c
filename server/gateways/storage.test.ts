import { readdir } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Storage } from '../deps';
import { keyOf, newName, readKey, type StorageKey, videoKey } from '../storage-key';
import { objectStoreProgram, startObjectStore } from '../testing/object-store';
import { testFolder } from '../testing/storage';
import { createFolderStorage } from './storage';
import { createS3Storage } from './storage-s3';

const text = (stream: ReadableStream<Uint8Array>) => new Response(stream).text();
const NO_KEYS = [
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
  `videos/${'a'.repeat(32)}/../${'b'.repeat(32)}/index.json`,
  `videos/${'a'.repeat(32)}/index.json/x.m4s`,
  '',
];

/** What holds wherever things are kept. */
function keepsThings(open: () => Storage) {
  test('what is put is there whole, in parts, and replaced by what is put after it; removed it is gone', async () => {
    const storage = open();
    const key = keyOf('pictures', newName(), 'webp', 256);
    expect(await storage.stat(key)).toBeNull();
    expect(await storage.read(key)).toBeNull();
    await storage.put(key, Buffer.from('0123456789'));
    const found = await storage.read(key);
    expect(found?.bytes).toBe(10);
    expect(await text(found!.content)).toBe('0123456789');
    const part = await storage.read(key, { from: 2, to: 4 });
    expect(part?.bytes).toBe(10);
    expect(await text(part!.content)).toBe('234');
    await storage.put(key, Readable.from(['ab', 'cd']));
    expect(await storage.stat(key)).toMatchObject({ bytes: 4 });
    await storage.remove(key);
    await storage.remove(key);
    expect(await storage.stat(key)).toBeNull();
  });

  test('a stream that breaks leaves nothing, and what was there before stays', async () => {
    const storage = open();
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
  });

  test('a stream of many megabytes is kept whole', async () => {
    const storage = open();
    const key = videoKey(newName(), 'source-00001.m4s');
    const megabyte = Buffer.alloc(1024 ** 2, 7);
    await storage.put(key, Readable.from(Array.from({ length: 12 }, () => megabyte)));
    expect(await storage.stat(key)).toMatchObject({ bytes: 12 * 1024 ** 2 });
    const part = await storage.read(key, { from: 6 * 1024 ** 2 - 1, to: 6 * 1024 ** 2 });
    expect(new Uint8Array(await new Response(part!.content).arrayBuffer())).toEqual(new Uint8Array([7, 7]));
  });

  test('a video goes with all of its files, and no other goes with it', async () => {
    const storage = open();
    const [gone, stays] = [newName(), newName()];
    const since = Date.now() - 5_000;
    for (const folder of [gone, stays])
      for (const file of ['index.json', 'source-00001.m4s', 'audio-00001.m4s', 'de.vtt'])
        await storage.put(videoKey(folder, file), Buffer.from('x'));
    const folders = async () => {
      const found: { folder: string; storedAt: Date }[] = [];
      for await (const one of storage.videoFolders()) found.push(one);
      return found.filter(({ folder }) => folder === gone || folder === stays);
    };
    const before = await folders();
    expect(before.map(({ folder }) => folder).sort()).toEqual([gone, stays].sort());
    for (const { storedAt } of before) {
      expect(storedAt.getTime()).toBeGreaterThan(since);
      expect(storedAt.getTime()).toBeLessThan(Date.now() + 5_000);
    }
    await storage.removeVideo(gone);
    await storage.removeVideo(gone);
    expect((await folders()).map(({ folder }) => folder)).toEqual([stays]);
    expect(await storage.stat(videoKey(gone, 'index.json'))).toBeNull();
    expect(await storage.stat(videoKey(stays, 'source-00001.m4s'))).not.toBeNull();
    for (const folder of ['', '..', '../videos', `${stays}/..`])
      await expect(storage.removeVideo(folder)).rejects.toThrow(RangeError);
  });

  test.each(NO_KEYS)('%j is no key, and reaches no file even when somebody says it is one', async (text) => {
    expect(readKey(text)).toBeNull();
    const storage = open();
    const forged = text as StorageKey;
    await expect(storage.put(forged, Buffer.from('x'))).rejects.toThrow(RangeError);
    await expect(storage.put(forged, Readable.from(['x']))).rejects.toThrow(RangeError);
    await expect(storage.read(forged)).rejects.toThrow(RangeError);
    await expect(storage.stat(forged)).rejects.toThrow(RangeError);
    await expect(storage.remove(forged)).rejects.toThrow(RangeError);
  });
}

describe('a folder', () => {
  keepsThings(() => createFolderStorage(testFolder()));

  test('nothing is left beside what was put, whether it came whole or not', async () => {
    const folder = testFolder();
    const storage = createFolderStorage(folder);
    const key = keyOf('pictures', newName(), 'webp', 256);
    await storage.put(key, Buffer.from('0123456789'));
    await expect(storage.put(key, Readable.from([1]))).rejects.toThrow();
    expect(await readdir(`${folder}/pictures`)).toHaveLength(1);
  });
});

describe.skipIf(!objectStoreProgram)(
  objectStoreProgram ? 'an object store' : 'an object store (skipped: versitygw is not built)',
  () => {
    let storage: Storage;
    let stop = () => Promise.resolve();
    beforeAll(async () => {
      const store = await startObjectStore(objectStoreProgram ?? '');
      stop = store.stop;
      storage = await createS3Storage(store.options);
    });
    afterAll(() => stop());

    keepsThings(() => storage);

    test('a store that does not let us in is an error, not an empty store', async () => {
      const store = await startObjectStore(objectStoreProgram ?? '');
      try {
        const other = await createS3Storage({ ...store.options, secretKey: 'wrong' });
        await expect(other.stat(keyOf('pictures', newName(), 'webp'))).rejects.toThrow();
      } finally {
        await store.stop();
      }
    });
  },
);

test('names cannot be guessed: no two are alike, and each has 192 bits', () => {
  const names = new Set(Array.from({ length: 1_000 }, newName));
  expect(names.size).toBe(1_000);
  for (const name of names) expect(name).toMatch(/^[A-Za-z0-9_-]{32}$/);
});
