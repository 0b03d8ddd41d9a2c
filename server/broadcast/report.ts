import { type Db, type Deps } from '../deps';
import { DomainError } from '../errors';
import { type AccountId, type StreamId } from '../ids';
import { setSilence } from '../viewing/metering/tick';
import { rowIsAway } from './presence';

/**
 * What the creator's page says of itself: that pictures or sound go out, or that nothing does and
 * nobody pays meanwhile. It stands until the page says otherwise, comes back, or is found gone from
 * the room. After the end it changes nothing.
 */
export async function reportMediaFlow(
  deps: Pick<Deps, 'db' | 'rooms' | 'meters' | 'clock' | 'log'>,
  creatorId: AccountId,
  id: StreamId,
  flowing: boolean,
): Promise<void> {
  const { db } = deps;
  const where = { id, creatorId, status: { not: 'recorded' } } as const;
  const stream = await db.stream.findFirst({ where, select: { status: true } });
  if (!stream) throw new DomainError('notFound');
  if (stream.status === 'scheduled') throw new DomainError('streamNotLive');
  const now = deps.clock.now();
  const [row] = flowing ? await clearSilence(db, id, now) : await fallSilent(db, id, now);
  if (row) setSilence(deps, id, row.silent_since);
}

type Written = { silent_since: Date | null }[];

function clearSilence(db: Db, id: StreamId, now: Date): Promise<Written> {
  return db.$queryRaw<Written>`
    UPDATE streams SET silent_since = NULL, publisher_at = greatest(publisher_at, ${now}::timestamptz)
    WHERE id = ${id}::uuid AND status = 'live' AND silent_since IS NOT NULL RETURNING silent_since`;
}

/**
 * The page's word: silent since no later than its creator was last there (presence.ts reads it so).
 */
function fallSilent(db: Db, id: StreamId, now: Date): Promise<Written> {
  return db.$queryRaw<Written>`
    UPDATE streams s SET silent_since = coalesce(s.silent_since, ${now}::timestamptz), publisher_at = greatest(s.silent_since, ${now}::timestamptz)
    WHERE s.id = ${id}::uuid AND s.status = 'live' AND (s.silent_since IS NULL OR ${rowIsAway})
    RETURNING s.silent_since`;
}
