import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, readdir } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { sleep, systemTimers } from '../../sdk/timers';
import { newName, videoKey } from '../storage-key';
import { testFfmpeg, testPackager } from '../testing/packager';
import { testFolder, testStorage } from '../testing/storage';
import { openVideo } from './packager-read';
import { KeyInPlace } from './restream-key';
import { createRestreamer } from './restreamer';

const run = promisify(execFile);
const KEY = 'live_12345_aVerySecretKey?sign=ab%2Fc&x=1'.padEnd(90, 'x');
const restreamer = (loopback = true, trusted: readonly string[] = []) =>
  createRestreamer({ ffmpeg: testFfmpeg, timers: systemTimers, loopback, trusted });
const over: (() => void)[] = [];
afterEach(() => over.splice(0).forEach((end) => end()));

/** A port that is free now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Fragmented MP4 as it is packaged here: what is read first, then a segment a second. */
async function segmentsOf(codec: string[], seconds: number) {
  const folder = testFolder();
  await run('mkdir', ['-p', folder]);
  await run(testFfmpeg!, [
    ...['-hide_banner', '-loglevel', 'error', '-f', 'lavfi', '-i', `testsrc2=size=320x180:rate=25:duration=${seconds}`],
    ...['-f', 'lavfi', '-i', `sine=duration=${seconds}`, ...codec, '-g', '25', '-c:a', 'aac', '-f', 'hls'],
    ...['-hls_time', '1', '-hls_segment_type', 'fmp4', '-hls_list_size', '0', join(folder, 'list.m3u8')],
  ]);
  const files = (await readdir(folder)).filter((name) => name.endsWith('.m4s'));
  const inOrder = files.sort((a, b) => Number(/\d+/.exec(a)) - Number(/\d+/.exec(b)));
  return Promise.all(['init.mp4', ...inOrder].map((name) => readFile(join(folder, name))));
}

async function* each(chunks: readonly Uint8Array[], pauseMs = 20) {
  for (const chunk of chunks) {
    await sleep(systemTimers, pauseMs);
    yield new Uint8Array(chunk);
  }
}

/** FFmpeg as another site: what it was sent, once that has ended. */
async function otherSite() {
  const [port, file] = [await freePort(), join(testFolder(), 'got.mkv')];
  await run('mkdir', ['-p', join(file, '..')]);
  const site = spawn(testFfmpeg!, [
    ...['-hide_banner', '-loglevel', 'verbose', '-y', '-f', 'flv', '-listen', '1'],
    ...['-i', `rtmp://127.0.0.1:${port}/live/any`, '-c', 'copy', file],
  ]);
  over.push(() => site.kill('SIGKILL'));
  let words = '';
  site.stderr.setEncoding('utf8').on('data', (text: string) => (words += text));
  const ended = once(site, 'close');
  await sleep(systemTimers, 2_000);
  return { address: `rtmp://127.0.0.1:${port}/live`, ended, file, words: () => words };
}

/** What is in a file, and how long its picture lasts. */
async function about(file: string) {
  const found = await openVideo(file);
  if (typeof found === 'string') throw new Error(found);
  using opened = found;
  const codecs = [await opened.audio?.getCodec(), await opened.video.getCodec()];
  return { codecs, seconds: await opened.video.computeDuration() };
}

test('a key is put in wherever its stand-in comes, however it was cut, and nothing else is changed', () => {
  const [standIn, key] = ['0123456789ab', 'K-E-Y-K-E-Y!'];
  const plain = `publish ${standIn} 0123 0120123456789ab`;
  for (let size = 1; size < plain.length; size++) {
    const place = new KeyInPlace(standIn, key);
    let got = '';
    for (let at = 0; at < plain.length; at += size)
      got += place.pass(Buffer.from(plain.slice(at, at + size))).toString();
    expect(got).toBe(`publish ${key} 0123 012${key}`);
    expect(place.count).toBe(2);
  }
  const cut = Buffer.concat([Buffer.from('x01234'), Buffer.from([0xc3]), Buffer.from('56789ab.')]);
  const place = new KeyInPlace(standIn, key);
  const expected = Buffer.concat([Buffer.from('xK-E-Y'), Buffer.from([0xc3]), Buffer.from('-K-E-Y!.')]);
  expect(place.pass(cut)).toEqual(expected);
});

