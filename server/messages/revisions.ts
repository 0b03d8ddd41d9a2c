import { type Tx } from '../deps';
import { type StreamId } from '../ids';
import { type Step } from './tell-room';

/**
 * Takes the next revisions of a chat, and its lock until the transaction ends: so revisions become
 * visible in their order, and nobody who has read up to one meets a smaller one later.
 */
export async function takeRevisions(tx: Tx, streamId: StreamId, count = 1): Promise<Step> {
  const rows = await tx.$queryRaw<{ revision: number }[]>`
    INSERT INTO chats AS chat (stream_id, revision) VALUES (${streamId}::uuid, ${count}::int)
    ON CONFLICT (stream_id) DO UPDATE SET revision = chat.revision + ${count}::int
    RETURNING revision`;
  const revision = rows[0]?.revision ?? count;
  return { from: revision - count, revision };
}
