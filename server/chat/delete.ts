import { type Deps, type Origin } from '../deps';
import { DomainError } from '../errors';
import { type AccountId, type MessageId, type StreamId } from '../ids';
import { markDeleted, tellDeleted } from '../messages/delete';
import { deleteMessage as moderateMessage } from '../moderation/messages';
import { readableChat } from './open-chat';

/**
 * Deletes a message: one's own, or anybody's for who keeps order, which the channel's log holds.
 * Twice is once.
 */
export async function deleteMessage(
  deps: Pick<Deps, 'db' | 'clock' | 'rooms' | 'timers' | 'log'>,
  viewer: AccountId,
  origin: Origin,
  streamId: StreamId,
  id: MessageId,
): Promise<void> {
  const { creatorId } = await readableChat(deps.db, viewer, streamId);
  const message = await deps.db.chatMessage.findFirst({ where: { id, streamId }, select: { authorId: true } });
  if (!message) throw new DomainError('notFound');
  if (message.authorId === viewer) {
    const changed = await deps.db.$transaction((tx) => markDeleted(tx, deps, streamId, [id], viewer));
    return tellDeleted(deps, changed);
  }
  await moderateMessage(deps, viewer, origin, creatorId as AccountId, id);
}
