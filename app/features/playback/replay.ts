import { type ChatLine } from '../../lib/api';

/** So many lines stand beside a video at most: the newest. */
export const MOST_LINES = 200;
/** So long before the last line that is known the next ones are asked for. */
const AHEAD_MS = 20_000;
/** So far behind what is known it is quicker to begin anew. */
const BEHIND_MS = 60_000;

/** Lines of a chat that was, as far as they are known: from `fromMs` on, in their order. */
export interface Replay {
  fromMs: number;
  lines: readonly ChatLine[];
  /** The line to ask with for what came after it; null: nothing did. */
  next: ChatLine['id'] | null;
}

const timeOf = ({ offset }: ChatLine) => offset ?? -Infinity;

/** What had been said by then: the newest lines. */
export function saidBy({ lines }: Pick<Replay, 'lines'>, ms: number): readonly ChatLine[] {
  const end = lines.findIndex((line) => timeOf(line) > ms);
  const said = end < 0 ? lines.length : end;
  return lines.slice(Math.max(0, said - MOST_LINES), said);
}

/** What is to be asked for at a moment: all anew, what follows, or nothing yet. */
export function wanted(replay: Replay | null, ms: number): 'anew' | 'more' | null {
  if (!replay || ms < replay.fromMs) return 'anew';
  if (replay.next === null) return null;
  const last = replay.lines.at(-1);
  if (!last) return 'anew';
  const known = timeOf(last);
  if (ms > known + BEHIND_MS) return 'anew';
  return ms > known - AHEAD_MS ? 'more' : null;
}

/** With what followed; what lies far behind is let go. */
export function grown(replay: Replay, more: readonly ChatLine[], next: Replay['next']): Replay {
  const known = new Set(replay.lines.map(({ id }) => id));
  const lines = [...replay.lines, ...more.filter(({ id }) => !known.has(id))];
  const dropped = Math.max(0, lines.length - 4 * MOST_LINES);
  // where the first line that is left stands, there is not yet all that belongs before it
  const first = dropped > 0 ? lines[dropped + MOST_LINES] : undefined;
  const fromMs = first ? Math.max(replay.fromMs, timeOf(first)) : replay.fromMs;
  return { fromMs, lines: lines.slice(dropped), next };
}

/** Where parts of a recording lie: from `atMs` of the video on, `startsAtMs` of the stream. */
export type RecordedParts = readonly { atMs: number; startsAtMs: number }[];

/** The moment of the stream that a moment of its recording shows. */
export function streamTime(parts: RecordedParts, videoMs: number): number {
  const part = parts.findLast(({ atMs }) => atMs <= videoMs) ?? parts[0];
  return part ? Math.max(0, videoMs - part.atMs) + part.startsAtMs : videoMs;
}
