import { type Packager, type PackagingFailure, type Storage, type UploadRules, type VideoIndex } from '../deps';
import { type AccountId, type StreamId, type VideoPartId } from '../ids';
import { videoKey } from '../storage-key';
import { type VideoInput } from '../../schemas/videos';
import { amount } from '../../sdk/money';
import { uploadRules } from '../videos/upload-rules';
import { makeCategory, makeCreator, type TestDeps } from './harness';
import { testBrowser, type TestBrowser } from './browser';
import { type serve } from './serve';

/** A creator with a browser that is signed in. */
export async function creatorWithBrowser(deps: TestDeps, handle?: string) {
  const creator = await makeCreator(deps, handle === undefined ? {} : { handle });
  const browser = testBrowser(deps);
  const origin = { ipAddress: '192.0.2.1', userAgent: 'Test browser' };
  browser.cookie = (await deps.sessions.create(creator.id, origin)).split(';')[0] ?? '';
  return { creator, browser };
}

/** What a creator may say of a free video. */
export async function videoInputFor(deps: TestDeps, changes: Partial<VideoInput> = {}): Promise<VideoInput> {
  const { slug } = await makeCategory(deps);
  return {
    title: 'Raga at dusk',
    description: '',
    categorySlug: slug,
    tags: [],
    language: 'en',
    mature: false,
    visibility: 'public',
    ratePerSecond: amount(0n),
    previewSeconds: 0,
    password: null,
    ...changes,
  };
}

const b64 = (text: string) => Buffer.from(text).toString('base64');
const TUS = { 'Tus-Resumable': '1.0.0' };

/** Speaks the upload protocol as a page does, a request at a time. */
export function tusClient({ url }: Pick<Awaited<ReturnType<typeof serve>>, 'url'>, { cookie }: TestBrowser) {
  const headers = { ...TUS, origin: url, ...(cookie === null ? {} : { cookie }) };
  return {
    headers,
    /** Begins an upload; the Location header is its path. */
    begin: (part: string, token: string, length: number | null, more: Record<string, string> = {}) =>
      fetch(`${url}/uploads`, {
        method: 'POST',
        headers: {
          ...headers,
          ...(length === null ? { 'Upload-Defer-Length': '1' } : { 'Upload-Length': `${length}` }),
          'Upload-Metadata': `part ${b64(part)},token ${b64(token)}`,
          ...more,
        },
      }),
    send: (path: string, offset: number, bytes: Uint8Array | string, more: Record<string, string> = {}) =>
      fetch(`${url}${path}`, {
        method: 'PATCH',
        headers: {
          ...headers,
          'Content-Type': 'application/offset+octet-stream',
          'Upload-Offset': `${offset}`,
          ...more,
        },
        body: bytes as BodyInit,
      }),
    ask: (path: string) => fetch(`${url}${path}`, { method: 'HEAD', headers }),
    giveUp: (path: string) => fetch(`${url}${path}`, { method: 'DELETE', headers }),
  };
}

/** Sends a whole file as part of a video, without the network. */
export async function sendPart(
  deps: TestDeps,
  { api }: TestBrowser,
  video: StreamId,
  bytes: Uint8Array,
  { startsAtMs = 0, sha256, contentType = 'video/mp4' }: { startsAtMs?: number; sha256: string; contentType?: string },
): Promise<VideoPartId> {
  const { part } = await api.videos.beginPart({ video, contentType, startsAtMs, length: BigInt(bytes.length) });
  const { uploadId } = await deps.db.videoPart.findUniqueOrThrow({ where: { id: part } });
  await putUpload(deps, uploadId, bytes, bytes.length);
  await api.videos.completePart({ part, sha256 });
  return part;
}

