import { later, MINUTE, SECOND } from '../clock';
import { type Deps, type Followed } from '../deps';
import { type Prisma } from '../generated/prisma/client';
import { type StreamId } from '../ids';
import { FOLLOWER_GONE_AFTER } from '../playback/videos';
import { newName } from '../storage-key';
import { sleep } from '../../sdk/timers';
import { dropFolder } from './remove';

type FollowDeps = Pick<Deps, 'db' | 'clock' | 'timers' | 'log' | 'storage' | 'uploads' | 'packager' | 'config'>;

/** Of what something came so recently, more comes. */
const COMES_NOW = 30 * SECOND;
/** Who follows a recording says so often that it is still at it, and looks whether it still may. */
const HEARD_EVERY = 5 * SECOND;
/** A recording of which nothing came for so long gives its place to another one. */
const IDLE_AFTER = 10 * MINUTE;
/** Whether another part of it has begun is looked at so often. */
const NEXT_PART_EVERY = SECOND;
/** What could not be followed is tried again after so long. */
const AGAIN_AFTER = 30 * SECOND;

/** Why somebody stops following before there is no more. */
type Broken =
  /** The row is another's, or the video is gone. */
  | 'lost'
  /** Nothing comes, or a part was taken back: it is begun anew when something comes. */
  | 'anew'
  /** This process ends: another one begins at once. */
  | 'stopping';

/** A recording that this process packages while it comes in. */
interface Follow {
  id: StreamId;
  folder: string;
  abort: AbortController;
  /** The parts of which something stands in the index. */
  parts: string[];
}

/** Packages recordings while they come in, so that they can be played from there. */
export interface RecordingFollower {
  /** Takes up recordings that nobody follows, as far as this process has places. */
  look(): Promise<void>;
  /** Leaves them to other processes. */
  stop(): Promise<void>;
}

export function createRecordingFollower(deps: FollowDeps): RecordingFollower {
  const followed = new Map<StreamId, { one: Follow; done: Promise<void> }>();
  const failedAt = new Map<StreamId, Date>();
  let stopping = false;

  const begin = (one: Follow) => {
    const done = follow(deps, one)
      .catch(async (error: unknown) => {
        deps.log.warn({ err: error, video: one.id }, 'a recording could not be packaged while it comes in');
        failedAt.set(one.id, deps.clock.now());
        await leave(deps, one, 'anew');
      })
      .catch((error: unknown) => deps.log.warn({ err: error, video: one.id }, 'a recording could not be left'))
      .finally(() => followed.delete(one.id));
    followed.set(one.id, { one, done });
  };

  return {
    async look() {
      const now = deps.clock.now();
      for (const [id, at] of failedAt) if (at <= later(now, -AGAIN_AFTER)) failedAt.delete(id);
      const places = deps.config.videos.mostFollowed - followed.size;
      if (places <= 0 || !deps.uploads.follow) return;
      const found = await deps.db.video.findMany({
        where: { AND: [takeable(now), { streamId: { notIn: [...followed.keys(), ...failedAt.keys()] } }] },
        select: { streamId: true, liveFolder: true },
        orderBy: [{ source: { currentViewers: 'desc' } }, { createdAt: 'asc' }],
        take: places,
      });
      for (const { streamId, liveFolder: before } of found) {
        const one = { id: streamId as StreamId, folder: newName(), abort: new AbortController(), parts: [] };
        const data = { liveFolder: one.folder, liveAt: now, liveMs: 0 };
        const where = { AND: [takeable(now), { streamId, liveFolder: before }] };
        const { count } = await deps.db.video.updateMany({ where, data });
        if (count === 0 || stopping) continue;
        begin(one);
        if (before) await dropFolder(deps, before);
      }
    },
    async stop() {
      stopping = true;
      const all = [...followed.values()];
      for (const { one } of all) one.abort.abort('stopping' satisfies Broken);
      await Promise.all(all.map(({ done }) => done));
    },
  };
}

/** Recordings of which something comes just now, and that nobody follows, or nobody any more. */
function takeable(now: Date): Prisma.VideoWhereInput {
  return {
    kind: 'recording',
    status: 'receiving',
    finishedAt: null,
    changedAt: { gt: later(now, -COMES_NOW) },
    source: { status: 'live', hiddenAt: null },
    parts: { some: { bytes: { gt: 0 } } },
    OR: [{ liveFolder: null }, { liveAt: { lt: later(now, -FOLLOWER_GONE_AFTER) } }],
  };
}

