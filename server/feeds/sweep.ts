import { type Deps } from '../deps';
import { type StreamId } from '../ids';
import { createRoomSnapshot } from '../viewing/media/room-snapshot';
import { isRunning } from './running';

type EndDeps = Pick<Deps, 'db' | 'rooms' | 'log'>;
type SweepDeps = EndDeps & Pick<Deps, 'clock' | 'config'>;

/**
 * One round, every few seconds, in any number of processes: what is not sent any more is forgotten,
 * and what a revoked key still sends is ended.
 */
export async function sweepFeeds(deps: SweepDeps, look = createRoomSnapshot(deps)): Promise<void> {
  const feeds = await deps.db.feed.findMany({ include: { key: { select: { revokedAt: true } } } });
  for (const { streamId, id, key, ...feed } of feeds) {
    const room = streamId as StreamId;
    try {
      const runs =
        isRunning(feed, await look.participants(room), deps.clock.now()) ||
        // what the round heard may be older than the feed
        isRunning(feed, await deps.rooms.participants(room), deps.clock.now());
      if (runs && key.revokedAt && feed.participant) await deps.rooms.endFeed(room, feed.participant);
      else if (!runs) await deps.db.feed.deleteMany({ where: { id } });
    } catch (error) {
      deps.log.debug({ err: error, room }, 'a feed could not be looked at');
    }
  }
  if (deps.config.rtmp !== null) await closeUnused(deps);
}

/** A way in by RTMP lives as long as its feed, whose row was there before it. */
async function closeUnused({ db, rooms, log }: SweepDeps): Promise<void> {
  try {
    const ways = await rooms.rtmpWays();
    if (ways.length === 0) return;
    const rows = await db.feed.findMany({ select: { id: true } });
    const feeds = new Set(rows.map(({ id }) => id));
    for (const way of ways) if (!feeds.has(way.feed)) await rooms.closeRtmp(way.id);
  } catch (error) {
    log.debug({ err: error }, 'the ways in by RTMP could not be looked through');
  }
}

/** Ends what some keys send, which were revoked; what cannot be ended now, the sweep ends. */
export async function endFeedsOf({ db, rooms, log }: EndDeps, keyIds: string[]): Promise<void> {
  const feeds = await db.feed.findMany({ where: { keyId: { in: keyIds }, participant: { not: null } } });
  for (const { streamId, id, participant } of feeds) {
    const room = streamId as StreamId;
    try {
      await rooms.endFeed(room, participant ?? '');
      await db.feed.deleteMany({ where: { id } });
    } catch (error) {
      log.warn({ err: error, room }, 'a feed could not be ended; the sweep does it');
    }
  }
}
