import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type BrowserContext, type Page } from 'playwright-core';
import { expect, inject, test } from 'vitest';
import { createClient } from '../sdk/client';
import { type ApiProcedures } from '../server/trpc/root';
import { eventually, pause } from './actor';
import { accessibilityProblems, becomeCreator, overflow, problemsInBothThemes, signUp, useBrowser } from './browser';
import { findFfmpeg } from './ffmpeg';
import { ownNetwork } from './network';
import { goLiveInStudio, planInStudio } from './studio-page';
import { between, filmTheClock, pictureAt, picturesOf } from './time-code';

const { visit } = useBrowser({ camera: true });
const run = promisify(execFile);

/** What a page complains about while its network is cut, or it has crashed. */
const CUT =
  /ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|ERR_CONNECTION|WebSocket connection|signal connection|Failed to fetch/;

/** The API, as whoever is signed in on a page uses it. */
async function apiOf(context: BrowserContext): Promise<ApiProcedures> {
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  return createClient<ApiProcedures>({ url: inject('url'), headers: { ...ownNetwork(), cookie } }).trpc;
}

/** How long all parts were recorded, by events of their recorders: also of a page that crashed. */
async function watchRecorders(context: BrowserContext): Promise<() => number> {
  const parts = new Map<string, { from: number; to: number }>();
  await context.exposeFunction('recorded', (id: string, at: number) => {
    const part = parts.get(id);
    parts.set(id, { from: part?.from ?? at, to: at });
  });
  await context.addInitScript(() => {
    const tell = (window as unknown as { recorded(id: string, at: number): void }).recorded;
    window.MediaRecorder = class extends MediaRecorder {
      constructor(...given: ConstructorParameters<typeof MediaRecorder>) {
        super(...given);
        const id = crypto.randomUUID();
        for (const event of ['start', 'dataavailable', 'stop'])
          this.addEventListener(event, () => tell(id, performance.timeOrigin + performance.now()));
      }
    };
  });
  return () => [...parts.values()].reduce((sum, { from, to }) => sum + to - from, 0);
}

const recordingNow = (page: Page) =>
  page.getByRole('region', { name: 'Recording' }).getByText('Recording', { exact: true }).last();

