import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { readdir, readFile, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { ALL_FORMATS, BufferSource, EncodedPacketSink, FilePathSource, Input, type Source } from 'mediabunny';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { type PackagingFailure, type VideoIndex, type VideoRendition } from '../deps';
import { newName, videoKey } from '../storage-key';
import { testFfmpeg, testPackager } from '../testing/packager';
import { testFolder } from '../testing/storage';
import { withLevel } from './packager-read';
import { createFolderStorage } from './storage';

const media = (name: string) => join('server/testing/media', name);
const MP4 = media('h264-aac.mp4');
const WEBM = media('vp9-opus.webm');
const FRAGMENTED = media('fragmented.mp4');

/** A folder's storage with a packager on it, and without FFmpeg but where it is asked for. */
function world(ffmpeg: string | null = null) {
  const root = testFolder();
  const storage = createFolderStorage(root);
  const packager = testPackager(storage, ffmpeg);
  const folder = newName();
  return {
    packager,
    folder,
    pack: (...paths: string[]) =>
      packager.pack(
        folder,
        paths.map((path) => ({ path, sha256: null })),
      ),
    path: (name: string) => join(root, videoKey(folder, name)),
    file: (name: string) => readFile(join(root, videoKey(folder, name))),
    files: () => readdir(join(root, 'videos', folder)).catch(() => []),
  };
}
type World = ReturnType<typeof world>;

function made(found: VideoIndex | PackagingFailure): VideoIndex {
  if (typeof found === 'string') throw new Error(found);
  return found;
}

/** A file of a test's own. */
function written(content: Uint8Array | string): string {
  const folder = testFolder();
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'upload');
  writeFileSync(path, content);
  return path;
}

/** What a player decodes, in the order in which it decodes it. */
async function packetsOf(source: Source, kind: 'video' | 'audio') {
  using input = new Input({ formats: ALL_FORMATS, source });
  const track = kind === 'video' ? await input.getPrimaryVideoTrack() : await input.getPrimaryAudioTrack();
  const found: { hash: string; at: number; key: boolean }[] = [];
  if (!track) return found;
  for await (const { data, timestamp, type } of new EncodedPacketSink(track).packets())
    found.push({ hash: createHash('sha1').update(data).digest('hex'), at: timestamp, key: type === 'key' });
  return found;
}
const ofFile = (path: string, kind: 'video' | 'audio') => packetsOf(new FilePathSource(path), kind);

/** The segments of a rendition with what is read before them, as a player puts them together. */
async function played({ file }: World, segments: VideoRendition['segments']): Promise<Source> {
  const parts = [await file(segments[0]!.init)];
  for (const segment of segments) parts.push(await file(segment.file));
  return new BufferSource(Buffer.concat(parts));
}

test.each([MP4, WEBM, FRAGMENTED])('%s is packaged to the very same packets, none lost, none twice', async (path) => {
  const here = world();
  const { renditions, durationMs, bytes } = made(await here.pack(path));
  const [source, audio] = renditions;
  expect(renditions.map(({ name }) => name)).toEqual(['source', 'audio']);
  for (const [rendition, kinds] of [
    [source!, ['video', 'audio'] as const],
    [audio!, ['audio'] as const],
  ] as const) {
    for (const kind of kinds) {
      const before = await ofFile(path, kind);
      const after = await packetsOf(await played(here, rendition.segments), kind);
      expect(after.map(({ hash }) => hash)).toEqual(before.map(({ hash }) => hash));
      const moved = after[0]!.at - before[0]!.at;
      for (const [index, { at }] of after.entries()) expect(at - before[index]!.at).toBeCloseTo(moved, 3);
    }
  }
  expect(durationMs).toBeGreaterThan(4_400);
  // pictures of the fragmented one begin a fifth of a second after its sound
  expect(durationMs).toBeLessThan(4_750);
  const sizes = await Promise.all(
    (await here.files()).filter((name) => name !== 'index.json').map(async (name) => (await here.file(name)).length),
  );
  expect(bytes).toBe(sizes.reduce((sum, size) => sum + size, 0));
  expect(JSON.parse((await here.file('index.json')).toString())).toEqual(made(await here.pack(path)));
});

