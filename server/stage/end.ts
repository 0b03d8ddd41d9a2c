import { record } from '../audit/record';
import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type StageEndReason } from '../generated/prisma/enums';
import { type AccountId, type StreamId, type ViewingId } from '../ids';
import { sql, type Sql } from '../sql';
import { followStage } from '../viewing/stage';
import { findGuest, holdStage } from './hold';
import { tellGuest, tellStage } from './tell';

/** A guest's row that was just ended. */
export interface Ended {
  viewing: ViewingId;
  stream: StreamId;
  seat: string;
  /** They were on stage. */
  came: boolean;
}

/** Ends rows that are open, of `stage_guests g`; `reason` of each in SQL. */
export function endRows(
  { db }: Pick<Deps, 'db'> | { db: Parameters<Parameters<Deps['db']['$transaction']>[0]>[0] },
  now: Date,
  which: Sql,
  reason: Sql,
): Promise<Ended[]> {
  return db.$queryRaw<Ended[]>`
    WITH due AS (
      SELECT g.id, ${reason} AS reason FROM stage_guests g
      JOIN viewings w ON w.id = g.viewing_id JOIN streams t ON t.id = g.stream_id
      WHERE g.ended_at IS NULL AND ${which}
      ORDER BY g.id FOR NO KEY UPDATE OF g
    )
    UPDATE stage_guests g SET end_reason = due.reason::"StageEndReason",
      ended_at = greatest(${now}::timestamptz, g.raised_at, g.invited_at, g.came_at)
    FROM due, viewings w WHERE g.id = due.id AND w.id = g.viewing_id AND g.ended_at IS NULL
    RETURNING w.id::text AS viewing, g.stream_id::text AS stream, w.seat::text, g.came_at IS NOT NULL AS came`;
}

/** What they may send is taken, they pay again for what they see, and the room is told. */
export async function followEnded(deps: Deps, ended: readonly Ended[]): Promise<void> {
  for (const { viewing, came } of ended) if (came) await followStage(deps, viewing);
  for (const stream of new Set(ended.flatMap(({ came, stream }) => (came ? [stream] : []))))
    await tellStage(deps, stream);
  for (const { came, stream, seat } of ended) if (!came) await tellGuest(deps, stream, seat);
}

const because = (reason: StageEndReason) => sql`${reason}::text`;

/** Takes one's hand down, declines, or leaves the stage; who has no part in it does not notice. */
export async function leaveStage(deps: Deps, accountId: AccountId, streamId: StreamId): Promise<void> {
  const which = sql`g.stream_id = ${streamId}::uuid AND g.account_id = ${accountId}::uuid`;
  await followEnded(deps, await endRows(deps, deps.clock.now(), which, because('left')));
}

/** The creator ends a guest's turn, takes an invitation back, or passes a hand over. */
export async function endTurn(deps: Deps, creatorId: AccountId, streamId: StreamId, id: string): Promise<void> {
  const now = deps.clock.now();
  const ended = await deps.db.$transaction(async (tx) => {
    await holdStage(tx, streamId, creatorId);
    const guest = await findGuest(tx, now, streamId, { id });
    if (!guest) return [];
    if (guest.invited || guest.came) {
      const detail = { person: guest.account };
      await record(tx, deps, { actorId: creatorId, action: 'stage.ended', subject: `stream:${streamId}`, detail });
    }
    return endRows({ db: tx }, now, sql`g.id = ${id}::uuid`, because('ended'));
  });
  await followEnded(deps, ended);
}

/** The creator takes a guest's sound, or gives it back; their picture stays. */
export async function muteGuest(
  deps: Deps,
  creatorId: AccountId,
  streamId: StreamId,
  { id, muted }: { id: string; muted: boolean },
): Promise<void> {
  const viewing = await deps.db.$transaction(async (tx) => {
    await holdStage(tx, streamId, creatorId);
    const guest = await findGuest(tx, deps.clock.now(), streamId, { id });
    if (!guest?.came) throw new DomainError('notFound');
    const { count } = await tx.stageGuest.updateMany({ where: { id, muted: !muted }, data: { muted } });
    return count > 0 ? guest.viewing : null;
  });
  if (!viewing) return;
  await followStage(deps, viewing);
  await tellStage(deps, streamId);
}
