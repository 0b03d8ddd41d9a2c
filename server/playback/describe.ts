import { type Deps, type VideoIndex } from '../deps';
import { type AccountId, type StreamId } from '../ids';
import { checkAccess } from '../viewing/admission/check-access';
import { type DescribeInput } from './input';

/** A part of a video with a title of its own. */
export interface Chapter {
  atMs: number;
  title: string;
}

/** What a player shows of a video before it is opened. */
export interface VideoDescription {
  durationMs: number;
  /** It is a recording that still comes in: more of it is there soon. */
  growing: boolean;
  freeSeconds: number;
  strip: VideoIndex['strip'];
  renditions: { name: string; width: number; height: number }[];
  chapters: Chapter[];
  captions: { language: string; label: string; file: string }[];
  /** Where the account left off; null where it was not, or is not signed in. */
  positionMs: number | null;
  /** The stream that it is a recording of, and when that began: for its chat. */
  source: { id: StreamId; startedAt: Date; parts: RecordedPart[] } | null;
}

/** From `atMs` of a recording on is seen what the stream showed from `startsAtMs` on. */
export interface RecordedPart {
  atMs: number;
  startsAtMs: number;
}

/** Says what a video is to whoever may watch it. */
export async function describeVideo(
  deps: Pick<Deps, 'db' | 'clock' | 'storage' | 'videos'>,
  accountId: AccountId | null,
  { videoId, ...entry }: DescribeInput,
): Promise<VideoDescription> {
  await checkAccess(deps, accountId, videoId, entry, 'recorded');
  const { index, captions, freeSeconds, growing } = await deps.videos.read(deps, videoId);
  const [row, playback] = await Promise.all([
    deps.db.video.findUniqueOrThrow({
      where: { streamId: videoId },
      select: {
        parts: { select: { startsAtMs: true }, orderBy: { position: 'asc' } },
        source: { select: { id: true, startedAt: true, titles: { orderBy: { at: 'asc' } } } },
      },
    }),
    accountId
      ? deps.db.playback.findUnique({
          where: { accountId_videoId: { accountId, videoId } },
          select: { positionMs: true },
        })
      : null,
  ]);
  const { source } = row;
  const began = source?.startedAt ?? null;
  const starts = row.parts.map(({ startsAtMs }) => startsAtMs);
  const parts = partsOf(index, growing ? growing.starts : starts);
  return {
    durationMs: index.durationMs,
    growing: growing !== null && !growing.ended,
    freeSeconds,
    strip: index.strip,
    renditions: index.renditions.map(({ name, width, height }) => ({ name, width, height })),
    chapters: source && began ? chaptersOf(source.titles, began, parts, index.durationMs) : [],
    captions: [...captions],
    positionMs: playback?.positionMs ?? null,
    source: source && began ? { id: source.id as StreamId, startedAt: began, parts } : null,
  };
}

/**
 * Where each part of a recording begins. What was packaged goes on without a break within a part;
 * where there are more breaks than parts, only the first one is known.
 */
export function partsOf({ renditions: [first] }: VideoIndex, starts: readonly number[]): RecordedPart[] {
  const breaks = first?.segments.slice(1).filter(({ discontinuity }) => discontinuity) ?? [];
  const from = [0, ...breaks.map(({ startMs }) => startMs)];
  const known = from.length === starts.length ? from : [0];
  return known.map((atMs, at) => ({ atMs, startsAtMs: starts[at] ?? 0 }));
}

/** One for each title, where there were several; the first begins with the video. */
function chaptersOf(
  titles: readonly { at: Date; title: string }[],
  began: Date,
  parts: readonly RecordedPart[],
  durationMs: number,
): Chapter[] {
  const all = titles.map(({ at, title }) => ({ atMs: placeOf(parts, at.getTime() - began.getTime()), title }));
  const within = all.filter(({ atMs }) => atMs < durationMs);
  // of several titles before one moment of it the last one held
  const last = within.filter(({ atMs }, at) => atMs !== within[at + 1]?.atMs);
  return last.length < 2 ? [] : last.map((chapter, at) => (at === 0 ? { ...chapter, atMs: 0 } : chapter));
}

/** The place in a recording of a moment of the stream; where none was kept, of the next one. */
function placeOf(parts: readonly RecordedPart[], streamMs: number): number {
  const at = parts.findLastIndex(({ startsAtMs }) => startsAtMs <= streamMs);
  const part = parts[at];
  if (!part) return 0;
  return Math.min(part.atMs + streamMs - part.startsAtMs, parts[at + 1]?.atMs ?? Infinity);
}
