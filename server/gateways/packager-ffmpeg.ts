import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { type Container } from './packager-read';

/** What a program says of why it failed, at most. */
const LAST_WORDS = 2_000;
/** FFmpeg's names of what reads a container. */
const DEMUXERS: Record<Container, string> = { mp4: 'mov', webm: 'matroska', mkv: 'matroska' };

/** A file that came from outside, as FFmpeg may read it: by one demuxer, and nothing beside it. */
export function reading(path: string, container: Container, from = 0): string[] {
  const seek = from > 0 ? ['-ss', from.toFixed(3)] : [];
  return ['-protocol_whitelist', 'file', '-f', DEMUXERS[container], ...seek, '-i', `file:${path}`];
}

/**
 * Runs FFmpeg with nothing of our environment, after everything else that the machine has to do,
 * and ends it when it takes too long.
 */
export async function runFfmpeg(program: string, args: readonly string[], limitMs: number): Promise<void> {
  const child = spawn(program, ['-nostdin', '-hide_banner', '-loglevel', 'error', '-y', ...args], {
    env: { NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: limitMs,
    killSignal: 'SIGKILL',
  });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-LAST_WORDS)));
  if (child.pid !== undefined) {
    try {
      setPriority(child.pid, constants.priority.PRIORITY_LOW);
    } catch {
      // it has ended already
    }
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new FfmpegError(words.trim() || `ended with ${code}`);
}

/** FFmpeg could not do it: with what it says of why. */
export class FfmpegError extends Error {}

/** Makes anew what browsers cannot play, with key frames to cut at; what they can play is kept. */
export function encodingFor(keep: { video: boolean; audio: boolean }): string[] {
  const video = keep.video
    ? ['-c:v', 'copy']
    : [
        ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '21', '-pix_fmt', 'yuv420p'],
        ...['-vf', 'scale=trunc(iw/2)*2:trunc(ih/2)*2', '-force_key_frames', 'expr:gte(t,n_forced*2)'],
      ];
  const audio = keep.audio ? ['-c:a', 'copy'] : ['-c:a', 'aac', '-b:a', '160k', '-ac', '2'];
  // to FFmpeg before version 4.3, Opus in MP4 is an experiment
  return ['-map', '0:v:0', '-map', '0:a:0?', '-sn', '-dn', '-map_metadata', '-1', ...video, ...audio, '-strict', '-2'];
}

/**
 * Pictures of a given size, for whoever has a slow connection: each at its own time, and all of the
 * same kind whatever the source is, so that one header does for them.
 */
export function encodingSmaller({ width, height }: { width: number; height: number }, short: number): string[] {
  const most = Math.round(short * short * 5.2);
  return [
    ...['-map', '0:v:0', '-an', '-sn', '-dn', '-map_metadata', '-1', '-c:v', 'libx264', '-preset', 'veryfast'],
    ...['-profile:v', 'main', '-level', short <= 480 ? '3.1' : '4.2', '-pix_fmt', 'yuv420p', '-threads', '2'],
    ...['-crf', '23', '-maxrate', `${most}`, '-bufsize', `${2 * most}`],
    ...['-enc_time_base', '1:1000', '-vf', `scale=${width}:${height},setsar=1`],
  ];
}
