import { type Deps } from '../../deps';
import { type StreamId } from '../../ids';
import { sql, type Sql } from '../../sql';
import { type Phase } from '../../../sdk/protocol';

/** A place in a room: the stream's room, and the identity that the media server knows. */
export interface Seat {
  room: StreamId;
  seat: string;
}

/** What somebody in this phase is given of what the creator sends: all, or nothing. */
export function maySee({ kind }: Phase): boolean {
  return kind === 'free' || kind === 'preview' || kind === 'paying';
}

/** The same by the row alone (phaseOfRow): of `viewings w` and its stream `streams t`. */
export function rowMaySee(now: Date): Sql {
  return sql`((w.left_at IS NULL AND (t.rate_per_second = 0 OR t.creator_id = w.account_id OR w.status = 'metered'
    OR ${isInPreview(now)})) IS TRUE)`;
}

/** Its preview lasts: of `viewings w`. */
export function isInPreview(now: Date): Sql {
  return sql`(w.status = 'admitted' AND w.preview_until > ${now}::timestamptz)`;
}

/**
 * Gives or takes what is sent. While the media server is away nothing is lost: the next sweep tells
 * it what the rows say.
 */
export function applyGrant(
  { rooms, meters, log }: Pick<Deps, 'rooms' | 'meters' | 'log'>,
  { room, seat }: Seat,
  maySubscribe: boolean,
): Promise<void> {
  return meters.tellGrant(seat, maySubscribe, async (granted) => {
    try {
      await rooms.setSubscribe(room, seat, granted);
    } catch (error) {
      log.warn({ err: error, room }, 'the media server was not told who may see; the sweep tells it again');
    }
  });
}

/** Sends somebody out of the room; when the media server is away, the next sweep does it. */
export async function removeFromRoom(deps: Pick<Deps, 'rooms' | 'log'>, { room, seat }: Seat): Promise<void> {
  try {
    await deps.rooms.remove(room, seat);
  } catch (error) {
    deps.log.warn({ err: error, room }, 'somebody could not be sent out of the room; the sweep does it');
  }
}