test.runIf(testFfmpeg)(
  'what is sent on is received by another program, with the key, and can be played',
  async () => {
    const site = await otherSite();
    const chunks = await segmentsOf(['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-b:v', '1500k'], 6);
    let taken = 0;
    const how = { signal: new AbortController().signal, sending: () => (taken += 1) };
    const sent = await restreamer().send(
      { address: site.address, key: KEY },
      { codecs: 'avc1.42c01f,mp4a.40.2', bytes: each(chunks) },
      how,
    );
    expect(sent).toBe('ended');
    expect(taken).toBe(1);
    await site.ended;
    const got = await about(site.file);
    expect(got.codecs).toEqual(['aac', 'avc']);
    expect(got.seconds).toBeGreaterThan(5.5);
    // FFmpeg says what was published where it had expected something else
    expect(site.words()).toContain(KEY.slice(0, 60));
  },
  60_000,
);

test.runIf(testFfmpeg)(
  'what is packaged here is sent on from the middle of it, and begins at nothing there',
  async () => {
    const site = await otherSite();
    const file = join(testFolder(), 'recording.mp4');
    await run('mkdir', ['-p', join(file, '..')]);
    await run(testFfmpeg!, [
      ...['-hide_banner', '-loglevel', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=25:duration=8'],
      ...['-f', 'lavfi', '-i', 'sine=duration=8', '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'],
      ...['-g', '25', '-b:v', '1500k', '-c:a', 'libopus', '-strict', '-2', file],
    ]);
    const [storage, folder] = [testStorage(), newName()];
    const index = await testPackager(storage).pack(folder, [{ path: file, sha256: null }]);
    if (typeof index === 'string') throw new Error(index);
    const { codecs, segments } = index.renditions[0]!;
    const from = Math.floor(segments.length / 2);
    const names = [segments[from]!.init, ...segments.slice(from).map((one) => one.file)];
    const read = async (name: string) => {
      const found = await storage.read(videoKey(folder, name));
      return new Uint8Array(await new Response(found!.content).arrayBuffer());
    };
    const how = { signal: new AbortController().signal, sending: () => undefined };
    const bytes = each(await Promise.all(names.map(read)));
    expect(await restreamer().send({ address: site.address, key: 'k' }, { codecs, bytes }, how)).toBe('ended');
    await site.ended;
    const got = await about(site.file);
    expect(got.codecs).toEqual(['aac', 'avc']);
    const expected = (index.durationMs - segments[from]!.startMs) / 1_000;
    expect(Math.abs(got.seconds - expected)).toBeLessThan(0.5);
  },
  90_000,
);

test.runIf(testFfmpeg)(
  'by rtmps it goes to a site whose certificate is good, and to no other',
  async () => {
    const [site, folder] = [await otherSite(), testFolder()];
    const files = { key: join(folder, 'key.pem'), cert: join(folder, 'cert.pem') };
    await run('mkdir', ['-p', folder]);
    await run('openssl', [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
      ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'],
      ...['-keyout', files.key, '-out', files.cert],
    ]);
    const [key, cert] = await Promise.all([readFile(files.key), readFile(files.cert)]);
    const near = Number(/:(\d+)/.exec(site.address)?.[1]);
    const front = createTlsServer({ key, cert }, (socket) => {
      const behind = connect(near, '127.0.0.1');
      for (const one of [socket, behind]) one.on('error', () => undefined);
      socket.pipe(behind).pipe(socket);
    }).listen(0, '127.0.0.1');
    front.on('tlsClientError', () => undefined);
    over.push(() => front.close());
    await once(front, 'listening');
    const to = { address: `rtmps://localhost:${(front.address() as AddressInfo).port}/live`, key: 'k' };
    const chunks = await segmentsOf(['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-b:v', '1500k'], 4);
    const how = { signal: new AbortController().signal, sending: () => undefined };
    const send = (trusted: readonly string[]) =>
      restreamer(true, trusted).send(to, { codecs: 'avc1.42c01f', bytes: each(chunks) }, how);
    expect(await send([])).toBe('unreachable');
    expect(await send([cert.toString()])).toBe('ended');
    await site.ended;
    expect((await about(site.file)).seconds).toBeGreaterThan(3.5);
  },
  90_000,
);

test.runIf(testFfmpeg)(
  'pictures that RTMP does not carry are made anew as H.264',
  async () => {
    const site = await otherSite();
    const chunks = await segmentsOf(['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8'], 4);
    const how = { signal: new AbortController().signal, sending: () => undefined };
    const sent = await restreamer().send(
      { address: site.address, key: 'k' },
      { codecs: 'vp09.00.10.08,mp4a.40.2', bytes: each(chunks) },
      how,
    );
    expect(sent).toBe('ended');
    await site.ended;
    expect((await about(site.file)).codecs).toContain('avc');
  },
  60_000,
);

test.runIf(testFfmpeg)(
  'the key stands in no list of processes while it is sent, and an end is at once',
  async () => {
    const site = await otherSite();
    const chunks = await segmentsOf(['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-b:v', '1500k'], 4);
    const abort = new AbortController();
    let lists = '';
    const sending = async () => {
      lists = (await run('ps', ['-axww', '-o', 'args']).catch(() => ({ stdout: 'ffmpeg -f flv' }))).stdout;
      abort.abort();
    };
    const began = performance.now();
    const sent = await restreamer().send(
      { address: site.address, key: KEY },
      { codecs: 'avc1.42c01f', bytes: each([...chunks, new Uint8Array()], 600) },
      { signal: abort.signal, sending: () => void sending() },
    );
    expect(sent).toBe('ended');
    expect(performance.now() - began).toBeLessThan(20_000);
    expect(lists).toContain('-f flv');
    expect(lists).not.toContain(KEY);
  },
  60_000,
);

test.runIf(testFfmpeg)(
  'why nothing goes out is told: not there, closed before it took pictures, unreadable',
  async () => {
    const port = await freePort();
    const signal = new AbortController().signal;
    const how = { signal, sending: () => undefined };
    const chunks = await segmentsOf(['-c:v', 'libx264', '-pix_fmt', 'yuv420p'], 3);
    const media = () => ({ codecs: 'avc1.42c01f', bytes: each(chunks) });
    const to = (at: number) => ({ address: `rtmp://127.0.0.1:${at}/live`, key: 'k' });
    expect(await restreamer().send(to(port), media(), how)).toBe('unreachable');

    // takes the greeting, and closes on what comes then
    const rude = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (bytes) => bytes.length > 0 && systemTimers.setTimeout(() => socket.destroy(), 200));
    }).listen(0, '127.0.0.1');
    over.push(() => rude.close());
    await once(rude, 'listening');
    const rudePort = (rude.address() as AddressInfo).port;
    expect(await restreamer().send(to(rudePort), media(), how)).toBe('refused');

    const nonsense = { codecs: 'avc1.42c01f', bytes: each([Buffer.alloc(50_000, 7)]) };
    const patient = createServer((socket) => void socket.on('error', () => undefined)).listen(0, '127.0.0.1');
    over.push(() => patient.close());
    await once(patient, 'listening');
    const patientPort = (patient.address() as AddressInfo).port;
    expect(await restreamer().send(to(patientPort), nonsense, how)).toBe('cannotEncode');
  },
  60_000,
);

