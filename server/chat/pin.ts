import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type AccountId, type MessageId, type StreamId } from '../ids';
import { tellRoom } from '../messages/tell-room';
import { lineSelect, linesOf } from '../messages/line';
import { takeRevisions } from '../messages/revisions';
import { keepsOrder } from '../moderation/people';
import { readableChat } from './open-chat';

/** Puts one message above the chat in place of the one before, or, with null, none. */
export async function pin(
  deps: Pick<Deps, 'db' | 'rooms' | 'timers' | 'log'>,
  viewer: AccountId,
  streamId: StreamId,
  id: MessageId | null,
): Promise<void> {
  const { db } = deps;
  const chat = await readableChat(db, viewer, streamId);
  if (!(await keepsOrder(db, chat.creatorId, viewer))) throw new DomainError('notAllowed');
  const { step, row } = await db.$transaction(async (tx) => {
    const step = await takeRevisions(tx, streamId);
    const where = { id: id ?? '', streamId, deletedAt: null };
    // under the lock, so that nothing is pinned that is being deleted
    const row = id === null ? null : await tx.chatMessage.findFirst({ where, select: lineSelect });
    if (id !== null && !row) throw new DomainError('notFound');
    await tx.chat.update({ where: { streamId }, data: { pinnedId: id } });
    return { step, row };
  });
  const [line = null] = row ? await linesOf(db, chat, [row]) : [];
  await tellRoom(deps, streamId, { kind: 'pinned', line, ...step });
}
