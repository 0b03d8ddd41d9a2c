import { sleep } from '../../sdk/timers';
import { SECOND } from '../clock';
import { type Deps, type RtmpWay } from '../deps';
import { DomainError } from '../errors';
import { type StreamId } from '../ids';
import { beginFeed, type ClaimedFeed, type Sender, type StartDeps } from './start';

/**
 * From the first bytes to somebody in the room: shorter than a feed on its way is believed
 * (server/feeds/running.ts).
 */
const IN_THE_ROOM_WITHIN = 12 * SECOND;
const LOOK_EVERY = SECOND / 4;

/** A feed that came by RTMP and was let in. */
export interface RtmpFeed {
  id: string;
  streamId: StreamId;
  participant: string;
  way: string;
}

/** The connection that a program sends by. */
export interface RtmpSending {
  /** Lets it send, with this in the place of its key. */
  pass(key: string): void;
  /** Aborted when it is gone. */
  gone: AbortSignal;
}

/**
 * Goes live by the key that WHIP takes, by the same rules. What is sent is let through to a way in
 * that is made for this feed alone; the stream is live once its sender is in the room.
 */
export function startRtmpFeed(deps: StartDeps, sender: Sender, sending: RtmpSending): Promise<RtmpFeed> {
  return beginFeed(deps, sender, async (feed) => {
    const way = await openWay(deps, feed);
    try {
      sending.pass(way.key);
      const participant = await untilInRoom(deps, feed, way, sending.gone);
      return { id: feed.id, streamId: feed.streamId, participant, way: way.id };
    } catch (error) {
      await closeWay(deps, way.id);
      throw error;
    }
  });
}

/** The connection is gone: its stream waits as for a page that was closed, for another feed. */
export async function endRtmpFeed(deps: Pick<Deps, 'db' | 'rooms' | 'log'>, { id, way }: RtmpFeed): Promise<void> {
  await closeWay(deps, way);
  await deps.db.feed.deleteMany({ where: { id } });
}

async function openWay({ rooms, log }: StartDeps, { id, streamId, name }: ClaimedFeed): Promise<RtmpWay> {
  try {
    return await rooms.openRtmp(streamId, name, id);
  } catch (error) {
    log.warn({ err: error, room: streamId }, 'a way in by RTMP could not be made');
    throw new DomainError('mediaAway');
  }
}

async function untilInRoom(
  { rooms, clock, timers, log }: StartDeps,
  { streamId }: ClaimedFeed,
  way: RtmpWay,
  gone: AbortSignal,
): Promise<string> {
  const began = clock.now().getTime();
  while (!gone.aborted && clock.now().getTime() - began < IN_THE_ROOM_WITHIN) {
    const sender = await rooms.rtmpSender(streamId, way.id).catch((error: unknown) => {
      log.debug({ err: error, room: streamId }, 'a room could not be inspected');
      return null;
    });
    if (sender) return sender;
    await sleep(timers, LOOK_EVERY, gone);
  }
  throw new DomainError('offerRefused');
}

/** When the media server is away, the sweep takes the way in away. */
async function closeWay({ rooms, log }: Pick<Deps, 'rooms' | 'log'>, way: string): Promise<void> {
  try {
    await rooms.closeRtmp(way);
  } catch (error) {
    log.warn({ err: error, way }, 'a way in by RTMP could not be taken away; the sweep does it');
  }
}
