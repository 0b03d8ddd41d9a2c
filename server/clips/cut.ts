import { Readable } from 'node:stream';
import { type ReadableStream as NodeReadableStream } from 'node:stream/web';
import { record } from '../audit/record';
import { DAY, later } from '../clock';
import { type Deps, type Tx, type VideoSegment } from '../deps';
import { DomainError } from '../errors';
import { type Prisma } from '../generated/prisma/client';
import { type AccountId, type ClipId } from '../ids';
import { holdAccount } from '../identity/lock';
import { type Member } from '../identity/visitor';
import { limit } from '../limits/take';
import { readWatched } from '../moderation/watched';
import { findWatched } from '../moderation/words';
import { refuseVoiceOfSite } from '../names/imitation';
import { storePicture } from '../pictures/files';
import { SHAPES } from '../pictures/places';
import { isHad, spanOf } from '../playback/media';
import { readOwned } from '../playback/owned';
import { type PlayableVideo } from '../playback/videos';
import { newName, videoKey } from '../storage-key';
import { holdVideo } from '../videos/own';
import { readUsed, requireRoom } from '../videos/quota';
import { dropClip } from '../videos/remove';
import { checkAccess } from '../viewing/admission/check-access';
import { type Cut, cutIndex, filesOf, showsTooMuch } from './choose';
import { type CutInput } from './input';

type CutDeps = Pick<Deps, 'db' | 'clock' | 'log' | 'storage' | 'videos' | 'config' | 'packager' | 'pictures'>;

/** So many clips of one video somebody may have, who is not its creator. */
const MOST_OF_ONE = 10;
/** Clips of viewers take this part of a creator's room at most. */
const SHARE_OF_ROOM = 10n;
/** What a viewer deleted counts among what clips show for so long: nobody cuts a video through. */
const REMEMBERED_FOR = DAY;

interface Making {
  makerId: AccountId;
  video: PlayableVideo;
  cut: Cut;
  title: string;
}

/**
 * Cuts a clip out of a video that somebody may watch: its files are copied as they are. A viewer
 * takes only what they have paid for, or what is free, and of a paid video little: a clip plays for
 * nothing.
 */
export async function cutClip(
  deps: CutDeps,
  { signedIn: { accountId: makerId }, origin }: Member,
  { videoId, title, pass, adult, ...part }: CutInput,
): Promise<{ id: ClipId }> {
  await limit(deps, 'cutClip', origin, makerId);
  await checkAccess(deps, makerId, videoId, { pass, adult }, 'recorded');
  const video = await deps.videos.read(deps, videoId);
  const has = await hadBy(deps, makerId, video);
  const cut = cutIndex(video.index, part, has);
  if (!cut.segments.every(has)) throw new DomainError('clipNotOwned');
  const making = { makerId, video, cut, title };
  const { id, folder } = await reserve(deps, making);
  try {
    await keep(deps, making, id, folder);
  } catch (error) {
    await deps.db.clip.deleteMany({ where: { id, readyAt: null } });
    await dropClip(deps, folder, null);
    throw error;
  }
  return { id };
}

/** Which segments are free, or paid for by whoever cuts; all of them for the video's creator. */
async function hadBy(
  { db }: CutDeps,
  makerId: AccountId,
  video: PlayableVideo,
): Promise<(segment: VideoSegment) => boolean> {
  if (makerId === video.creatorId || video.rate === 0n) return () => true;
  const { spans } = await readOwned(db, makerId, video.id);
  return (segment) => isHad(video, spanOf(segment, video), spans);
}

/**
 * Writes the clip's row, which nobody sees yet. The creator's account is held: of many at once no
 * more get through than there is room for, and than clips may show.
 */
async function reserve(deps: CutDeps, making: Making): Promise<{ id: ClipId; folder: string }> {
  const { makerId, video, cut, title } = making;
  return deps.db.$transaction(async (tx) => {
    await holdAccount(tx, video.creatorId, 'notFound');
    await holdVideo(tx, video.id);
    const row = await tx.video.findFirst({
      where: { streamId: video.id, stream: { hiddenAt: null }, OR: [inFolder(video.folder), comingIn(video.folder)] },
      select: { stream: { select: { clipsAllowed: true } }, source: { select: { clipsAllowed: true } } },
    });
    if (!row) throw new DomainError('notFound');
    if (makerId !== video.creatorId) {
      const forbidden = video.growing !== null && row.source?.clipsAllowed === false;
      if (!row.stream.clipsAllowed || forbidden) throw new DomainError('clipsForbidden');
      await requireFewClips(tx, deps, making);
      await requireShareOfRoom(tx, deps, making);
      if (findWatched(title, await readWatched({ db: tx }, video.creatorId))) throw new DomainError('wordsRefused');
    }
    await refuseVoiceOfSite(tx, title);
    await requireRoom(tx, deps, video.creatorId, BigInt(cut.index.bytes));
    const { fromMs, toMs } = cut;
    const { id, folder } = await tx.clip.create({
      data: {
        videoId: video.id,
        creatorId: video.creatorId,
        makerId,
        title,
        fromMs,
        toMs,
        folder: newName(),
        bytes: BigInt(cut.index.bytes),
        createdAt: deps.clock.now(),
      },
      select: { id: true, folder: true },
    });
    return { id: id as ClipId, folder };
  });
}

