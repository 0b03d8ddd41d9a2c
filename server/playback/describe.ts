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
  freeSeconds: number;
  strip: VideoIndex['strip'];
  renditions: { name: string; width: number; height: number }[];
  chapters: Chapter[];
  captions: { language: string; label: string; file: string }[];
  /** Where the account left off; null where it was not, or is not signed in. */
  positionMs: number | null;
  /** The stream that it is a recording of, and when that began: for its chat. */
  source: { id: StreamId; startedAt: Date } | null;
}

/** Says what a video is to whoever may watch it. */
export async function describeVideo(
  deps: Pick<Deps, 'db' | 'clock' | 'storage' | 'videos'>,
  accountId: AccountId | null,
  { videoId, ...entry }: DescribeInput,
): Promise<VideoDescription> {
  await checkAccess(deps, accountId, videoId, entry, 'recorded');
  const { index, captions, freeSeconds } = await deps.videos.read(deps, videoId);
  const [row, playback] = await Promise.all([
    deps.db.video.findUniqueOrThrow({
      where: { streamId: videoId },
      select: { source: { select: { id: true, startedAt: true, titles: { orderBy: { at: 'asc' } } } } },
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
  return {
    durationMs: index.durationMs,
    freeSeconds,
    strip: index.strip,
    renditions: index.renditions.map(({ name, width, height }) => ({ name, width, height })),
    chapters: source && began ? chaptersOf(source.titles, began, index.durationMs) : [],
    captions: [...captions],
    positionMs: playback?.positionMs ?? null,
    source: source && began ? { id: source.id as StreamId, startedAt: began } : null,
  };
}

/** One for each title, where there were several; the first begins with the video. */
function chaptersOf(titles: readonly { at: Date; title: string }[], began: Date, durationMs: number): Chapter[] {
  const all = titles.map(({ at, title }) => ({ atMs: Math.max(0, at.getTime() - began.getTime()), title }));
  const within = all.filter(({ atMs }) => atMs < durationMs);
  return within.length < 2 ? [] : within.map((chapter, at) => (at === 0 ? { ...chapter, atMs: 0 } : chapter));
}
