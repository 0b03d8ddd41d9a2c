// npm run bench:record-server: what recording a live feed on the server costs, beside LiveKit's own
// work for it and FFmpeg that copies the same. SECONDS in the environment makes it shorter.
import { execFileSync, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startLivekit } from '../scripts/engines/livekit.mjs';
import { markdownTable, measuredBlock } from '../scripts/measured';
import { findFfmpeg } from '../server/gateways/packager';
import { createRooms } from '../server/gateways/rooms';
import { type StreamId } from '../server/ids';
import { makeFeedFile, sendFile } from '../server/testing/whip-sender';
import { bundleInto } from './bundle';
import { cpuOf, pause } from './engines';

const seconds = Number(process.env.SECONDS ?? 60);
/** What is begun is not measured: joining, finding a way, waiting for clocks. */
const SETTLING_MS = 10_000;
const measured = measuredBlock('bench:record-server');
const ffmpeg = await findFfmpeg(process.env.PATH ?? '');
if (!ffmpeg) throw new Error('FFmpeg is needed: it makes the feed, and is what is compared with.');
const work = resolve('.vilokanam/bench-record-server');
await bundleInto(work, {
  recorder: fileURLToPath(new URL('./record-server-alone.ts', import.meta.url)),
  'recorder-worker': 'server/gateways/recorder-worker.ts',
});
const media = await startLivekit({ dataDir: join(work, 'media') });
const keys = { apiKey: media.env.LIVEKIT_API_KEY ?? '', apiSecret: media.env.LIVEKIT_API_SECRET ?? '' };
const rooms = createRooms({ url: media.url, ...keys });
const room = '01990000-0000-7000-8000-000000000001' as StreamId;
const file = await makeFeedFile(ffmpeg, work, {
  codec: 'h264',
  seconds: 20,
  width: 1280,
  height: 720,
  bitrate: '2000k',
});
const recorded = join(work, 'recorded.mkv');
await rooms.open(room);
const sender = await sendFile(file, async (offer) => (await rooms.startFeed(room, 'creator', offer))?.sdp ?? '');
await sender.connected;

/** CPU seconds of LiveKit in that time, and of others. */
async function during(pids: number[]): Promise<number[]> {
  await pause(SETTLING_MS);
  const before = pids.map(cpuOf);
  await pause(seconds * 1_000);
  return pids.map((pid, at) => (cpuOf(pid) - (before[at] ?? 0)) / 1e6);
}

try {
  const [alone = 0] = await during([media.child.pid]);
  const recorder = spawn(process.execPath, [join(work, 'recorder.js'), media.url, room, recorded], {
    stdio: 'inherit',
    env: { ...process.env, TOKEN: await rooms.recorderToken(room) },
  });
  const [livekit = 0, ours = 0] = await during([media.child.pid, recorder.pid ?? 0]);
  recorder.kill('SIGTERM');
  await new Promise((ended) => recorder.once('exit', ended));
  const copy = copyByFfmpeg(ffmpeg, file);
  const row = (name: string, cpu: number) => [name, `${cpu.toFixed(2)} s`, `${((cpu / seconds) * 100).toFixed(1)} %`];
  const table = markdownTable(
    [`${seconds} seconds of a 720p feed`, 'CPU', 'of a core'],
    [
      row('LiveKit, which takes the feed, nobody watching', alone),
      row('LiveKit, with the recorder', livekit),
      row('the recorder', ours),
      row('FFmpeg, copying as much of the same file', copy),
    ],
  );
  measured.publish(
    `${table}\n\nThe recorder costs ${(ours / livekit).toFixed(2)} times what LiveKit does for the same feed.`,
  );
} finally {
  await sender.stop();
  await media.stop();
  rmSync(work, { recursive: true, force: true });
}
process.exit(0);

/** The seconds of CPU that FFmpeg takes to copy as much of the file. */
function copyByFfmpeg(program: string, from: string): number {
  const args = ['-nostdin', '-y', '-loglevel', 'error', '-stream_loop', '-1', '-i', from, '-t', `${seconds}`];
  const timed = 'TIMEFORMAT="%U %S"; time "$0" "$@"';
  const command = `{ ${timed}; } 2>&1`;
  const said = execFileSync('bash', ['-c', command, program, ...args, '-c', 'copy', join(work, 'copied.mkv')], {
    encoding: 'utf8',
  });
  return said
    .trim()
    .split(' ')
    .reduce((sum, part) => sum + Number(part), 0);
}