test('a stream is recorded through a cut network and a crashed tab, and all of it can be played afterwards', async () => {
  const visitor = await visit();
  const { page, context, complaints } = visitor;
  const recordedMs = await watchRecorders(context);
  await filmTheClock(context);
  await signUp(page);
  await becomeCreator(page);
  const id = await planInStudio(page, { title: `A kiln is fired ${Date.now()}`, price: '0' });
  await goLiveInStudio(page, id);
  const api = await apiOf(context);

  await page.getByRole('button', { name: 'Start recording' }).click();
  await recordingNow(page).waitFor();
  expect(await accessibilityProblems(page)).toEqual([]);
  await eventually('the first bytes are with the server', 20_000, async () => {
    const { videos } = await api.videos.mine.query();
    return (videos[0]?.received ?? 0n) > 0n;
  });

  // the network is away, and what is recorded meanwhile waits
  await context.setOffline(true);
  await page.getByText('The connection is broken.').waitFor({ timeout: 20_000 });
  await pause(4_000);
  await context.setOffline(false);
  await page.getByText('The connection is broken.').waitFor({ state: 'detached', timeout: 30_000 });
  await pause(3_000);

  // the tab is gone without a word; another one goes on by itself
  await page.goto('chrome://crash').catch(() => undefined);
  const again = await context.newPage();
  await again.goto(`/dashboard/streams/${id}/live`);
  await again.getByText(/^You are live\. Viewers see/).waitFor({ timeout: 30_000 });
  await recordingNow(again).waitFor({ timeout: 30_000 });
  await pause(6_000);

  await again.getByRole('button', { name: 'End stream' }).click();
  await again.getByRole('alertdialog').getByRole('button', { name: 'End the stream' }).click();
  await again.getByRole('heading', { name: 'The stream has ended.' }).waitFor();
  await again.getByText('Recorded', { exact: true }).waitFor({ timeout: 60_000 });
  const expected = recordedMs();
  expect(expected).toBeGreaterThan(15_000);

  await eventually('the recording is ready', 120_000, async () => {
    const { videos } = await api.videos.mine.query();
    if (videos[0]?.status === 'failed') throw new Error(`it could not be made: ${videos[0].failure}`);
    return videos[0]?.status === 'ready';
  });
  const { videos, used } = await api.videos.mine.query();
  expect(videos).toHaveLength(1);
  expect(Math.abs((videos[0]?.durationMs ?? 0) - expected)).toBeLessThan(1_500);

  // every picture stands where the clock says that it was filmed, but for the hole of the crash
  const { media } = await api.playback.open.mutate({ videoId: videos[0]!.id });
  const runs = await picturesOf(new URL(media, inject('url')).href);
  const pictures = runs.flat();
  expect(pictures.length).toBeGreaterThan((expected / 1_000) * 10);
  for (const pictures of runs) {
    const [first] = pictures;
    const moved = pictures.map(({ atMs, clockMs }) => between(first!.clockMs, clockMs) - (atMs - first!.atMs));
    expect(Math.max(...moved.map(Math.abs))).toBeLessThan(200);
  }
  const holes = runs.slice(1).map((after, index) => {
    const before = runs[index]!.at(-1)!;
    return between(before.clockMs, after[0]!.clockMs) - (after[0]!.atMs - before.atMs);
  });
  expect(holes.filter((hole) => hole > 200)).toHaveLength(1);
  expect(Math.min(...holes)).toBeGreaterThan(-1_000);
  await again.goto(`/watch/${videos[0]!.id}`);
  await again.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2);
  for (const part of [0.15, 0.5, 0.85]) {
    const shown = await pictureAt(again, (part * videos[0]!.durationMs) / 1_000);
    const filmed = pictures.filter(({ atMs }) => atMs <= shown!.atMs + 1).at(-1);
    expect(Math.abs(between(filmed!.clockMs, shown!.clockMs))).toBeLessThan(200);
  }

  // the page says the same as the API, and nothing is left in the browser
  await again.goto('/dashboard/videos');
  const megabytes = (Number(used) / 1e6).toFixed(Number(used) < 1e7 ? 1 : 0).replace(/\.0$/, '');
  await again.getByText(new RegExp(`^${megabytes.replace('.', '\\.')} MB of .* used$`)).waitFor();
  await again.getByRole('cell', { name: 'Ready' }).waitFor();
  expect(await leftIn(again)).toEqual([]);
  expect(await problemsInBothThemes(again, 'videos')).toEqual([]);
  await again.getByRole('link', { name: /A kiln is fired/ }).click();
  await again.getByRole('heading', { name: 'Edit video' }).waitFor();
  expect(await problemsInBothThemes(again, 'edit video')).toEqual([]);
  expect(complaints.filter((complaint) => !CUT.test(complaint))).toEqual([]);
  complaints.splice(0);
}, 300_000);

/** The names of files that recordings have left in a browser. */
function leftIn(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle('recordings', { create: true });
    const names: string[] = [];
    for await (const name of (folder as unknown as { keys(): AsyncIterable<string> }).keys()) names.push(name);
    return names;
  });
}

/** With `UPLOAD_MB` in the environment the film that is uploaded is about so large. */
const UPLOAD_MB = Number(process.env.UPLOAD_MB ?? 0);

/** A film of noise, about so large, as FFmpeg makes one. */
async function makeLargeFilm(file: string, megabytes: number): Promise<void> {
  const raw = ['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', '640x360', '-r', '25', '-i', '/dev/urandom'];
  const coded = ['-c:v', 'libx264', '-preset', 'ultrafast', '-qp', '12', '-g', '25', '-f', 'matroska'];
  await run(await findFfmpeg(), [...raw, ...coded, '-fs', `${megabytes * 1_000_000}`, '-y', file]);
}

