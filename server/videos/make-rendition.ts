import { randomBytes } from 'node:crypto';
import { later } from '../clock';
import { type Deps, type VideoIndex, type VideoRendition } from '../deps';
import { lockAccount } from '../identity/lock';
import { type AccountId, type StreamId } from '../ids';
import { type JobData } from '../jobs/types';
import { shrunkFile, shrunkInit, videoKey } from '../storage-key';
import { missingHeights } from './heights';
import { holdVideo } from './own';
import { GONE_AFTER, HEARD_EVERY } from './package';
import { readUsed } from './quota';

type RenditionDeps = Pick<Deps, 'db' | 'clock' | 'timers' | 'log' | 'storage' | 'packager' | 'config' | 'jobs'>;

/** Who makes a smaller size: its files are called by the tag, so that two never write the same. */
interface Try {
  id: StreamId;
  creatorId: AccountId;
  folder: string;
  tag: string;
  height: number;
}

/** Files are kept a few at a time, in their order: after so many that are not there, none is. */
const NONE_AFTER = 10;

/**
 * Makes a smaller size of a video that is ready, and asks for the next one. Whoever else is at it
 * is left alone; who was and is gone is replaced. A try whose end comes too late, or after the
 * video was removed, changes nothing and leaves nothing behind.
 */
export async function makeRendition(deps: RenditionDeps, { videoId: id }: JobData['makeRendition']): Promise<void> {
  const began = await begin(deps, id);
  if (!began) return;
  const gone = new AbortController();
  const stop = deps.timers.setInterval(() => void sayStillHere(deps, began, gone), HEARD_EVERY);
  let isAdded = false;
  try {
    const index = await readIndex(deps, began.folder);
    const made = index && (await deps.packager.shrink(began.folder, index, began, gone.signal));
    if (made) isAdded = await add(deps, began, made);
    else deps.log.warn({ video: id, height: began.height }, 'a smaller size of a video could not be made');
  } catch (error) {
    // of a video that is gone there is nothing to try again
    await sayStillHere(deps, began, gone);
    if (!gone.signal.aborted) throw error;
  } finally {
    stop();
    if (!isAdded) await giveBack(deps, began);
  }
}

async function begin(deps: RenditionDeps, id: StreamId): Promise<Try | null> {
  const now = deps.clock.now();
  const tag = randomBytes(4).toString('hex');
  const began = await deps.db.$transaction(async (tx) => {
    await holdVideo(tx, id);
    const video = await tx.video.findFirst({
      where: {
        streamId: id,
        status: 'ready',
        OR: [{ renditionAt: null }, { renditionAt: { lt: later(now, -GONE_AFTER) } }],
      },
      include: { stream: { select: { creatorId: true } } },
    });
    const [height] = video ? missingHeights(deps, video) : [];
    if (!video || height === undefined) return null;
    const creatorId = video.stream.creatorId as AccountId;
    const { used, quota } = await readUsed({ db: tx, config: deps.config }, creatorId);
    if (used >= quota) return null;
    await tx.video.update({ where: { streamId: id }, data: { renditionTag: tag, renditionAt: now } });
    return { id, creatorId, folder: video.folder, tag, height, before: video.renditionTag };
  });
  if (!began) return null;
  if (began.before) await dropTry(deps, began, began.before);
  return began;
}

async function sayStillHere({ db, clock, log }: RenditionDeps, { id, tag }: Try, gone: AbortController): Promise<void> {
  try {
    const mine = { streamId: id, status: 'ready', renditionTag: tag } as const;
    const { count } = await db.video.updateMany({ where: mine, data: { renditionAt: clock.now() } });
    if (count === 0) gone.abort();
  } catch (error) {
    log.warn({ err: error, video: id }, 'could not say that a smaller size is still being made');
  }
}

