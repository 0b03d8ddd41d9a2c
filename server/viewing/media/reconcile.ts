import { later, SECOND } from '../../clock';
import { type Deps, type Grant, type Participant } from '../../deps';
import { viewingId as uuid, type StreamId } from '../../ids';
import { applyGrant, grantOf, isSameGrant, removeFromRoom, rowMaySee, rowMaySend, type Seat } from './grant';
import { type RoomSnapshot } from './room-snapshot';
import { phaseOf } from '../metering/meter';

/** A process that has not written of a viewing for so long keeps it no more. */
export const KEPT_ALIVE = 10 * SECOND;
/** So many questions are put to the media server at a time. */
const AT_ONCE = 8;

type RoomDeps = Pick<Deps, 'db' | 'rooms' | 'meters' | 'clock' | 'log'>;

/** Somebody in a room who is not its creator. */
interface Sitting extends Seat {
  grant: Grant;
}

/**
 * Holds who is in the rooms against who has an open viewing, and who gets what is sent against who
 * may: whatever way they came in, by whatever token. What the media server was not told, or did not
 * hear, it is told now.
 */
export async function reconcileRooms(deps: RoomDeps, look: RoomSnapshot, rooms: readonly StreamId[]): Promise<void> {
  const sitting = (await whoSits(deps, look, rooms)).flat();
  if (sitting.length === 0) return;
  const metered = new Map(deps.meters.all().map((viewing) => [viewing.seat, viewing]));
  const others = sitting.filter(({ seat }) => !metered.has(seat));
  const wrong = await findWrong(deps, others);
  await atATime(wrong, (one) => (one.stays ? applyGrant(deps, one, one.grant) : removeFromRoom(deps, one)));
  // of those metered here memory knows more than rows, and knows it now
  await atATime(sitting, async (one) => {
    const viewing = metered.get(one.seat);
    if (!viewing || !deps.meters.owns(viewing)) return;
    const grant = grantOf(phaseOf(viewing.meter));
    if (!isSameGrant(grant, one.grant)) await applyGrant(deps, one, grant);
  });
}

/**
 * A media server that fails once is not asked for the other rooms: while it hangs, each question
 * takes its time.
 */
async function whoSits({ log }: RoomDeps, look: RoomSnapshot, wanted: readonly StreamId[]): Promise<Sitting[][]> {
  let away = false;
  return atATime(wanted, async (room) => {
    if (away) return [];
    try {
      const there = await look.participants(room);
      return there.filter(isViewer).map(({ identity, grant }) => ({ room, seat: identity, grant }));
    } catch (error) {
      away = true;
      log.debug({ err: error, room }, 'a room could not be looked into');
      return [];
    }
  });
}

/** Seats are uuids; the creator, and what the media server runs by itself, are named otherwise. */
const isViewer = ({ identity }: Participant) => uuid.safeParse(identity).success;

interface Wrong extends Sitting {
  /** There is an open viewing for this seat in this room. */
  stays: boolean;
}

/**
 * In one question, and only what is not as it should be is answered. Those that another living
 * process meters are that one's business.
 */
async function findWrong({ db, meters, clock }: RoomDeps, sitting: readonly Sitting[]): Promise<Wrong[]> {
  if (sitting.length === 0) return [];
  const now = clock.now();
  const [seats, rooms, see, send] = [
    sitting.map(({ seat }) => seat),
    sitting.map(({ room }) => room),
    sitting.map(({ grant }) => grant.maySubscribe),
    sitting.map(({ grant }) => grant.maySend),
  ];
  return db.$queryRaw<Wrong[]>`
    SELECT s.seat::text AS seat, s.room::text AS room, w.id IS NOT NULL AS stays,
      json_build_object('maySubscribe', may.see, 'maySend', may.send) AS "grant"
    FROM unnest(${seats}::uuid[], ${rooms}::uuid[], ${see}::boolean[], ${send}::text[]) AS s (seat, room, see, send)
    LEFT JOIN viewings w ON w.seat = s.seat AND w.stream_id = s.room AND w.left_at IS NULL
    LEFT JOIN streams t ON t.id = w.stream_id
    CROSS JOIN LATERAL (SELECT ${rowMaySee(now)} AS see, ${rowMaySend} AS send) may
    WHERE w.id IS NULL OR (
      (may.see, may.send) <> (s.see, s.send)
      AND (w.owner_process IS NULL OR w.owner_process = ${meters.ownerProcess}::uuid OR w.last_seen_at < ${later(now, -KEPT_ALIVE)}::timestamptz)
    )`;
}

/** Does something with each of many, a few at a time. */
async function atATime<One, Result>(all: readonly One[], work: (one: One) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (let from = 0; from < all.length; from += AT_ONCE)
    results.push(...(await Promise.all(all.slice(from, from + AT_ONCE).map(work))));
  return results;
}
