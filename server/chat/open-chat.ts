import { isWatchableFor, reachableFor } from '../access/visibility';
import { HOUR, later } from '../clock';
import { type Db, type Deps } from '../deps';
import { DomainError } from '../errors';
import { type StreamStatus } from '../generated/prisma/enums';
import { type AccountId, type StreamId } from '../ids';
import { type ChatOf } from '../messages/line';

/** Before a stream begins and after it ended people still talk so long. */
export const AROUND_MS = HOUR;

/** A stream as its chat knows it. */
export interface ChatStream extends ChatOf {
  id: StreamId;
  status: StreamStatus;
  scheduledAt: Date | null;
  endedAt: Date | null;
}

const select = { id: true, creatorId: true, status: true, scheduledAt: true, startedAt: true, endedAt: true } as const;

/** The stream whose chat somebody may read: whoever may open its page. */
export async function readableChat(
  db: Pick<Db, 'stream'>,
  viewer: AccountId | null,
  id: StreamId,
): Promise<ChatStream> {
  const stream = await db.stream.findFirst({ where: { AND: [reachableFor(viewer), { id }] }, select });
  if (!stream) throw new DomainError('notFound');
  return { ...stream, id };
}

/** The stream whose chat somebody may write in, as far as it is about the stream: in its time. */
export async function writableChat(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  viewer: AccountId,
  id: StreamId,
): Promise<ChatStream> {
  const [stream] = await db.$queryRaw<ChatStream[]>`
    SELECT t.id::text, t.creator_id::text AS "creatorId", t.status::text, t.scheduled_at AS "scheduledAt",
      t.started_at AS "startedAt", t.ended_at AS "endedAt"
    FROM streams t WHERE t.id = ${id}::uuid AND ${isWatchableFor(viewer)}`;
  if (!stream) {
    await readableChat(db, viewer, id); // who may not even open it is told so
    throw new DomainError('followersOnly');
  }
  if (!isOpen(stream, clock.now())) throw new DomainError('chatClosed');
  return stream;
}

/** Whether one may write at this time. */
export function isOpen({ status, scheduledAt, endedAt }: ChatStream, now: Date): boolean {
  if (status === 'live') return true;
  if (status === 'scheduled') return scheduledAt !== null && now >= later(scheduledAt, -AROUND_MS);
  return endedAt !== null && now < later(endedAt, AROUND_MS);
}