/** A film of noise, so long and so heavy, as a browser makes one. */
async function makeFilm(page: Page, seconds: number): Promise<Buffer> {
  const text = await page.evaluate(async (ms) => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 360 });
    const paint = canvas.getContext('2d')!;
    const noise = setInterval(() => {
      const frame = paint.createImageData(640, 360);
      for (let at = 0; at < frame.data.length; at += 65_536)
        crypto.getRandomValues(frame.data.subarray(at, at + 65_536));
      paint.putImageData(frame, 0, 0);
    }, 50);
    const recorder = new MediaRecorder(canvas.captureStream(20), { videoBitsPerSecond: 5_000_000 });
    const pieces: Blob[] = [];
    recorder.ondataavailable = ({ data }) => pieces.push(data);
    recorder.start();
    await new Promise((passed) => setTimeout(passed, ms));
    await new Promise((stopped) => {
      recorder.onstop = stopped;
      recorder.stop();
    });
    clearInterval(noise);
    const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer());
    let binary = '';
    for (const byte of bytes) binary += String.fromCharCode(byte);
    return btoa(binary);
  }, seconds * 1_000);
  return Buffer.from(text, 'base64');
}

test('a file is uploaded through two cuts and a reload, and what was typed of it stays', async () => {
  const { page, context, complaints } = await visit();
  await signUp(page);
  await becomeCreator(page);
  // on disk, where it keeps its date
  const folder = mkdtempSync(join(tmpdir(), 'film-'));
  const file = join(folder, UPLOAD_MB > 0 ? 'noise_of_rain.mkv' : 'noise_of_rain.webm');
  if (UPLOAD_MB > 0) await makeLargeFilm(file, UPLOAD_MB);
  else writeFileSync(file, await makeFilm(page, 6));
  const { size } = statSync(file);
  expect(size).toBeGreaterThan(500_000);
  const network = await context.newCDPSession(page);
  const slowly = (offline: boolean) =>
    network.send('Network.emulateNetworkConditions', {
      offline,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: Math.ceil(size / 12),
    });
  await page.goto('/dashboard/videos');
  await page.getByText('No videos yet.').waitFor();
  await page.getByRole('link', { name: 'Upload a video' }).click();

  await page
    .getByLabel('Video file')
    .setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('no film') });
  await page.getByText('That is no video that is taken here.').waitFor();
  await page.getByLabel('Video file').setInputFiles(file);
  expect(await page.getByLabel('Title').inputValue()).toBe('noise of rain');
  expect(await problemsInBothThemes(page, 'upload')).toEqual([]);
  await page.getByLabel('Category', { exact: true }).selectOption({ index: 1 });
  await page.getByLabel(/price/i).first().fill('0');
  await page.getByLabel('Description').fill('kept');

  await slowly(false);
  await page.getByRole('button', { name: 'Upload', exact: true }).click();
  const bar = page.getByRole('progressbar', { name: 'How much of the video is sent' });
  await bar.waitFor();
  for (let cut = 0; cut < 2; cut += 1) {
    await pause(2_500);
    await slowly(true);
    await page.getByText('The connection is broken. It goes on by itself.').waitFor({ timeout: 30_000 });
    await slowly(false);
    await page.getByText('Keep this page open').waitFor({ timeout: 30_000 });
  }
  expect(await page.getByLabel('Description').inputValue()).toBe('kept');

  // a pause holds, and after a reload the same file goes on where it was
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByText('Paused. What has arrived stays.').waitFor();
  const api = await apiOf(context);
  const here = (await api.videos.mine.query()).videos[0]?.received ?? 0n;
  expect(here).toBeGreaterThan(0n);
  await page.reload();
  await page.getByLabel('Video file').setInputFiles(file);
  await page.getByRole('button', { name: 'Go on where it stopped' }).click();
  await page.getByText('All of it has arrived.').waitFor({ timeout: 60_000 });
  const { videos } = await api.videos.mine.query();
  expect(videos).toHaveLength(1);
  expect(videos[0]?.received).toBe(BigInt(size));
  await eventually('it is ready', 120_000, async () => {
    const [video] = (await api.videos.mine.query()).videos;
    if (video?.status === 'failed') throw new Error(`it could not be made: ${video.failure}`);
    return video?.status === 'ready';
  });
  rmSync(folder, { recursive: true });
  expect(await overflow(page)).toBe(0);
  expect(complaints.filter((complaint) => !CUT.test(complaint))).toEqual([]);
  complaints.splice(0);
}, 300_000);
