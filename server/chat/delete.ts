import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type AccountId, type MessageId, type StreamId } from '../ids';
import { deleteMessages } from '../messages/delete';
import { keepsOrder, readableChat } from './open-chat';

/** Deletes a message: one's own, or anybody's for who keeps order. Twice is once. */
export async function deleteMessage(
  deps: Pick<Deps, 'db' | 'clock' | 'rooms' | 'timers' | 'log'>,
  viewer: AccountId,
  streamId: StreamId,
  id: MessageId,
): Promise<void> {
  const chat = await readableChat(deps.db, viewer, streamId);
  const message = await deps.db.chatMessage.findFirst({ where: { id, streamId }, select: { authorId: true } });
  if (!message) throw new DomainError('notFound');
  if (message.authorId !== viewer && !(await keepsOrder(deps.db, viewer, chat.creatorId)))
    throw new DomainError('notAllowed');
  await deleteMessages(deps, streamId, [id], viewer);
}
