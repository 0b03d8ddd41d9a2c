import { execFileSync } from 'node:child_process';

/** FFmpeg’s program: the one on the PATH, else the one that npm brought. */
export async function findFfmpeg(): Promise<string> {
  try {
    execFileSync('ffmpeg', ['-version'], { stdio: 'ignore' });
    return 'ffmpeg';
  } catch {
    const { default: installed } = await import('@ffmpeg-installer/ffmpeg');
    return installed.path;
  }
}