/** Puts an upload where uploads are, by the protocol; null leaves its length open. */
export async function putUpload(
  { uploads }: Pick<TestDeps, 'uploads'>,
  uploadId: string,
  bytes: Uint8Array,
  length: number | null,
): Promise<void> {
  const rules = {
    begin: () => Promise.resolve({ uploadId, most: 1024 ** 3 }),
    goOn: () => Promise.resolve({ most: 1024 ** 3 }),
    received: () => Promise.resolve(),
  };
  const says: Record<string, string> =
    length === null ? { 'Upload-Defer-Length': '1' } : { 'Upload-Length': `${length}` };
  await uploads.answer(
    new Request('http://localhost/uploads', { method: 'POST', headers: { ...TUS, ...says } }),
    rules,
  );
  await patchUpload(uploads, rules, uploadId, { offset: 0, bytes, length: null });
}

async function patchUpload(
  uploads: TestDeps['uploads'],
  rules: UploadRules,
  uploadId: string,
  { offset, bytes, length }: { offset: number; bytes: Uint8Array; length: number | null },
): Promise<void> {
  const headers = {
    ...TUS,
    'Content-Type': 'application/offset+octet-stream',
    'Upload-Offset': `${offset}`,
    ...(length === null ? {} : { 'Upload-Length': `${length}` }),
  };
  const request = { method: 'PATCH', headers, body: bytes as BodyInit };
  const answer = await uploads.answer(new Request(`http://localhost/uploads/${uploadId}`, request), rules);
  if (answer.status !== 204) throw new Error(`an upload was answered with ${answer.status}`);
}

/** A part of a recording that comes in piece by piece, as a page sends it, and is counted. */
export async function recordPart(
  deps: TestDeps,
  { api }: TestBrowser,
  video: StreamId,
  { startsAtMs = 0, contentType = 'video/mp4' }: { startsAtMs?: number; contentType?: string } = {},
) {
  const { part } = await api.videos.beginPart({ video, contentType, startsAtMs, length: null });
  const { uploadId } = await deps.db.videoPart.findUniqueOrThrow({ where: { id: part } });
  const sender = { contentLength: null, declaredLength: null, offset: null };
  const { received } = uploadRules(deps, { creatorId: '' as AccountId, ...sender });
  await putUpload(deps, uploadId, new Uint8Array(), null);
  let offset = 0;
  const send = async (bytes: Uint8Array, length: number | null = null) => {
    const most = { most: 1024 ** 3 };
    const rules = { begin: () => Promise.resolve({ uploadId, ...most }), goOn: () => Promise.resolve(most), received };
    await patchUpload(deps.uploads, rules, uploadId, { offset, bytes, length });
    offset += bytes.length;
  };
  const complete = async (sha256: string) => {
    await send(new Uint8Array(), offset);
    await api.videos.completePart({ part, sha256 });
  };
  return { part, uploadId, send, complete };
}

/**
 * A packager that stands still where a test says, fails as it says, and else keeps one segment and
 * an index: for what happens around packaging. What is made of real files, its own tests tell.
 */
export function heldPackager(storage: Storage, answer: () => Promise<PackagingFailure | null>): Packager {
  return {
    usesFfmpeg: false,
    inspect: () => Promise.resolve('notAVideo'),
    shrink: () => Promise.resolve(null),
    follow: () => Promise.resolve('notAVideo'),
    async pack(folder) {
      const segment = new Uint8Array(1_000);
      await storage.put(videoKey(folder, 'source-0.m4s'), segment);
      const failure = await answer();
      if (failure) return failure;
      const index: VideoIndex = {
        version: 1,
        durationMs: 4_000,
        renditions: [
          {
            name: 'source',
            codecs: 'avc1.42c01f,mp4a.40.2',
            bandwidth: 1_000_000,
            width: 1280,
            height: 720,
            segments: [{ file: 'source-0.m4s', startMs: 0, durationMs: 4_000, bytes: 1_000, init: 'source-init.mp4' }],
          },
        ],
        strip: null,
        poster: null,
        bytes: 1_000,
      };
      await storage.put(videoKey(folder, 'index.json'), new TextEncoder().encode(JSON.stringify(index)));
      return index;
    },
  };
}
