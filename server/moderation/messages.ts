import { type AuditFact, record } from '../audit/record';
import { type Deps, type Origin, type Tx } from '../deps';
import { DomainError } from '../errors';
import { type Prisma } from '../generated/prisma/client';
import { type AccountId, type MessageId, type StreamId } from '../ids';
import { limit } from '../limits/take';
import { type Changed, markDeleted, markRestored, tellDeleted, tellRestored } from '../messages/delete';
import { lockStanding, requireKeeper, requirePowerOver } from './people';

type Store = Pick<Deps, 'db' | 'clock' | 'rooms' | 'timers' | 'log'>;

/** Takes one message out of the chat. One that is gone already is not an error. */
export async function deleteMessage(
  deps: Store,
  actorId: AccountId,
  origin: Origin,
  channelId: AccountId,
  messageId: MessageId,
  reason = '',
): Promise<MessageId[]> {
  await limit(deps, 'moderate', origin, actorId);
  const keeper = await requireKeeper(deps.db, channelId, actorId);
  const where = { id: messageId, stream: { creatorId: channelId } };
  const message = await deps.db.chatMessage.findFirst({
    where,
    select: { authorId: true, body: true, streamId: true },
  });
  if (!message) throw new DomainError('notFound');
  const authorId = message.authorId as AccountId;
  if (authorId !== actorId) await requirePowerOver(deps.db, keeper, authorId);
  return changeInLog(deps, {
    entry: { actorId, action: 'moderation.messageDeleted', subject: `channel:${channelId}` },
    detail: { person: authorId, reason, quote: message.body },
    change: (tx) => markDeleted(tx, deps, message.streamId as StreamId, [messageId], actorId),
    tellRooms: tellDeleted,
  });
}

/** Takes all that somebody wrote out of a stream's chat, or of all chats of the channel. */
export async function clearMessages(
  deps: Store,
  actorId: AccountId,
  origin: Origin,
  channelId: AccountId,
  { accountId, streamId, reason = '' }: { accountId: AccountId; streamId: StreamId | null; reason?: string },
): Promise<MessageId[]> {
  await limit(deps, 'moderate', origin, actorId);
  const keeper = await requireKeeper(deps.db, channelId, actorId);
  return changeInLog(deps, {
    entry: { actorId, action: 'moderation.messagesCleared', subject: `channel:${channelId}` },
    detail: { person: accountId, reason },
    async change(tx) {
      await lockStanding(tx, channelId, accountId);
      await requirePowerOver(tx, keeper, accountId);
      const stream = { creatorId: channelId, ...(streamId ? { id: streamId } : {}) };
      const theirs = await tx.chatMessage.findMany({
        where: { authorId: accountId, stream, deletedAt: null },
        select: { id: true, streamId: true },
      });
      const gone: Changed[] = [];
      for (const [id, messages] of byStream(theirs)) gone.push(...(await markDeleted(tx, deps, id, messages, actorId)));
      return gone;
    },
    tellRooms: tellDeleted,
  });
}

/** Puts back what an entry of the log says was taken out, as far as it is still there. */
export async function restoreMessages(
  deps: Store,
  actorId: AccountId,
  channelId: AccountId,
  entryId: string,
): Promise<MessageId[]> {
  await requireKeeper(deps.db, channelId, actorId);
  const entry = await deps.db.auditEntry.findFirst({
    where: {
      id: entryId,
      subject: `channel:${channelId}`,
      action: { in: ['moderation.messageDeleted', 'moderation.messagesCleared'] },
    },
    select: { detail: true },
  });
  if (!entry) throw new DomainError('notFound');
  const { messages = [], person } = entry.detail as { messages?: string[]; person: string };
  return changeInLog(deps, {
    entry: { actorId, action: 'moderation.messagesRestored', subject: `channel:${channelId}` },
    detail: { person },
    async change(tx) {
      const theirs = await tx.chatMessage.findMany({
        // what its author took back stays so, and what a deleted account wrote is empty
        where: {
          id: { in: messages },
          deletedAt: { not: null },
          body: { not: '' },
          deletedById: { not: person },
          stream: { creatorId: channelId },
        },
        select: { id: true, streamId: true },
      });
      const back: Changed[] = [];
      for (const [id, wanted] of byStream(theirs)) {
        const restored = await markRestored(tx, id, wanted);
        if (restored) back.push(restored);
      }
      return back;
    },
    tellRooms: tellRestored,
  });
}

/** A change of messages: how it is done, what the log says of it, and how the rooms are told. */
interface LoggedChange {
  entry: Pick<AuditFact, 'actorId' | 'action' | 'subject'>;
  detail: Prisma.InputJsonObject;
  change(tx: Tx): Promise<Changed[]>;
  tellRooms(deps: Store, changed: readonly Changed[]): Promise<void>;
}

/** Changes messages, with an entry of the log where any changed, then tells their rooms. */
async function changeInLog(deps: Store, { entry, detail, change, tellRooms }: LoggedChange): Promise<MessageId[]> {
  const changed = await deps.db.$transaction(async (tx) => {
    const done = await change(tx);
    if (done.length > 0) await record(tx, deps, { ...entry, detail: { ...detail, messages: idsOf(done) } });
    return done;
  });
  await tellRooms(deps, changed);
  return idsOf(changed);
}

const idsOf = (changed: readonly Changed[]): MessageId[] => changed.flatMap(({ ids }) => ids);

/** Messages by the stream that they are in; the streams in one order, for each chat is locked. */
function byStream(rows: readonly { id: string; streamId: string }[]): [StreamId, MessageId[]][] {
  const streams = new Map<StreamId, MessageId[]>();
  for (const { id, streamId } of rows) {
    const key = streamId as StreamId;
    const messages = streams.get(key) ?? [];
    streams.set(key, messages);
    messages.push(id as MessageId);
  }
  return [...streams].sort(([one], [other]) => (one < other ? -1 : 1));
}
