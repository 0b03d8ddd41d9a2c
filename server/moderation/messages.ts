import { record } from '../audit/record';
import { type Deps, type Origin, type Tx } from '../deps';
import { DomainError } from '../errors';
import { type Prisma } from '../generated/prisma/client';
import { type AccountId, type StreamId } from '../ids';
import { limit } from '../limits/take';
import { lockStanding, requireKeeper, requirePowerOver } from './people';

type Store = Pick<Deps, 'db' | 'clock'>;

/** Messages that are gone or back: chat tells the rooms of their streams. */
export interface Touched {
  id: string;
  streamId: StreamId;
}

/** Takes one message out of the chat. One that is gone already is not an error. */
export async function deleteMessage(
  deps: Store,
  actorId: AccountId,
  origin: Origin,
  channelId: AccountId,
  messageId: string,
  reason = '',
): Promise<Touched[]> {
  await limit(deps, 'moderate', origin, actorId);
  const keeper = await requireKeeper(deps.db, channelId, actorId);
  const where = { id: messageId, stream: { creatorId: channelId } };
  const message = await deps.db.chatMessage.findFirst({ where, select: { authorId: true, body: true } });
  if (!message) throw new DomainError('notFound');
  const authorId = message.authorId as AccountId;
  if (authorId !== actorId) await requirePowerOver(deps.db, keeper, authorId);
  return deps.db.$transaction(async (tx) => {
    const gone = await markDeleted(tx, deps, actorId, { id: messageId });
    if (gone.length > 0)
      await record(tx, deps, {
        actorId,
        action: 'moderation.messageDeleted',
        subject: `channel:${channelId}`,
        detail: { person: authorId, reason, quote: message.body, messages: gone.map(({ id }) => id) },
      });
    return gone;
  });
}

/** Takes all that somebody wrote out of a stream's chat, or of all chats of the channel. */
export async function clearMessages(
  deps: Store,
  actorId: AccountId,
  origin: Origin,
  channelId: AccountId,
  { accountId, streamId, reason = '' }: { accountId: AccountId; streamId: StreamId | null; reason?: string },
): Promise<Touched[]> {
  await limit(deps, 'moderate', origin, actorId);
  const keeper = await requireKeeper(deps.db, channelId, actorId);
  return deps.db.$transaction(async (tx) => {
    await lockStanding(tx, channelId, accountId);
    await requirePowerOver(tx, keeper, accountId);
    const stream = { creatorId: channelId, ...(streamId ? { id: streamId } : {}) };
    const gone = await markDeleted(tx, deps, actorId, { authorId: accountId, stream });
    if (gone.length > 0)
      await record(tx, deps, {
        actorId,
        action: 'moderation.messagesCleared',
        subject: `channel:${channelId}`,
        detail: { person: accountId, reason, messages: gone.map(({ id }) => id) },
      });
    return gone;
  });
}

/** Puts back what an entry of the log says was taken out, as far as it is still there. */
export async function restoreMessages(
  deps: Store,
  actorId: AccountId,
  channelId: AccountId,
  entryId: string,
): Promise<Touched[]> {
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
  return deps.db.$transaction(async (tx) => {
    const back = await tx.chatMessage.updateManyAndReturn({
      // what its author took back stays so, and what a deleted account wrote is empty
      where: {
        id: { in: messages },
        deletedAt: { not: null },
        body: { not: '' },
        deletedById: { not: person },
        stream: { creatorId: channelId },
      },
      data: { deletedAt: null, deletedById: null },
      select: { id: true, streamId: true },
    });
    if (back.length > 0)
      await record(tx, deps, {
        actorId,
        action: 'moderation.messagesRestored',
        subject: `channel:${channelId}`,
        detail: { person, messages: back.map(({ id }) => id) },
      });
    return back.map(touched);
  });
}

async function markDeleted(
  tx: Tx,
  { clock }: Pick<Deps, 'clock'>,
  actorId: AccountId,
  which: Prisma.ChatMessageWhereInput,
): Promise<Touched[]> {
  const rows = await tx.chatMessage.updateManyAndReturn({
    where: { ...which, deletedAt: null },
    data: { deletedAt: clock.now(), deletedById: actorId },
    select: { id: true, streamId: true },
  });
  return rows.map(touched);
}

const touched = ({ id, streamId }: { id: string; streamId: string }): Touched => ({
  id,
  streamId: streamId as StreamId,
});