/** A video that is still played from the folder that was read. */
const inFolder = (folder: string): Prisma.VideoWhereInput => ({ status: 'ready', folder });
const comingIn = (liveFolder: string): Prisma.VideoWhereInput => ({
  status: { in: ['receiving', 'processing'] },
  liveFolder,
});

async function requireFewClips(tx: Tx, { clock }: CutDeps, { makerId, video, cut }: Making): Promise<void> {
  const rows = await tx.clip.findMany({
    where: { videoId: video.id, makerId: { not: video.creatorId } },
    select: { makerId: true, fromMs: true, toMs: true, deletedAt: true, deletedById: true },
  });
  const mine = rows.filter((clip) => clip.makerId === makerId && clip.deletedAt === null);
  if (mine.length >= MOST_OF_ONE) throw new DomainError('tooManyClips');
  if (video.rate === 0n) return;
  const since = later(clock.now(), -REMEMBERED_FOR);
  const counted = rows.filter(
    (clip) => clip.deletedAt === null || (clip.deletedById === clip.makerId && clip.deletedAt > since),
  );
  const freeMs = video.freeSeconds * 1_000;
  const { durationMs } = video.index;
  if (showsTooMuch({ durationMs, freeMs }, counted, cut)) throw new DomainError('clipsUsedUp');
}

async function requireShareOfRoom(tx: Tx, deps: CutDeps, { video, cut }: Making): Promise<void> {
  const { creatorId } = video;
  const { _sum } = await tx.clip.aggregate({
    where: { creatorId, makerId: { not: creatorId } },
    _sum: { bytes: true },
  });
  const { quota } = await readUsed({ db: tx, config: deps.config }, creatorId);
  const after = (_sum.bytes ?? 0n) + BigInt(cut.index.bytes);
  if (after > quota / SHARE_OF_ROOM) throw new DomainError('clipsNoRoom');
}

/** Copies its files; from its end on it is there. One that was deleted meanwhile stays so. */
async function keep(deps: CutDeps, making: Making, id: ClipId, folder: string): Promise<void> {
  const { makerId, video, cut } = making;
  let copied = 0;
  for (const file of filesOf(cut.index)) copied += await copy(deps, video.folder, folder, file);
  const index = Buffer.from(JSON.stringify({ ...cut.index, bytes: copied }));
  await deps.storage.put(videoKey(folder, 'index.json'), index);
  const posterUrl = await drawPoster(deps, making, folder);
  const kept = await deps.db.$transaction(async (tx) => {
    const { count } = await tx.clip.updateMany({
      where: { id, readyAt: null, deletedAt: null },
      data: { readyAt: deps.clock.now(), bytes: BigInt(copied + index.length), posterUrl },
    });
    if (count === 0) return false;
    const detail = { video: video.id, fromMs: cut.fromMs, toMs: cut.toMs };
    await record(tx, deps, { actorId: makerId, action: 'clip.made', subject: `clip:${id}`, detail });
    return true;
  });
  if (kept) return;
  await dropClip(deps, folder, posterUrl);
  throw new DomainError('notFound');
}

/** How many bytes it has. A file that is gone went with its video. */
async function copy({ storage }: CutDeps, from: string, to: string, file: string): Promise<number> {
  const found = await storage.read(videoKey(from, file));
  if (!found) throw new DomainError('notFound');
  await storage.put(videoKey(to, file), Readable.fromWeb(found.content as NodeReadableStream<Uint8Array>));
  return found.bytes;
}

/** What still comes in is for no more people than its stream. */
const FOR_ADULTS: Prisma.StreamWhereInput = {
  OR: [{ mature: true }, { video: { status: { not: 'ready' }, source: { mature: true } } }],
};

/** Its first picture; without FFmpeg, and of what is for adults, it has none of its own. */
async function drawPoster(deps: CutDeps, { video, cut }: Making, folder: string): Promise<string | null> {
  const [segment] = cut.index.renditions[0]?.segments ?? [];
  const forAdults = await deps.db.stream.count({ where: { id: video.id, ...FOR_ADULTS } });
  if (!segment || !deps.packager.usesFfmpeg || forAdults > 0) return null;
  try {
    const pieces = await Promise.all([segment.init, segment.file].map((file) => bytesOf(deps, folder, file)));
    const picture = await deps.packager.pictureOf(Buffer.concat(pieces));
    const to = { folder: 'pictures', shape: SHAPES.cover } as const;
    return picture && (await storePicture(deps, video.creatorId, picture, to));
  } catch (error) {
    deps.log.warn({ err: error, video: video.id }, 'the picture of a clip could not be made');
    return null;
  }
}

async function bytesOf({ storage }: CutDeps, folder: string, file: string): Promise<Uint8Array> {
  const found = await storage.read(videoKey(folder, file));
  return new Uint8Array(await new Response(found?.content ?? null).arrayBuffer());
}
