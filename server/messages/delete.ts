import { type Deps } from '../deps';
import { type AccountId, type MessageId, type StreamId } from '../ids';
import { deliver, type Step } from './deliver';
import { takeRevisions } from './revisions';

/** So many ids fit into one packet. */
const AT_ONCE = 200;

/**
 * Deletes messages of one stream and tells the room: they keep their places and lose their words.
 * Who is not of this stream, or deleted already, is passed over. Who may delete is for the caller
 * to know. Returns the ids of those that were deleted now.
 */
export async function deleteMessages(
  deps: Pick<Deps, 'db' | 'clock' | 'rooms' | 'timers' | 'log'>,
  streamId: StreamId,
  ids: readonly MessageId[],
  deletedById: AccountId,
): Promise<MessageId[]> {
  const gone: MessageId[] = [];
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const deleted = await deleteSome(deps, streamId, ids.slice(at, at + AT_ONCE), deletedById);
    if (!deleted) continue;
    gone.push(...deleted.ids);
    await deliver(deps, streamId, { kind: 'deleted', ...deleted });
  }
  return gone;
}

async function deleteSome(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  streamId: StreamId,
  wanted: MessageId[],
  deletedById: AccountId,
): Promise<(Step & { ids: MessageId[] }) | null> {
  return db.$transaction(async (tx) => {
    const there = { streamId, id: { in: wanted }, deletedAt: null };
    const count = await tx.chatMessage.count({ where: there });
    if (count === 0) return null;
    const step = await takeRevisions(tx, streamId, count);
    const rows = await tx.$queryRaw<{ id: MessageId }[]>`
      UPDATE chat_messages m
      SET deleted_at = ${clock.now()}::timestamptz, deleted_by_id = ${deletedById}::uuid,
          revision = ${step.from}::int + turn.turn::int
      FROM (
        SELECT id, row_number() OVER (ORDER BY sent_at, id) AS turn FROM chat_messages
        WHERE stream_id = ${streamId}::uuid AND id = ANY(${wanted}::uuid[]) AND deleted_at IS NULL
      ) turn
      WHERE m.id = turn.id
      RETURNING m.id`;
    const ids = rows.map(({ id }) => id);
    await tx.chat.updateMany({ where: { streamId, pinnedId: { in: ids } }, data: { pinnedId: null } });
    return { ids, ...step };
  });
}
