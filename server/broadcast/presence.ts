import { CREATOR_SEAT, type Deps, type Participant } from '../deps';
import { type StreamId } from '../ids';
import { sql, type Sql } from '../sql';
import { setSilence } from '../viewing/metering/tick';

/** What was found on looking into a live stream's room. */
export interface Found {
  id: StreamId;
  /** Its creator is in it. */
  there: boolean;
  /** And something goes out that is not muted. */
  sends: boolean;
}

/** A stream as far as it tells whether its creator is there. */
interface Presence {
  publisherAt: Date | null;
  silentSince: Date | null;
}

/**
 * Silent for two reasons, told apart by the two columns: since after the creator was last there,
 * the room was found without them (and is silent until something goes out again); since then or
 * before, the creator's page said so (and the page alone takes it back).
 */
export function isAway({ publisherAt, silentSince }: Presence): boolean {
  return silentSince !== null && (publisherAt === null || silentSince > publisherAt);
}

/** The same of `streams s`. */
export const rowIsAway = sql`(s.silent_since IS NOT NULL AND (s.publisher_at IS NULL OR s.silent_since > s.publisher_at))`;

/** What a room's participants say of its creator. */
export function foundIn(id: StreamId, participants: Participant[]): Found {
  const creator = participants.find(({ identity }) => identity === CREATOR_SEAT);
  return { id, there: creator !== undefined, sends: creator?.tracks.some(({ muted }) => !muted) ?? false };
}

/**
 * Holds the streams that are told of, in one order: every process tells of all of them every few
 * seconds.
 */
function held(found: Found[]): Sql {
  return sql`WITH held AS (SELECT id FROM streams WHERE id = ANY (${idsOf(found)}::uuid[]) ORDER BY id FOR NO KEY UPDATE)`;
}

const idsOf = (found: Found[]) => found.map(({ id }) => id);

type NoteDeps = Pick<Deps, 'db' | 'rooms' | 'meters' | 'clock' | 'log'>;
interface SilenceRow {
  id: StreamId;
  silent_since: Date | null;
}

/**
 * Writes down what was found: any number of times, in any order, by any number of processes. Meters
 * of this one learn at once whether anything goes out. Demo streams are nobody's to be in.
 */
export async function noteFound(deps: NoteDeps, found: Found[]): Promise<void> {
  const here = found.filter(({ there }) => there);
  const away = found.filter(({ there }) => !there);
  const rows = [...(await noteHere(deps, here)), ...(await noteAway(deps, away))];
  for (const { id, silent_since } of rows) setSilence(deps, id, silent_since);
}

async function noteHere({ db, clock }: NoteDeps, here: Found[]): Promise<SilenceRow[]> {
  if (here.length === 0) return [];
  const now = sql`${clock.now()}::timestamptz`;
  const sends = here.map((one) => one.sends);
  return db.$queryRaw<SilenceRow[]>`${held(here)}
    UPDATE streams s SET
      publisher_at = CASE WHEN f.sends OR NOT ${rowIsAway} THEN greatest(s.publisher_at, ${now}) ELSE s.publisher_at END,
      silent_since = CASE WHEN NOT ${rowIsAway} THEN s.silent_since WHEN f.sends THEN NULL ELSE greatest(s.silent_since, ${now}) END
    FROM held JOIN unnest(${idsOf(here)}::uuid[], ${sends}::boolean[]) AS f (id, sends) USING (id)
    WHERE s.id = held.id AND s.status = 'live' AND NOT s.demo RETURNING s.id, s.silent_since`;
}

async function noteAway({ db, clock }: NoteDeps, away: Found[]): Promise<SilenceRow[]> {
  if (away.length === 0) return [];
  return db.$queryRaw<SilenceRow[]>`${held(away)}
    UPDATE streams s SET silent_since = greatest(${clock.now()}::timestamptz, s.publisher_at + interval '1 millisecond')
    FROM held WHERE s.id = held.id AND s.status = 'live' AND NOT s.demo AND NOT ${rowIsAway} RETURNING s.id, s.silent_since`;
}
