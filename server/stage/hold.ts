import { type Tx } from '../deps';
import { DomainError } from '../errors';
import { type AccountId, type StreamId, type ViewingId } from '../ids';
import { sql } from '../sql';
import { present } from '../viewing/presence';
import { invitedAfter, isKeptOut, isWatching } from './rules';

/**
 * Holds a live stream until the transaction ends: of two who invite or come at once one is second,
 * and a stream that ends meanwhile ends after this.
 */
export async function holdStage(tx: Tx, id: StreamId, creatorId: AccountId | null = null): Promise<void> {
  const [stream] = await tx.$queryRaw<{ status: string; creator_id: AccountId }[]>`
    SELECT status::text, creator_id::text FROM streams WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  if (!stream || (creatorId !== null && stream.creator_id !== creatorId)) throw new DomainError('notFound');
  if (stream.status !== 'live') throw new DomainError('streamNotLive');
}

/** A guest's row, of a viewing that is open, as far as deeds need it. */
export interface Guest {
  id: string;
  viewing: ViewingId;
  account: AccountId;
  seat: string;
  invited: boolean;
  came: boolean;
  keptOut: boolean;
}

/** Who has a hand up in a stream, is invited or on stage: by the hand's id, or an account's. */
export async function findGuest(
  tx: Tx,
  now: Date,
  streamId: StreamId,
  which: { id: string } | { account: AccountId },
): Promise<Guest | null> {
  const wanted = 'id' in which ? sql`g.id = ${which.id}::uuid` : sql`g.account_id = ${which.account}::uuid`;
  const [guest] = await tx.$queryRaw<Guest[]>`
    SELECT g.id::text, w.id::text AS viewing, g.account_id::text AS account, w.seat::text,
      (g.invited_at > ${invitedAfter(now)}::timestamptz) IS TRUE AS invited, g.came_at IS NOT NULL AS came, ${isKeptOut(now)} AS "keptOut"
    FROM stage_guests g JOIN viewings w ON w.id = g.viewing_id JOIN streams t ON t.id = g.stream_id
    WHERE g.stream_id = ${streamId}::uuid AND g.ended_at IS NULL AND ${isWatching} AND ${wanted}
    FOR NO KEY UPDATE OF g`;
  return guest ?? null;
}

/** How many are on stage, or are invited and may come. */
export async function countPlaces(tx: Tx, now: Date, streamId: StreamId): Promise<number> {
  const where = { streamId, endedAt: null, viewing: { leftAt: null } };
  return tx.stageGuest.count({
    where: { ...where, OR: [{ cameAt: { not: null } }, { invitedAt: { gt: invitedAfter(now) } }] },
  });
}

/** The open viewing by which an account is present in somebody else's stream. */
export async function findViewing(tx: Tx, now: Date, streamId: StreamId, accountId: AccountId): Promise<ViewingId> {
  const viewing = await tx.viewing.findFirst({
    where: { ...present(now), streamId, accountId, stream: { creatorId: { not: accountId } } },
    select: { id: true },
  });
  if (!viewing) throw new DomainError('notWatching');
  return viewing.id as ViewingId;
}
