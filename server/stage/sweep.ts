import { later } from '../clock';
import { type Deps } from '../deps';
import { type StreamId, type ViewingId } from '../ids';
import { sql } from '../sql';
import { createRoomSnapshot, type RoomSnapshot } from '../viewing/media/room-snapshot';
import { isOnStage } from '../viewing/media/grant';
import { endRows, followEnded } from './end';
import { invitedAfter, isKeptOut, isWatching, SILENT_FOR } from './rules';

/**
 * One round, every few seconds, in any number of processes: of whom nothing comes, and whose turn
 * or hand is over because they are gone, kept out, or did not answer.
 */
export async function sweepStage(deps: Deps, look = createRoomSnapshot(deps)): Promise<void> {
  await noteSilence(deps, look);
  await endOverdue(deps);
  await notifyFollowers(deps);
}

interface OnStage {
  id: string;
  room: StreamId;
  seat: string;
}

/** A room that cannot be looked into tells nothing of its guests. */
async function noteSilence({ db, clock, log }: Deps, look: RoomSnapshot): Promise<void> {
  const guests = await db.$queryRaw<OnStage[]>`
    SELECT g.id::text, g.stream_id::text AS room, w.seat::text FROM stage_guests g JOIN viewings w ON w.id = g.viewing_id
    WHERE ${isOnStage} AND ${isWatching}`;
  const found: { id: string; sends: boolean }[] = [];
  for (const { id, room, seat } of guests) {
    try {
      const there = (await look.participants(room)).find(({ identity }) => identity === seat);
      found.push({ id, sends: there?.tracks.some(({ muted }) => !muted) ?? false });
    } catch (error) {
      log.debug({ err: error, room }, 'a stage could not be looked at');
    }
  }
  if (found.length === 0) return;
  await db.$executeRaw`
    UPDATE stage_guests g SET silent_since = CASE WHEN f.sends THEN NULL ELSE ${clock.now()}::timestamptz END
    FROM unnest(${found.map(({ id }) => id)}::uuid[], ${found.map(({ sends }) => sends)}::boolean[]) AS f (id, sends)
    WHERE g.id = f.id AND g.ended_at IS NULL AND (g.silent_since IS NULL) <> f.sends`;
}

async function endOverdue(deps: Deps): Promise<void> {
  const now = deps.clock.now();
  const reason = sql`CASE
    WHEN NOT ${isWatching} OR t.status <> 'live' THEN 'viewingOver'
    WHEN ${isKeptOut(now)} THEN 'keptOut'
    WHEN g.came_at IS NULL AND g.invited_at <= ${invitedAfter(now)}::timestamptz THEN 'unanswered'
    WHEN g.silent_since <= ${later(now, -SILENT_FOR)}::timestamptz THEN 'nothingSent'
  END`;
  await followEnded(deps, await endRows(deps, now, sql`${reason} IS NOT NULL`, reason));
}

/** Whoever follows the viewing of a guest here is told what another process wrote of it. */
async function notifyFollowers({ db, meters }: Deps): Promise<void> {
  const ids = meters.followed();
  if (ids.length === 0) return;
  const guests = await db.$queryRaw<{ id: ViewingId }[]>`
    SELECT DISTINCT viewing_id::text AS id FROM stage_guests WHERE viewing_id = ANY(${ids}::uuid[])`;
  for (const { id } of guests) meters.notify(id);
}
