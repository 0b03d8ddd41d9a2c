import { type Amount } from '../../sdk/money';
import { listedFor, reachableFor, watchableFor } from '../access/visibility';
import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type Prisma } from '../generated/prisma/client';
import { type StreamVisibility, type VideoKind, type VideoStatus } from '../generated/prisma/enums';
import { type AccountId, type StreamId } from '../ids';
import { amountOf } from '../money';
import { type VideoFailure } from './failures';
import { ownVideo } from './own';
import { readUsed, type Used } from './quota';

type Read = Pick<Deps, 'db'>;

/** A video as its creator sees it. */
export interface VideoRow {
  id: StreamId;
  /** The stream that it is a recording of. */
  sourceId: StreamId | null;
  kind: VideoKind;
  status: Exclude<VideoStatus, 'deleted'>;
  failure: VideoFailure | null;
  /** So many of its files could not be read, and are missing in it. */
  unreadParts: number;
  title: string;
  /** For whom it is, or will be there once it is ready; null: as its stream is then. */
  visibility: StreamVisibility | null;
  ratePerSecond: Amount;
  previewSeconds: number;
  durationMs: number;
  /** All that is kept of it. */
  bytes: bigint;
  /** Of the files that come in: how much is here, and of how much where that is known. */
  received: bigint;
  expected: bigint | null;
  /** No further file of it comes. */
  finished: boolean;
  width: number;
  height: number;
  createdAt: Date;
  readyAt: Date | null;
  coverUrl: string | null;
  /** How many people have played it. */
  plays: number;
  captions: { language: string; label: string }[];
  /** The site took it down. */
  takenDown: boolean;
}

const rowSelect = {
  streamId: true,
  sourceId: true,
  kind: true,
  status: true,
  failure: true,
  unreadParts: true,
  opensAs: true,
  finishedAt: true,
  durationMs: true,
  bytes: true,
  width: true,
  height: true,
  createdAt: true,
  readyAt: true,
  parts: { select: { bytes: true, length: true } },
  captions: { select: { language: true, label: true }, orderBy: { language: 'asc' } },
  stream: {
    select: {
      title: true,
      visibility: true,
      ratePerSecond: true,
      previewSeconds: true,
      coverUrl: true,
      hiddenAt: true,
    },
  },
  _count: { select: { playbacks: true } },
} as const satisfies Prisma.VideoSelect;

function rowOf({
  streamId,
  stream: { ratePerSecond, hiddenAt, visibility, ...said },
  parts,
  opensAs,
  finishedAt,
  _count,
  ...video
}: Prisma.VideoGetPayload<{ select: typeof rowSelect }>): VideoRow {
  const known = parts.every(({ length }) => length !== null);
  return {
    ...said,
    ...video,
    id: streamId as StreamId,
    sourceId: video.sourceId as StreamId | null,
    status: video.status as VideoRow['status'],
    failure: video.failure as VideoFailure | null,
    visibility: video.status === 'ready' ? visibility : opensAs,
    ratePerSecond: amountOf(ratePerSecond),
    received: parts.reduce((sum, { bytes }) => sum + bytes, 0n),
    expected: known ? parts.reduce((sum, { length }) => sum + (length ?? 0n), 0n) : null,
    finished: finishedAt !== null,
    plays: _count.playbacks,
    takenDown: hiddenAt !== null,
  };
}

/** All videos of a creator, newest first, with how much room they take. */
export async function readVideos(
  deps: Pick<Deps, 'db' | 'config' | 'packager'>,
  creatorId: AccountId,
): Promise<Used & { videos: VideoRow[]; usesFfmpeg: boolean }> {
  const [rows, used] = await Promise.all([
    deps.db.video.findMany({
      where: { status: { not: 'deleted' }, stream: { creatorId } },
      select: rowSelect,
      orderBy: [{ createdAt: 'desc' }, { streamId: 'desc' }],
      take: 500,
    }),
    readUsed(deps, creatorId),
  ]);
  return { ...used, videos: rows.map(rowOf), usesFfmpeg: deps.packager.usesFfmpeg };
}

/** A video as its edit form starts from it. */
export interface VideoForEdit extends VideoRow {
  description: string;
  categorySlug: string;
  tags: string[];
  language: string;
  mature: boolean;
  clipsAllowed: boolean;
  /** It has a password, whether it opens by that or not. */
  hasPassword: boolean;
  /** So many files of it are kept as they came in. */
  originals: number;
  /** What the stream that it is a recording of was called last. */
  sourceTitle: string | null;
}

/** One's own video. */
export async function readVideo({ db }: Read, creatorId: AccountId, id: StreamId): Promise<VideoForEdit> {
  const video = await db.video.findFirst({
    where: ownVideo(creatorId, id),
    select: {
      ...rowSelect,
      source: { select: { title: true } },
      _count: { select: { playbacks: true, parts: { where: { completedAt: { not: null }, droppedAt: null } } } },
      stream: {
        select: {
          ...rowSelect.stream.select,
          description: true,
          categorySlug: true,
          tags: true,
          language: true,
          mature: true,
          clipsAllowed: true,
          password: { select: { streamId: true } },
        },
      },
    },
  });
  if (!video) throw new DomainError('notFound');
  const { source, ...rest } = video;
  const { password, description, categorySlug, tags, language, mature, clipsAllowed, ...stream } = rest.stream;
  return {
    ...rowOf({ ...rest, stream }),
    description,
    categorySlug,
    tags,
    language,
    mature,
    clipsAllowed,
    hasPassword: password !== null,
    originals: video._count.parts,
    sourceTitle: source?.title ?? null,
  };
}

/** What is recorded of a stream, as somebody sees it who looks at its page. */
export interface RecordingsOf {
  /** It is being recorded just now; `startedAtMs` after its beginning. */
  live: { id: StreamId; startedAtMs: number } | null;
  ready: { id: StreamId; title: string; durationMs: number; ratePerSecond: Amount; coverUrl: string | null }[];
}

/**
 * The recordings of a stream: those that lists show to whoever asks, and those that are as open to
 * them as the stream is whose page they have opened.
 */
export async function readRecordings(
  { db }: Read,
  viewer: AccountId | null,
  streamId: StreamId,
): Promise<RecordingsOf> {
  const source = await db.stream.findFirst({
    where: { AND: [{ id: streamId }, reachableFor(viewer)] },
    select: { status: true, visibility: true },
  });
  if (!source) return { live: null, ready: [] };
  const [running, rows] = await Promise.all([
    source.status === 'live'
      ? db.videoPart.findFirst({
          where: { video: { sourceId: streamId, status: 'receiving', finishedAt: null } },
          select: { videoId: true, startsAtMs: true },
          orderBy: [{ video: { createdAt: 'desc' } }, { position: 'asc' }],
        })
      : null,
    db.stream.findMany({
      where: {
        AND: [
          { video: { sourceId: streamId, status: 'ready' } },
          { OR: [listedFor(viewer), { AND: [watchableFor(viewer), { visibility: source.visibility }] }] },
        ],
      },
      select: { id: true, title: true, ratePerSecond: true, coverUrl: true, video: { select: { durationMs: true } } },
      orderBy: [{ startedAt: 'asc' }, { id: 'asc' }],
      take: 20,
    }),
  ]);
  return {
    live: running && { id: running.videoId as StreamId, startedAtMs: running.startsAtMs },
    ready: rows.map(({ id, title, ratePerSecond, coverUrl, video }) => ({
      id: id as StreamId,
      title,
      coverUrl,
      durationMs: video?.durationMs ?? 0,
      ratePerSecond: amountOf(ratePerSecond),
    })),
  };
}
