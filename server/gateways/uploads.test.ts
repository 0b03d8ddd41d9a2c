import { readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemTimers } from '../../sdk/timers';
import { type UploadRules, type Uploads, type UploadState } from '../deps';
import { DomainError } from '../errors';
import { newName } from '../storage-key';
import { objectStoreProgram, startObjectStore } from '../testing/object-store';
import { testFolder } from '../testing/storage';
import { LARGEST_VIDEO_FILE } from './uploads';
import { createFolderUploads } from './uploads-folder';
import { createS3Uploads } from './uploads-s3';

const SITE = 'http://127.0.0.1:3000';
const bytes = (length: number, from = 0) => Uint8Array.from({ length }, (_, index) => (index + from) % 251);

interface Rules extends UploadRules {
  uploadId: string;
  most: number;
  told: UploadState[];
  asked: string[];
}

/** Rules that allow all up to so many bytes, and remember what they were told. */
function rules(most = 1_000_000): Rules {
  const by: Rules = {
    uploadId: newName(),
    most,
    told: [],
    asked: [],
    begin({ metadata, length }) {
      by.asked.push(`begin ${JSON.stringify(metadata)} ${length}`);
      return Promise.resolve({ uploadId: by.uploadId, most: by.most });
    },
    goOn(id, method) {
      by.asked.push(`${method} ${id}`);
      return Promise.resolve({ most: by.most });
    },
    received(id, state) {
      expect(id).toBe(by.uploadId);
      by.told.push(state);
      return Promise.resolve();
    },
  };
  return by;
}

function request(method: string, path: string, headers: Record<string, string> = {}, body?: BodyInit): Request {
  const content = body === undefined ? {} : { body, duplex: 'half' as const };
  return new Request(SITE + path, { method, headers: { 'Tus-Resumable': '1.0.0', ...headers }, ...content });
}

function sending(uploads: Uploads, by: Rules) {
  const path = `/uploads/${by.uploadId}`;
  return {
    begin: (length: number | null, headers: Record<string, string> = {}) =>
      uploads.answer(
        request('POST', '/uploads', {
          ...(length === null ? { 'Upload-Defer-Length': '1' } : { 'Upload-Length': `${length}` }),
          ...headers,
        }),
        by,
      ),
    async patch(offset: number, body: BodyInit, headers: Record<string, string> = {}) {
      const type = { 'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': `${offset}` };
      return uploads.answer(request('PATCH', path, { ...type, ...headers }, body), by);
    },
    head: () => uploads.answer(request('HEAD', path), by),
    remove: () => uploads.answer(request('DELETE', path), by),
    content: () => uploads.withFile(by.uploadId, async (file) => new Uint8Array(await readFile(file))),
  };
}

/** A body whose length nobody says, and that breaks off where it is told to. */
function flowing(parts: Uint8Array[], breaks = false): ReadableStream<Uint8Array> {
  const left = [...parts];
  return new ReadableStream({
    pull(controller) {
      const next = left.shift();
      if (next) controller.enqueue(next);
      else if (breaks) controller.error(new Error('the line was cut'));
      else controller.close();
    },
  });
}

