import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createFolderStorage } from '../gateways/storage';
import { testDeps } from '../testing/harness';
import { doJobs } from '../testing/jobs';
import { testPackager } from '../testing/packager';
import { testFolder } from '../testing/storage';
import { creatorWithBrowser, sendPart, videoInputFor } from '../testing/videos';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder);
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** An upload of a film of a few seconds, or of what claims to be one. */
async function upload(bytes: Uint8Array, { hash = sha256(bytes), mature = false } = {}) {
  const root = testFolder();
  const storage = createFolderStorage(root);
  const deps = await testDeps({ storage, packager: testPackager(storage) });
  const { browser } = await creatorWithBrowser(deps);
  const { video } = await browser.api.videos.startUpload({ ...(await videoInputFor(deps, { mature })), payee: null });
  await sendPart(deps, browser, video, bytes, { sha256: hash });
  await browser.api.videos.finish({ video });
  const text = 'WEBVTT\n\n00:00.000 --> 00:01.000\nHi\n';
  await browser.api.videos.addCaptions({ id: video, language: 'en', label: 'English', text });
  await doJobs(deps);
  return { deps, root, video, row: await browser.api.videos.read({ id: video }) };
}

const film = () => readFile('server/testing/media/h264-aac.mp4');

test('a film is ready with its size and length, and counts to the byte what is kept of it', async () => {
  const bytes = await film();
  const { deps, root, video, row } = await upload(bytes);
  expect(row).toMatchObject({ status: 'ready', failure: null });
  expect(row.durationMs).toBeGreaterThan(1_000);
  expect(row.width).toBeGreaterThan(0);
  const { folder } = await deps.db.video.findUniqueOrThrow({ where: { streamId: video } });
  expect(row.bytes).toBe(BigInt((await sizeOf(join(root, 'videos', folder))) + bytes.length));
  if (deps.packager.usesFfmpeg) expect(row.coverUrl).toMatch(/^\/files\/pictures\//);
});

test('a film for adults has no picture that others would see', async () => {
  const { row } = await upload(await film(), { mature: true });
  expect(row).toMatchObject({ status: 'ready', coverUrl: null });
});

test.each([
  ['a page', new TextEncoder().encode('<!doctype html><script>alert(1)</script>'), 'notAVideo'],
  ['the head of a film and nothing more', new Uint8Array([0, 0, 0, 24, 0x66, 0x74, 0x79, 0x70]), 'notAVideo'],
])('a container that lies, such as %s, is no video', async (_name, bytes, failure) => {
  expect((await upload(bytes)).row).toMatchObject({ status: 'failed', failure, visibility: 'public' });
});

test('a film that is not the one that was sent is refused by its hash', async () => {
  const { row } = await upload(await film(), { hash: 'f'.repeat(64) });
  expect(row).toMatchObject({ status: 'failed', failure: 'hashMismatch' });
});