test('picture and sound stay together', async () => {
  for (const path of [MP4, WEBM]) {
    const here = world();
    const { segments } = made(await here.pack(path)).renditions[0]!;
    const after = async (kind: 'video' | 'audio') => packetsOf(await played(here, segments), kind);
    const apart = (video: { at: number }[], audio: { at: number }[]) => video[0]!.at - audio[0]!.at;
    const before = apart(await ofFile(path, 'video'), await ofFile(path, 'audio'));
    expect(apart(await after('video'), await after('audio'))).toBeCloseTo(before, 3);
  }
});

test('segments are about two seconds, begin at key frames, and follow each other without a gap', async () => {
  const here = world();
  const { renditions, durationMs } = made(await here.pack(MP4));
  const [source, audio] = renditions;
  let end = 0;
  for (const [index, segment] of source!.segments.entries()) {
    expect(segment.startMs).toBe(end);
    end += segment.durationMs;
    if (index < source!.segments.length - 1) expect(segment.durationMs).toBeGreaterThanOrEqual(1_000);
    expect(segment.durationMs).toBeLessThan(3_000);
    const alone = await packetsOf(await played(here, [segment]), 'video');
    expect(alone[0]!.key).toBe(true);
    expect(alone[0]!.at * 1000).toBeGreaterThanOrEqual(segment.startMs - 1);
    expect((await here.file(segment.file)).length).toBe(segment.bytes);
  }
  expect(end).toBe(durationMs);
  const times = (segments: VideoRendition['segments']) =>
    segments.map(({ startMs, durationMs }) => [startMs, durationMs]);
  expect(times(audio!.segments)).toEqual(times(source!.segments));
});

test('several files are one timeline: each has its own header, and says that it is another', async () => {
  const here = world();
  const { renditions, durationMs } = made(await here.pack(MP4, WEBM, MP4));
  const { segments, codecs } = renditions[0]!;
  expect(codecs).toMatch(/^avc1\.\w{6},mp4a\.40\.2$/);
  const inits = [...new Set(segments.map(({ init }) => init))];
  expect(inits).toEqual(['source-1-init.mp4', 'source-2-init.mp4', 'source-3-init.mp4']);
  let end = 0;
  for (const [index, init] of inits.entries()) {
    const run = segments.filter((segment) => segment.init === init);
    expect(run.map(({ discontinuity }) => discontinuity ?? false)).toEqual(run.map((_, at) => index > 0 && at === 0));
    const found = await packetsOf(await played(here, run), 'video');
    expect(found[0]!.at * 1000).toBeGreaterThanOrEqual(run[0]!.startMs - 1);
    expect(found.at(-1)!.at * 1000).toBeLessThan(run.at(-1)!.startMs + run.at(-1)!.durationMs);
    for (const { startMs, durationMs } of run) {
      expect(startMs).toBe(end);
      end += durationMs;
    }
  }
  expect(end).toBe(durationMs);
  expect(durationMs).toBeGreaterThan(13_200);
});

test.each([WEBM, FRAGMENTED])('%s that was cut off is packaged up to where it is whole', async (path) => {
  const whole = await readFile(path);
  const before = await ofFile(path, 'video');
  for (const part of [0.5, 0.7, 0.97]) {
    const here = world();
    const cut = written(whole.subarray(0, Math.floor(whole.length * part)));
    const { renditions, durationMs } = made(await here.pack(cut));
    const after = await packetsOf(await played(here, renditions[0]!.segments), 'video');
    expect(after.length).toBeGreaterThan(before.length * part * 0.4);
    expect(after.map(({ hash }) => hash)).toEqual(before.slice(0, after.length).map(({ hash }) => hash));
    expect(durationMs).toBeLessThan(4_750);
  }
});

