import { type ChildProcess, spawn } from 'node:child_process';
import { onPath } from '../scripts/launcher/binaries.mjs';
import { findIngress } from '../scripts/engines/ingress-program.mjs';
import { findRedis } from '../scripts/engines/redis.mjs';

/** Why nothing can be sent by RTMP here, for a test's title; nothing where it can. */
export const rtmpIsMissing = [
  findIngress() ? '' : 'ingress is not built',
  findRedis() ? '' : 'redis-server is not installed',
  onPath(['ffmpeg']) ? '' : 'ffmpeg is not installed',
]
  .filter(Boolean)
  .join(', ');

/** A program that sends by RTMP. */
export interface RtmpProgram {
  /** Whether it still sends. */
  sends(): boolean;
  /** When it stops, by itself or by us: what it said last. */
  ended: Promise<string>;
  stop(): Promise<void>;
}

/** ffmpeg with a picture that moves and a tone, as an encoder sends them. */
export function sendByRtmp(server: string, key: string): RtmpProgram {
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=15'];
  const tone = ['-f', 'lavfi', '-i', 'sine=frequency=440'];
  const codecs = ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-g', '60', '-bf', '2'];
  const program: ChildProcess = spawn(
    'ffmpeg',
    [
      '-nostdin',
      '-loglevel',
      'error',
      '-re',
      ...picture,
      '-re',
      ...tone,
      ...codecs,
      '-c:a',
      'aac',
      '-f',
      'flv',
      `${server}/${key}`,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  program.stderr?.on('data', (text: Buffer) => (said += text.toString()));
  let over = false;
  const ended = new Promise<string>((resolve) =>
    program.once('close', () => {
      over = true;
      resolve(said);
    }),
  );
  return {
    sends: () => !over,
    ended,
    async stop() {
      program.kill('SIGTERM');
      await ended;
    },
  };
}
