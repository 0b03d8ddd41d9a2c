import { type Deps, type Tx } from '../deps';
import { type AccountId, type MessageId, type StreamId } from '../ids';
import { type Step, tellRoom } from './tell-room';
import { takeRevisions } from './revisions';

/** So many ids fit into one packet. */
const AT_ONCE = 200;

/** Messages of one stream that changed together. */
export interface Changed extends Step {
  streamId: StreamId;
  ids: MessageId[];
}

/**
 * Deletes messages of one stream in a transaction: they keep their places and lose their words. Who
 * is not of this stream, or deleted already, is passed over. Who may delete is for the caller to
 * know, and so is telling the room once it is written (`tellDeleted`).
 */
export async function markDeleted(
  tx: Tx,
  { clock }: Pick<Deps, 'clock'>,
  streamId: StreamId,
  ids: readonly MessageId[],
  deletedById: AccountId,
): Promise<Changed[]> {
  const changed: Changed[] = [];
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const gone = await changeSome(tx, streamId, ids.slice(at, at + AT_ONCE), { at: clock.now(), by: deletedById });
    if (!gone) continue;
    await tx.chat.updateMany({ where: { streamId, pinnedId: { in: gone.ids } }, data: { pinnedId: null } });
    changed.push(gone);
  }
  return changed;
}

/** Gives deleted messages of one stream their words back, in a transaction. */
export function markRestored(tx: Tx, streamId: StreamId, wanted: readonly MessageId[]): Promise<Changed | null> {
  return changeSome(tx, streamId, wanted, null);
}

/**
 * Those that are not so yet, each by a revision of its own under the chat's lock; null: none is to
 * change. `deleted` null gives the words back.
 */
async function changeSome(
  tx: Tx,
  streamId: StreamId,
  wanted: readonly MessageId[],
  deleted: { at: Date; by: AccountId } | null,
): Promise<Changed | null> {
  const deletedAt = deleted ? null : { not: null };
  const count = await tx.chatMessage.count({ where: { streamId, id: { in: [...wanted] }, deletedAt } });
  if (count === 0) return null;
  const step = await takeRevisions(tx, streamId, count);
  const rows = await tx.$queryRaw<{ id: MessageId }[]>`
    UPDATE chat_messages m
    SET deleted_at = ${deleted?.at ?? null}::timestamptz, deleted_by_id = ${deleted?.by ?? null}::uuid,
        revision = ${step.from}::int + turn.turn::int
    FROM (
      SELECT id, row_number() OVER (ORDER BY sent_at, id) AS turn FROM chat_messages
      WHERE stream_id = ${streamId}::uuid AND id = ANY(${wanted}::uuid[]) AND (deleted_at IS NULL) = ${deleted !== null}
    ) turn
    WHERE m.id = turn.id
    RETURNING m.id`;
  return { streamId, ids: rows.map(({ id }) => id), ...step };
}

type Telling = Pick<Deps, 'rooms' | 'timers' | 'log'>;

/** Tells the rooms what was deleted. */
export async function tellDeleted(deps: Telling, changed: readonly Changed[]): Promise<void> {
  for (const { streamId, ...event } of changed) await tellRoom(deps, streamId, { kind: 'deleted', ...event });
}

/** Tells the rooms that there is something to be read anew: what is back may be long. */
export async function tellRestored(deps: Telling, changed: readonly Changed[]): Promise<void> {
  for (const { streamId, revision } of changed)
    await tellRoom(deps, streamId, { kind: 'lines', lines: [], from: revision, revision });
}
