import { record } from '../audit/record';
import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type Prisma } from '../generated/prisma/client';
import { type StreamEndReason } from '../generated/prisma/enums';
import { type AccountId, type StreamId } from '../ids';
import { dropPicture } from '../pictures/files';
import { countViewers } from '../viewing/media/counts';
import { type EndDeps, endViewingsOf } from '../viewing/end';

/** What is needed to end a stream: lists of this process leave it out at once. */
export type EndStreamDeps = EndDeps & Pick<Deps, 'liveList' | 'storage'>;

/** The creator ends it. Ending twice is ending once. */
export async function endBroadcast(deps: EndStreamDeps, creatorId: AccountId, id: StreamId): Promise<void> {
  const where = { id, creatorId, status: { not: 'recorded' } } as const;
  const stream = await deps.db.stream.findFirst({ where, select: { status: true } });
  if (!stream) throw new DomainError('notFound');
  if (stream.status === 'scheduled') throw new DomainError('streamNotLive');
  await endStream(deps, id, { reason: 'creatorEnded', actorId: creatorId });
}

/** Why a stream ends, by whom, and what must still be so when it does. */
interface Ending {
  reason: StreamEndReason;
  actorId: AccountId | null;
  where?: Prisma.StreamWhereInput;
}

/**
 * Nobody joins once the row says that it is over; then its viewings end. What a crash leaves of
 * this, the sweep finishes.
 */
export async function endStream(deps: EndStreamDeps, id: StreamId, { reason, actorId, where }: Ending): Promise<void> {
  const ended = await deps.db.$transaction(async (tx) => {
    const shown = await tx.stream.findUnique({ where: { id }, select: { thumbnailUrl: true } });
    const { count } = await tx.stream.updateMany({
      where: { ...where, id, status: 'live' },
      data: {
        status: 'ended',
        endReason: reason,
        endedAt: deps.clock.now(),
        currentViewers: 0,
        payingViewers: 0,
        viewerNetworks: 0,
        thumbnailUrl: null,
      },
    });
    if (count === 0) return null;
    await record(tx, deps, { actorId, action: 'stream.ended', subject: `stream:${id}`, detail: { reason } });
    return shown;
  });
  if (!ended) return;
  deps.liveList.forget();
  if (ended.thumbnailUrl) await dropPicture(deps, ended.thumbnailUrl);
  await endViewingsAndCount(deps, id);
  await closeRoom(deps, id);
}

/** Ends what is still open of a stream that is over, and counts for the last time. */
export async function endViewingsAndCount(deps: EndDeps, id: StreamId): Promise<void> {
  await endViewingsOf(deps, id, 'streamEnded');
  await countViewers(deps, id);
}

/** When the media server is away, the sweep closes the room later. */
export async function closeRoom({ rooms, log }: Pick<Deps, 'rooms' | 'log'>, id: StreamId): Promise<void> {
  try {
    await rooms.close(id);
  } catch (error) {
    log.warn({ err: error, room: id }, 'a room could not be closed; the sweep does it');
  }
}