test('a file that ends before its first picture is truncated, and nothing says that it is a video', async () => {
  const here = world();
  // the table of its samples stands at the end
  const head = (await readFile(MP4)).subarray(0, 9_000);
  const path = written(head);
  expect(await here.packager.inspect(path)).toBe('truncated');
  expect(await here.pack(path)).toBe('truncated');
  expect(await here.pack(written((await readFile(WEBM)).subarray(0, 200)))).toBe('truncated');
  expect(await here.files()).not.toContain('index.json');
});

test('a file among others that cannot be read is left out, and the rest goes on after it', async () => {
  const here = world();
  const headOnly = written((await readFile(MP4)).subarray(0, 9_000));
  const text = written('Dear diary, today I was no video at all.\n'.repeat(50));
  const found = made(await here.pack(text, MP4, headOnly, MP4));
  expect(found.unread).toBe(2);
  const { segments } = found.renditions[0]!;
  const again = segments.findIndex(({ discontinuity }) => discontinuity);
  expect(segments.filter(({ discontinuity }) => discontinuity)).toHaveLength(1);
  const before = await ofFile(MP4, 'video');
  for (const run of [segments.slice(0, again), segments.slice(again)])
    expect((await packetsOf(await played(here, run), 'video')).map(({ hash }) => hash)).toEqual(
      before.map(({ hash }) => hash),
    );
  let end = 0;
  for (const { startMs, durationMs } of segments) {
    expect(startMs).toBe(end);
    end += durationMs;
  }
  expect(end).toBe(found.durationMs);
  expect(made(await here.pack(MP4)).unread).toBeUndefined();
});

test('files none of which can be read are refused as the first of them is', async () => {
  const here = world();
  const headOnly = written((await readFile(MP4)).subarray(0, 9_000));
  expect(await here.pack(headOnly, written('no video'))).toBe('truncated');
  expect(await here.files()).toEqual([]);
});

test('what a file is, is told by its bytes', async () => {
  const { packager } = world();
  expect(await packager.inspect(MP4)).toEqual({ durationMs: 4_500, container: 'mp4', width: 96, height: 64 });
  expect(await packager.inspect(WEBM)).toMatchObject({ container: 'webm', width: 96, height: 64 });
  // their headers have no duration: it is counted
  for (const path of [WEBM, FRAGMENTED])
    expect((await packager.inspect(path)) as { durationMs: number }).toHaveProperty(
      'durationMs',
      expect.closeTo(4_600, -3),
    );
});

test.each([
  ['nothing', ''],
  ['a text', 'Dear diary, today I was no video at all.\n'.repeat(50)],
  ['a playlist', '#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n'],
  ['a list of files', "ffconcat version 1.0\nfile '/etc/passwd'\n"],
  ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108020000', 'hex')],
  ['a web page', '<!doctype html><video src="http://127.0.0.1/"></video>'.repeat(20)],
  ['an MPD', '<?xml version="1.0"?><MPD><BaseURL>file:///etc/passwd</BaseURL></MPD>'],
])('%s is no video, whatever it is called', async (_, content) => {
  const here = world(testFfmpeg);
  const path = written(content);
  expect(await here.packager.inspect(path)).toBe('notAVideo');
  expect(await here.pack(path)).toBe('notAVideo');
  expect(await here.files()).toEqual([]);
});

test('a playlist behind the first bytes of a video is read by nothing', async () => {
  const here = world(testFfmpeg);
  const head = (await readFile(MP4)).subarray(0, 32);
  const path = written(Buffer.concat([head, Buffer.from('\n#EXTM3U\n#EXTINF:2,\nfile:///etc/passwd\n')]));
  expect(await here.packager.inspect(path)).toBe('truncated');
  expect(await here.pack(path)).toBe('truncated');
});

test('a file that is not what was sent is refused, and the right one is taken', async () => {
  const here = world();
  const right = createHash('sha256')
    .update(await readFile(MP4))
    .digest('hex');
  const wrong = right.replace(/^./, (digit) => (digit === '0' ? '1' : '0'));
  const files = (second: string) => [
    { path: MP4, sha256: right },
    { path: MP4, sha256: second },
  ];
  expect(await here.packager.pack(here.folder, files(wrong))).toBe('hashMismatch');
  expect(await here.files()).toEqual([]);
  expect(made(await here.packager.pack(here.folder, files(right))).durationMs).toBeGreaterThan(8_900);
});

