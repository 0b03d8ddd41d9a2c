import { bansOf } from '../access/bans';
import { costsAsMuch, listedFor, type Pass, rewindableFor, watchableFor } from '../access/visibility';
import { type Deps } from '../deps';
import { type AccountId, type StreamId } from '../ids';
import { cardOf, cardSelect, NEWEST_VIDEO, PLAYABLE, type StreamCard } from '../streams/cards';

/** A video that somebody began, and where they left it. */
export interface BegunVideo {
  stream: StreamCard;
  positionMs: number;
}

/** So near its end a video has been seen. */
const END_MS = 15_000;
/** Of one stream. */
const MOST_RECORDINGS = 12;
/** So many of the last ones are looked through for those that were not seen to the end. */
const LAST = 24;

/** Videos that somebody began and may still watch; the one that they left last is the first. */
export async function readBegunVideos(
  { db }: Pick<Deps, 'db'>,
  viewer: AccountId,
  places: number,
): Promise<BegunVideo[]> {
  const rows = await db.playback.findMany({
    where: {
      accountId: viewer,
      positionMs: { gt: 0 },
      video: { status: 'ready', stream: { AND: [watchableFor(viewer), { status: 'recorded' }] } },
    },
    select: { positionMs: true, video: { select: { durationMs: true, stream: { select: cardSelect } } } },
    orderBy: { updatedAt: 'desc' },
    take: LAST,
  });
  return rows
    .filter(({ positionMs, video }) => positionMs < video.durationMs - END_MS)
    .slice(0, places)
    .map(({ positionMs, video }) => ({ stream: cardOf(video.stream), positionMs }));
}

/** The newest videos that lists show to somebody; `followed`: only those of whom they follow. */
export async function readNewVideos(
  { db }: Pick<Deps, 'db'>,
  viewer: AccountId | null,
  places: number,
  followed = false,
): Promise<StreamCard[]> {
  const ofFollowed = { creator: { followers: { some: { followerId: viewer ?? '' } } } };
  const rows = await db.stream.findMany({
    where: { AND: [listedFor(viewer), PLAYABLE, { endedAt: null }, followed && viewer ? ofFollowed : {}] },
    select: cardSelect,
    orderBy: NEWEST_VIDEO,
    take: places,
  });
  return rows.map(cardOf);
}

/** What can be played of a stream, as lists show it to somebody; the first one is the oldest. */
export async function readRecordings(
  { db }: Pick<Deps, 'db'>,
  viewer: AccountId | null,
  sourceId: StreamId,
): Promise<StreamCard[]> {
  const rows = await db.stream.findMany({
    where: { AND: [listedFor(viewer), PLAYABLE, { video: { sourceId } }] },
    select: cardSelect,
    orderBy: { id: 'asc' },
    take: MOST_RECORDINGS,
  });
  return rows.map(cardOf);
}

/** The recording of a live stream that somebody may play while it comes in, and where it begins. */
export async function readRewind(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  viewer: AccountId | null,
  sourceId: StreamId,
  pass: Pass | null,
): Promise<{ videoId: StreamId; fromMs: number } | null> {
  const row = await db.stream.findFirst({
    where: { AND: [rewindableFor(viewer, pass), { video: { sourceId } }] },
    select: {
      id: true,
      creatorId: true,
      ratePerSecond: true,
      video: {
        select: {
          source: { select: { ratePerSecond: true } },
          parts: { where: { bytes: { gt: 0 } }, select: { startsAtMs: true }, orderBy: { position: 'asc' }, take: 1 },
        },
      },
    },
    orderBy: { id: 'desc' },
  });
  if (!row?.video || !costsAsMuch(row.ratePerSecond, row.video.source?.ratePerSecond)) return null;
  if (viewer && (await db.restriction.findFirst({ where: bansOf(viewer, row.creatorId, clock.now()) }))) return null;
  return { videoId: row.id as StreamId, fromMs: row.video.parts[0]?.startsAtMs ?? 0 };
}
