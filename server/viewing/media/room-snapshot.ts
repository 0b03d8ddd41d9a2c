import { SECOND } from '../../clock';
import { type Deps, type Participant, type Rooms } from '../../deps';
import { type StreamId } from '../../ids';
import { cachedFor } from '../../cached-for';

/**
 * What the media server says in one round: each question is put to it once, when the first one
 * asks, and all who ask hear the same.
 */
export interface RoomSnapshot {
  /**
   * The rooms that are there, with how many are in each; null while the media server does not
   * answer.
   */
  rooms(): Promise<Awaited<ReturnType<Rooms['list']>> | null>;
  /** Who is in a room. */
  participants(room: StreamId): Promise<Participant[]>;
}

/** Nothing is judged by what is older, however long a round takes. */
const GOOD_FOR = SECOND;

export function createRoomSnapshot({ rooms, clock, log }: Pick<Deps, 'rooms' | 'clock' | 'log'>): RoomSnapshot {
  const inside = new Map<StreamId, () => Promise<Participant[]>>();
  return {
    rooms: cachedFor({ clock }, GOOD_FOR, () =>
      rooms.list().catch((error: unknown) => {
        log.debug({ err: error }, 'the media server is away');
        return null;
      }),
    ),
    participants(room) {
      const ask = inside.get(room) ?? cachedFor({ clock }, GOOD_FOR, () => rooms.participants(room));
      inside.set(room, ask);
      return ask();
    },
  };
}
