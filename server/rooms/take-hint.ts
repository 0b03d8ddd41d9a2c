import { recheckStream } from '../broadcast/sweep';
import { CREATOR_SEAT, type Deps, type RoomHint } from '../deps';
import { streamId } from '../ids';
import { sweepRoom } from '../viewing/media/sweep';

/**
 * A hint says where to look, never what is so: the room is asked. Late, doubled, reordered or made
 * up, the same comes of it, only sooner than by the sweep. Nothing is billed or ended by it.
 */
export async function takeHint(deps: Deps, hint: RoomHint): Promise<void> {
  const room = streamId.safeParse(hint.room).data;
  if (!room || !deps.recentHints.take(hint.id)) return;
  const { kind, identity } = hint;
  const ofCreator = identity === CREATOR_SEAT;
  try {
    if (ofCreator && kind !== 'other') await recheckStream(deps, room);
    if (!ofCreator && (kind === 'joined' || kind === 'published')) await sweepRoom(deps, room);
  } catch (error) {
    deps.log.warn({ err: error, room, kind }, 'nothing came of a hint; the sweep looks anyway');
  }
}