test('nothing is left where it works, nor what others left behind long ago', async () => {
  const scratch = testFolder();
  for (const name of ['old', 'new']) mkdirSync(join(scratch, name), { recursive: true });
  const longAgo = new Date(Date.now() - 72 * 3_600_000);
  await utimes(join(scratch, 'old'), longAgo, longAgo);
  const packager = testPackager(createFolderStorage(testFolder()), null, scratch);
  made(await packager.pack(newName(), [{ path: MP4, sha256: null }]));
  expect(await packager.pack(newName(), [{ path: WEBM, sha256: '0'.repeat(64) }])).toBe('hashMismatch');
  expect(await readdir(scratch)).toEqual(['new']);
});

test('VP9 without a level is given the one of its size', () => {
  expect(withLevel('vp09.00.00.08.00.01.13.01.01', 160 * 120)).toBe('vp09.00.10.08.00.01.13.01.01');
  expect(withLevel('vp09.02.00.10', 1_920 * 1_080)).toBe('vp09.02.41.10');
  expect(withLevel('vp09.00.31.08', 160 * 120)).toBe('vp09.00.31.08');
});

test('no folder and no path leads out of where videos are kept', async () => {
  const { packager } = world();
  for (const folder of ['../../../../etc', '..', `${'a'.repeat(31)}/`, ''])
    await expect(packager.pack(folder, [{ path: MP4, sha256: null }])).rejects.toThrow(RangeError);
});

/** The same file with another number in a box of its header. */
async function lying(box: string, at: number, value: number, path = MP4): Promise<string> {
  const bytes = Buffer.from(await readFile(path));
  const found = bytes.indexOf(box, 0, 'latin1');
  expect(found).toBeGreaterThan(0);
  bytes.writeUInt32BE(value, found + 4 + at);
  return written(bytes);
}

test('how long a video is, is told by what is in it, not by its header', async () => {
  const here = world();
  // version and flags, two times, the timescale
  const path = await lying('mvhd', 16, 0x7fff_ffff);
  expect(made(await here.pack(path)).durationMs).toBeLessThan(4_650);
  const long = await lying('mdhd', 16, 0x7fff_ffff);
  expect(made(await here.pack(long)).durationMs).toBeLessThan(4_650);
});

test.each([
  ['samples', 'stsz', 8],
  ['chunks', 'stco', 4],
  ['times', 'stts', 4],
  ['a box', 'mdat', -8],
  ['the header', 'moov', -8],
])('a header that claims four billion of %s costs neither memory nor the process', async (_, box, at) => {
  const here = world();
  const path = await lying(box, at, 0xffff_fff0);
  const before = process.memoryUsage().rss;
  const found = await here.pack(path);
  if (typeof found !== 'string') expect(found.durationMs).toBeLessThan(5_000);
  expect(process.memoryUsage().rss - before).toBeLessThan(900 * 1024 ** 2);
});

test('what browsers cannot play is refused where there is no FFmpeg', async () => {
  const here = world();
  expect(here.packager.usesFfmpeg).toBe(false);
  expect(await here.packager.inspect(media('vp8-vorbis.webm'))).toMatchObject({ container: 'webm' });
  expect(await here.pack(media('vp8-vorbis.webm'))).toBe('codecUnknown');
  const { poster, strip } = made(await here.pack(MP4));
  expect({ poster, strip }).toEqual({ poster: null, strip: null });
});

const ffmpeg = testFfmpeg ?? '';
const withFfmpeg = test.skipIf(!testFfmpeg);