/** Rows that somebody still follows. */
const mine = ({ id, folder }: Follow) =>
  ({ streamId: id, liveFolder: folder, status: { in: ['receiving', 'processing'] } }) satisfies Prisma.VideoWhereInput;

/** Packages one part of a recording after the other, each while it comes in. */
async function follow(deps: FollowDeps, one: Follow): Promise<void> {
  const { signal } = one.abort;
  const stop = deps.timers.setInterval(() => void stayOrBreak(deps, one), HEARD_EVERY);
  try {
    await packageAsItComes(deps, one);
    // no more comes into this folder
    await deps.db.video.updateMany({ where: mine(one), data: { liveAt: null } });
  } catch (error) {
    if (!signal.aborted) throw error;
    await leave(deps, one, signal.reason as Broken);
  } finally {
    stop();
  }
}

async function packageAsItComes(deps: FollowDeps, one: Follow): Promise<void> {
  const { signal } = one.abort;
  const { follow: bytesOf } = deps.uploads;
  let made: Followed | null = null;
  let position = -1;
  for (;;) {
    const part = await nextPart(deps, one, position);
    if (!part || !bytesOf) return;
    position = part.position;
    const grown = async (durationMs: number) => {
      if (one.parts.at(-1) !== part.id) one.parts.push(part.id);
      await keepGrown(deps, one, durationMs);
    };
    const found = await deps.packager.follow(one.folder, bytesOf(part.uploadId, signal), {
      before: made,
      grown,
      signal,
    });
    // of one that cannot be read nothing is played, and the next one goes on
    if (found === 'notAVideo' || found === 'truncated') continue;
    if (typeof found === 'string') {
      deps.log.info({ video: one.id, why: found }, 'a recording is not packaged further before all of it is here');
      return;
    }
    made = found;
  }
}

/** The part after the last one, once something of it is here; null when there is no more. */
async function nextPart({ db, timers }: FollowDeps, { id, abort: { signal } }: Follow, last: number) {
  for (;;) {
    signal.throwIfAborted();
    const part = await db.videoPart.findFirst({
      where: { videoId: id, position: { gt: last }, droppedAt: null },
      select: { id: true, position: true, uploadId: true, bytes: true, completedAt: true },
      orderBy: { position: 'asc' },
    });
    if (part && part.bytes > 0n) return part;
    const { finishedAt } = await db.video.findUniqueOrThrow({ where: { streamId: id }, select: { finishedAt: true } });
    if (finishedAt && !part) return null;
    await sleep(timers, NEXT_PART_EVERY, signal);
  }
}

async function keepGrown({ db, clock }: FollowDeps, one: Follow, durationMs: number): Promise<void> {
  const data = { liveMs: durationMs, liveAt: clock.now() };
  const { count } = await db.video.updateMany({ where: mine(one), data });
  if (count === 0) one.abort.abort('lost' satisfies Broken);
}

/** Says that it is still followed, where that is still right. */
async function stayOrBreak({ db, clock, log }: FollowDeps, one: Follow): Promise<void> {
  try {
    const now = clock.now();
    const { count } = await db.video.updateMany({ where: mine(one), data: { liveAt: now } });
    if (count === 0) return one.abort.abort('lost' satisfies Broken);
    const idle = { streamId: one.id, status: 'receiving', changedAt: { lt: later(now, -IDLE_AFTER) } } as const;
    const isIdle = (await db.video.count({ where: idle })) > 0;
    const there = await db.videoPart.count({ where: { id: { in: one.parts } } });
    if (isIdle || there < one.parts.length) one.abort.abort('anew' satisfies Broken);
  } catch (error) {
    log.warn({ err: error, video: one.id }, 'could not say that a recording is still followed');
  }
}

async function leave(deps: FollowDeps, one: Follow, why: Broken): Promise<void> {
  if (why === 'stopping') {
    const data = { liveAt: later(deps.clock.now(), -FOLLOWER_GONE_AFTER - 1) };
    await deps.db.video.updateMany({ where: mine(one), data });
    return;
  }
  if (why === 'anew') {
    const data = { liveFolder: null, liveMs: 0, liveAt: null };
    const where = { streamId: one.id, liveFolder: one.folder };
    await deps.db.video.updateMany({ where, data });
  }
  await dropFolder(deps, one.folder);
}
