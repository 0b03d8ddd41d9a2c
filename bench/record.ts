// npm run bench:record: what packaging a recording costs, against FFmpeg that copies the same file
// into the same kind of segments. MINUTES and ROUNDS in the environment make it smaller or larger.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { systemTimers } from '../sdk/timers';
import { markdownTable, measuredBlock } from '../scripts/measured';
import { type createPackager, type findFfmpeg } from '../server/gateways/packager';
import { createFolderStorage } from '../server/gateways/storage';
import { newName } from '../server/storage-key';
import { bundleInto } from './bundle';

const setting = (name: string, usual: number) => Number(process.env[name] ?? usual);
const [minutes, rounds] = [setting('MINUTES', 10), setting('ROUNDS', 3)];
const measured = measuredBlock('bench:record');
const work = resolve('.vilokanam/bench-record');
await bundleInto(work, {
  packager: 'server/gateways/packager.ts',
  'packager-worker': 'server/gateways/packager-worker.ts',
});
const packagers = (await import(pathToFileURL(join(work, 'packager.js')).href)) as {
  createPackager: typeof createPackager;
  findFfmpeg: typeof findFfmpeg;
};
const found = await packagers.findFfmpeg(process.env.PATH ?? '');
if (!found) throw new Error('FFmpeg is needed: it makes the file, and is what is compared with.');
const ffmpeg = found;

try {
  const file = makeFile();
  const storage = createFolderStorage(join(work, 'files'));
  const scratch = join(work, 'scratch');
  // pictures are FFmpeg's work in both cases, and left out of both
  const packager = packagers.createPackager({ storage, timers: systemTimers, scratch, ffmpeg: null });
  const [theirs, ours]: [number[], number[]] = [[], []];
  let bytes = { hls: 0, source: 0, all: 0 };
  for (let round = 0; round < rounds; round += 1) {
    const hls = join(work, `hls-${round}`);
    mkdirSync(hls);
    theirs.push(copyByFfmpeg(file, hls));
    const before = process.cpuUsage();
    const made = await packager.pack(newName(), [{ path: file, sha256: null }]);
    const { user, system } = process.cpuUsage(before);
    ours.push((user + system) / 1e6);
    if (typeof made === 'string') throw new Error(made);
    const source = made.renditions[0]?.segments.reduce((sum, segment) => sum + segment.bytes, 0) ?? 0;
    bytes = { hls: sizeOf(hls), source, all: made.bytes };
  }
  const megabytes = (size: number) => `${(size / 1e6).toFixed(1)} MB`;
  const [a, b] = [median(theirs), median(ours)];
  const row = (name: string, size: number) => [name, megabytes(bytes.hls), megabytes(size), ratio(size, bytes.hls)];
  const table = markdownTable(
    [`median of ${rounds}, ${minutes} minutes, ${megabytes(statSync(file).size)}`, 'FFmpeg', 'Vilokanam', 'ratio'],
    [
      ['CPU seconds', `${a.toFixed(2)} s`, `${b.toFixed(2)} s`, ratio(b, a)],
      row('written, picture with sound', bytes.source),
      row('written, with the sound alone beside it', bytes.all),
    ],
  );
  const memory = process.resourceUsage().maxRSS / 1024;
  measured.publish(`${table}\n\nThe whole process never had more than ${memory.toFixed(0)} MB of memory.`);
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** H.264 and AAC, with a key frame each two seconds: twenty seconds of them, again and again. */
function makeFile(): string {
  const [once, path] = [join(work, 'once.mp4'), join(work, 'recording.mp4')];
  execFileSync(ffmpeg, [
    ...['-loglevel', 'error', '-f', 'lavfi', '-i', 'testsrc2=size=640x360:rate=30'],
    ...['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000', '-t', '20'],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-b:v', '1500k', '-g', '60', '-pix_fmt', 'yuv420p'],
    ...['-c:a', 'aac', '-b:a', '128k', once],
  ]);
  const again = ['-stream_loop', `${minutes * 3 - 1}`, '-i', once, '-c', 'copy', path];
  execFileSync(ffmpeg, ['-loglevel', 'error', ...again]);
  return path;
}

/** The seconds of CPU that FFmpeg takes to copy the file into segments of two seconds. */
function copyByFfmpeg(file: string, folder: string): number {
  const args = [
    ...['-nostdin', '-loglevel', 'error', '-i', file, '-c', 'copy', '-f', 'hls', '-hls_time', '2'],
    ...['-hls_segment_type', 'fmp4', '-hls_playlist_type', 'vod', 'master.m3u8'],
  ];
  const timed = 'TIMEFORMAT="%U %S"; time "$0" "$@"';
  const said = execFileSync('bash', ['-c', `{ ${timed}; } 2>&1`, ffmpeg, ...args], { cwd: folder, encoding: 'utf8' });
  return said
    .trim()
    .split(' ')
    .reduce((sum, part) => sum + Number(part), 0);
}

function sizeOf(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

function ratio(a: number, b: number): string {
  return `${(a / b).toFixed(2)} x`;
}

function median(list: number[]): number {
  return [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
}