test.each([
  ['rtmp://live.example.org/app', true],
  ['rtmps://live.example.org:443/app/more?x=1', true],
  ['rtmp://1.1.1.1/app', true],
  ['rtmp://[2606:4700::1111]:1935/app', true],
  ['rtmp://live.example.org', false],
  ['http://live.example.org/app', false],
  ['rtmp://user:word@live.example.org/app', false],
  ['rtmp://live.example.org:25/app', false],
  ['rtmp://live.example.org/app\r\nx', false],
  ['rtmp://live.example.org/app -f', false],
  ['rtmp://127.0.0.1/app', false],
  ['rtmp://0x7f000001/app', false],
  ['rtmp://2130706433/app', false],
  ['rtmp://[::1]/app', false],
  ['rtmp://[::ffff:10.0.0.1]/app', false],
  ['rtmp://10.1.2.3/app', false],
  ['rtmp://169.254.169.254/latest', false],
  ['rtmp://localhost/app', false],
  ['rtmp://livekit:7880/app', false],
  ['file:///etc/passwd', false],
])('%s: may be sent to is %s', (address, good) => {
  expect(restreamer(false).accepts(address)).toBe(good);
});

test.runIf(testFfmpeg)(
  'a name that leads into our own network is not connected to, though it was accepted',
  async () => {
    let asked = 0;
    const inside = createServer((socket) => {
      asked += 1;
      socket.destroy();
    }).listen(0, '127.0.0.1');
    over.push(() => inside.close());
    await once(inside, 'listening');
    const { port } = inside.address() as AddressInfo;
    const how = { signal: new AbortController().signal, sending: () => undefined };
    // a name of two labels that the system leads to this machine
    const address = `rtmp://app.localhost:${port}/live`;
    expect(restreamer(false).accepts(address)).toBe(true);
    const sent = await restreamer(false).send({ address, key: 'k' }, { codecs: 'avc1.42c01f', bytes: each([]) }, how);
    expect(['addressRefused', 'unreachable']).toContain(sent);
    expect(asked).toBe(0);
  },
);
