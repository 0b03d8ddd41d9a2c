import { type Deps, type Rooms } from '../deps';
import { type StreamId } from '../ids';
import { type Phase } from './types';

/** Where somebody sits: the stream's room, and the name that the room knows. */
export interface Seat {
  room: StreamId;
  seat: string;
}

/** What somebody in this phase is given of what the creator sends: all, or nothing. */
export function maySee({ kind }: Phase): boolean {
  return kind === 'free' || kind === 'preview' || kind === 'paying';
}

/** What is wished for a seat while the media server is being told; the last wish wins, in whatever order answers come. */
const wishes = new WeakMap<Rooms, Map<string, { maySubscribe: boolean; told: Promise<void> }>>();

/** Gives or takes what is sent. That the media server is away loses nothing: what stands in the rows is told to it by the next sweep. */
export async function applyGrant(
  deps: Pick<Deps, 'rooms' | 'log'>,
  { room, seat }: Seat,
  maySubscribe: boolean,
): Promise<void> {
  const ofRooms = wishes.get(deps.rooms) ?? new Map<string, { maySubscribe: boolean; told: Promise<void> }>();
  wishes.set(deps.rooms, ofRooms);
  const running = ofRooms.get(seat);
  if (running) {
    running.maySubscribe = maySubscribe;
    return running.told;
  }
  const wish = { maySubscribe, told: Promise.resolve() };
  ofRooms.set(seat, wish);
  wish.told = tell();
  return wish.told;

  async function tell() {
    try {
      let told: boolean | null = null;
      while (told !== wish.maySubscribe) {
        told = wish.maySubscribe;
        await deps.rooms.setSubscribe(room, seat, told);
      }
    } catch (error) {
      deps.log.warn({ err: error, room }, 'the media server was not told who may see; the sweep tells it again');
    } finally {
      ofRooms.delete(seat);
    }
  }
}

/** Sends somebody out of the room; when the media server is away, the next sweep does it. */
export async function sendOut(deps: Pick<Deps, 'rooms' | 'log'>, { room, seat }: Seat): Promise<void> {
  try {
    await deps.rooms.remove(room, seat);
  } catch (error) {
    deps.log.warn({ err: error, room }, 'somebody could not be sent out of the room; the sweep does it');
  }
}
