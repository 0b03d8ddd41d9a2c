import { systemTimers } from '../../sdk/timers';
import { type Storage } from '../deps';
import { createPackager, findFfmpeg } from '../gateways/packager';
import { testFolder } from './storage';

/** Where systems have their programs. */
const PROGRAMS = '/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin';
/** FFmpeg, where this machine has one, or npm brought one. */
export const testFfmpeg = await findFfmpeg(PROGRAMS);

/** A real one, with FFmpeg where there is one. Its thread works in real time. */
export function testPackager(storage: Storage, ffmpeg: string | null = testFfmpeg, scratch = testFolder()) {
  return createPackager({ storage, timers: systemTimers, scratch, ffmpeg });
}
