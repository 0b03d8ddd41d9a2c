import { type Deps } from '../../deps';
import { type StreamId } from '../../ids';
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

/** Gives or takes what is sent. While the media server is away nothing is lost: the next sweep tells it what the rows say. */
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