withFfmpeg('what browsers cannot play is made anew by FFmpeg', { timeout: 120_000 }, async () => {
  const here = world(ffmpeg);
  const { renditions, durationMs } = made(await here.pack(media('vp8-vorbis.webm')));
  expect(renditions[0]!.codecs).toMatch(/^avc1\.\w{6},mp4a\.40\.2$/);
  expect(durationMs).toBeGreaterThan(2_900);
  const first = await packetsOf(await played(here, [renditions[0]!.segments[0]!]), 'video');
  expect(first[0]!.key).toBe(true);
});

withFfmpeg('pictures are drawn: a poster, and a strip over all files', { timeout: 120_000 }, async () => {
  const here = world(ffmpeg);
  const { poster, strip, durationMs } = made(await here.pack(MP4, WEBM));
  expect(poster).toBe('poster.jpg');
  expect(await sharp(await here.file('poster.jpg')).metadata()).toMatchObject({
    format: 'jpeg',
    width: 96,
    height: 64,
  });
  expect(strip).toEqual({ file: 'strip.jpg', everyMs: 2_000, columns: 5, width: 160, height: 106, count: 5 });
  expect(durationMs).toBeGreaterThan(8_000);
  expect(await sharp(await here.file('strip.jpg')).metadata()).toMatchObject({ width: 800, height: 106 });
});

withFfmpeg(
  'a smaller size has the segments of the source: its times, its sound, and pictures at the same moments',
  { timeout: 300_000 },
  async () => {
    const here = world(ffmpeg);
    const index = made(await here.pack(MP4, WEBM));
    const before = await here.file('index.json');
    const how = { height: 32, tag: 'abcd1234' };
    const smaller = (await here.packager.shrink(here.folder, index, how, new AbortController().signal))!;
    expect(smaller).toMatchObject({ name: '32p', width: 48, height: 32 });
    expect(smaller.codecs).toMatch(/^avc1\.4d\w{4},mp4a\.40\.2$/);
    const source = index.renditions[0]!;
    const placed = ({ segments }: VideoRendition) =>
      segments.map(({ startMs, durationMs, discontinuity }) => ({ startMs, durationMs, discontinuity }));
    expect(placed(smaller)).toEqual(placed(source));
    expect(new Set(smaller.segments.map(({ init }) => init)).size).toBe(2);
    for (const [at, segment] of smaller.segments.entries()) {
      const of = (one: VideoRendition['segments'][number]) => played(here, [one]);
      const [was, is] = [source.segments[at]!, segment];
      const [pictures, smallPictures] = [
        await packetsOf(await of(was), 'video'),
        await packetsOf(await of(is), 'video'),
      ];
      expect(smallPictures[0]!.key).toBe(true);
      expect(smallPictures).toHaveLength(pictures.length);
      const times = (list: { at: number }[]) => list.map(({ at }) => at).sort((a, b) => a - b);
      for (const [index, time] of times(smallPictures).entries()) expect(time).toBeCloseTo(times(pictures)[index]!, 3);
      expect(await packetsOf(await of(is), 'audio')).toEqual(await packetsOf(await of(was), 'audio'));
      expect((await here.file(is.file)).length).toBe(is.bytes);
    }
    expect((await here.file('index.json')).equals(before)).toBe(true);
  },
);

withFfmpeg('a smaller size of what is gone, or of what is stopped, ends in an error', { timeout: 60_000 }, async () => {
  const here = world(ffmpeg);
  const index = made(await here.pack(MP4));
  const how = { height: 32, tag: 'abcd1234' };
  await expect(here.packager.shrink(here.folder, index, how, AbortSignal.abort())).rejects.toThrow('aborted');
  await expect(here.packager.shrink(newName(), index, how, new AbortController().signal)).rejects.toThrow('gone');
});

withFfmpeg('a smaller size of what FFmpeg cannot read is none', { timeout: 60_000 }, async () => {
  const here = world(ffmpeg);
  const index = made(await here.pack(MP4));
  const [segment] = index.renditions[0]!.segments;
  writeFileSync(here.path(segment!.file), Buffer.alloc(segment!.bytes));
  const how = { height: 32, tag: 'abcd1234' };
  expect(await here.packager.shrink(here.folder, index, how, new AbortController().signal)).toBeNull();
});
