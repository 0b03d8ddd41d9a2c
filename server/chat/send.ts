import { type Deps, type Origin } from '../deps';
import { DomainError } from '../errors';
import { type HoldReason } from '../generated/prisma/enums';
import { type AccountId, type MessageId, type StreamId } from '../ids';
import { limit } from '../limits/take';
import { isUniqueViolation } from '../map-unique-violation';
import { type ChatLine, lineSelect, linesOf } from '../messages/line';
import { resolveMentions } from '../messages/mentions';
import { storeMessage } from '../messages/store';
import { holdMessage } from '../moderation/held';
import { checkMayWrite } from '../moderation/may-write';
import { type ChatStream, writableChat } from './open-chat';

/** What somebody wants to say; `body` went through `chatText`. */
export interface SendInput {
  streamId: StreamId;
  /** Made by the page: the same one again is the same message. */
  clientId: string;
  body: string;
  replyTo: MessageId | null;
}

/** What became of a message: it stands in the chat, or waits for somebody who keeps order there. */
export type Sent = { line: ChatLine } | { held: HoldReason };

/**
 * Says something in a stream's chat. Sent again, the same message is answered and not stored a
 * second time; the one that was stored first counts, whatever the second one says.
 */
export async function send(
  deps: Pick<Deps, 'db' | 'clock' | 'rooms' | 'timers' | 'log' | 'jobs'>,
  origin: Pick<Origin, 'ipAddress'>,
  authorId: AccountId,
  { streamId, clientId, body, replyTo }: SendInput,
): Promise<Sent> {
  const { db } = deps;
  const chat = await writableChat(deps, authorId, streamId);
  const before = await sentBefore(deps, chat, authorId, clientId);
  if (before) return before;
  await limit(deps, 'sendMessage', origin, authorId);
  const replyToId = replyTo && (await repliedTo(deps, streamId, replyTo));
  const mentions = await resolveMentions(db, body);
  const { channelId, held } = await checkMayWrite(deps, { streamId, accountId: authorId, body });
  try {
    if (held) {
      const waiting = { streamId, channelId, authorId, clientId, body, replyToId, reason: held };
      await db.$transaction((tx) => holdMessage(tx, deps, waiting));
      return { held };
    }
    return { line: await storeMessage(deps, chat, { authorId, clientId, body, replyToId, mentions }) };
  } catch (error) {
    const sent = isUniqueViolation(error) && (await sentBefore(deps, chat, authorId, clientId));
    if (sent) return sent;
    throw error;
  }
}

async function sentBefore(
  { db }: Pick<Deps, 'db'>,
  chat: ChatStream,
  authorId: AccountId,
  clientId: string,
): Promise<Sent | null> {
  const where = { streamId_authorId_clientId: { streamId: chat.id, authorId, clientId } };
  const [row, waiting] = await Promise.all([
    db.chatMessage.findUnique({ where, select: lineSelect }),
    db.heldMessage.findUnique({ where, select: { reason: true } }),
  ]);
  const [line] = row ? await linesOf(db, chat, [row]) : [];
  return line ? { line } : waiting && { held: waiting.reason };
}

async function repliedTo({ db }: Pick<Deps, 'db'>, streamId: StreamId, id: MessageId): Promise<MessageId> {
  const there = await db.chatMessage.count({ where: { id, streamId, deletedAt: null } });
  if (there === 0) throw new DomainError('notFound');
  return id;
}
