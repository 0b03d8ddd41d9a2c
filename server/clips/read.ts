import { clipsKnownTo, clipsListedFor } from '../access/clips';
import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type Prisma } from '../generated/prisma/client';
import { type StreamVisibility, type VideoKind } from '../generated/prisma/enums';
import { type AccountId, type ClipId, type StreamId } from '../ids';
import { type Amount } from '../../sdk/money';
import { type ErrorCode } from '../../sdk/error-codes';
import { amountOf } from '../money';
import { personOf, personSelect, type Person } from '../names/person';
import { checkAccess } from '../viewing/admission/check-access';
import { type ReadInput } from './input';
import { clipMedia } from './play';
import { powerOver } from './remove';

/** A clip as lists show it. */
export interface ClipCard {
  id: ClipId;
  title: string;
  durationMs: number;
  /** Its own picture, or that of its video. */
  posterUrl: string | null;
  createdAt: Date;
  maker: Person;
}

/** What a clip is of: a video, or what is live while its recording comes in. */
export interface ClipSource {
  id: StreamId;
  title: string;
  kind: VideoKind | 'live';
  ratePerSecond: Amount;
  mature: boolean;
  visibility: StreamVisibility;
}

/** A clip's page: the clip, or at which door of its video whoever looks stands. */
export type ClipPage =
  | { kind: 'door'; why: ErrorCode; at: StreamId }
  | {
      kind: 'clip';
      clip: ClipCard;
      creator: Person;
      source: ClipSource;
      /** Where in its video it begins; null while that comes in, as a recording of what is live. */
      fromMs: number | null;
      /** Where its files are, for whoever asked. */
      media: string;
      isMine: boolean;
      mayDelete: boolean;
    };

const PAGE = 24;
/** The doors that are said; any other refusal means that it is not there. */
const DOORS: ReadonlySet<ErrorCode> = new Set(['passwordNeeded', 'followersOnly', 'adultsOnly', 'banned']);

const cardSelect = {
  id: true,
  title: true,
  fromMs: true,
  toMs: true,
  posterUrl: true,
  createdAt: true,
  maker: { select: personSelect },
  video: { select: { stream: { select: { coverUrl: true, mature: true } } } },
} as const satisfies Prisma.ClipSelect;

function cardOf({
  fromMs,
  toMs,
  video: { stream },
  maker,
  posterUrl,
  ...row
}: Prisma.ClipGetPayload<{ select: typeof cardSelect }>): ClipCard {
  // a video that is for adults by now shows nothing of what is in it
  const shown = stream.mature ? stream.coverUrl : (posterUrl ?? stream.coverUrl);
  const { id, title, createdAt } = row;
  return { id: id as ClipId, title, createdAt, durationMs: toMs - fromMs, posterUrl: shown, maker: personOf(maker) };
}

/** A clip to whoever may watch its video, with the way to its files. */
export async function readClip(
  deps: Pick<Deps, 'db' | 'clock'>,
  viewer: AccountId | null,
  { id, ...entry }: ReadInput,
): Promise<ClipPage> {
  const row = await deps.db.clip.findFirst({
    where: { AND: [{ id }, clipsKnownTo(viewer)] },
    select: {
      ...cardSelect,
      folder: true,
      videoId: true,
      creatorId: true,
      creator: { select: personSelect },
      video: { select: { kind: true, status: true, stream: { select: ofStream }, source: { select: ofStream } } },
    },
  });
  if (!row) throw new DomainError('notFound');
  const { kind, status, source } = row.video;
  const growing = status !== 'ready' && source !== null;
  const { id: at, ratePerSecond, ...stream } = growing ? source : row.video.stream;
  const why = await doorOf(deps, viewer, row.videoId as StreamId, entry);
  if (why) return { kind: 'door', why, at: at as StreamId };
  const clip = cardOf(row);
  const power = viewer && (await powerOver(deps.db, viewer, { creatorId: row.creatorId, makerId: clip.maker.id }));
  const { title, mature, visibility } = stream;
  const said = { title, mature, visibility, ratePerSecond: amountOf(ratePerSecond) };
  return {
    kind: 'clip',
    clip,
    creator: personOf(row.creator),
    source: { id: at as StreamId, kind: growing ? 'live' : kind, ...said },
    fromMs: growing ? null : row.fromMs,
    media: clipMedia(deps, { id, folder: row.folder }, viewer),
    isMine: viewer === clip.maker.id,
    mayDelete: power !== null,
  };
}

const ofStream = {
  id: true,
  title: true,
  coverUrl: true,
  mature: true,
  visibility: true,
  ratePerSecond: true,
} as const satisfies Prisma.StreamSelect;

/** What keeps somebody out of a video whose door is known to them; null: nothing does. */
async function doorOf(
  deps: Pick<Deps, 'db' | 'clock'>,
  viewer: AccountId | null,
  videoId: StreamId,
  entry: Omit<ReadInput, 'id'>,
): Promise<ErrorCode | null> {
  try {
    await checkAccess(deps, viewer, videoId, entry, 'recorded');
    return null;
  } catch (error) {
    if (error instanceof DomainError && DOORS.has(error.code)) return error.code;
    throw error;
  }
}

/** Clips of a creator's videos, as lists show them to somebody; the newest first. */
export async function readClipsOf(
  { db }: Pick<Deps, 'db'>,
  viewer: AccountId | null,
  handle: string,
  /** `next` of the page before. */
  before: ClipId | null = null,
): Promise<{ clips: ClipCard[]; next: ClipId | null }> {
  const creator = { handle: handle.toLowerCase(), deletedAt: null };
  const rows = await db.clip.findMany({
    where: { AND: [clipsListedFor(viewer), { creator }, before ? { id: { lt: before } } : {}] },
    select: cardSelect,
    orderBy: { id: 'desc' },
    take: PAGE + 1,
  });
  const clips = rows.slice(0, PAGE).map(cardOf);
  return { clips, next: rows.length > PAGE ? (clips.at(-1)?.id ?? null) : null };
}

/** A clip as the creator of its video sees it. */
export interface OwnClip extends ClipCard {
  bytes: bigint;
  source: { id: StreamId; title: string; clipsAllowed: boolean };
}

/** The clips that there are of a creator's videos, for whomever they are; the newest first. */
export async function readOwnClips({ db }: Pick<Deps, 'db'>, creatorId: AccountId): Promise<OwnClip[]> {
  const stream = { select: { title: true, coverUrl: true, mature: true, clipsAllowed: true } };
  const rows = await db.clip.findMany({
    where: { creatorId, readyAt: { not: null }, deletedAt: null },
    select: { ...cardSelect, bytes: true, videoId: true, video: { select: { stream } } },
    orderBy: { id: 'desc' },
    take: 500,
  });
  return rows.map(({ bytes, videoId, ...row }) => {
    const { title, clipsAllowed } = row.video.stream;
    return { ...cardOf(row), bytes, source: { id: videoId as StreamId, title, clipsAllowed } };
  });
}
