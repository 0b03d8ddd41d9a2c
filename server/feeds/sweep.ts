import { type Deps } from '../deps';
import { type StreamId } from '../ids';
import { createRoomSnapshot } from '../viewing/media/room-snapshot';
import { isRunning } from './running';

type SweepDeps = Pick<Deps, 'db' | 'rooms' | 'clock' | 'log'>;

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
}

/** Ends what some keys send, which were revoked; what cannot be ended now, the sweep ends. */
export async function endFeedsOf({ db, rooms, log }: SweepDeps, keyIds: string[]): Promise<void> {
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