/** Players find it from now on, if there is room for it; whether it was added. */
async function add(deps: RenditionDeps, began: Try, made: VideoRendition): Promise<boolean> {
  const { id, creatorId, folder, tag, height } = began;
  return deps.db.$transaction(async (tx) => {
    await lockAccount(tx, creatorId);
    await holdVideo(tx, id);
    const video = await tx.video.findFirst({ where: { streamId: id, status: 'ready', renditionTag: tag } });
    const index = video && (await readIndex(deps, folder));
    if (!index) return false;
    const more = await bytesOf(deps, folder, made);
    const { used, quota } = await readUsed({ db: tx, config: deps.config }, creatorId);
    if (used + BigInt(more) > quota) return false;
    const grown = await writeIndex(deps, folder, index, {
      ...index,
      renditions: withRendition(index.renditions, made),
      bytes: index.bytes + more,
    });
    const bytes = video.bytes + BigInt(more + grown);
    const heights = [...video.heights, height];
    await tx.video.update({
      where: { streamId: id },
      data: { heights, bytes, renditionTag: null, renditionAt: null },
    });
    const left = missingHeights(deps, { ...video, heights });
    if (left.length > 0) await deps.jobs.enqueue(tx, { name: 'makeRendition', data: { videoId: id } });
    return true;
  });
}

/** After the sizes that are larger, and before the sound alone. */
function withRendition(renditions: readonly VideoRendition[], made: VideoRendition): VideoRendition[] {
  const [source, ...others] = renditions;
  const smaller = [...others, made].sort((a, b) => b.height - a.height);
  return source ? [source, ...smaller] : smaller;
}

/** What a try that came to nothing made is removed; whoever comes next may begin. */
async function giveBack(deps: RenditionDeps, began: Try): Promise<void> {
  await dropTry(deps, began, began.tag);
  await deps.db.video
    .updateMany({
      where: { streamId: began.id, renditionTag: began.tag },
      data: { renditionTag: null, renditionAt: null },
    })
    .catch((error: unknown) =>
      deps.log.warn({ err: error, video: began.id }, 'a smaller size could not be given back'),
    );
}

/**
 * Removes the files of a try that ended before its video's row said that it was there. An index
 * that names them already, because a crash came between the two, forgets them first.
 */
export async function dropTry(
  deps: Pick<Deps, 'db' | 'storage' | 'log'>,
  { id, folder }: { id: StreamId; folder: string },
  tag: string,
): Promise<void> {
  try {
    await deps.db.$transaction(async (tx) => {
      await holdVideo(tx, id);
      const index = await readIndex(deps, folder);
      if (!index) return;
      const isOf = ({ segments }: VideoRendition) => segments[0]?.file === shrunkFile(tag, 1);
      const named = index.renditions.filter(isOf);
      if (named.length === 0) return;
      let less = 0;
      for (const one of named) less += await bytesOf(deps, folder, one);
      const renditions = index.renditions.filter((one) => !isOf(one));
      await writeIndex(deps, folder, index, { ...index, renditions, bytes: index.bytes - less });
    });
    for (let number = 1, none = 0; none < NONE_AFTER; number += 1) {
      const key = videoKey(folder, shrunkFile(tag, number));
      none = (await deps.storage.stat(key)) ? 0 : none + 1;
      await deps.storage.remove(key);
      await deps.storage.remove(videoKey(folder, shrunkInit(tag, number)));
    }
  } catch (error) {
    deps.log.warn({ err: error, video: id }, 'the files of a smaller size could not be removed');
  }
}

async function readIndex({ storage }: Pick<Deps, 'storage'>, folder: string): Promise<VideoIndex | null> {
  const found = await storage.read(videoKey(folder, 'index.json'));
  return found && ((await new Response(found.content).json()) as VideoIndex);
}

/** Writes an index in place of another; how many bytes more it has. */
async function writeIndex(
  { storage }: Pick<Deps, 'storage'>,
  folder: string,
  before: VideoIndex,
  index: VideoIndex,
): Promise<number> {
  const content = Buffer.from(JSON.stringify(index));
  await storage.put(videoKey(folder, 'index.json'), content);
  return content.length - Buffer.byteLength(JSON.stringify(before));
}

/** All files of a size together, those that are read before its segments too. */
async function bytesOf({ storage }: Pick<Deps, 'storage'>, folder: string, made: VideoRendition): Promise<number> {
  let bytes = made.segments.reduce((sum, segment) => sum + segment.bytes, 0);
  for (const init of new Set(made.segments.map(({ init }) => init)))
    bytes += (await storage.stat(videoKey(folder, init)))?.bytes ?? 0;
  return bytes;
}
