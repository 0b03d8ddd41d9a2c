import { DAY, later, MINUTE } from '../clock';
import { type Deps } from '../deps';
import { type StreamId } from '../ids';
import { type EndDeps } from '../viewing/end';
import { createRoomSnapshot, type RoomSnapshot } from '../viewing/media/room-snapshot';
import { closeRoom, endStream, type EndStreamDeps, endViewingsAndCount } from './end';
import { type Found, foundIn, isAway, noteFound } from './presence';

/** A creator whose page closed or crashed may come back for so long. */
export const CREATOR_GRACE = MINUTE;
/** A stream that was announced and has not begun so long after its time does not come any more. */
const NEVER_STARTED = DAY;

/**
 * One round, every few seconds, in any number of processes: who broadcasts, who is gone for good,
 * and what a crash left half ended.
 */
export async function sweepBroadcasts(deps: EndStreamDeps, snapshot = createRoomSnapshot(deps)): Promise<void> {
  await endNeverStarted(deps);
  await finishEnded(deps);
  const there = await snapshot.rooms();
  if (!there) return; // then nobody is taken for gone
  const rooms = new Set(there.map(({ room }) => room));
  const live = await deps.db.stream.findMany({ where: { status: 'live', demo: false }, select: { id: true } });
  const found = await Promise.all(
    live.map(({ id }) => inspectRoom(deps, snapshot, id as StreamId, rooms.has(id as StreamId))),
  );
  const known = found.filter((one) => one !== null);
  await noteFound(deps, known);
  await endDeserted(deps, known);
  await closeLeftOver(deps, [...rooms]);
}

/** The same for one room, between two rounds: nothing ends by it. */
export async function recheckStream(deps: EndStreamDeps, id: StreamId): Promise<void> {
  const found = await inspectRoom(deps, createRoomSnapshot(deps), id, true);
  if (found) await noteFound(deps, [found]);
}

/** A live stream without a room gets one: rooms go when the media server is started anew. */
async function inspectRoom(
  { rooms, log }: Pick<Deps, 'rooms' | 'log'>,
  snapshot: RoomSnapshot,
  id: StreamId,
  hasRoom: boolean,
): Promise<Found | null> {
  try {
    if (hasRoom) return foundIn(id, await snapshot.participants(id));
    await rooms.open(id);
    return foundIn(id, []);
  } catch (error) {
    log.debug({ err: error, room: id }, 'a room could not be inspected');
    return null;
  }
}

async function endDeserted(deps: EndStreamDeps, found: Found[]): Promise<void> {
  const longAgo = later(deps.clock.now(), -CREATOR_GRACE);
  const gone = await deps.db.stream.findMany({
    where: {
      id: { in: found.filter(({ there }) => !there).map(({ id }) => id) },
      status: 'live',
      demo: false,
      silentSince: { lte: longAgo },
    },
    select: { id: true, silentSince: true, publisherAt: true },
  });
  for (const stream of gone.filter(isAway)) {
    const where = { silentSince: { lte: longAgo } };
    await endStream(deps, stream.id as StreamId, { reason: 'connectionLost', actorId: null, where });
  }
}

async function endNeverStarted({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<void> {
  const now = clock.now();
  await db.stream.updateMany({
    where: { status: 'scheduled', demo: false, scheduledAt: { lte: later(now, -NEVER_STARTED) } },
    data: { status: 'ended', endReason: 'neverStarted', endedAt: now },
  });
}

/** Whoever joined while a stream ended, or was in it when the process that ended it died. */
async function finishEnded(deps: EndDeps): Promise<void> {
  const open = await deps.db.viewing.findMany({
    where: { leftAt: null, stream: { status: 'ended' } },
    select: { streamId: true },
    distinct: ['streamId'],
  });
  for (const { streamId } of open) await endViewingsAndCount(deps, streamId as StreamId);
}

async function closeLeftOver(deps: EndDeps, rooms: StreamId[]): Promise<void> {
  const ended = await deps.db.stream.findMany({
    where: { id: { in: rooms }, status: 'ended' },
    select: { id: true },
  });
  for (const { id } of ended) await closeRoom(deps, id as StreamId);
}