/** What holds wherever uploads are kept. */
function takesUploads(open: () => Uploads) {
  test('a file that comes in pieces, in the order of its bytes, is whole; whoever asks is told how far it is', async () => {
    const [uploads, by] = [open(), rules()];
    const upload = sending(uploads, by);
    const begun = await upload.begin(1_000, { 'Upload-Metadata': 'part YWJj,token ZGVm' });
    expect([begun.status, begun.headers.get('location')]).toEqual([201, `/uploads/${by.uploadId}`]);
    expect(await uploads.stat(by.uploadId)).toEqual({ bytes: 0, length: 1_000 });
    const first = await upload.patch(0, bytes(400));
    expect([first.status, first.headers.get('upload-offset')]).toEqual([204, '400']);
    await expect(upload.content()).rejects.toThrow('not all of this upload has come');
    const asked = await upload.head();
    expect([asked.status, asked.headers.get('upload-offset'), asked.headers.get('upload-length')]).toEqual([
      200,
      '400',
      '1000',
    ]);
    expect((await upload.patch(400, bytes(600, 400))).status).toBe(204);
    expect(await upload.content()).toEqual(bytes(1_000));
    expect(await uploads.stat(by.uploadId)).toEqual({ bytes: 1_000, length: 1_000 });
    expect(by.asked).toEqual([
      'begin {"part":"abc","token":"def"} 1000',
      ...['PATCH', 'HEAD', 'PATCH'].map((method) => `${method} ${by.uploadId}`),
    ]);
    expect(by.told.map(({ bytes }) => bytes)).toEqual([0, 400, 1_000]);
  });

  test('a gap, an overlap and a piece that came already are refused, and change nothing', async () => {
    const [uploads, by] = [open(), rules()];
    const upload = sending(uploads, by);
    await upload.begin(1_000);
    await upload.patch(0, bytes(400));
    for (const offset of [500, 399, 0]) expect((await upload.patch(offset, bytes(100, 7))).status).toBe(409);
    expect((await upload.patch(400, bytes(600, 400))).status).toBe(204);
    expect(await upload.content()).toEqual(bytes(1_000));
    expect((await upload.patch(0, bytes(1_000))).status).toBe(409);
  });

  test('more bytes than were declared are refused, said or not; fewer never make it whole', async () => {
    const [uploads, by] = [open(), rules()];
    const upload = sending(uploads, by);
    await upload.begin(1_000);
    expect((await upload.patch(0, bytes(1_001), { 'Content-Length': '1001' })).status).toBe(413);
    expect((await upload.patch(0, flowing([bytes(600), bytes(600)]))).status).toBeGreaterThanOrEqual(400);
    const come = await uploads.stat(by.uploadId);
    expect(come!.bytes).toBeLessThanOrEqual(1_000);
    await upload.patch(come!.bytes, bytes(999 - Math.min(999, come!.bytes), come!.bytes));
    if ((await uploads.stat(by.uploadId))!.bytes < 1_000)
      await expect(upload.content()).rejects.toThrow('not all of this upload has come');
  });

  test('of a file whose length nobody knows no more comes than it may have, while it flows in', async () => {
    const [uploads, by] = [open(), rules(1_000)];
    const upload = sending(uploads, by);
    expect((await upload.begin(null)).status).toBe(201);
    expect(await uploads.stat(by.uploadId)).toEqual({ bytes: 0, length: null });
    expect((await upload.patch(0, flowing([bytes(400)]))).status).toBe(204);
    expect((await upload.patch(400, flowing([bytes(400), bytes(400)]))).status).toBeGreaterThanOrEqual(400);
    // of what broke off, a store may keep less than had come
    const { bytes: come } = (await uploads.stat(by.uploadId))!;
    expect(come).toBeLessThanOrEqual(1_000);
    // what it may have is asked anew with each request
    by.most = come;
    expect((await upload.patch(come, bytes(0), { 'Upload-Length': `${come + 2}` })).status).toBe(413);
    expect((await upload.patch(come, bytes(2), { 'Content-Length': '2' })).status).toBe(413);
    by.most = 0;
    expect((await upload.patch(come, flowing([bytes(2)]))).status).toBeGreaterThanOrEqual(400);
    expect((await uploads.stat(by.uploadId))!.bytes).toBeLessThanOrEqual(1_000);
  });

  test('its length is said with the last piece, once, and not below what has come', async () => {
    const [uploads, by] = [open(), rules()];
    const upload = sending(uploads, by);
    await upload.begin(null);
    await upload.patch(0, bytes(500));
    expect((await upload.patch(500, bytes(0), { 'Upload-Length': '499' })).status).toBe(400);
    expect((await upload.patch(500, bytes(100, 500), { 'Upload-Length': '600' })).status).toBe(204);
    expect(await uploads.stat(by.uploadId)).toEqual({ bytes: 600, length: 600 });
    expect(await upload.content()).toEqual(bytes(600));
    expect((await upload.patch(600, bytes(1), { 'Upload-Length': '601' })).status).toBe(400);
  });

  test('more than it may have is refused before it begins, and no video is larger than the largest', async () => {
    const [uploads, by] = [open(), rules(1_000)];
    const upload = sending(uploads, by);
    expect((await upload.begin(1_001)).status).toBe(413);
    by.most = Number.MAX_SAFE_INTEGER;
    expect((await upload.begin(LARGEST_VIDEO_FILE + 1)).status).toBe(413);
    expect(await uploads.stat(by.uploadId)).toBeNull();
    for (const lie of ['-1', '1e3', '0x10', '1.5', 'all'])
      expect((await upload.begin(null, { 'Upload-Length': lie })).status).toBe(400);
  });

  test('an upload that is there is not begun again: what came of it stays', async () => {
    const [uploads, by] = [open(), rules()];
    const upload = sending(uploads, by);
    await upload.begin(1_000);
    await upload.patch(0, bytes(400));
    expect((await upload.begin(500)).status).toBe(409);
    const both = await Promise.all([upload.begin(1_000), upload.begin(1_000)]);
    expect(both.map(({ status }) => status)).toEqual([409, 409]);
    expect(await uploads.stat(by.uploadId)).toEqual({ bytes: 400, length: 1_000 });
  });

  test('two that send the same piece at once: its bytes are in it once', async () => {
    const [uploads, by] = [open(), rules()];
    const upload = sending(uploads, by);
    await upload.begin(1_000);
    const answers = await Promise.all([upload.patch(0, bytes(600)), upload.patch(0, bytes(600))]);
    const states = answers.map(({ status }) => status);
    expect(states).toContain(204);
    expect(states.filter((status) => status !== 204)).toEqual([409]);
    expect((await upload.patch(600, bytes(400, 600))).status).toBe(204);
    expect(await upload.content()).toEqual(bytes(1_000));
  });

  test('what came before the line was cut stays or is asked for again, and goes on from there', async () => {
    const [uploads, by] = [open(), rules()];
    const upload = sending(uploads, by);
    await upload.begin(1_000);
    await upload.patch(0, bytes(300));
    expect((await upload.patch(300, flowing([bytes(300, 300)], true))).status).toBe(400);
    const come = Number((await upload.head()).headers.get('upload-offset'));
    expect(come).toBeLessThanOrEqual(600);
    expect(by.told.at(-1)).toEqual({ bytes: come, length: 1_000 });
    expect((await upload.patch(come, bytes(1_000 - come, come))).status).toBe(204);
    expect(await upload.content()).toEqual(bytes(1_000));
  });

  test('what a rule refuses is thrown as it is, and nothing is written', async () => {
    const [uploads, by] = [open(), rules()];
    const refuses = () => Promise.reject(new DomainError('notFound'));
    await expect(sending(uploads, { ...by, begin: refuses }).begin(10)).rejects.toThrow(DomainError);
    expect(await uploads.stat(by.uploadId)).toBeNull();
    const upload = sending(uploads, by);
    await upload.begin(1_000);
    const refused = sending(uploads, { ...by, goOn: refuses });
    await expect(refused.patch(0, bytes(10))).rejects.toThrow(DomainError);
    await expect(refused.head()).rejects.toThrow(DomainError);
    await expect(refused.remove()).rejects.toThrow(DomainError);
    expect(await uploads.stat(by.uploadId)).toEqual({ bytes: 0, length: 1_000 });
  });

  test('what is given up is gone, whoever gives it up, and again', async () => {
    const [uploads, by] = [open(), rules()];
    const upload = sending(uploads, by);
    await upload.begin(1_000);
    await upload.patch(0, bytes(400));
    expect((await upload.remove()).status).toBe(204);
    expect(await uploads.stat(by.uploadId)).toBeNull();
    expect((await upload.head()).status).toBe(404);
    expect((await upload.patch(400, bytes(1))).status).toBe(404);
    await uploads.remove(by.uploadId);

    const whole = rules();
    await sending(uploads, whole).begin(3);
    await sending(uploads, whole).patch(0, bytes(3));
    await uploads.remove(whole.uploadId);
    expect(await uploads.stat(whole.uploadId)).toBeNull();
    await uploads.remove(whole.uploadId);
  });

  test('all that is kept is listed with its last change', async () => {
    const uploads = open();
    const [some, none, whole] = [rules(), rules(), rules()];
    for (const by of [some, none, whole]) await sending(uploads, by).begin(10);
    await sending(uploads, some).patch(0, bytes(5));
    await sending(uploads, whole).patch(0, bytes(10));
    const found = new Map<string, Date>();
    for await (const { uploadId, changedAt } of uploads.all()) found.set(uploadId, changedAt);
    for (const { uploadId } of [some, none, whole])
      expect(Math.abs((found.get(uploadId)?.getTime() ?? 0) - Date.now())).toBeLessThan(20_000);
    for (const uploadId of found.keys()) expect(uploadId).toMatch(/^[A-Za-z0-9_-]{32}$/);
  });

  test.each(['GET', 'PUT'])('%s is no request of the protocol: nothing is given out', async (method) => {
    const [uploads, by] = [open(), rules()];
    await sending(uploads, by).begin(3);
    await sending(uploads, by).patch(0, bytes(3));
    const answer = await uploads.answer(request(method, `/uploads/${by.uploadId}`), by);
    expect([answer.status, await answer.text()]).toEqual([405, '']);
  });

  test.each([
    '/uploads/../../etc/passwd',
    '/uploads/..%2f..%2fetc%2fpasswd',
    '/uploads/%00',
    `/uploads/${'a'.repeat(31)}`,
    `/uploads/${'a'.repeat(32)}.info`,
    `/uploads/${'a'.repeat(32)}.json`,
    `/uploads/x/${'a'.repeat(32)}`,
    '/uploads/',
    '/',
  ])('%s is no address of an upload', async (path) => {
    const [uploads, by] = [open(), rules()];
    for (const method of ['HEAD', 'PATCH', 'DELETE', 'POST']) {
      const headers = { 'Upload-Offset': '0', 'Upload-Length': '3', 'Content-Type': 'application/offset+octet-stream' };
      const answer = await uploads.answer(request(method, path, headers), by);
      expect(answer.status).toBe(404);
    }
    expect(by.asked).toEqual([]);
  });

  test('what it takes is told, and pages of other sites are told nothing', async () => {
    const answer = await open().answer(request('OPTIONS', '/uploads', { Origin: 'https://evil.example' }), rules());
    expect(answer.headers.get('tus-version')).toBe('1.0.0');
    expect(answer.headers.get('tus-extension')).toContain('creation-defer-length');
    expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
}

describe('a folder', () => {
  takesUploads(() => createFolderUploads(testFolder(), systemTimers));

  test('files beside the uploads are none of them', async () => {
    const folder = testFolder();
    const uploads = createFolderUploads(folder, systemTimers);
    const by = rules();
    await sending(uploads, by).begin(3);
    expect((await readdir(folder)).sort()).toEqual([by.uploadId, `${by.uploadId}.json`].sort());
    await uploads.remove(by.uploadId);
    expect(await readdir(folder)).toEqual([]);
  });
});

describe.skipIf(!objectStoreProgram)(
  objectStoreProgram ? 'an object store' : 'an object store (skipped: versitygw is not built)',
  () => {
    let uploads: Uploads;
    let stop = () => Promise.resolve();
    const scratch = testFolder();
    beforeAll(async () => {
      const store = await startObjectStore(objectStoreProgram ?? '');
      stop = store.stop;
      uploads = await createS3Uploads(store.options, scratch, systemTimers);
    });
    afterAll(() => stop());

    takesUploads(() => uploads);

    test('a file of several parts is whole, and leaves nothing on this machine', async () => {
      const by = rules(50 * 1024 ** 2);
      const upload = sending(uploads, by);
      await upload.begin(null);
      const piece = bytes(6 * 1024 ** 2);
      for (const at of [0, 1, 2]) expect((await upload.patch(at * piece.length, piece)).status).toBe(204);
      expect(
        (await upload.patch(3 * piece.length, bytes(10), { 'Upload-Length': `${3 * piece.length + 10}` })).status,
      ).toBe(204);
      const content = Buffer.from(await upload.content());
      expect(content.equals(Buffer.concat([piece, piece, piece, bytes(10)]))).toBe(true);
      expect(await readdir(scratch)).toEqual([]);
    });
  },
);
