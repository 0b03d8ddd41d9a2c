import { type StreamDetail } from '../../lib/api';
import { type Rewind } from '../watch/past';
import { type SourceView } from './video-source';

/** Nearer to live than this there is nothing to rewind to: the recording lags behind by as much. */
const NEAR_SECONDS = 6;
/** Whoever seeks into the last second of what there is means what is live. */
const LAST_SECONDS = 1;

/** How long a stream has been recorded by now, by the clock. */
export function recordedSeconds({ startedAt }: Pick<StreamDetail, 'startedAt'>, { fromMs }: Rewind, now: Date): number {
  return startedAt ? Math.max(0, (now.getTime() - startedAt.getTime() - fromMs) / 1_000) : 0;
}

/** Where to begin, so long before its end; null: as near to that as it goes. */
export function rewoundTo(durationMs: number, backSeconds: number | null): number | null {
  if (backSeconds === null || backSeconds < NEAR_SECONDS) return null;
  return Math.max(0, durationMs / 1_000 - backSeconds);
}

/** What seeking to a moment means in a recording that grows: a place in it, or what is live. */
export function soughtIn(growing: SourceView['growing'], seconds: number): number | 'live' {
  if (!growing) return seconds;
  if (seconds >= growing.edge - LAST_SECONDS) return 'live';
  return Math.min(seconds, growing.near);
}
