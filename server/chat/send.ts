import { type Deps, type Origin } from '../deps';
import { DomainError } from '../errors';
import { type AccountId, type MessageId, type StreamId } from '../ids';
import { limit } from '../limits/take';
import { isUniqueViolation } from '../map-unique-violation';
import { type ChatLine, lineSelect, linesOf } from '../messages/line';
import { storeMessage } from '../messages/store';
import { type ChatStream, writableChat } from './open-chat';
import { resolveMentions } from './mentions';

/** What somebody wants to say; `body` went through `chatText`. */
export interface SendInput {
  streamId: StreamId;
  /** Made by the page: the same one again is the same message. */
  clientId: string;
  body: string;
  replyTo: MessageId | null;
}

/**
 * Says something in a stream's chat. Sent again, the same message is answered and not stored a
 * second time; the one that was stored first counts, whatever the second one says.
 */
export async function send(
  deps: Pick<Deps, 'db' | 'clock' | 'rooms' | 'timers' | 'log'>,
  origin: Pick<Origin, 'ipAddress'>,
  authorId: AccountId,
  { streamId, clientId, body, replyTo }: SendInput,
): Promise<ChatLine> {
  const { db } = deps;
  const chat = await writableChat(deps, authorId, streamId);
  const before = await storedBefore(deps, chat, authorId, clientId);
  if (before) return before;
  await limit(deps, 'sendMessage', origin, authorId);
  const replyToId = replyTo && (await repliedTo(deps, streamId, replyTo));
  const mentions = await resolveMentions(db, body);
  // What a creator's rules say about the message is asked here: it is whole, and not yet stored.
  try {
    return await storeMessage(deps, chat, { authorId, clientId, body, replyToId, mentions });
  } catch (error) {
    const stored = isUniqueViolation(error) && (await storedBefore(deps, chat, authorId, clientId));
    if (stored) return stored;
    throw error;
  }
}

async function storedBefore(
  { db }: Pick<Deps, 'db'>,
  chat: ChatStream,
  authorId: AccountId,
  clientId: string,
): Promise<ChatLine | null> {
  const where = { streamId_authorId_clientId: { streamId: chat.id, authorId, clientId } };
  const row = await db.chatMessage.findUnique({ where, select: lineSelect });
  const [line = null] = row ? await linesOf(db, chat, [row]) : [];
  return line;
}

async function repliedTo({ db }: Pick<Deps, 'db'>, streamId: StreamId, id: MessageId): Promise<MessageId> {
  const there = await db.chatMessage.count({ where: { id, streamId, deletedAt: null } });
  if (there === 0) throw new DomainError('notFound');
  return id;
}
