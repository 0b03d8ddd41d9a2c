import { recheckStream } from '../broadcast/sweep';
import { CREATOR_SEAT, type Deps, type RoomHint, type Rooms } from '../deps';
import { streamId } from '../ids';
import { sweepRoom } from '../viewing/media/sweep';

/** Hints are remembered so far back: LiveKit repeats one for half a minute. */
const REMEMBERED = 10_000;
const taken = new WeakMap<Rooms, Set<string>>();

/**
 * A hint says where to look, never what is so: the room is asked. Late, doubled, reordered or made up, the same comes of it, only
 * sooner than by the sweep. Nothing is billed or ended by it.
 */
export async function takeHint(deps: Deps, hint: RoomHint): Promise<void> {
  const room = streamId.safeParse(hint.room).data;
  if (!room || isKnown(deps, hint.id)) return;
  const { kind, identity } = hint;
  const ofCreator = identity === CREATOR_SEAT;
  try {
    if (ofCreator && kind !== 'other') await recheckStream(deps, room);
    if (!ofCreator && kind === 'joined') await sweepRoom(deps, room);
  } catch (error) {
    deps.log.warn({ err: error, room, kind }, 'nothing came of a hint; the sweep looks anyway');
  }
}

/** Whether it was taken before, by this process; another one looks again, which is harmless. */
function isKnown({ rooms }: Pick<Deps, 'rooms'>, id: string): boolean {
  const known = taken.get(rooms) ?? new Set<string>();
  taken.set(rooms, known);
  if (known.has(id)) return true;
  known.add(id);
  if (known.size > REMEMBERED) {
    const [oldest] = known;
    if (oldest !== undefined) known.delete(oldest);
  }
  return false;
}
