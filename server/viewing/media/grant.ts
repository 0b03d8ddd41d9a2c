import { type Deps, type Grant } from '../../deps';
import { type StreamId } from '../../ids';
import { sql, type Sql } from '../../sql';
import { type Phase } from '../../../sdk/protocol';

/** A place in a room: the stream's room, and the identity that the media server knows. */
export interface Seat {
  room: StreamId;
  seat: string;
}

/** Neither sees nor sends. */
export const NOTHING: Grant = { maySubscribe: false, maySend: 'nothing' };
/** Sees all of what is sent. */
export const SEES: Grant = { maySubscribe: true, maySend: 'nothing' };

/** What somebody in this phase is given: all that is sent, or nothing; on stage they send too. */
export function grantOf(phase: Phase): Grant {
  if (phase.kind === 'onStage') return { maySubscribe: true, maySend: phase.muted ? 'picture' : 'all' };
  return phase.kind === 'free' || phase.kind === 'preview' || phase.kind === 'paying' ? SEES : NOTHING;
}

export const isSameGrant = (one: Grant, other: Grant) =>
  one.maySubscribe === other.maySubscribe && one.maySend === other.maySend;

/** The same by the row alone (phaseOfRow): of `viewings w` and its stream `streams t`. */
export function rowMaySee(now: Date): Sql {
  return sql`((w.left_at IS NULL AND (t.rate_per_second = 0 OR t.creator_id = w.account_id OR w.status = 'metered'
    OR ${isInPreview(now)} OR ${rowMaySend} <> 'nothing')) IS TRUE)`;
}

/** Of `stage_guests g`. */
export const isOnStage = sql`(g.came_at IS NOT NULL AND g.ended_at IS NULL)`;

/** What an open viewing may send, by the row alone: of `viewings w`. */
export const rowMaySend = sql`coalesce((
  SELECT CASE WHEN g.muted THEN 'picture' ELSE 'all' END FROM stage_guests g
  WHERE g.viewing_id = w.id AND ${isOnStage}
), 'nothing')`;

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
  grant: Grant,
): Promise<void> {
  return meters.tellGrant(seat, grant, async (newest) => {
    try {
      await rooms.setGrant(room, seat, newest);
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
